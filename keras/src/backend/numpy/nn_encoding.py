"""One-hot and multi-hot vectors on numpy."""
import numpy as np

from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.numpy.core import to_native_dtype
from keras.src.backend.numpy.kernels import NUMPY
from keras.src.backend.numpy.numpy_arrays import as_tensor


def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    nn_encoding.refuse_sparse(sparse)
    x = as_tensor(x)
    if axis != -1 or x.dtype.kind not in "iu":
        return nn_encoding.one_hot(NUMPY, x, num_classes, axis, dtype)
    return (x[..., None] == np.arange(num_classes)).astype(to_native_dtype(dtype))


def multi_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    nn_encoding.refuse_sparse(sparse)
    return nn_encoding.multi_hot(NUMPY, one_hot, x, num_classes, axis, dtype)
