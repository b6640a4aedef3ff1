"""Elementwise formulas and reductions that several backends compose of their own functions.

Every formula takes the backend's `numpy` module first (`nb`) and works on that backend's tensors.
"""
import math

from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axes, canonicalize_axis

QUANTILE_METHODS = ("linear", "lower", "higher", "midpoint", "nearest")
CORRELATE_MODES = ("valid", "same", "full")

# Elementwise


def divide_no_nan(nb, x1, x2):
    """x1 / x2, and 0 where x2 is 0; the inner `where` keeps NaN out of the gradient."""
    zero = nb.equal(x2, 0)
    return nb.where(zero, 0, nb.divide(x1, nb.where(zero, 1, x2)))


def cbrt(nb, x):
    return nb.multiply(nb.sign(x), nb.power(nb.abs(x), 1 / 3))


def sinc(nb, x):
    zero = nb.equal(x, 0)
    scaled = nb.multiply(nb.where(zero, 1, x), math.pi)
    return nb.where(zero, 1, nb.divide(nb.sin(scaled), scaled))


def fmax(nb, x1, x2):
    return nb.where(nb.isnan(x1), x2, nb.where(nb.isnan(x2), x1, nb.maximum(x1, x2)))


def fmin(nb, x1, x2):
    return nb.where(nb.isnan(x1), x2, nb.where(nb.isnan(x2), x1, nb.minimum(x1, x2)))


def hypot(nb, x1, x2):
    """Scaled by the larger operand, so that squares neither overflow nor vanish; infinities count as 0 on the way."""
    infinite = nb.logical_or(nb.isinf(x1), nb.isinf(x2))
    x1, x2 = nb.abs(x1), nb.abs(x2)
    large = nb.where(infinite, 0, nb.maximum(x1, x2))
    ratio = nb.divide_no_nan(nb.minimum(x2, x1), large)  # of equal ones TensorFlow's gradients take the first
    return nb.where(infinite, math.inf, nb.multiply(large, nb.sqrt(nb.add(nb.square(ratio), 1))))


def narrow_nextafter(nb, x1, x2):
    """The neighbour of a float of 16 bits, a step of its integer form: frameworks know those of wider ones."""
    bits = nb.view(x1, "int16")
    stepped = nb.view(nb.where(nb.equal(x2 > x1, x1 > 0), bits + 1, bits - 1), x1.dtype)
    tiny = nb.view(nb.cast(nb.where(x2 > 0, 1, -32767), "int16"), x1.dtype)
    moved = nb.where(nb.equal(x1, 0), tiny, stepped)
    unordered = nb.logical_or(nb.isnan(x1), nb.isnan(x2))
    return nb.where(unordered, float("nan"), nb.where(nb.equal(x1, x2), x2, moved))


def heaviside(nb, x1, x2):
    step = nb.where(nb.greater(x1, 0), 1, nb.where(nb.less(x1, 0), 0, x2))
    return nb.where(nb.isnan(x1), x1, step)


def logaddexp(nb, x1, x2, larger=None):
    """The larger operand plus log1p(exp(-distance)); equal ones, which may be infinite, have no distance."""
    distance = nb.abs(nb.where(nb.equal(x1, x2), 0, nb.subtract(x1, x2)))
    return nb.add((larger or nb.maximum)(x1, x2), nb.log1p(nb.exp(nb.negative(distance))))


def logaddexp2(nb, x1, x2):
    log2 = math.log(2)
    return nb.divide(nb.logaddexp(nb.multiply(x1, log2), nb.multiply(x2, log2)), log2)


def round_integers(x, step):
    """Integers rounded to multiples of `step`, halves to the even multiple."""
    low = x // step
    twice = 2 * (x - low * step)
    up = (twice > step) | ((twice == step) & (low % 2 == 1))
    return (low + up) * step


def check_exponent(x2):
    name = dtypes.standardize(x2.dtype)
    if name not in dtypes.INT_TYPES:
        raise TypeError(f"Argument `x2` of ldexp must hold integers. Received: x2.dtype={name}")


def ldexp(nb, x1, x2):
    """The exponent in two halves, so that neither power of two overflows alone."""
    x2 = nb.convert_to_tensor(x2)
    check_exponent(x2)
    x2 = nb.cast(x2, x1.dtype)
    half = nb.floor(nb.multiply(x2, 0.5))
    scaled = nb.multiply(x1, nb.power(2.0, half))
    return nb.multiply(scaled, nb.power(2.0, nb.subtract(x2, half)))


def isclose(nb, x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Infinities are close to themselves only; to an infinite `x2` everything else would be."""
    distance = nb.abs(nb.subtract(x1, x2))
    near = nb.less_equal(distance, nb.add(nb.multiply(nb.abs(x2), rtol), atol))
    close = nb.logical_or(nb.equal(x1, x2), nb.logical_and(nb.isfinite(x2), near))
    if equal_nan:
        close = nb.logical_or(close, nb.logical_and(nb.isnan(x1), nb.isnan(x2)))
    return close


def allclose(nb, x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return nb.all(nb.isclose(x1, x2, rtol, atol, equal_nan))


# Reductions that leave NaN out


def _can_be_nan(x):
    return dtypes.standardize(x.dtype) in dtypes.FLOAT_TYPES + dtypes.COMPLEX_TYPES


def fill_nan(nb, x, value):
    return nb.where(nb.isnan(x), value, x) if _can_be_nan(x) else x


def _present(nb, x):
    """1 for each element that is not NaN, else 0, in the dtype of `x`."""
    return nb.cast(nb.logical_not(nb.isnan(x)), x.dtype)


def nansum(nb, x, axis=None, keepdims=False):
    return nb.sum(nb.fill_nan(x, 0), axis=axis, keepdims=keepdims)


def nanprod(nb, x, axis=None, keepdims=False):
    return nb.prod(nb.fill_nan(x, 1), axis=axis, keepdims=keepdims)


def nanmean(nb, x, axis=None, keepdims=False):
    return nb.divide(nb.nansum(x, axis, keepdims), nb.sum(_present(nb, x), axis, keepdims))


def nanvar(nb, x, axis=None, keepdims=False):
    """What is NaN is taken out before squaring, so that gradients stay finite."""
    missing, count = nb.isnan(x), nb.sum(_present(nb, x), axis, True)
    mean = nb.divide(nb.nansum(x, axis, True), count)
    centred = nb.where(missing, 0, nb.subtract(x, mean))
    if dtypes.standardize(x.dtype) in dtypes.COMPLEX_TYPES:
        centred = nb.abs(centred)
    variance = nb.divide(nb.sum(nb.square(centred), axis, True), count)
    return variance if keepdims else nb.sum(variance, axis)  # over axes of one element


def nanstd(nb, x, axis=None, keepdims=False):
    return root(nb, nanvar(nb, x, axis, keepdims))


def root(nb, variance):
    """The square root of what is not negative, with the gradient zero at zero instead of an infinite one."""
    positive = nb.greater(variance, 0)
    return nb.where(positive, nb.sqrt(nb.where(positive, variance, 1)), variance)


def nanmax(nb, x, axis=None, keepdims=False):
    return _nan_extremum(nb, nb.max, -math.inf, x, axis, keepdims)


def nanmin(nb, x, axis=None, keepdims=False):
    return _nan_extremum(nb, nb.min, math.inf, x, axis, keepdims)


def _nan_extremum(nb, reduce, worst, x, axis, keepdims):
    if not _can_be_nan(x):
        return reduce(x, axis=axis, keepdims=keepdims)
    missing = nb.isnan(x)
    found = reduce(nb.where(missing, worst, x), axis=axis, keepdims=keepdims)
    return nb.where(nb.all(missing, axis=axis, keepdims=keepdims), math.nan, found)


def nanargmax(nb, x, axis=None, keepdims=False):
    return _nan_argument(nb, nb.argmax, -math.inf, x, axis, keepdims)


def nanargmin(nb, x, axis=None, keepdims=False):
    return _nan_argument(nb, nb.argmin, math.inf, x, axis, keepdims)


def _nan_argument(nb, search, worst, x, axis, keepdims):
    found = search(nb.fill_nan(x, worst), axis=axis, keepdims=keepdims)
    if not _can_be_nan(x):
        return found
    nothing = nb.all(nb.isnan(x), axis=axis, keepdims=keepdims)
    return nb.where(nothing, -1, found)


def nancumsum(nb, x, axis=None, dtype=None):
    return nb.cumsum(nb.fill_nan(x, 0), axis=axis, dtype=dtype)


def nancumprod(nb, x, axis=None, dtype=None):
    return nb.cumprod(nb.fill_nan(x, 1), axis=axis, dtype=dtype)


# Statistics


def ptp(nb, x, axis=None, keepdims=False):
    return nb.subtract(
        nb.max(x, axis=axis, keepdims=keepdims), nb.min(x, axis=axis, keepdims=keepdims)
    )


def average(nb, meet, x, axis=None, weights=None):
    """Weights are of the shape of `x`, or one-dimensional along the one axis.

    Args:
        nb: The backend's `numpy` module.
        meet: `meet(x1, x2)`, both as floats of their common dtype.
        x, axis, weights: As in `keras.ops.average`.
    """
    if weights is None:
        return nb.mean(meet(x, 1.0)[0], axis=axis)
    x, weights = meet(x, weights)
    if len(weights.shape) != len(x.shape):
        weights = _along_axis(nb, weights, x, axis)
    if weights.shape != x.shape or None in x.shape:
        total = nb.sum(nb.multiply(nb.ones_like(x), weights), axis=axis)
    else:
        total = nb.sum(weights, axis=axis)
    return nb.divide(nb.sum(nb.multiply(x, weights), axis=axis), total)


def _along_axis(nb, weights, x, axis):
    rank = len(x.shape)
    if not isinstance(axis, int) or len(weights.shape) != 1:
        raise ValueError(
            "Argument `weights` of average must have the shape of `x`, or be one-dimensional with an "
            f"integer `axis`. Received: weights.shape={tuple(weights.shape)}, x.shape={tuple(x.shape)}, "
            f"axis={axis}"
        )
    shape = [1] * rank
    shape[canonicalize_axis(axis, rank)] = -1
    return nb.reshape(weights, shape)


def check_method(method):
    if method not in QUANTILE_METHODS:
        known = ", ".join(QUANTILE_METHODS)
        raise ValueError(f"Argument `method` of quantile must be one of {known}. Received: method={method!r}")


def check_fraction(q, whole):
    """Numbers can be checked; tensors would have to be read."""
    if isinstance(q, (int, float)) and not 0 <= q <= whole:
        raise ValueError(f"Argument `q` of a quantile must lie between 0 and {whole}. Received: q={q}")


def _reduced_last(nb, x, axis):
    """`x` with the axes to reduce merged into a last one, and the other axes of `x` in order."""
    rank = len(x.shape)
    axes = canonicalize_axes(axis, rank)
    kept = [a for a in range(rank) if a not in axes]
    moved = nb.transpose(x, (*kept, *axes))
    shape = nb.shape(moved)[: len(kept)]
    return nb.reshape(moved, (*shape, -1)), axes


def _pick(nb, ordered, position, method):
    """Values at fractional positions along the last axis; `position` has a trailing axis of its own."""
    low, high = nb.floor(position), nb.ceil(position)

    def at(place):
        return nb.take_along_axis(ordered, nb.cast(place, "int32"), axis=-1)

    if method == "lower":
        return at(low)
    if method == "higher":
        return at(high)
    if method == "nearest":
        return at(nb.round(position))
    below, above = at(low), at(high)
    if method == "midpoint":
        return nb.multiply(nb.add(below, above), 0.5)
    fraction = nb.subtract(position, low)
    blended = nb.add(below, nb.multiply(nb.subtract(above, below), nb.cast(fraction, ordered.dtype)))
    return nb.where(nb.equal(below, above), below, blended)  # equal infinities have no difference


def quantile(nb, x, q, axis=None, method="linear", keepdims=False, skip_nan=False):
    """Sorts, then picks between the two neighbours of `q * (count - 1)`."""
    check_method(method)
    check_fraction(q, 1)
    rank = len(x.shape)
    flat, axes = _reduced_last(nb, x, axis)
    missing = nb.isnan(flat)
    ordered = nb.sort(nb.where(missing, math.inf, flat), axis=-1)
    present = nb.sum(nb.cast(nb.logical_not(missing), "int32"), axis=-1, keepdims=True)
    count = present if skip_nan else nb.add(nb.multiply(present, 0), nb.shape(flat)[-1])
    q = nb.convert_to_tensor(q, "float32")
    fractions = nb.reshape(q, (-1,))
    last = nb.maximum(nb.cast(nb.subtract(count, 1), "float32"), 0)
    picked = _pick(nb, ordered, nb.multiply(fractions, last), method)
    bad = nb.equal(present, 0) if skip_nan else nb.any(missing, axis=-1, keepdims=True)
    picked = nb.where(bad, math.nan, picked)
    if keepdims:
        for a in axes:
            picked = nb.expand_dims(picked, a)
    lead = len(nb.shape(picked)) - 1
    picked = nb.transpose(picked, (lead, *range(lead)))
    kept = rank if keepdims else rank - len(axes)
    return nb.reshape(picked, (*nb.shape(q), *nb.shape(picked)[1 : kept + 1]))


def _fraction(nb, q):
    """Percentages as fractions."""
    check_fraction(q, 100)
    return q / 100.0 if isinstance(q, (int, float)) else nb.divide(nb.convert_to_tensor(q), 100.0)


def percentile(nb, x, q, axis=None, method="linear", keepdims=False):
    return nb.quantile(x, _fraction(nb, q), axis=axis, method=method, keepdims=keepdims)


def nanquantile(nb, x, q, axis=None, method="linear", keepdims=False):
    return quantile(nb, x, q, axis, method, keepdims, skip_nan=True)


def nanpercentile(nb, x, q, axis=None, method="linear", keepdims=False):
    return nb.nanquantile(x, _fraction(nb, q), axis=axis, method=method, keepdims=keepdims)


def median(nb, x, axis=None, keepdims=False):
    return nb.quantile(x, 0.5, axis=axis, method="midpoint", keepdims=keepdims)


def nanmedian(nb, x, axis=None, keepdims=False):
    return nb.nanquantile(x, 0.5, axis=axis, method="midpoint", keepdims=keepdims)


def corrcoef(nb, x):
    """Rows are variables; covariance over the product of deviations."""
    if len(x.shape) < 2:
        x = nb.reshape(x, (1, -1))
        return nb.squeeze(corrcoef(nb, x))
    centred = nb.subtract(x, nb.mean(x, axis=-1, keepdims=True))
    covariance = nb.matmul(centred, nb.conj(nb.swapaxes(centred, -1, -2)))
    deviation = nb.sqrt(nb.sum(nb.square(nb.abs(centred)), axis=-1))
    return nb.divide(nb.divide(covariance, nb.expand_dims(deviation, -1)), nb.expand_dims(deviation, -2))


def diff(nb, a, n=1, axis=-1):
    if n < 0:
        raise ValueError(f"Argument `n` of diff must not be negative. Received: n={n}")
    axis = canonicalize_axis(axis, len(a.shape))
    before = (slice(None),) * axis
    for _ in range(n):
        upper, lower = a[(*before, slice(1, None))], a[(*before, slice(None, -1))]
        is_bool = dtypes.standardize(a.dtype) == "bool"
        a = nb.not_equal(upper, lower) if is_bool else upper - lower
    return a


def trapezoid(nb, y, x=None, dx=1.0, axis=-1):
    axis = canonicalize_axis(axis, len(y.shape))
    before = (slice(None),) * axis
    pairs = nb.add(y[(*before, slice(1, None))], y[(*before, slice(None, -1))])
    if x is not None:
        x = nb.convert_to_tensor(x)
        dx = nb.cast(nb.diff(x, axis=-1 if len(x.shape) == 1 else axis), y.dtype)
        if len(x.shape) == 1:
            dx = nb.reshape(dx, (-1,) + (1,) * (len(y.shape) - axis - 1))
    return nb.multiply(nb.sum(nb.multiply(pairs, dx), axis=axis), 0.5)


def histogram_edges(nb, x, bins, range):
    """Edges of equal bins; a span of no width becomes one of width 1."""
    check_histogram(bins, range)
    if range is None:
        empty = 0 in tuple(x.shape)
        low, high = (0.0, 1.0) if empty else (nb.min(x), nb.max(x))
    else:
        low, high = range
    low, high = nb.cast(low, x.dtype), nb.cast(high, x.dtype)
    flat = nb.equal(low, high)
    low, high = nb.where(flat, nb.subtract(low, 0.5), low), nb.where(flat, nb.add(high, 0.5), high)
    return nb.linspace(low, high, bins + 1, dtype=x.dtype)


def check_histogram(bins, range):
    if not isinstance(bins, int):
        raise TypeError(f"Argument `bins` of histogram must be an integer. Received: bins={bins}")
    if bins <= 0:
        raise ValueError(f"Argument `bins` of histogram must be a positive integer. Received: bins={bins}")
    if range is not None and (len(range) != 2 or range[1] < range[0]):
        raise ValueError(f"Argument `range` of histogram must be a pair of rising numbers. Received: range={range}")


def histogram(nb, x, bins=10, range=None):
    """Counts as differences of ranks: how many elements lie below each edge."""
    if len(x.shape) != 1:
        raise ValueError(f"Argument `x` of histogram must be one-dimensional. Received: x.shape={tuple(x.shape)}")
    edges = histogram_edges(nb, x, bins, range)
    ordered = nb.sort(x)
    below = nb.searchsorted(ordered, edges[:-1], side="left")
    upto = nb.searchsorted(ordered, edges[-1:], side="right")
    ranks = nb.concatenate([below, upto], axis=0)
    return nb.cast(nb.diff(ranks), x.dtype), edges


def check_correlate(shape1, shape2, mode):
    if mode not in CORRELATE_MODES:
        known = ", ".join(CORRELATE_MODES)
        raise ValueError(f"Argument `mode` of correlate must be one of {known}. Received: mode={mode!r}")
    for name, shape in (("x1", shape1), ("x2", shape2)):
        if len(shape) != 1:
            raise ValueError(
                f"Argument `{name}` of correlate must be one-dimensional. Received: {name}.shape={tuple(shape)}"
            )


def correlate_bounds(n, m, mode):
    """First overlap and number of overlaps to keep of the full correlation."""
    full = n + m - 1
    length = {"full": full, "same": max(n, m), "valid": max(n, m) - min(n, m) + 1}[mode]
    cut = full - length
    return (cut // 2 if n >= m else cut - cut // 2), length


def correlate(nb, slide, x1, x2, mode="valid"):
    """Cuts the wanted overlaps out of all; `slide(x1, x2)` gives the inner products of all overlaps."""
    check_correlate(x1.shape, x2.shape, mode)
    n, m = x1.shape[0], x2.shape[0]
    first, length = correlate_bounds(n, m, mode)
    return slide(x1, x2)[first : first + length]


def digitize(nb, x, bins):
    return nb.cast(nb.searchsorted(nb.convert_to_tensor(bins), x, side="right"), "int32")


def bincount(nb, count, x, weights=None, minlength=0):
    """Rows of a matrix are counted at once, each in bins of its own.

    Args:
        nb: The backend's `numpy` module.
        count: `count(x, weights, bins)`, which counts a vector.
        x, weights, minlength: As in `keras.ops.bincount`.
    """
    if _can_be_nan(x):
        raise TypeError(f"Argument `x` of bincount must hold integers. Received: x.dtype={x.dtype}")
    counted = "int32" if weights is None else x.dtype
    x = nb.cast(x, "int32")
    weights = nb.ones_like(x, dtype="int32") if weights is None else nb.convert_to_tensor(weights)
    weights = nb.cast(weights, dtypes.promote_number(counted, weights.dtype))
    bins = nb.maximum(nb.add(nb.max(x, initial=-1), 1), minlength)
    if len(x.shape) == 1:
        return count(x, weights, bins)
    if len(x.shape) != 2:
        raise ValueError(f"Argument `x` of bincount must have one or two axes. Received: x.shape={tuple(x.shape)}")
    rows = nb.shape(x)[0]
    offsets = nb.multiply(nb.reshape(nb.arange(rows, dtype="int32"), (-1, 1)), bins)
    flat = nb.reshape(nb.add(x, offsets), (-1,))
    return nb.reshape(count(flat, nb.reshape(weights, (-1,)), nb.multiply(rows, bins)), (rows, -1))
