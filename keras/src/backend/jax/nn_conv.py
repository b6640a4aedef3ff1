"""Convolutions on jax."""
from jax import lax

from keras.src.backend.common import windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.jax.kernels import adopt, binary

FUSES_BIAS = False
add_bias = adopt(nn_family.add_bias)
operands = binary(pair)  # the two tensors in one dtype


def _numbers(c):
    """Where batch, channels and space are, in inputs, kernels and outputs."""
    rank = c.rank
    kernel = (rank + 1, rank, *range(rank))
    if c.channels_last:
        return lax.ConvDimensionNumbers(windows.to_channels_first(rank), kernel, windows.to_channels_first(rank))
    order = tuple(range(rank + 2))
    return lax.ConvDimensionNumbers(order, kernel, order)


def _convolve(inputs, kernel, c):
    return lax.conv_general_dilated(
        inputs,
        kernel,
        window_strides=c.strides,
        padding=c.amounts if windows.are_known(c.fronts) else "SAME",  # symbols: XLA works out the amounts
        rhs_dilation=c.dilations,
        dimension_numbers=_numbers(c),
        feature_group_count=c.groups,
    )


def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    inputs, kernel = operands(inputs, kernel)
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate)
    return _convolve(inputs, kernel, c)


def depthwise_conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    inputs, kernel = operands(inputs, kernel)
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate, "depthwise")
    return _convolve(inputs, kernel.reshape(*c.window, 1, -1), c)


def separable_conv(
    inputs, depthwise_kernel, pointwise_kernel, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    x = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(x, pointwise_kernel, 1, "valid", data_format, 1)


def conv_transpose(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1
):
    """A convolution over the input with zeros between its elements, by the kernel turned round."""
    inputs, kernel = operands(inputs, kernel)
    c = windows.convolution(inputs.shape, kernel.shape, strides, padding, data_format, dilation_rate, "transposed")
    rank = c.rank
    crops = windows.all_transpose_crops(c, output_padding)
    spans = [(w - 1) * d for w, d in zip(c.window, c.dilations)]
    turned = lax.rev(kernel, range(rank)).swapaxes(rank, rank + 1)
    return lax.conv_general_dilated(
        inputs,
        turned,
        window_strides=(1,) * rank,
        padding=[(span - front, span - behind) for span, (front, behind) in zip(spans, crops)],
        lhs_dilation=c.strides,
        rhs_dilation=c.dilations,
        dimension_numbers=_numbers(c),
    )
