"""Convolutions on torch.

Channels-last inputs and kernels are handed over as permuted views: oneDNN and cuDNN read those strides directly, which
is 2.6 times faster on CPU than copying to torch's own order and back. A bias of the same dtype goes into the kernel.
`torch.permute` reads its tuple in two thirds of the time that the method takes.
"""
import functools

import torch
import torch.nn.functional as F

from keras.src.backend.common import windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.torch.kernels import adopt, binary

_operands = binary(pair)  # the two tensors in one dtype

FUSES_BIAS = True  # the functions here take a bias
_FUSED = (torch.float32, torch.float64)  # in 16 bits a sum is rounded before the bias is added
_CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
_CONV_TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
add_bias = adopt(nn_family.add_bias)
# Kernels `(*window, in, out)` to torch's `(out, in, *window)`.
_KERNEL_ORDER = {1: (2, 1, 0), 2: (3, 2, 0, 1), 3: (4, 3, 0, 1, 2)}
_FIRST = {rank: windows.to_channels_first(rank) for rank in (1, 2, 3)}
_LAST = {rank: windows.to_channels_last(rank) for rank in (1, 2, 3)}


def pad(x, amounts, value=0.0):
    """`x` of shape `(batch, channels, *spatial)` with its spatial axes padded by pairs."""
    flat = [n for pair in reversed(amounts) for n in pair]
    needed = [n for n in flat if type(n) is not int or n]  # symbols while a model is exported
    return F.pad(x, flat, value=value) if needed else x


def _in_one_dtype(function):
    """Integers go through int64, as torch has kernels for few of them; on a GPU through float64, exact up to 2**53."""

    @functools.wraps(function)
    def convolve(inputs, kernel, *rest, **options):
        inputs, kernel = _operands(inputs, kernel)
        dtype = inputs.dtype
        if dtype.is_floating_point or dtype.is_complex:
            return function(inputs, kernel, *rest, **options)
        wide = torch.float64 if inputs.is_cuda else torch.int64
        result = function(inputs.to(wide), kernel.to(wide), *rest, **options)
        return result.bool() if dtype is torch.bool else result.to(torch.int64).to(dtype)

    return convolve


def _is_fusible(bias, x):
    return bias is not None and bias.dtype is x.dtype and x.dtype in _FUSED


@functools.lru_cache(maxsize=4096)
def _options(c):
    """Strides, padding, dilation and groups; not the last ones that are at their defaults: torch reads each."""
    ones, zeros = (1,) * c.rank, (0,) * c.rank
    given = [(c.strides, ones), (c.fronts if c.symmetric else zeros, zeros), (c.dilations, ones), (c.groups, 1)]
    while given and given[-1][0] == given[-1][1]:
        given.pop()
    return tuple(value for value, _ in given)


def _convolve(inputs, kernel, bias, c):
    rank = c.rank
    x = torch.permute(inputs, _FIRST[rank]) if c.channels_last else inputs
    if not c.symmetric:
        x = pad(x, c.amounts)
    fused = bias if _is_fusible(bias, x) else None
    x = _CONV[rank](x, kernel, fused, *_options(c))
    x = torch.permute(x, _LAST[rank]) if c.channels_last else x
    return x if fused is bias else add_bias(x, bias, c.channels_last)


@_in_one_dtype
def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1, bias=None):
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate)
    return _convolve(inputs, torch.permute(kernel, _KERNEL_ORDER[c.rank]), bias, c)


@_in_one_dtype
def depthwise_conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1, bias=None):
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate, "depthwise")
    rank = c.rank
    # `(*window, channels, multiplier)` to `(channels * multiplier, 1, *window)`
    kernel = kernel.reshape(*kernel.shape[:rank], -1).permute(rank, *range(rank)).unsqueeze(1)
    return _convolve(inputs, kernel, bias, c)


def separable_conv(
    inputs, depthwise_kernel, pointwise_kernel, strides=1, padding="valid", data_format=None,
    dilation_rate=1, bias=None,
):
    x = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(x, pointwise_kernel, 1, "valid", data_format, 1, bias)


@_in_one_dtype
def conv_transpose(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1, bias=None
):
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate, "transposed")
    rank = c.rank
    crops = windows.all_transpose_crops(c, output_padding)
    x = torch.permute(inputs, _FIRST[rank]) if c.channels_last else inputs
    # torch crops as much behind as in front, less `output_padding`, which must stay below stride or dilation.
    front = [max(f, 0) for f, _ in crops]
    more = [min(max(f - b, 0), max(s, d) - 1) for (f, b), s, d in zip(crops, c.strides, c.dilations)]
    missing = [f - m - b for (f, b), m in zip(crops, more)]
    fused = bias if _is_fusible(bias, x) and max(missing) <= 0 else None
    x = _CONV_TRANSPOSE[rank](
        x, torch.permute(kernel, _KERNEL_ORDER[rank]), fused, c.strides, front, more, 1, c.dilations
    )
    x = _fit(x, missing)
    x = torch.permute(x, _LAST[rank]) if c.channels_last else x
    return x if fused is bias else add_bias(x, bias, c.channels_last)


def _fit(x, missing):
    """Adds what is missing behind each spatial axis, or takes off what is too much."""
    for axis, n in enumerate(missing, 2):
        if n < 0:
            x = x.narrow(axis, 0, x.shape[axis] + n)
    return pad(x, [(0, max(n, 0)) for n in missing])
