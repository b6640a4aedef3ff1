"""Reductions, running reductions and statistics on NumPy arrays."""
import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, numpy_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.numpy.core import convert_to_tensor
from keras.src.backend.numpy.kernels import (
    NUMPY,
    adopt,
    binary,
    formula,
    leading,
    reduction,
    unary,
    wide_formula,
)


def _fold(ufunc, dtype=None):
    """A ufunc folded over axes, in the dtype of its argument."""

    def fold(x, axis, keepdims):
        return ufunc.reduce(x, axis, dtype or x.dtype, None, keepdims)

    return fold


def _fold_present(ufunc):
    """The same without what is NaN, in whose place what changes nothing is faster than `where=`."""

    def fold(x, axis, keepdims):
        x = np.where(np.isnan(x), x.dtype.type(ufunc.identity), x) if x.dtype.kind in "fc" else x
        return ufunc.reduce(x, axis, x.dtype, None, keepdims)

    return fold


def _statistic(fn):
    """A NumPy reduction with 32 bits inside and the dtype of its argument outside."""

    def reduce(x, axis=None, keepdims=False, **kwargs):
        wide = x.astype("float32") if x.dtype.itemsize == 2 else x
        return np.asarray(fn(wide, axis=axis, keepdims=keepdims, **kwargs)).astype(x.dtype, copy=False)

    return reduce


def _mean(x, axis=None, keepdims=False):
    """What `np.mean` computes; for floats without its handling of dtypes."""
    if x.dtype.kind != "f" or not x.size or not x.ndim:
        return np.mean(x, axis=axis, keepdims=keepdims)
    total = np.add.reduce(x, axis, None, None, keepdims)
    return total / (x.size // total.size)


def _index(fn):
    def search(x, axis, keepdims):
        return np.asarray(fn(x, axis, keepdims=keepdims), np.int32)

    return search


# Sums, means, extremes
sum = reduction(_fold(np.add), dtypes.sum_rule.wide)
mean = reduction(_statistic(_mean), dtypes.mean_rule)
var = reduction(_statistic(np.var), dtypes.to_float)
std = reduction(_statistic(np.std), dtypes.to_float)
amax = reduction(_fold(np.maximum))
amin = reduction(_fold(np.minimum))
ptp = reduction(_statistic(np.ptp))
all = reduction(_fold(np.logical_and, bool))
any = reduction(_fold(np.logical_or, bool))
argmax = reduction(_index(np.ndarray.argmax))
argmin = reduction(_index(np.ndarray.argmin))

# NaN left out
fill_nan = adopt(numpy_family.fill_nan)
nansum = reduction(_fold_present(np.add), dtypes.sum_rule.wide)
nanprod = reduction(_fold_present(np.multiply), dtypes.sum_rule)
nanmean = formula(numpy_family.nanmean, dtypes.to_float)
nanvar = formula(numpy_family.nanvar, dtypes.to_float)
nanstd = formula(numpy_family.nanstd, dtypes.to_float)
nanmax = reduction(_fold(np.fmax))
nanmin = reduction(_fold(np.fmin))
nanargmax = formula(numpy_family.nanargmax)
nanargmin = formula(numpy_family.nanargmin)
nancumsum = formula(numpy_family.nancumsum)
nancumprod = formula(numpy_family.nancumprod)

# Statistics
median = reduction(_statistic(np.median), dtypes.to_float)
nanmedian = reduction(_statistic(np.nanmedian), dtypes.to_float)
corrcoef = wide_formula(numpy_family.corrcoef, dtypes.to_long_float.wide)
trapezoid = formula(numpy_family.trapezoid, dtypes.to_float)
histogram = formula(numpy_family.histogram, dtypes.to_float)
diff = formula(numpy_family.diff)
digitize = formula(numpy_family.digitize)

_same = unary(lambda x: x)
_float = unary(lambda x: x, dtypes.to_float)
_meet = binary(pair, dtypes.promote_float, scalars=False)
average = leading(adopt(numpy_family.average, _meet))
_product = reduction(_fold(np.multiply), dtypes.sum_rule)
_summand = unary(lambda x: x, dtypes.promote_number)


def prod(x, axis=None, keepdims=False, dtype=None):
    if dtype is not None:
        x = convert_to_tensor(x, dtype)
        return np.multiply.reduce(x, arrays.axes_of(axis), x.dtype, None, keepdims)
    return _product(x, axis, keepdims)


def max(x, axis=None, keepdims=False, initial=None):
    return _extremum(amax, np.maximum, x, axis, keepdims, initial)


def min(x, axis=None, keepdims=False, initial=None):
    return _extremum(amin, np.minimum, x, axis, keepdims, initial)


def _extremum(reduce, ufunc, x, axis, keepdims, initial):
    if initial is None:
        return reduce(x, axis, keepdims)
    x = _same(x)
    return ufunc.reduce(x, arrays.axes_of(axis), x.dtype, None, keepdims, np.asarray(initial).astype(x.dtype))


def count_nonzero(x, axis=None):
    x = convert_to_tensor(x)
    return np.add.reduce(x != 0, arrays.axes_of(axis), "int32")


def _running(ufunc, x, axis, dtype):
    x = _summand(x) if dtype is None else convert_to_tensor(x, dtype)
    if axis is None:
        x, axis = x.reshape(-1), 0
    return ufunc.accumulate(x, axis, x.dtype)


def cumsum(x, axis=None, dtype=None):
    return _running(np.add, x, axis, dtype)


def cumprod(x, axis=None, dtype=None):
    return _running(np.multiply, x, axis, dtype)


def _count(x, weights, bins):
    return np.bincount(x, weights, int(bins)).astype(weights.dtype)


def bincount(x, weights=None, minlength=0, sparse=False):
    if sparse:
        raise ValueError("Argument `sparse` of bincount must be False on the numpy backend. Received: sparse=True")
    return numpy_family.bincount(NUMPY, _count, convert_to_tensor(x), weights, minlength)


def _quantile(fn, x, q, axis, method, keepdims):
    numpy_family.check_method(method)
    return _statistic(fn)(_float(x), arrays.axes_of(axis), keepdims, q=convert_to_tensor(q), method=method)


def quantile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(np.quantile, x, q, axis, method, keepdims)


def nanquantile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(np.nanquantile, x, q, axis, method, keepdims)


def percentile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(np.percentile, x, q, axis, method, keepdims)


def nanpercentile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(np.nanpercentile, x, q, axis, method, keepdims)


def correlate(x1, x2, mode="valid"):
    x1, x2 = _meet(x1, x2)
    numpy_family.check_correlate(x1.shape, x2.shape, mode)
    return np.correlate(x1, x2, mode).astype(x1.dtype)
