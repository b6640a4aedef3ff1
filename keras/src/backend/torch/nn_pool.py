"""Pooling on torch, over permuted views as in `nn_conv`."""
import math

import torch
import torch.nn.functional as F

from keras.src.backend.common import dtypes, windows
from keras.src.backend.torch.kernels import leading
from keras.src.backend.torch.nn_conv import _FIRST, _LAST, pad
from keras.src.backend.torch.numpy_arrays import as_tensor


def _average_pool3d(x, *args, **kwargs):
    if x.dtype.itemsize == 2 and x.device.type == "cpu":  # torch 2.13 has no such kernel
        return F.avg_pool3d(x.float(), *args, **kwargs).to(x.dtype)
    return F.avg_pool3d(x, *args, **kwargs)


_MAX = {1: torch.max_pool1d, 2: torch.max_pool2d, 3: torch.max_pool3d}  # those of `F` look at more arguments first
_AVERAGE = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: _average_pool3d}
_ADAPTIVE_MAX = {1: F.adaptive_max_pool1d, 2: F.adaptive_max_pool2d, 3: F.adaptive_max_pool3d}
_ADAPTIVE_AVERAGE = {1: F.adaptive_avg_pool1d, 2: F.adaptive_avg_pool2d, 3: F.adaptive_avg_pool3d}


def _in_format(function, x, p):
    if not p.channels_last:
        return function(x)
    return torch.permute(function(torch.permute(x, _FIRST[p.rank])), _LAST[p.rank])


def max_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    inputs = as_tensor(inputs)
    p = windows.pooling(inputs.shape, pool_size, strides, padding, data_format)
    if not inputs.is_floating_point():
        whole = max_pool(inputs.to(torch.float64), pool_size, strides, padding, data_format)
        return whole.to(inputs.dtype)

    rank = p.rank
    x = torch.permute(inputs, _FIRST[rank]) if p.channels_last else inputs
    if p.symmetric:
        x = _MAX[rank](x, p.window, p.strides, p.fronts)
    else:
        x = _MAX[rank](pad(x, p.amounts, -math.inf), p.window, p.strides)
    return torch.permute(x, _LAST[rank]) if p.channels_last else x


def _average_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    p = windows.pooling(inputs.shape, pool_size, strides, padding, data_format)

    def pool(x):
        average = _AVERAGE[p.rank]
        if p.symmetric:
            return average(x, p.window, p.strides, p.fronts, count_include_pad=False)
        if windows.are_known(p.sizes):
            filled = torch.as_tensor(p.counts()[..., 0] / math.prod(p.window), dtype=x.dtype, device=x.device)
        else:
            filled = average(pad(torch.ones_like(x), p.amounts), p.window, p.strides)
        return average(pad(x, p.amounts), p.window, p.strides) / filled

    return _in_format(pool, inputs, p)


def _adaptive(table):
    def adaptive_pool(inputs, output_size, data_format=None):
        p = windows.pooling(inputs.shape, 1, None, "valid", data_format)
        sizes = windows.adaptive_sizes(output_size, p.rank)
        return _in_format(lambda x: table[p.rank](x, sizes), inputs, p)

    return adaptive_pool


average_pool = leading(_average_pool, dtypes.to_float)
adaptive_max_pool = leading(_adaptive(_ADAPTIVE_MAX), dtypes.to_float)
adaptive_average_pool = leading(_adaptive(_ADAPTIVE_AVERAGE), dtypes.to_float)
