"""Sparse tensors on TensorFlow: functions named as operations, which return None where they keep nothing sparse."""
import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.tensorflow.core import cast, convert_to_tensor, is_sparse


def dense(x):
    """A sparse tensor as a dense one."""
    return tf.sparse.to_dense(x, validate_indices=False)


def map_values(function, x):
    """A function that maps zero to zero."""
    return tf.SparseTensor(x.indices, function(x.values), x.dense_shape)


def _both(function):
    """A function of two tensors that are both sparse."""

    def form(x1, x2):
        if not (is_sparse(x1) and is_sparse(x2)):
            return None
        dtype = dtypes.promote(x1.dtype, x2.dtype)
        return function(cast(x1, dtype), cast(x2, dtype))

    return form


add = _both(tf.sparse.add)
subtract = _both(lambda x1, x2: tf.sparse.add(x1, map_values(tf.negative, x2)))
maximum = _both(tf.sparse.maximum)
minimum = _both(tf.sparse.minimum)


def multiply(x1, x2):
    """The product is zero where one factor is: its values are those of a sparse factor, scaled."""
    if not is_sparse(x1):
        x1, x2 = x2, x1
    factor = dense(x2) if is_sparse(x2) else convert_to_tensor(x2)
    number = type(x2) if isinstance(x2, (bool, int, float)) else factor.dtype
    dtype = dtypes.promote(x1.dtype, number)
    x1, factor = cast(x1, dtype), cast(factor, dtype)
    if factor.shape.rank:
        factor = tf.gather_nd(tf.broadcast_to(factor, x1.dense_shape), x1.indices)
    return map_values(lambda values: values * factor, x1)


def divide(x1, x2):
    """Sparse over dense is sparse, with NaN where both are zero."""
    if not is_sparse(x1) or is_sparse(x2):
        return None
    number = isinstance(x2, (bool, int, float))
    divisor = x2 if number else convert_to_tensor(x2)
    dtype = dtypes.promote_float(x1.dtype, type(x2) if number else divisor.dtype)
    x1, divisor = cast(x1, dtype), tf.cast(divisor, dtype)
    if divisor.shape.rank == 0:
        return map_values(lambda values: values / divisor, x1)
    return tf.sparse.from_dense(dense(x1) / divisor)


true_divide = divide


def matmul(x1, x2):
    """Matrices only."""
    if len(x1.shape) != 2 or len(x2.shape) != 2:
        return None
    dtype = dtypes.promote(x1.dtype, x2.dtype)
    if is_sparse(x1) and is_sparse(x2):
        return tf.sparse.from_dense(tf.sparse.sparse_dense_matmul(cast(x1, dtype), cast(dense(x2), dtype)))
    if is_sparse(x1):
        return tf.sparse.sparse_dense_matmul(cast(x1, dtype), cast(convert_to_tensor(x2), dtype))
    x1, x2 = cast(convert_to_tensor(x1), dtype), cast(x2, dtype)
    return tf.transpose(tf.sparse.sparse_dense_matmul(x2, x1, adjoint_a=True, adjoint_b=True))


def sum(x, axis=None, keepdims=False):
    return tf.sparse.reduce_sum(x, axis, keepdims, output_is_sparse=True)


def mean(x, axis=None, keepdims=False):
    dtype = dtypes.mean_rule.wide(x.dtype)
    total = sum(cast(x, dtype), axis, keepdims)
    count = tf.size(x, tf.int64) // tf.size(total, tf.int64)
    return map_values(lambda values: values / tf.cast(count, dtype), total)


def concatenate(xs, axis=0):
    return tf.sparse.concat(axis, xs) if all(map(is_sparse, xs)) else None


def transpose(x, axes=None):
    return tf.sparse.transpose(x, axes)


def reshape(x, newshape):
    return tf.sparse.reshape(x, newshape)


def expand_dims(x, axis):
    axes = [axis] if isinstance(axis, int) else sorted(a % (x.shape.rank + len(axis)) for a in axis)
    for a in axes:
        x = tf.sparse.expand_dims(x, a)
    return x


def squeeze(x, axis=None):
    axes = (axis,) if isinstance(axis, int) else axis
    rank = x.shape.rank
    dropped = [a for a in range(rank) if x.shape[a] == 1] if axes is None else [a % rank for a in axes]
    kept = [a for a in range(rank) if a not in dropped]
    return tf.sparse.reshape(x, tf.gather(x.dense_shape, tf.constant(kept, tf.int32)))
