"""Operations of `keras.src.ops.nn`: space into channels and back, patches, complex numbers."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes, windows
from keras.src.backend.common.formulas.nn_family import check_image
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.operation_utils import broadcast_shapes

op = declare("keras.src.ops.nn")


def _pairs(*values):
    return [windows.per_axis(value, 2, "size") for value in values]


def _unfold(x, kernel_size, dilation=1, padding=0, stride=1):
    (kh, kw), (dh, dw), (ph, pw), (sh, sw) = _pairs(kernel_size, dilation, padding, stride)
    check_image(shape_of(x))
    batch, channels, height, width = shape_of(x)
    sizes = [None if n is None else n + 2 * p for n, p in ((height, ph), (width, pw))]
    windows.check_fit(shape_of(x), sizes, (kh, kw), (dh, dw), "valid")
    rows = None if height is None else windows.output_size(height + 2 * ph, kh, sh, dh, "valid")
    columns = None if width is None else windows.output_size(width + 2 * pw, kw, sw, dw, "valid")
    places = None if rows is None or columns is None else rows * columns
    return KerasTensor((batch, None if channels is None else channels * kh * kw, places), dtype=dtype_of(x))


def _fold(x, output_size, kernel_size, dilation=1, padding=0, stride=1):
    (height, width), (kh, kw) = _pairs(output_size, kernel_size)
    batch, channels, _ = shape_of(x)
    return KerasTensor((batch, None if channels is None else channels // (kh * kw), height, width), dtype=dtype_of(x))


def _check_block(name, block_size):
    if not isinstance(block_size, int) or block_size < 2:
        raise ValueError(f"Argument `block_size` of {name} must be an integer of 2 or more. Received: {block_size}")


def _image_shape(name, x, data_format):
    shape = shape_of(x)
    if len(shape) != 4:
        raise ValueError(f"{name} needs images, a tensor of rank 4. Received: x.shape={shape}")
    return shape if data_format == "channels_last" else (shape[0], *shape[2:], shape[1])


def _in_format(shape, data_format, x):
    batch, height, width, channels = shape
    shape = shape if data_format == "channels_last" else (batch, channels, height, width)
    return KerasTensor(shape, dtype=dtype_of(x))


def _divided(name, what, size, by):
    if size is not None and size % by:
        raise ValueError(f"{name} needs a {what} that {by} divides. Received: {what}={size}")
    return None if size is None else size // by


def _depth_to_space(x, block_size, data_format="channels_last"):
    _check_block("depth_to_space", block_size)
    batch, height, width, channels = _image_shape("depth_to_space", x, data_format)
    height, width = (None if n is None else n * block_size for n in (height, width))
    channels = _divided("depth_to_space", "number of channels", channels, block_size**2)
    return _in_format((batch, height, width, channels), data_format, x)


def _space_to_depth(x, block_size, data_format="channels_last"):
    _check_block("space_to_depth", block_size)
    batch, height, width, channels = _image_shape("space_to_depth", x, data_format)
    height = _divided("space_to_depth", "height", height, block_size)
    width = _divided("space_to_depth", "width", width, block_size)
    channels = None if channels is None else channels * block_size**2
    return _in_format((batch, height, width, channels), data_format, x)


def _polar(abs_, angle):
    wide = dtypes.promote_float(dtype_of(abs_), dtype_of(angle)) == "float64"
    shape = broadcast_shapes(shape_of(abs_), shape_of(angle))
    return KerasTensor(shape, dtype="complex128" if wide else "complex64")


@keras_export(["keras.ops.unfold", "keras.ops.nn.unfold"])
@op(spec=_unfold)
def unfold(x, kernel_size, dilation=1, padding=0, stride=1):
    """The elements of every window that slides over images, as columns.

    Args:
        x: Tensor of shape `(batch, channels, height, width)`.
        kernel_size: Integer or pair, sizes of the window.
        dilation: Integer or pair, distance between the elements of the window.
        padding: Integer or pair, how many zeros go around the images.
        stride: Integer or pair, steps of the window.

    Returns:
        Tensor of shape `(batch, channels * window elements, windows)` and the dtype of `x`.

    Raises:
        ValueError: If `x` is not of rank 4.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(6), (1, 1, 2, 3))
    >>> keras.ops.convert_to_numpy(keras.ops.unfold(x, 2))[0].tolist()
    [[0, 1], [1, 2], [3, 4], [4, 5]]
    """
    return backend.nn.unfold(x, kernel_size, dilation=dilation, padding=padding, stride=stride)


Unfold = unfold.operation


@keras_export(["keras.ops.fold", "keras.ops.nn.fold"])
@op(spec=_fold)
def fold(x, output_size, kernel_size, dilation=1, padding=0, stride=1):
    """Images from the columns that `unfold` gives; elements of several windows are summed.

    Args:
        x: Tensor of shape `(batch, channels * window elements, windows)`.
        output_size: Integer or pair, sizes of the images.
        kernel_size: Integer or pair, sizes of the window.
        dilation: Integer or pair, distance between the elements of the window.
        padding: Integer or pair, how many zeros went around the images.
        stride: Integer or pair, steps of the window.

    Returns:
        Tensor of shape `(batch, channels, *output_size)` and the dtype of `x`.

    Example:

    >>> x = keras.ops.ones((1, 4, 2))
    >>> keras.ops.convert_to_numpy(keras.ops.fold(x, (2, 3), 2))[0, 0].tolist()
    [[1.0, 2.0, 1.0], [1.0, 2.0, 1.0]]
    """
    return backend.nn.fold(x, output_size, kernel_size, dilation=dilation, padding=padding, stride=stride)


Fold = fold.operation


@keras_export(["keras.ops.depth_to_space", "keras.ops.nn.depth_to_space"])
@op(spec=_depth_to_space)
def depth_to_space(x, block_size, data_format="channels_last"):
    """Spreads the channels of every element over a block of elements.

    Args:
        x: Tensor of shape `(batch, height, width, channels)`, or `(batch, channels, height, width)` with
            `"channels_first"`. Channels are ordered `(row in block, column in block, channel)`.
        block_size: Integer of 2 or more, sides of the block.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        Tensor with `block_size` times the height and width and `1 / block_size ** 2` of the channels.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(4), (1, 1, 1, 4))
    >>> keras.ops.convert_to_numpy(keras.ops.depth_to_space(x, 2))[0, :, :, 0].tolist()
    [[0, 1], [2, 3]]
    """
    _depth_to_space(x, block_size, data_format)
    return backend.nn.depth_to_space(x, block_size, data_format)


DepthToSpace = depth_to_space.operation


@keras_export(["keras.ops.space_to_depth", "keras.ops.nn.space_to_depth"])
@op(spec=_space_to_depth)
def space_to_depth(x, block_size, data_format="channels_last"):
    """Stacks every block of elements in the channels of one; the inverse of `depth_to_space`.

    Args:
        x: Tensor of shape `(batch, height, width, channels)`, or `(batch, channels, height, width)` with
            `"channels_first"`.
        block_size: Integer of 2 or more, sides of the block.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        Tensor with `1 / block_size` of the height and width and `block_size ** 2` times the channels, ordered
        `(row in block, column in block, channel)`.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(4), (1, 2, 2, 1))
    >>> keras.ops.convert_to_numpy(keras.ops.space_to_depth(x, 2))[0, 0, 0].tolist()
    [0, 1, 2, 3]
    """
    _space_to_depth(x, block_size, data_format)
    return backend.nn.space_to_depth(x, block_size, data_format)


SpaceToDepth = space_to_depth.operation


@keras_export(["keras.ops.polar", "keras.ops.nn.polar"])
@op(spec=_polar, tensors=2)
def polar(abs_, angle):
    """Complex numbers from magnitudes and angles.

    Formula: `abs_ * exp(1j * angle)`

    Args:
        abs_: Float tensor, magnitudes.
        angle: Float tensor, angles in radians.

    Returns:
        Complex tensor of the broadcast shape.

    Example:

    >>> round(abs(complex(keras.ops.polar(2.0, 1.0))), 4)
    2.0
    """
    return backend.nn.polar(abs_, angle)


Polar = polar.operation
