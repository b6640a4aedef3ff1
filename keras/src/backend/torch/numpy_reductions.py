"""Reductions, running reductions and statistics on PyTorch tensors."""
import math

import torch

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, numpy_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.torch.core import convert_to_tensor, to_torch_dtype
from keras.src.backend.torch.kernels import NUMPY, adopt, binary, formula, leading, reduction, unary


def _folding(fn):
    """A reduction that takes several axes: `fn(x)` or `fn(x, dim, keepdim)`."""

    def fold(x, axis, keepdims):
        if axis is None:
            if not keepdims:
                return fn(x)
            axis = tuple(range(x.ndim))
        return x if axis == () else fn(x, axis, keepdims)

    return fold


def _spread(fn):
    """The same for variance and deviation, over the number of elements. PyTorch takes no axes for all of them."""

    def fold(x, axis, keepdims):
        if axis == ():
            return x - x
        return fn(x, dim=axis, correction=0, keepdim=keepdims)

    return fold


def _truth(fn):
    """PyTorch answers in uint8 about uint8."""

    def fold(x, axis, keepdims):
        x = x.bool() if x.dtype is torch.uint8 else x
        axis = tuple(range(x.ndim)) if axis is None and keepdims else axis
        return fn(x) if axis is None else fn(x, axis, keepdims)

    return fold


def _stepwise(fn):
    """A reduction that takes one axis, run over several from the last to the first."""

    def fold(x, axis, keepdims):
        if axis is None:
            x = x.reshape(-1) if not keepdims else x
            axis = tuple(range(x.ndim))
        elif isinstance(axis, int):
            return fn(x, axis, keepdims)
        for a in sorted((a % x.ndim for a in axis), reverse=True):
            x = fn(x, a, keepdims)
        return x

    return fold


def _extreme(fn, truth):
    """Booleans have no extremes in PyTorch: the largest is `any`, the smallest `all`."""
    fold, fold_truth = _folding(fn), _truth(truth)

    def reduce(x, axis, keepdims):
        return (fold_truth if x.dtype is torch.bool else fold)(x, axis, keepdims)

    return reduce


def _index(fn):
    def search(x, axis, keepdims):
        x = x.to(torch.uint8) if x.dtype is torch.bool else x
        if axis is None and keepdims:
            return fn(x).to(torch.int32).reshape((1,) * x.ndim)
        return fn(x, axis, keepdims).to(torch.int32)

    return search


def _sum(x, *where):
    return torch.sum(x, *where, dtype=x.dtype)


def _product(x, *where):
    return torch.prod(x, *where, dtype=x.dtype)


# Sums, means, extremes
sum = reduction(_folding(_sum), dtypes.sum_rule)
mean = reduction(_folding(torch.mean), dtypes.mean_rule)
var = reduction(_spread(torch.var), dtypes.to_float.narrow)
std = reduction(_spread(torch.std), dtypes.to_float)
amax = reduction(_extreme(torch.amax, torch.any))
amin = reduction(_extreme(torch.amin, torch.all))
ptp = formula(numpy_family.ptp)
all = reduction(_truth(torch.all))
any = reduction(_truth(torch.any))
argmax = reduction(_index(torch.argmax))
argmin = reduction(_index(torch.argmin))


# NaN left out
def fill_nan(x, value):
    """PyTorch's own kernel is vectorized, but has no gradient at infinities."""
    if x.is_floating_point() and not x.requires_grad:
        return torch.nan_to_num(x, value, math.inf, -math.inf)
    return numpy_family.fill_nan(NUMPY, x, value)


def _without_nan(fn, formula):
    """A kernel of PyTorch's, which has none for complex numbers, and takes no axes for all of them."""

    def fold(x, axis, keepdims):
        axis = tuple(range(x.ndim)) if axis is None else axis
        if axis == () or x.is_complex():
            return formula(NUMPY, x, axis, keepdims)
        return fn(x, axis, keepdims, dtype=x.dtype)

    return fold


nansum = reduction(_without_nan(torch.nansum, numpy_family.nansum), dtypes.sum_rule)
nanprod = formula(numpy_family.nanprod)
nanmean = reduction(_without_nan(torch.nanmean, numpy_family.nanmean), dtypes.to_float.narrow)
nanvar = formula(numpy_family.nanvar, dtypes.to_float.narrow)
nanstd = formula(numpy_family.nanstd, dtypes.to_float.narrow)
nanmax = formula(numpy_family.nanmax)
nanmin = formula(numpy_family.nanmin)
nanargmax = formula(numpy_family.nanargmax)
nanargmin = formula(numpy_family.nanargmin)
nancumsum = formula(numpy_family.nancumsum)
nancumprod = formula(numpy_family.nancumprod)

# Statistics
median = formula(numpy_family.median, dtypes.to_float.narrow)
nanmedian = formula(numpy_family.nanmedian, dtypes.to_float.narrow)
quantile = formula(numpy_family.quantile, dtypes.to_float.narrow)
nanquantile = formula(numpy_family.nanquantile, dtypes.to_float.narrow)
percentile = formula(numpy_family.percentile, dtypes.to_float.narrow)
nanpercentile = formula(numpy_family.nanpercentile, dtypes.to_float.narrow)
corrcoef = formula(numpy_family.corrcoef, dtypes.to_long_float)
trapezoid = formula(numpy_family.trapezoid, dtypes.to_float)
histogram = formula(numpy_family.histogram, dtypes.to_float)
diff = formula(numpy_family.diff)
digitize = formula(numpy_family.digitize)

_multiply_out = reduction(_stepwise(_product))
_factor = unary(lambda x: x, dtypes.sum_rule.narrow)
_summand = unary(lambda x: x, dtypes.promote_number.narrow)
_meet = binary(pair, dtypes.promote_float, scalars=False)
_meet_floats = binary(pair, dtypes.promote_float.narrow, scalars=False)
average = leading(adopt(numpy_family.average, _meet_floats))


def prod(x, axis=None, keepdims=False, dtype=None):
    x = _factor(x) if dtype is None else convert_to_tensor(x, dtype)
    return _multiply_out(x, axis, keepdims)


def max(x, axis=None, keepdims=False, initial=None):
    return _from_initial(amax, torch.maximum, x, axis, keepdims, initial)


def min(x, axis=None, keepdims=False, initial=None):
    return _from_initial(amin, torch.minimum, x, axis, keepdims, initial)


def _from_initial(reduce, meet, x, axis, keepdims, initial):
    """The initial value joins the result, and is the result where there is nothing to reduce."""
    if initial is None:
        try:
            return reduce(x, axis, keepdims)
        except RuntimeError as e:
            raise ValueError(f"Without `initial`, there is no extreme of nothing: {e}") from e
    x = convert_to_tensor(x)
    initial = torch.as_tensor(initial, device=x.device).to(x.dtype)
    if x.numel():
        return meet(reduce(x, axis, keepdims), initial)
    return torch.sum(x, axis, keepdims).to(x.dtype).zero_() + initial


def count_nonzero(x, axis=None):
    x = convert_to_tensor(x)
    axis = arrays.axes_of(axis)
    counts = x != 0 if axis == () else torch.count_nonzero(x, dim=axis)
    return counts.to(torch.int32)


def cumsum(x, axis=None, dtype=None):
    return _running(torch.cumsum, x, axis, dtype)


def cumprod(x, axis=None, dtype=None):
    return _running(torch.cumprod, x, axis, dtype)


def _running(fn, x, axis, dtype):
    """In float16 only the results are rounded."""
    x = _summand(x)
    if axis is None:
        x, axis = x.reshape(-1), 0
    dtype = x.dtype if dtype is None else to_torch_dtype(dtype)
    if dtype is torch.float16:
        return fn(x, axis, dtype=torch.float32).to(dtype)
    return fn(x, axis, dtype=dtype)


def _count(x, weights, bins):
    counts = torch.bincount(x, weights, minlength=int(bins))
    return counts.to(weights.dtype)


def bincount(x, weights=None, minlength=0, sparse=False):
    if sparse:
        raise ValueError("Argument `sparse` of bincount must be False on the torch backend. Received: sparse=True")
    return numpy_family.bincount(NUMPY, _count, convert_to_tensor(x), weights, minlength)


def _slide(x1, x2):
    signal, kernel = x1.reshape(1, 1, -1), x2.reshape(1, 1, -1)
    return torch.nn.functional.conv1d(signal, kernel, padding=x2.numel() - 1).reshape(-1)


def correlate(x1, x2, mode="valid"):
    x1, x2 = _meet(x1, x2)
    return numpy_family.correlate(NUMPY, _slide, x1, x2, mode)
