"""Operations of `keras.src.ops.nn`: convolutions."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import compute_conv_transpose_output_shape
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.backend.common.windows import convolution
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.operation_utils import compute_conv_output_shape

op = declare("keras.src.ops.nn")


def _spec(inputs, kernel, filters, strides, padding, data_format, dilation_rate, kind="plain"):
    data_format = backend.standardize_data_format(data_format)
    shape, kernel_shape = shape_of(inputs), shape_of(kernel)
    convolution(shape, kernel_shape, strides, padding, data_format, dilation_rate, kind)
    shape = compute_conv_output_shape(
        shape, filters, kernel_shape[:-2], strides, padding, data_format, dilation_rate
    )
    return KerasTensor(shape, dtype=dtypes.promote(dtype_of(inputs), dtype_of(kernel)))


def _conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    return _spec(inputs, kernel, shape_of(kernel)[-1], strides, padding, data_format, dilation_rate)


def _depthwise(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    channels, multiplier = shape_of(kernel)[-2:]
    filters = channels * multiplier
    return _spec(inputs, kernel, filters, strides, padding, data_format, dilation_rate, "depthwise")


def _separable(
    inputs, depthwise_kernel, pointwise_kernel, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    between = _depthwise(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return _conv(between, pointwise_kernel, 1, "valid", data_format, 1)


def _transposed(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1
):
    data_format = backend.standardize_data_format(data_format)
    shape, kernel_shape = shape_of(inputs), shape_of(kernel)
    convolution(shape, kernel_shape, strides, padding, data_format, dilation_rate, "transposed")
    shape = compute_conv_transpose_output_shape(
        shape, kernel_shape[:-2], kernel_shape[-2], strides, padding, output_padding, data_format, dilation_rate
    )
    return KerasTensor(shape, dtype=dtypes.promote(dtype_of(inputs), dtype_of(kernel)))


@keras_export(["keras.ops.conv", "keras.ops.nn.conv"])
@op(spec=_conv, tensors=2)
def conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    """Convolution over one, two or three spatial axes.

    When the input has `g` times the channels that the kernel takes, it is a convolution in `g` groups of channels.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        kernel: Tensor of shape `(*window, channels, filters)`.
        strides: Integer or tuple, steps of the window.
        padding: `"valid"` for windows inside the input only, `"same"` for one window at every stride, or, over one
            axis, `"causal"`, where no element depends on later ones.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        dilation_rate: Integer or tuple, distance between the elements of the window.

    Returns:
        Tensor of shape `(batch, *steps, filters)`, or with the channels first; of the dtype in which input and
        kernel meet.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = [[[1.0], [2.0], [4.0]]]
    >>> kernel = [[[-1.0]], [[1.0]]]
    >>> keras.ops.convert_to_numpy(keras.ops.conv(x, keras.ops.array(kernel))).tolist()
    [[[1.0], [2.0]]]
    """
    return backend.nn.conv(inputs, kernel, strides, padding, data_format, dilation_rate)


Conv = conv.operation


@keras_export(["keras.ops.depthwise_conv", "keras.ops.nn.depthwise_conv"])
@op(spec=_depthwise, tensors=2)
def depthwise_conv(inputs, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    """Convolution of every channel by itself.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        kernel: Tensor of shape `(*window, channels, multiplier)`: each channel gives `multiplier` channels.
        strides: Integer or tuple, steps of the window.
        padding: `"valid"` for windows inside the input only, or `"same"` for one window at every stride.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        dilation_rate: Integer or tuple, distance between the elements of the window.

    Returns:
        Tensor of shape `(batch, *steps, channels * multiplier)`, or with the channels first; of the dtype in
        which input and kernel meet.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = keras.ops.ones((1, 4, 3))
    >>> keras.ops.depthwise_conv(x, keras.ops.ones((2, 3, 2))).shape == (1, 3, 6)
    True
    """
    return backend.nn.depthwise_conv(inputs, kernel, strides, padding, data_format, dilation_rate)


DepthwiseConv = depthwise_conv.operation


@keras_export(["keras.ops.separable_conv", "keras.ops.nn.separable_conv"])
@op(spec=_separable, tensors=3)
def separable_conv(
    inputs, depthwise_kernel, pointwise_kernel, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    """Convolution of every channel by itself, then one over the channels of each element.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        depthwise_kernel: Tensor of shape `(*window, channels, multiplier)`.
        pointwise_kernel: Tensor of shape `(*ones, channels * multiplier, filters)`.
        strides: Integer or tuple, steps of the window.
        padding: `"valid"` for windows inside the input only, or `"same"` for one window at every stride.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        dilation_rate: Integer or tuple, distance between the elements of the window.

    Returns:
        Tensor of shape `(batch, *steps, filters)`, or with the channels first; of the dtype in which the
        arguments meet.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = keras.ops.ones((1, 4, 3))
    >>> keras.ops.separable_conv(x, keras.ops.ones((2, 3, 2)), keras.ops.ones((1, 6, 5))).shape == (1, 3, 5)
    True
    """
    return backend.nn.separable_conv(
        inputs, depthwise_kernel, pointwise_kernel, strides, padding, data_format, dilation_rate
    )


SeparableConv = separable_conv.operation


@keras_export(["keras.ops.conv_transpose", "keras.ops.nn.conv_transpose"])
@op(spec=_transposed, tensors=2)
def conv_transpose(
    inputs, kernel, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1
):
    """Transposed convolution, the gradient of a convolution in its input; it makes spatial axes larger.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        kernel: Tensor of shape `(*window, filters, channels)`.
        strides: Integer or tuple, by how much each spatial axis grows.
        padding: `"valid"` for everything that input elements contribute to, or `"same"` for `size * strides` elements.
        output_padding: Integer or tuple, how many elements more than the least the output has. Default: chosen for the
            sizes above.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        dilation_rate: Integer or tuple, distance between the elements of the window.

    Returns:
        Tensor of shape `(batch, *sizes, filters)`, or with the channels first; of the dtype in which input and
        kernel meet.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = keras.ops.ones((1, 4, 3))
    >>> keras.ops.conv_transpose(x, keras.ops.ones((2, 5, 3)), strides=2).shape == (1, 8, 5)
    True
    """
    return backend.nn.conv_transpose(inputs, kernel, strides, padding, output_padding, data_format, dilation_rate)


ConvTranspose = conv_transpose.operation
