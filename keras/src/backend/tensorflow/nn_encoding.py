"""One-hot and multi-hot vectors on tensorflow."""
import functools

from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.tensorflow.kernels import NUMPY

one_hot = functools.partial(nn_encoding.one_hot, NUMPY)
multi_hot = functools.partial(nn_encoding.multi_hot, NUMPY)
