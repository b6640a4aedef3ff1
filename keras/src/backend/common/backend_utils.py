"""Small rules that several backends share."""
import warnings

from keras.src.backend.common import windows


def canonicalize_axis(axis, num_dims):
    """`axis` counted from the front.

    Raises:
        ValueError: If it is out of range.
    """
    if not -num_dims <= axis < num_dims:
        raise ValueError(f"Argument `axis` is out of range for {num_dims} dimensions. Received: axis={axis}")
    return axis + num_dims if axis < 0 else axis


def canonicalize_axes(axis, num_dims):
    """Axes given as None (all), an integer or a sequence, as a sorted tuple counted from the front."""
    if axis is None:
        return tuple(range(num_dims))
    axes = (axis,) if isinstance(axis, int) else axis
    return tuple(sorted(canonicalize_axis(a, num_dims) for a in axes))


def compute_conv_transpose_output_shape(
    input_shape, kernel_size, filters, strides, padding, output_padding=None,
    data_format="channels_last", dilation_rate=1,
):
    """The shape after a transposed convolution.

    Raises:
        ValueError: If the arguments do not go together.
    """
    rank = len(input_shape) - 2
    kernel_size = windows.per_axis(kernel_size, rank, "kernel_size")
    strides = windows.per_axis(strides, rank, "strides")
    dilations = windows.per_axis(dilation_rate, rank, "dilation_rate")
    extras = (None,) * rank if output_padding is None else windows.per_axis(output_padding, rank, "output_padding")
    padding = windows.check_padding(padding)
    sizes = input_shape[1:-1] if data_format == "channels_last" else input_shape[2:]
    spatial = [
        windows.transpose_output_size(size, w, s, d, padding, extra)
        for size, w, s, d, extra in zip(sizes, kernel_size, strides, dilations, extras)
    ]
    if data_format == "channels_last":
        return (input_shape[0], *spatial, filters)
    return (input_shape[0], filters, *spatial)


def _convert_conv_transpose_padding_args_from_keras_to_jax(
    kernel_size, stride, dilation_rate, padding, output_padding
):
    """What `jax.lax` pads in front of and behind one axis of a transposed convolution."""
    front, behind = windows.transpose_crops(kernel_size, stride, dilation_rate, padding, output_padding)
    span = (kernel_size - 1) * dilation_rate
    return span - front, span - behind


def compute_conv_transpose_padding_args_for_jax(
    input_shape, kernel_shape, strides, padding, output_padding, dilation_rate
):
    """What `jax.lax` pads in front of and behind every axis of a transposed convolution: a list of pairs."""
    return _for_each_axis(
        _convert_conv_transpose_padding_args_from_keras_to_jax,
        kernel_shape, strides, padding, output_padding, dilation_rate,
    )


def _convert_conv_transpose_padding_args_from_keras_to_torch(
    kernel_size, stride, dilation_rate, padding, output_padding
):
    """What torch's transposed convolutions call `padding` and `output_padding` along one axis.

    torch crops both ends by `padding` and adds `output_padding` behind, which must be less than the stride.
    """
    crop = sum(windows.transpose_crops(kernel_size, stride, dilation_rate, padding, output_padding))
    both = max(-(-crop // 2), 0)
    behind = 2 * both - crop
    if behind >= stride:
        warnings.warn(
            f"torch's output_padding must be less than the stride of {stride}: {stride - 1} in place of {behind}.",
            stacklevel=3,
        )
    return both, min(behind, stride - 1)


def compute_conv_transpose_padding_args_for_torch(
    input_shape, kernel_shape, strides, padding, output_padding, dilation_rate
):
    """`padding` and `output_padding` of torch's transposed convolutions: two lists with an integer for each axis."""
    pairs = _for_each_axis(
        _convert_conv_transpose_padding_args_from_keras_to_torch,
        kernel_shape, strides, padding, output_padding, dilation_rate,
    )
    return [both for both, _ in pairs], [behind for _, behind in pairs]


def _for_each_axis(convert, kernel_shape, strides, padding, output_padding, dilation_rate):
    rank = len(kernel_shape) - 2
    strides = windows.per_axis(strides, rank, "strides")
    dilations = windows.per_axis(dilation_rate, rank, "dilation_rate")
    extras = (None,) * rank if output_padding is None else windows.per_axis(output_padding, rank, "output_padding")
    return [
        convert(w, s, d, padding, extra) for w, s, d, extra in zip(kernel_shape[:rank], strides, dilations, extras)
    ]


def _get_output_shape_given_tf_padding(input_size, kernel_size, strides, padding, output_padding, dilation_rate):
    """Size of one axis after a transposed convolution; None for an unknown size."""
    return windows.transpose_output_size(
        input_size, kernel_size, strides, dilation_rate, padding, output_padding
    )
