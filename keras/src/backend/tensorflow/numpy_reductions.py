"""Reductions, running reductions and statistics on TensorFlow tensors."""
from builtins import any as any_of

import tensorflow as tf
from tensorflow.python.eager import record

from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axes
from keras.src.backend.common.formulas import numpy_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.tensorflow.core import convert_to_tensor
from keras.src.backend.tensorflow.kernels import (
    EAGER,
    NUMPY,
    adopt,
    binary,
    folding,
    formula,
    index,
    leading,
    reduction,
    unary,
)

_WIDE_FLOATS = (tf.bfloat16, tf.float32, tf.float64)


def _extreme(fn, truth):
    """Booleans have no extremes in TensorFlow: the largest is `any`, the smallest `all`."""

    def reduce(x, axis, keepdims):
        return (truth if x.dtype is tf.bool else fn)(x, axis, keepdims)

    return reduce


def _not_of_nothing(reduce):
    """TensorFlow makes an infinity of no elements."""

    def checked(x, axis, keepdims):
        if 0 in x.shape:
            axes = canonicalize_axes(axis, x.shape.rank)
            if any_of(x.shape[a] == 0 for a in axes):
                raise ValueError(
                    "Without `initial`, there is no extreme of nothing. "
                    f"Received: shape={tuple(x.shape)}, axis={axis}"
                )
        return reduce(x, axis, keepdims)

    return checked


def _variance(x, axis, keepdims):
    """In 32 bits inside."""
    if x.dtype.size == 2:
        return tf.cast(tf.math.reduce_variance(tf.cast(x, tf.float32), axis, keepdims), x.dtype)
    return tf.math.reduce_variance(x, axis, keepdims)


def _index(fn):
    def search(x, axis, keepdims):
        x = tf.cast(x, tf.uint8) if x.dtype is tf.bool else x
        eager = type(x) is EAGER
        if axis is None:
            flat = tf.raw_ops.Reshape(tensor=x, shape=index((-1,)) if eager else (-1,))
            found = fn(input=flat, dimension=index(0) if eager else 0, output_type=tf.int32)
            return tf.reshape(found, [1] * len(x.shape)) if keepdims else found
        found = fn(input=x, dimension=index(axis) if eager else axis, output_type=tf.int32)
        return tf.expand_dims(found, axis) if keepdims else found

    return search


def _mean(x, axis, keepdims):
    """In float16 the sum would be rounded, and overflow, on the way."""
    if x.dtype is tf.float16:
        return tf.cast(tf.reduce_mean(tf.cast(x, tf.float32), axis, keepdims), tf.float16)
    return tf.reduce_mean(x, axis, keepdims)


def _std(x, axis, keepdims):
    wide = tf.cast(x, tf.float32) if x.dtype.size == 2 else x  # in float16 the sum of squares would overflow
    return tf.cast(numpy_family.root(NUMPY, tf.math.reduce_variance(wide, axis, keepdims)), x.dtype)


# Sums, means, extremes
sum = folding(tf.reduce_sum, "Sum", dtypes.sum_rule)
mean = folding(_mean, "Mean", dtypes.mean_rule, _WIDE_FLOATS)
var = reduction(_variance, dtypes.to_float)
std = reduction(_std, dtypes.to_float)
_largest = _extreme(tf.reduce_max, tf.reduce_any)
_smallest = _extreme(tf.reduce_min, tf.reduce_all)
amax = folding(_not_of_nothing(_largest), "Max")
amin = folding(_not_of_nothing(_smallest), "Min")
ptp = formula(numpy_family.ptp)
all = reduction(tf.reduce_all, dtypes.to_bool)
any = reduction(tf.reduce_any, dtypes.to_bool)
argmax = reduction(_index(tf.raw_ops.ArgMax))
argmin = reduction(_index(tf.raw_ops.ArgMin))

# NaN left out
fill_nan = adopt(numpy_family.fill_nan)
nansum = formula(numpy_family.nansum)
nanprod = formula(numpy_family.nanprod)
nanmean = formula(numpy_family.nanmean, dtypes.to_float)
nanvar = formula(numpy_family.nanvar, dtypes.to_float)
nanstd = formula(numpy_family.nanstd, dtypes.to_float)
nanmax = formula(numpy_family.nanmax)
nanmin = formula(numpy_family.nanmin)
nanargmax = formula(numpy_family.nanargmax)
nanargmin = formula(numpy_family.nanargmin)
nancumsum = formula(numpy_family.nancumsum)
nancumprod = formula(numpy_family.nancumprod)

# Statistics
median = formula(numpy_family.median, dtypes.to_float)
nanmedian = formula(numpy_family.nanmedian, dtypes.to_float)
quantile = formula(numpy_family.quantile, dtypes.to_float)
nanquantile = formula(numpy_family.nanquantile, dtypes.to_float)
percentile = formula(numpy_family.percentile, dtypes.to_float)
nanpercentile = formula(numpy_family.nanpercentile, dtypes.to_float)
corrcoef = formula(numpy_family.corrcoef, dtypes.to_long_float)
trapezoid = formula(numpy_family.trapezoid, dtypes.to_float)
histogram = formula(numpy_family.histogram, dtypes.to_float)
diff = formula(numpy_family.diff)
digitize = formula(numpy_family.digitize)

_fold_largest, _fold_smallest = reduction(_largest), reduction(_smallest)
_multiply_out = reduction(tf.reduce_prod)
_factor = unary(lambda x: x, dtypes.sum_rule)
_summand = unary(lambda x: x, dtypes.promote_number)
_meet = binary(pair, dtypes.promote_float, scalars=False)
_meet_numbers = binary(pair, dtypes.promote_number, scalars=False)
average = leading(adopt(numpy_family.average, _meet))


def prod(x, axis=None, keepdims=False, dtype=None):
    x = _factor(x) if dtype is None else convert_to_tensor(x, dtype)
    return _multiply_out(x, axis, keepdims)


def max(x, axis=None, keepdims=False, initial=None):
    if initial is None:
        return amax(x, axis, keepdims)
    found = _fold_largest(x, axis, keepdims)
    return NUMPY.maximum(found, tf.cast(initial, found.dtype))


def min(x, axis=None, keepdims=False, initial=None):
    if initial is None:
        return amin(x, axis, keepdims)
    found = _fold_smallest(x, axis, keepdims)
    return NUMPY.minimum(found, tf.cast(initial, found.dtype))


def count_nonzero(x, axis=None):
    x = convert_to_tensor(x)
    return tf.math.count_nonzero(x, axis=axis, dtype=tf.int32)


def cumsum(x, axis=None, dtype=None):
    return _running(tf.cumsum, x, axis, dtype)


def cumprod(x, axis=None, dtype=None):
    return _running(_cumprod, x, axis, dtype)


def _cumprod(x, axis):
    """As `tf.math.cumprod`, whose gradient is wrong from the first zero on.

    That zero is taken out, so that the products after it are known, and multiplied in again.
    """
    if not x.dtype.is_floating or (tf.executing_eagerly() and not record.could_possibly_record()):
        return tf.math.cumprod(x, axis)
    zero = tf.equal(x, 0)
    seen = tf.cumsum(tf.cast(zero, tf.int32), axis)
    first = tf.logical_and(zero, tf.equal(seen, 1))
    rest = tf.math.cumprod(tf.where(first, tf.ones_like(x), x), axis)
    factor = tf.reduce_sum(tf.where(first, x, tf.zeros_like(x)), axis, keepdims=True)
    return tf.where(seen > 0, rest * factor, rest)


def _running(fn, x, axis, dtype):
    x = _summand(x) if dtype is None else convert_to_tensor(x, dtype)
    if axis is None:
        x, axis = tf.reshape(x, [-1]), 0
    return fn(x, axis)


def _count(x, weights, bins):
    return tf.math.unsorted_segment_sum(weights, x, bins)


def bincount(x, weights=None, minlength=0, sparse=False):
    x = convert_to_tensor(x)
    if x.dtype.is_floating:  # Here alone floats are counted, by their integer parts.
        weights = None if weights is None else _meet_numbers(x, weights)[1]
        x = tf.cast(x, tf.int32)
    counted = numpy_family.bincount(NUMPY, _count, x, weights, minlength)
    return tf.sparse.from_dense(counted) if sparse else counted


def _slide(x1, x2):
    edge = x2.shape[0] - 1
    signal = tf.pad(x1, [[edge, edge]])[None, :, None]
    return tf.nn.conv1d(signal, x2[:, None, None], 1, "VALID")[0, :, 0]


def correlate(x1, x2, mode="valid"):
    x1, x2 = _meet(x1, x2)
    return numpy_family.correlate(NUMPY, _slide, x1, x2, mode)
