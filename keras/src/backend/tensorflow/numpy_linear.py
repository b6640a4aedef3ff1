"""Products of arrays, on TensorFlow."""
import functools
import math

import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linear
from keras.src.backend.tensorflow.core import cast
from keras.src.backend.tensorflow.kernels import adopt, arithmetic, binary, table
from keras.src.backend.tensorflow.numpy_arrays import (
    as_tensor,
    common,
    diagonal,
    shape,
)

_NARROW = frozenset((tf.bool, tf.int8, tf.uint8, tf.int16, tf.uint16, tf.uint32))


def _numeric(fn):
    """TensorFlow has no products of narrow integers: `fn` computes them in 32 or 64 bits."""

    @functools.wraps(fn)
    def product(x1, x2):
        dtype = x1.dtype
        if dtype not in _NARROW:
            return fn(x1, x2)
        compute = tf.int64 if dtype == tf.uint32 else tf.int32
        return tf.cast(fn(tf.cast(x1, compute), tf.cast(x2, compute)), dtype)

    return product


def _matmul(x1, x2):
    rank1, rank2 = x1.shape.rank, x2.shape.rank
    if rank1 == 2 and rank2 == 2:
        return tf.matmul(x1, x2)
    if rank2 == 1:
        return tf.tensordot(x1, x2, 1)
    if rank1 == 1:
        return tf.squeeze(tf.matmul(x1[None], x2), -2)
    if rank2 == 2 and rank1 and rank1 > 2:
        return _rows_times_matrix(x1, x2)
    return tf.matmul(x1, x2)


def _rows_times_matrix(x, matrix):
    """One product of two matrices, whatever the dimensions before the last."""
    *outer, features = x.shape.as_list()
    if None in (*outer, features, matrix.shape[1]):
        return tf.tensordot(x, matrix, 1)
    rows = tf.reshape(x, (math.prod(outer), features))
    return tf.reshape(tf.matmul(rows, matrix), (*outer, matrix.shape[1]))


def _dot(x1, x2):
    if x1.shape.rank == 0 or x2.shape.rank == 0:
        return x1 * x2
    if x1.shape.rank == 2 and x2.shape.rank == 2:
        return tf.matmul(x1, x2)
    return tf.tensordot(x1, x2, ([-1], [max(x2.shape.rank - 2, 0)]))


def _inner(x1, x2):
    if x1.shape.rank == 0 or x2.shape.rank == 0:
        return x1 * x2
    return tf.tensordot(x1, x2, ([-1], [-1]))


def _outer(x1, x2):
    return tf.reshape(x1, (-1, 1)) * tf.reshape(x2, (1, -1))


def _vdot(x1, x2):
    x1, x2 = tf.reshape(x1, (-1,)), tf.reshape(x2, (-1,))
    return tf.tensordot(tf.math.conj(x1) if x1.dtype.is_complex else x1, x2, 1)


def _matrix_product(x, y):
    return tf.raw_ops.MatMul(a=x, b=y) if x.shape.rank == y.shape.rank == 2 else _matmul(x, y)


matmul = arithmetic(
    _numeric(_matmul), _matrix_product, dtypes.matmul_rule, scalars=False, explain=linear.explain_product
)
affine = adopt(linear.affine)
einsum_affine = adopt(linear.einsum_affine)
_xla_int8_matmul = tf.function(functools.partial(tf.matmul, output_type=tf.int32), jit_compile=True)
_LARGE = 2**20  # elements of a matrix from which on a product compiled by XLA pays


def int8_matmul(x, weight):
    """Integers times a matrix of integers, int8 into int32: by XLA where a graph says that there are some rows.

    Of one row XLA's product takes 10 times that by floats, and outside of graphs each batch size would be compiled.
    """
    several = x.shape.rank == 2 and (x.shape[0] or 0) >= 4 and weight.shape.num_elements() >= _LARGE
    if several and not tf.executing_eagerly():
        return _xla_int8_matmul(x, weight)
    return linear.int8_matmul(_matmul, tf.cast, x, weight)


def scaled(x, scale):
    """Integers by floats."""
    return tf.cast(x, scale.dtype) * scale


dot = binary(_numeric(_dot), scalars=False, explain=linear.explain_product)
inner = binary(_numeric(_inner), scalars=False, explain=linear.leave_error)
outer = binary(_numeric(_outer), scalars=False, explain=linear.leave_error)
vdot = binary(_numeric(_vdot), scalars=False, explain=linear.leave_error)
kron = binary(
    _numeric(adopt(linear.kron)), scalars=False, explain=linear.leave_error
)
cross = adopt(linear.cross)


def tensordot(x1, x2, axes=2):
    x1, x2 = common((x1, x2))
    return _numeric(functools.partial(tf.tensordot, axes=axes))(x1, x2)


_einsum_dtypes = table(dtypes.matmul_rule)


def einsum(subscripts, *operands, **kwargs):
    operands = [as_tensor(x) for x in operands]
    key = tuple(x.dtype for x in operands)
    target = _einsum_dtypes.get(key) or _einsum_dtypes.fill(key)
    compute = tf.int32 if target in _NARROW else target
    operands = [x if x.dtype == compute else cast(x, compute) for x in operands]
    if len(operands) == 2 and _is_explicit(subscripts) and not kwargs:
        result = tf.raw_ops.Einsum(inputs=operands, equation=subscripts)
    else:
        result = tf.einsum(subscripts, *operands, **kwargs)
    return result if compute == target else cast(result, target)


@functools.cache
def _is_explicit(subscripts):
    """Whether the subscripts are such as the raw operation takes: it completes nothing."""
    return "->" in subscripts and subscripts.replace("->", "").replace(",", "").isalpha()


def trace(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    return tf.reduce_sum(diagonal(cast(x, dtypes.sum_rule(x.dtype)), offset, axis1, axis2), -1)


def vander(x, N=None, increasing=False):
    x = as_tensor(x)
    columns = linear.check_vander(shape(x), N)
    compute = cast(x, "int32") if x.dtype in _NARROW else x
    exponents = tf.range(columns) if increasing else tf.range(columns - 1, -1, -1)
    return cast(compute[:, None] ** cast(exponents, compute.dtype), x.dtype)
