"""Pooling on numpy: reductions over strided views."""
import functools

import numpy as np

from keras.src.backend.common import dtypes, windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.numpy.kernels import formula, leading
from keras.src.backend.numpy.nn_conv import _in_format

_maximum = np.maximum


def _max_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    p = windows.pooling(inputs.shape, pool_size, strides, padding, data_format)
    return _largest(p, inputs) if p.channels_last else _in_format(functools.partial(_largest, p), inputs, p)


@functools.lru_cache(maxsize=1024)
def _places(p):
    """For each spatial axis: the slice that takes what stands first in all windows, and those of all other places."""
    axes = []
    for axis, (size, pads, window, stride) in enumerate(zip(p.sizes, p.amounts, p.window, p.strides), 1):
        reach = (size + sum(pads) - window) // stride * stride + 1
        before = (slice(None),) * axis
        first, *rest = [(*before, slice(begin, begin + reach, stride)) for begin in range(window)]
        axes.append((first, rest))
    return axes


def _largest(p, x):
    if p.padding != "valid" and any(map(any, p.amounts)):
        lowest = np.iinfo(x.dtype).min if x.dtype.kind in "iu" else -np.inf
        x = np.pad(x, [(0, 0), *p.amounts, (0, 0)], constant_values=lowest)
    return _joined(_maximum, p, x)


def _joined(function, p, x):
    """Axis by axis: all windows' first elements by `function` with all windows' second ones, and so on."""
    for first, rest in _places(p):
        found = x[first]
        for place in rest:
            found = function(found, x[place])
        x = found
    return x if x.base is None else x.copy()


def _average_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    p = windows.pooling(inputs.shape, pool_size, strides, padding, data_format)

    def pool(x):
        dtype = x.dtype
        x = x.astype("float32") if dtype.itemsize == 2 else x
        x = np.pad(x, [(0, 0), *p.amounts, (0, 0)]) if any(map(any, p.amounts)) else x
        sums = _joined(np.add, p, x)
        return (sums / p.counts().astype(sums.dtype)).astype(dtype, copy=False)

    return _in_format(pool, inputs, p)


max_pool = leading(_max_pool, dtypes.promote)
average_pool = leading(_average_pool, dtypes.to_float)
adaptive_max_pool = formula(nn_family.adaptive_pool, dtypes.to_float.wide, reduce=np.max)
adaptive_average_pool = formula(nn_family.adaptive_pool, dtypes.to_float.wide, reduce=np.mean)
