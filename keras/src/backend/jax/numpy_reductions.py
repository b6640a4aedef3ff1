"""Reductions, running reductions and statistics on jax arrays."""
import functools

import jax
import jax.numpy as jnp

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, numpy_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import NUMPY, adopt, binary, formula, leading, reduction, unary


def _root(spread):
    """The deviation of a spread; its gradient is zero, not NaN, where all elements are equal."""

    @functools.partial(jax.jit, static_argnames=("axis", "keepdims"))
    def deviation(x, axis=None, keepdims=False):
        return numpy_family.root(jnp, spread(x, axis=axis, keepdims=keepdims))

    return deviation


# Sums, means, extremes
sum = reduction(jnp.sum, dtypes.sum_rule)
mean = reduction(jnp.mean, dtypes.mean_rule)
var = reduction(jnp.var, dtypes.to_float)
std = reduction(_root(jnp.var), dtypes.to_float)
amax = reduction(jnp.max)
amin = reduction(jnp.min)
ptp = reduction(jnp.ptp)
all = reduction(jnp.all)
any = reduction(jnp.any)
argmax = reduction(jnp.argmax)
argmin = reduction(jnp.argmin)

# NaN left out
fill_nan = adopt(numpy_family.fill_nan)
nansum = reduction(jnp.nansum, dtypes.sum_rule)
nanprod = reduction(jnp.nanprod, dtypes.sum_rule)
nanmean = reduction(jnp.nanmean, dtypes.to_float)
nanvar = reduction(jnp.nanvar, dtypes.to_float)
nanstd = reduction(_root(jnp.nanvar), dtypes.to_float)
nanmax = formula(numpy_family.nanmax)
nanmin = formula(numpy_family.nanmin)
nanargmax = formula(numpy_family.nanargmax)
nanargmin = formula(numpy_family.nanargmin)
nancumsum = formula(numpy_family.nancumsum)
nancumprod = formula(numpy_family.nancumprod)

# Statistics
median = reduction(jnp.median, dtypes.to_float)
nanmedian = reduction(jnp.nanmedian, dtypes.to_float)
corrcoef = formula(numpy_family.corrcoef, dtypes.to_float)
trapezoid = formula(numpy_family.trapezoid, dtypes.to_float)
histogram = formula(numpy_family.histogram, dtypes.to_float)
diff = formula(numpy_family.diff)
digitize = formula(numpy_family.digitize)

_float = unary(lambda x: x, dtypes.to_float)
_summand = unary(lambda x: x, dtypes.promote_number)
_factor = unary(lambda x: x, dtypes.sum_rule)
_meet = binary(pair, dtypes.promote_float, scalars=False)
average = leading(adopt(numpy_family.average, _meet))


def prod(x, axis=None, keepdims=False, dtype=None):
    x = _factor(x) if dtype is None else convert_to_tensor(x, dtype)
    return jnp.prod(x, axis=arrays.axes_of(axis), keepdims=keepdims)


def max(x, axis=None, keepdims=False, initial=None):
    if initial is None:
        return amax(x, axis, keepdims)
    return jnp.max(convert_to_tensor(x), axis=arrays.axes_of(axis), keepdims=keepdims, initial=initial)


def min(x, axis=None, keepdims=False, initial=None):
    if initial is None:
        return amin(x, axis, keepdims)
    return jnp.min(convert_to_tensor(x), axis=arrays.axes_of(axis), keepdims=keepdims, initial=initial)


def count_nonzero(x, axis=None):
    return jnp.count_nonzero(convert_to_tensor(x), axis=arrays.axes_of(axis)).astype("int32")


def cumsum(x, axis=None, dtype=None):
    return jnp.cumsum(_summand(x) if dtype is None else convert_to_tensor(x, dtype), axis=axis)


def cumprod(x, axis=None, dtype=None):
    return jnp.cumprod(_summand(x) if dtype is None else convert_to_tensor(x, dtype), axis=axis)


def _count(x, weights, bins):
    return jnp.bincount(x, weights, length=int(bins)).astype(weights.dtype)


def bincount(x, weights=None, minlength=0, sparse=False):
    """Inside `jit` the number of bins must be known: it is `minlength` there."""
    x = convert_to_tensor(x)
    if isinstance(x, jax.core.Tracer):
        counted = _traced_bincount(x, weights, minlength)
    else:
        counted = numpy_family.bincount(NUMPY, _count, x, weights, minlength)
    if not sparse:
        return counted
    from jax.experimental import sparse as jax_sparse  # loads SciPy, which takes half a second

    return jax_sparse.BCOO.fromdense(counted, n_batch=counted.ndim - 1)


def _traced_bincount(x, weights, minlength):
    weights = jnp.ones_like(x, "int32") if weights is None else convert_to_tensor(weights)
    weights = weights.astype(dtypes.promote_number.wide(weights.dtype))
    one_hot = (x[..., None] == jnp.arange(minlength)).astype(weights.dtype)
    return jnp.sum(one_hot * weights[..., None], axis=-2)


def quantile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(jnp.quantile, x, q, 1, axis, method, keepdims)


def nanquantile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(jnp.nanquantile, x, q, 1, axis, method, keepdims)


def percentile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(jnp.percentile, x, q, 100, axis, method, keepdims)


def nanpercentile(x, q, axis=None, method="linear", keepdims=False):
    return _quantile(jnp.nanpercentile, x, q, 100, axis, method, keepdims)


def _quantile(fn, x, q, whole, axis, method, keepdims):
    numpy_family.check_method(method)
    numpy_family.check_fraction(q, whole)
    x = _float(x)
    return fn(x, convert_to_tensor(q, x.dtype), axis=arrays.axes_of(axis), method=method, keepdims=keepdims)


def correlate(x1, x2, mode="valid"):
    x1, x2 = _meet(x1, x2)
    numpy_family.check_correlate(x1.shape, x2.shape, mode)
    return jnp.correlate(x1, x2, mode)
