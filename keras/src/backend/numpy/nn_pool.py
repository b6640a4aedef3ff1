"""Pooling on numpy: reductions over strided views."""
import numpy as np

from keras.src.backend.common import dtypes, windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.numpy.kernels import NUMPY, leading
from keras.src.backend.numpy.nn_conv import _in_format, patches


def _windows(x, p, fill):
    if any(map(any, p.amounts)):
        x = np.pad(x, [(0, 0), *p.amounts, (0, 0)], constant_values=fill)
    return patches(x, p.window, p.strides, (1,) * p.rank)


def _max_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    p = windows.pooling(inputs.shape, pool_size, strides, padding, data_format)
    lowest = np.iinfo(inputs.dtype).min if inputs.dtype.kind in "iu" else -np.inf
    places = tuple(range(-p.rank, 0))
    return _in_format(lambda x: _windows(x, p, lowest).max(places), inputs, p)


def _average_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    p = windows.pooling(inputs.shape, pool_size, strides, padding, data_format)
    places = tuple(range(-p.rank, 0))

    def pool(x):
        sums = _windows(x, p, 0).sum(places)
        return sums / p.counts().astype(sums.dtype)

    return _in_format(pool, inputs, p)


def _adaptive(reduce):
    def adaptive_pool(inputs, output_size, data_format=None):
        p = windows.pooling(inputs.shape, 1, None, "valid", data_format)
        axes = windows.spatial_axes(p.rank, "channels_last" if p.channels_last else "channels_first")
        sizes = windows.adaptive_sizes(output_size, p.rank)
        return nn_family.adaptive_pool(NUMPY, reduce, inputs, sizes, axes)

    return adaptive_pool


max_pool = leading(_max_pool, dtypes.promote)
average_pool = leading(_average_pool, dtypes.to_float)
adaptive_max_pool = leading(_adaptive(np.max), dtypes.to_float)
adaptive_average_pool = leading(_adaptive(np.mean), dtypes.to_float)
