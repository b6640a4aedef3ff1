"""One-hot and multi-hot vectors on jax."""
import math

import jax
import numpy as np

from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.config import floatx
from keras.src.backend.jax.core import convert_to_tensor, to_native_dtype
from keras.src.backend.jax.kernels import NUMPY
from keras.src.backend.jax.numpy_arrays import as_tensor


def _sparse(dense, shape):
    """Room for one entry for every number, as a compiled function has to know it beforehand."""
    from jax.experimental import sparse as jax_sparse  # slow to import, and rarely used

    return jax_sparse.BCOO.fromdense(dense, nse=min(math.prod(shape), dense.size))


def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    x = as_tensor(x)
    if x.dtype != np.int32:
        x = x.astype(np.int32)
    dense = jax.nn.one_hot(x, num_classes, axis=axis, dtype=to_native_dtype(dtype or floatx()))
    return _sparse(dense, x.shape) if sparse else dense


def multi_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    x = convert_to_tensor(x)
    dense = nn_encoding.multi_hot(NUMPY, one_hot, x, num_classes, axis, dtype)
    return _sparse(dense, x.shape) if sparse else dense
