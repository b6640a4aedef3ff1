"""Pooling on jax."""
import functools
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from keras.src.backend.common import dtypes, windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.jax.kernels import formula, leading


def _lowest(dtype):
    if jnp.issubdtype(dtype, jnp.floating):
        return -jnp.inf
    return False if dtype == jnp.bool_ else jnp.iinfo(dtype).min


def _spread(values, p, fill):
    """`values`, one for each spatial axis, with `fill` for batch and channels."""
    return (fill, *values, fill) if p.channels_last else (fill, fill, *values)


def _reduce_windows(x, p, initial, function):
    amounts = _spread(p.amounts, p, (0, 0)) if windows.are_known(p.fronts) else "SAME"
    return lax.reduce_window(x, initial, function, _spread(p.window, p, 1), _spread(p.strides, p, 1), amounts)


def _tiled(x, p, fill):
    """`x` with every spatial axis split in two, steps and places; the axes of the places come second.

    XLA reduces, and differentiates, this form three times faster than sliding windows on CPU.
    """
    start = 1 if p.channels_last else 2
    pads, shape, places = [(0, 0)] * x.ndim, list(x.shape[:start]), []
    crops = [slice(None)] * x.ndim
    for i, (window, amount) in enumerate(zip(p.window, p.amounts)):
        axis = start + i
        steps = windows.output_size(x.shape[axis], window, window, 1, p.padding)
        pads[axis] = amount
        crops[axis] = slice(steps * window)
        places.append(len(shape) + 1)
        shape += [steps, window]
    if any(map(any, pads)):
        x = jnp.pad(x, pads, constant_values=fill)
    return x[tuple(crops)].reshape(shape + list(x.shape[start + p.rank :])), tuple(places)


@functools.partial(jax.custom_jvp, nondiff_argnums=(1,))
def _tile_max(tiled, places):
    return tiled.max(places)


@_tile_max.defjvp
def _tile_max_jvp(places, primals, tangents):
    """The gradient goes to the first of equal maxima, as with sliding windows."""
    (tiled,), (tangent,) = primals, tangents
    result = _tile_max(tiled, places)
    shape = [tiled.shape[axis] if axis in places else 1 for axis in range(tiled.ndim)]
    order = np.arange(math.prod(shape), dtype="int32").reshape(shape)
    candidates = jnp.where(tiled == jnp.expand_dims(result, places), order, order.size)
    first = candidates.min(places, keepdims=True) == order
    return result, jnp.where(first, tangent, 0).sum(places)


@functools.partial(jax.jit, static_argnums=1)
def _max_windows(inputs, p):
    lowest = _lowest(inputs.dtype)
    if p.tiles and inputs.size:
        return _tile_max(*_tiled(inputs, p, lowest))
    return _reduce_windows(inputs, p, lowest, lax.max)


@functools.partial(jax.jit, static_argnums=1)
def _average_windows(inputs, p):
    if p.tiles and inputs.size:
        tiled, places = _tiled(inputs, p, 0)
        sums = tiled.sum(places)
    else:
        sums = _reduce_windows(inputs, p, np.zeros((), inputs.dtype)[()], lax.add)
    if p.padding == "valid":
        return sums / math.prod(p.window)
    if not windows.are_known(p.sizes):
        return sums / _reduce_windows(jnp.ones_like(inputs), p, np.zeros((), inputs.dtype)[()], lax.add)
    counts = p.counts() if p.channels_last else p.counts()[..., 0]
    return sums / jnp.asarray(counts, sums.dtype)


def _max_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    return _max_windows(inputs, windows.pooling(inputs.shape, pool_size, strides, padding, data_format))


def _average_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    return _average_windows(inputs, windows.pooling(inputs.shape, pool_size, strides, padding, data_format))


max_pool = leading(_max_pool)
average_pool = leading(_average_pool, dtypes.to_float)
adaptive_max_pool = formula(nn_family.adaptive_pool, dtypes.to_float, reduce=jnp.max)
adaptive_average_pool = formula(nn_family.adaptive_pool, dtypes.to_float, reduce=jnp.mean)
