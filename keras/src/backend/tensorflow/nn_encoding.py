"""One-hot and multi-hot vectors on tensorflow."""
import functools

import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.tensorflow.core import convert_to_tensor
from keras.src.backend.tensorflow.kernels import EAGER, NUMPY, index

_INTEGERS = (tf.int32, tf.int64)


def _sparse(dense):
    return tf.sparse.from_dense(dense)


@functools.cache
def _values(dtype):
    """One and zero as eager tensors."""
    return tf.cast(1, dtype), tf.cast(0, dtype)


def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    x, dtype = convert_to_tensor(x), tf.as_dtype(dtypes.standardize(dtype))
    if x.dtype not in _INTEGERS:
        x = tf.cast(x, tf.int32)
    axis = axis + len(x.shape) + 1 if axis < -1 else axis
    if type(x) is EAGER and type(num_classes) is int and tf.executing_eagerly():
        hot, cold = _values(dtype)
        dense = tf.raw_ops.OneHot(indices=x, depth=index(num_classes), on_value=hot, off_value=cold, axis=axis)
    else:
        values = (True, False) if dtype == tf.bool else (None, None)
        dense = tf.one_hot(x, num_classes, *values, axis=axis, dtype=dtype)
    return _sparse(dense) if sparse else dense


def multi_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    x = convert_to_tensor(x)
    dense = nn_encoding.multi_hot(NUMPY, one_hot, x, num_classes, axis, dtype)
    return _sparse(dense) if sparse else dense
