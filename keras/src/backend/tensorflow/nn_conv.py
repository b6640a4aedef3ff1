"""Convolutions on tensorflow."""
import functools

import tensorflow as tf

from keras.src.backend.common import windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.tensorflow.core import has_gpu
from keras.src.backend.tensorflow.kernels import EAGER, FLOATS, HELD, NUMPY, binary

FUSES_BIAS = False
_operands = binary(pair)  # the two tensors in one dtype

_INTEGERS = frozenset(
    (tf.bool, tf.int8, tf.int16, tf.int32, tf.int64, tf.uint8, tf.uint16, tf.uint32, tf.uint64)
)
_FORMATS = {1: ("NCW", "NWC"), 2: ("NCHW", "NHWC"), 3: ("NCDHW", "NDHWC")}


def in_channels_last(function, x, rank, channels_last):
    """Runs a channels-last function on an input of either format."""
    if channels_last:
        return function(x)
    x = tf.transpose(x, windows.to_channels_last(rank))
    return tf.transpose(function(x), windows.to_channels_first(rank))


def static_shape(x):
    """The shape as a tuple; that of an eager tensor without a TensorShape on the way."""
    return x._shape_tuple() if type(x) is EAGER else tuple(x.shape)


def _in_one_dtype(function):
    """Integers, for which there are hardly any kernels, go through float64, which is exact up to 2**53."""

    @functools.wraps(function)
    def convolve(inputs, kernel, *rest, **options):
        if type(inputs) is EAGER and type(kernel) in HELD and inputs.dtype == kernel.dtype and inputs.dtype in FLOATS:
            return function(inputs, kernel, *rest, **options)
        inputs, kernel = _operands(inputs, kernel)
        dtype = inputs.dtype
        if dtype not in _INTEGERS:
            return function(inputs, kernel, *rest, **options)
        result = function(tf.cast(inputs, tf.float64), tf.cast(kernel, tf.float64), *rest, **options)
        return tf.cast(result if dtype == tf.bool else tf.cast(result, tf.int64), dtype)

    return convolve


def _plan(inputs, kernel, *rest):
    return windows.convolution(static_shape(inputs), static_shape(kernel), *rest)


def add_bias(x, bias, channels_last):
    """By TensorFlow's own operation in eager calls; in the graph of a step its gradient takes longer than a sum's."""
    if type(x) is EAGER and channels_last and x.dtype == bias.dtype:
        return tf.raw_ops.BiasAdd(value=x, bias=bias)
    return nn_family.add_bias(NUMPY, x, bias, channels_last)


def _causal(x, c):
    """A causal convolution is a valid one of the input padded in front."""
    if c.padding != "causal":
        return x, c.padding.upper()
    span = (c.window[0] - 1) * c.dilations[0]
    return tf.pad(x, [(0, 0), (span, 0), (0, 0)] if c.channels_last else [(0, 0), (0, 0), (span, 0)]), "VALID"


@_in_one_dtype
def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    c = _plan(inputs, kernel, strides, padding, data_format, dilation_rate)
    if c.rank == 2 and c.groups == 1 and c.channels_last and c.dilations == (1, 1):
        return tf.raw_ops.Conv2D(input=inputs, filter=kernel, strides=(1, *c.strides, 1), padding=c.padding.upper())
    x, pads = _causal(inputs, c)
    dilations, (channels_first, channels_last) = c.dilations, _FORMATS[c.rank]
    if max(c.strides) > 1 and max(dilations) > 1:  # TensorFlow takes one of them.
        kernel, dilations = _dilated(kernel, c), None

    def convolve(x, kernel, data_format):
        return tf.nn.convolution(
            x, kernel, strides=c.strides, padding=pads, data_format=data_format, dilations=dilations
        )

    if has_gpu():  # The kernels for the CPU know channels last only, and no groups.
        return convolve(x, kernel, channels_last if c.channels_last else channels_first)
    run = functools.partial(_convolve_groups, convolve, kernel, channels_last, c.groups)
    return in_channels_last(run, x, c.rank, c.channels_last)


def _convolve_groups(convolve, kernel, data_format, groups, x):
    """On the CPU every group of channels is a convolution by itself, as grouped ones have no gradient there."""
    if groups == 1:
        return convolve(x, kernel, data_format)
    pieces = zip(tf.split(x, groups, axis=-1), tf.split(kernel, groups, axis=-1))
    return tf.concat([convolve(x_piece, piece, data_format) for x_piece, piece in pieces], axis=-1)


@_in_one_dtype
def depthwise_conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    c = _plan(inputs, kernel, strides, padding, data_format, dilation_rate, "depthwise")
    if c.rank > 2:
        channels = kernel.shape[-2]
        kernel = tf.reshape(kernel, (*c.window, 1, channels * kernel.shape[-1]))
        return conv(inputs, kernel, strides, padding, data_format, dilation_rate)
    x, pads = _causal(inputs, c)
    if c.rank == 1:
        run = functools.partial(_depthwise_1d, kernel, c, pads)
    else:
        run = functools.partial(_depthwise_2d, kernel, c.strides, c.dilations, pads)
    return in_channels_last(run, x, c.rank, c.channels_last)


def _depthwise_1d(kernel, c, pads, x):
    """As an image of one row."""
    strides, dilations = c.strides * 2, (1, *c.dilations)
    out = _depthwise_2d(tf.expand_dims(kernel, 0), strides, dilations, pads, tf.expand_dims(x, 1))
    return tf.squeeze(out, [1])


def _depthwise_2d(kernel, strides, dilations, pads, x):
    """The kernel takes equal strides only, and none beside a dilation; others skip places of a dense result."""
    equal = strides[0] == strides[1]
    dilated = max(dilations) > 1
    if max(strides) == 1 or (equal and not dilated):
        return tf.nn.depthwise_conv2d(x, kernel, (1, *strides, 1), pads, dilations=dilations)
    if pads == "SAME":
        x = _pad_same(x, kernel.shape[:2], strides, dilations)
    dense = tf.nn.depthwise_conv2d(x, kernel, (1, 1, 1, 1), "VALID", dilations=dilations)
    return dense[:, :: strides[0], :: strides[1]]


def _pad_same(x, window, strides, dilations):
    """Pads as "same" does for these strides; sizes may be unknown until the graph runs."""
    sizes = tf.shape(x)
    amounts = [(0, 0)]
    for axis, (w, s, d) in enumerate(zip(window, strides, dilations), 1):
        size = x.shape[axis] if x.shape[axis] is not None else sizes[axis]
        total = ((size + s - 1) // s - 1) * s + (w - 1) * d + 1 - size
        total = max(total, 0) if isinstance(total, int) else tf.maximum(total, 0)
        amounts.append((total // 2, total - total // 2))
    return tf.pad(x, [*amounts, (0, 0)])


def separable_conv(
    inputs, depthwise_kernel, pointwise_kernel, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    x = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(x, pointwise_kernel, 1, "valid", data_format, 1)


@_in_one_dtype
def conv_transpose(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1
):
    c = _plan(inputs, kernel, strides, padding, data_format, dilation_rate, "transposed")
    kernel = _dilated(kernel, c)
    run = functools.partial(_transposed, kernel, c, windows.all_transpose_crops(c, output_padding))
    return in_channels_last(run, inputs, c.rank, c.channels_last)


def _transposed(kernel, c, crops, x):
    """Everything that input elements contribute to, then cropped, or padded behind."""
    sizes = tf.shape(x)
    shape = [sizes[0]]
    for axis, (w, s, d) in enumerate(zip(c.window, c.strides, c.dilations), 1):
        size = x.shape[axis] if x.shape[axis] is not None else sizes[axis]
        shape.append((size - 1) * s + (w - 1) * d + 1)
    whole = tf.nn.conv_transpose(
        x, kernel, tf.stack([*shape, kernel.shape[-2]]), c.strides, "VALID", _FORMATS[c.rank][1]
    )
    keep = tuple(slice(front, None if behind <= 0 else -behind) for front, behind in crops)
    cropped = whole[(slice(None), *keep)]
    missing = [(0, max(-behind, 0)) for _, behind in crops]
    return tf.pad(cropped, [(0, 0), *missing, (0, 0)]) if any(map(any, missing)) else cropped


def _dilated(kernel, c):
    """A kernel with zeros between its elements, where a convolution takes no dilation."""
    for axis, (size, d) in enumerate(zip(c.window, c.dilations)):
        if d > 1:
            spaced = tf.stack([kernel, *[tf.zeros_like(kernel)] * (d - 1)], axis=axis + 1)
            shape = [*kernel.shape]
            shape[axis] = size * d
            kernel = tf.reshape(spaced, shape)
            kernel = tf.gather(kernel, tf.range((size - 1) * d + 1), axis=axis)
    return kernel
