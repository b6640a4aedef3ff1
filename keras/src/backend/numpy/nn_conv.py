"""Convolutions on numpy: windows as strided views, then one matrix product."""
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from keras.src.backend.common import windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.numpy.core import DTYPES
from keras.src.backend.numpy.kernels import adopt, binary

FUSES_BIAS = False
add_bias = adopt(nn_family.add_bias)
operands = binary(pair)  # the two tensors in one dtype


def patches(x, window, strides, dilations):
    """View of shape `(batch, *steps, channels, *window)` into a channels-last array."""
    rank = len(window)
    spans = [(w - 1) * d + 1 for w, d in zip(window, dilations)]
    view = sliding_window_view(x, spans, axis=tuple(range(1, rank + 1)))
    steps = tuple(slice(None, None, s) for s in strides)
    inside = tuple(slice(None, None, d) for d in dilations)
    return view[(slice(None), *steps, slice(None), *inside)]


def _convolve(x, kernel, c):
    """Channels last; the kernel is `(*window, channels per group, outputs)`."""
    if x.dtype == DTYPES["bfloat16"]:  # NumPy has no products that stay in it
        return _convolve(x.astype("float32"), kernel.astype("float32"), c).astype(x.dtype)
    rank = c.rank
    if any(map(any, c.amounts)):
        x = np.pad(x, [(0, 0), *c.amounts, (0, 0)])
    view = patches(x, c.window, c.strides, c.dilations)
    batch_and_steps = view.shape[: rank + 1]
    kernel = np.moveaxis(kernel, rank, 0)  # (channels per group, *window, outputs), as the patches have it
    samples, summed, outputs = math.prod(batch_and_steps), math.prod(kernel.shape[:-1]), kernel.shape[-1]
    if c.groups == 1:
        return (view.reshape(samples, summed) @ kernel.reshape(summed, outputs)).reshape(*batch_and_steps, outputs)
    flat = view.reshape(samples, c.groups, summed)
    grouped = kernel.reshape(summed, c.groups, outputs // c.groups)
    return np.einsum("ngk,kgo->ngo", flat, grouped, optimize=True).reshape(*batch_and_steps, outputs)


def _in_format(function, x, c):
    """Runs a channels-last function on an input of either format."""
    if c.channels_last:
        return function(x)
    return np.transpose(function(np.transpose(x, windows.to_channels_last(c.rank))), windows.to_channels_first(c.rank))


def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    inputs, kernel = operands(inputs, kernel)
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate)
    return _in_format(lambda x: _convolve(x, kernel, c), inputs, c)


def depthwise_conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    inputs, kernel = operands(inputs, kernel)
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate, "depthwise")
    kernel = kernel.reshape(*c.window, 1, -1)
    return _in_format(lambda x: _convolve(x, kernel, c), inputs, c)


def separable_conv(
    inputs, depthwise_kernel, pointwise_kernel, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    x = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(x, pointwise_kernel, 1, "valid", data_format, 1)


def conv_transpose(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1
):
    inputs, kernel = operands(inputs, kernel)
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate, "transposed")
    crops = windows.all_transpose_crops(c, output_padding)
    return _in_format(lambda x: _convolve_transposed(x, kernel, c, crops), inputs, c)


def _convolve_transposed(x, kernel, c, crops):
    """Every input element adds its multiple of the kernel to the output, one kernel position at a time."""
    spatial = x.shape[1:-1]
    full = [(n - 1) * s + (w - 1) * d + 1 for n, s, w, d in zip(spatial, c.strides, c.window, c.dilations)]
    behind = [max(-b, 0) for _, b in crops]
    out = np.zeros((x.shape[0], *(n + b for n, b in zip(full, behind)), kernel.shape[-2]), x.dtype)
    for position in np.ndindex(*c.window):
        places = tuple(
            slice(p * d, p * d + (n - 1) * s + 1, s) for p, d, n, s in zip(position, c.dilations, spatial, c.strides)
        )
        out[(slice(None), *places)] += x @ kernel[position].T
    keep = tuple(slice(f, n - max(b, 0)) for (f, b), n in zip(crops, out.shape[1:-1]))
    return out[(slice(None), *keep)]
