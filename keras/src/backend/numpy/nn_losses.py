"""Cross-entropies on numpy."""
import functools

from keras.src.backend.common.formulas import nn_losses
from keras.src.backend.numpy.kernels import NUMPY

binary_crossentropy = functools.partial(nn_losses.binary_crossentropy, NUMPY)
categorical_crossentropy = functools.partial(nn_losses.categorical_crossentropy, NUMPY)
sparse_categorical_crossentropy = functools.partial(nn_losses.sparse_categorical_crossentropy, NUMPY)
psnr = functools.partial(nn_losses.psnr, NUMPY)
