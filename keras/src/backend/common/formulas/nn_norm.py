"""Normalization, composed of a backend's own array functions (`nb` is its `numpy` module).

Statistics of half-precision numbers are taken in float32.
"""
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axes, canonicalize_axis
from keras.src.backend.config import epsilon as default_epsilon

_HALF = ("float16", "bfloat16")
LARGEST_HALF = 65504.0


def _wide(nb, x):
    """`x` in a dtype fit for statistics, and the dtype of the result."""
    x = nb.convert_to_tensor(x)
    dtype = dtypes.standardize(x.dtype)
    if dtype in _HALF:
        return nb.cast(x, "float32"), dtype
    return nb.cast(x, dtypes.to_float.wide(dtype)), dtype


def _broadcastable(nb, parameter, x, axes):
    """A parameter over `axes` with its axes in their places among those of `x`; the last ones are there already."""
    if getattr(parameter, "dtype", None) is not x.dtype:
        parameter = nb.cast(parameter, x.dtype)
    rank = len(x.shape)
    if len(parameter.shape) == 0:
        return parameter  # one number for all
    if axes == tuple(range(rank - len(axes), rank)) and len(parameter.shape) == len(axes):
        last = tuple(x.shape)[-len(axes) :] if len(axes) > 1 else None
        if last is None or None in last or tuple(parameter.shape) == last:  # else `axis` was not in order
            return parameter
    return nb.reshape(parameter, [x.shape[i] if i in axes else 1 for i in range(rank)])


def _rsqrt(nb, x):
    return nb.reciprocal(nb.sqrt(x))


def refuse_synchronized(synchronized):
    """Raises NotImplementedError where moments are of one replica."""
    if synchronized:
        raise NotImplementedError("Argument `synchronized=True` of moments is for the tensorflow backend.")


def moments(nb, x, axes, keepdims=False):
    x, dtype = _wide(nb, x)
    axes = (axes,) if isinstance(axes, int) else tuple(axes)
    mean = nb.mean(x, axis=axes, keepdims=True)
    variance = nb.mean(nb.square(nb.subtract(x, mean)), axis=axes, keepdims=keepdims)
    mean = mean if keepdims else nb.squeeze(mean, axis=axes)
    dtype = dtypes.to_float.wide(dtype)
    if dtype == "float16":  # Finite statistics stay finite.
        mean, variance = nb.clip(mean, -LARGEST_HALF, LARGEST_HALF), nb.clip(variance, 0, LARGEST_HALF)
    return nb.cast(mean, dtype), nb.cast(variance, dtype)


def batch_normalization(nb, x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
    """One multiplication and one addition over `x`; all else is small."""
    x, dtype = _wide(nb, x)
    axes = (canonicalize_axis(axis, len(x.shape)),)
    factor = _rsqrt(nb, nb.add(_broadcastable(nb, variance, x, axes), epsilon))
    if scale is not None:
        factor = nb.multiply(factor, _broadcastable(nb, scale, x, axes))
    shift = nb.negative(nb.multiply(_broadcastable(nb, mean, x, axes), factor))
    if offset is not None:
        shift = nb.add(shift, _broadcastable(nb, offset, x, axes))
    return nb.cast(nb.add(nb.multiply(x, factor), shift), dtypes.to_float.wide(dtype))


def layer_normalization(nb, x, gamma=None, beta=None, axis=-1, epsilon=None, rms_scaling=False):
    """With `rms_scaling` the mean stays, but it is the variance that scales."""
    x, dtype = _wide(nb, x)
    axes = canonicalize_axes(axis, len(x.shape))
    centered = nb.subtract(x, nb.mean(x, axis=axes, keepdims=True))
    variance = nb.mean(nb.square(centered), axis=axes, keepdims=True)
    factor = _rsqrt(nb, nb.add(variance, default_epsilon() if epsilon is None else epsilon))
    result = nb.multiply(x if rms_scaling else centered, factor)
    if gamma is not None:
        result = nb.multiply(result, _broadcastable(nb, gamma, x, axes))
    if beta is not None and not rms_scaling:
        result = nb.add(result, _broadcastable(nb, beta, x, axes))
    return nb.cast(result, dtype)


def rms_normalization(nb, x, scale=None, axis=-1, epsilon=None):
    x, dtype = _wide(nb, x)
    axes = canonicalize_axes(axis, len(x.shape))
    epsilon = default_epsilon() if epsilon is None else epsilon
    result = nb.multiply(x, _rsqrt(nb, nb.add(nb.mean(nb.square(x), axis=axes, keepdims=True), epsilon)))
    if scale is not None:
        result = nb.multiply(result, _broadcastable(nb, scale, x, axes))
    return nb.cast(result, dtype)


def normalize(nb, x, axis=-1, order=2, epsilon=None):
    """The norm is at least `epsilon`. No root is taken at zero, where its gradient is infinite."""
    x = nb.convert_to_tensor(x)
    dtype = dtypes.to_float.wide(x.dtype)
    x = nb.cast(x, "float32" if dtype in _HALF else dtype)
    epsilon = default_epsilon() if epsilon is None else epsilon
    if order == 2:
        squares = nb.sum(nb.square(x), axis=axis, keepdims=True)
        return nb.cast(nb.multiply(x, _rsqrt(nb, _at_least(nb, squares, epsilon**2))), dtype)
    sums = nb.sum(nb.power(nb.abs(x), order), axis=axis, keepdims=True)
    if order != 1:
        positive = nb.greater(sums, 0)
        sums = nb.where(positive, nb.power(nb.where(positive, sums, 1), 1.0 / order), 0)
    return nb.cast(nb.divide(x, _at_least(nb, sums, epsilon)), dtype)


def _at_least(nb, x, least):
    """Unlike `maximum`, whose result has 32 bits on some backends."""
    return nb.where(nb.less(x, least), least, x)


def normalize_batch(nn, x, axis, offset=None, scale=None, epsilon=1e-3):
    """Batch normalization by the batch's own statistics, which it returns too; `nn` has the two steps.

    Returns:
        Tuple `(outputs, mean, variance)`.
    """
    axis = canonicalize_axis(axis, len(x.shape))
    mean, variance = nn.moments(x, [i for i in range(len(x.shape)) if i != axis])
    return nn.batch_normalization(x, mean, variance, axis, offset, scale, epsilon), mean, variance
