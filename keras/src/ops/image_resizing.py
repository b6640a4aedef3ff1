"""Operations of `keras.src.ops.image`: other sizes."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import image_family, image_resizing
from keras.src.backend.common.keras_tensor import KerasTensor, any_symbolic_tensors
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.hard_calls import explained
from keras.src.ops.operation import Operation

MODULE = "keras.src.ops.image"
op = declare(MODULE)


def _resized(
    images, size, interpolation="bilinear", antialias=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False,
    fill_mode="constant", fill_value=0.0, data_format=None
):
    shape, data_format = list(shape_of(images)), backend.standardize_data_format(data_format)
    size = image_resizing.check_size(size)
    image_resizing.check_resize(shape, interpolation, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode)
    for axis, new in zip(image_family.spatial_axes(data_format), size):
        shape[axis] = new
    return KerasTensor(shape, dtype=dtype_of(images))


@keras_export("keras.ops.image.resize")
@op(spec=_resized)
def resize(
    images, size, interpolation="bilinear", antialias=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False,
    fill_mode="constant", fill_value=0.0, data_format=None
):
    """Images in another size.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        size: Pair of positive integers `(height, width)`.
        interpolation: `"nearest"`, `"bilinear"`, `"bicubic"`, `"lanczos3"` or `"lanczos5"`; on the TensorFlow backend
            also `"area"`.
        antialias: Boolean, whether to smooth before images are made smaller. `"nearest"` ignores it.
        crop_to_aspect_ratio: Boolean, whether to take the middle part that has the proportions of `size`, so that
            nothing is distorted.
        pad_to_aspect_ratio: Boolean, whether to put the images into a frame of the proportions of `size`, so that
            nothing is distorted.
        fill_mode: `"constant"`, what the frame is made of.
        fill_value: Number, value of the frame.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the dtype of `images`; integers are rounded.

    Raises:
        ValueError: If `images` has another rank, a name is unknown, or both kinds of keeping the proportions are asked
            for.
        TypeError: If `size` is no pair.

    Example:

    >>> x = keras.ops.reshape(keras.ops.array([0.0, 4.0]), (1, 2, 1))
    >>> wider = keras.ops.image.resize(x, (1, 4), data_format="channels_last")
    >>> keras.ops.convert_to_numpy(wider)[0, :, 0].tolist()
    [0.0, 1.0, 3.0, 4.0]
    """
    return backend.image.resize(
        images, size, interpolation, antialias, crop_to_aspect_ratio, pad_to_aspect_ratio,
        fill_mode, fill_value, data_format,
    )


Resize = resize.operation


class ScaleAndTranslate(Operation):
    """Operation of `keras.ops.image.scale_and_translate`."""

    def __init__(self, spatial_dims, method, antialias=True, *, name=None):
        super().__init__(name=name)
        self.spatial_dims, self.method, self.antialias = spatial_dims, method, antialias

    def call(self, images, output_shape, scale, translation):
        return backend.image.scale_and_translate(
            images, output_shape, scale, translation, self.spatial_dims, self.method, self.antialias
        )

    @as_computed
    def compute_output_spec(self, images, output_shape, scale, translation):
        image_resizing.check_scaling(self.method, self.spatial_dims, shape_of(scale), shape_of(translation))
        return KerasTensor(output_shape, dtype=dtype_of(images))


ScaleAndTranslate.__module__ = MODULE


@keras_export("keras.ops.image.scale_and_translate")
@explained
def scale_and_translate(images, output_shape, scale, translation, spatial_dims, method, antialias=True):
    """Images scaled and moved in some of their dimensions.

    Formula: the element at the (continuous) position `x` goes to `x * scale + translation`. What lies outside
    `images` is zero.

    Args:
        images: Tensor of any rank.
        output_shape: Tuple of integers, shape of the result; outside `spatial_dims` that of `images`.
        scale: Tensor of one number for each of `spatial_dims`.
        translation: Tensor of one number for each of `spatial_dims`.
        spatial_dims: Tuple of integers, the dimensions to work on.
        method: `"linear"` (also `"bilinear"`, `"trilinear"`, `"triangle"`), `"cubic"` (also `"bicubic"`, `"tricubic"`),
            `"lanczos3"` or `"lanczos5"`.
        antialias: Boolean, whether to smooth before images are made smaller.

    Returns:
        Tensor of shape `output_shape` and the dtype of `images`.

    Raises:
        ValueError: If `method` is unknown.

    Example:

    >>> x = keras.ops.array([1.0, 2.0, 3.0])
    >>> moved = keras.ops.image.scale_and_translate(x, (3,), [1.0], [1.0], (0,), "linear")
    >>> keras.ops.convert_to_numpy(moved).tolist()
    [0.0, 1.0, 2.0]
    """
    if any_symbolic_tensors((images, scale, translation)):
        operation = ScaleAndTranslate(spatial_dims, method, antialias)
        return operation.symbolic_call(images, output_shape, scale, translation)
    return backend.image.scale_and_translate(
        images, output_shape, scale, translation, spatial_dims, method, antialias
    )


scale_and_translate.__module__ = MODULE
_SIDES = (("top", "bottom", "height"), ("left", "right", "width"))


def _margins(function, what, shape, given, data_format):
    """For height and width `(in front, behind, new size)`, and their axes."""
    image_family.check_images(function, shape)
    axes = image_family.spatial_axes(backend.standardize_data_format(data_format))
    sign = -1 if what == "cropping" else 1
    sizes = (shape[axis] for axis in axes)
    return [
        image_resizing.margins(function, what, sign, size, sides, asked)
        for size, sides, asked in zip(sizes, _SIDES, given)
    ], axes


def _sized(function, what, images, given, data_format):
    shape = list(shape_of(images))
    found, axes = _margins(function, what, shape, given, data_format)
    for axis, (_, _, new) in zip(axes, found):
        shape[axis] = new
    return KerasTensor(shape, dtype=dtype_of(images))


def _cropped(
    images, top_cropping=None, left_cropping=None, bottom_cropping=None, right_cropping=None, target_height=None,
    target_width=None, data_format=None
):
    given = (top_cropping, bottom_cropping, target_height), (left_cropping, right_cropping, target_width)
    return _sized("crop_images", "cropping", images, given, data_format)


@keras_export("keras.ops.image.crop_images")
@op(spec=_cropped)
def crop_images(
    images, top_cropping=None, left_cropping=None, bottom_cropping=None, right_cropping=None, target_height=None,
    target_width=None, data_format=None
):
    """Images without some of their rows and columns.

    Of `top_cropping`, `bottom_cropping` and `target_height` exactly two are given, and of `left_cropping`,
    `right_cropping` and `target_width`.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        top_cropping: Integer, how many rows go away at the top.
        left_cropping: Integer, how many columns go away at the left.
        bottom_cropping: Integer, how many rows go away at the bottom.
        right_cropping: Integer, how many columns go away at the right.
        target_height: Integer, how many rows stay.
        target_width: Integer, how many columns stay.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the dtype of `images`.

    Raises:
        ValueError: If the rank does not fit, too much or too little is given, or more goes away than there is.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(6), (2, 3, 1))
    >>> cropped = keras.ops.image.crop_images(x, 0, 1, 1, 0, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(cropped)[:, :, 0].tolist()
    [[1, 2]]
    """
    images = backend.convert_to_tensor(images)
    given = (top_cropping, bottom_cropping, target_height), (left_cropping, right_cropping, target_width)
    found, axes = _margins("crop_images", "cropping", backend.shape(images), given, data_format)
    window = [slice(None)] * len(images.shape)
    for axis, (front, _, new) in zip(axes, found):
        window[axis] = slice(front, front + new)
    return images[tuple(window)]


CropImages = crop_images.operation


def _padded(
    images, top_padding=None, left_padding=None, bottom_padding=None, right_padding=None, target_height=None,
    target_width=None, data_format=None
):
    given = (top_padding, bottom_padding, target_height), (left_padding, right_padding, target_width)
    return _sized("pad_images", "padding", images, given, data_format)


@keras_export("keras.ops.image.pad_images")
@op(spec=_padded)
def pad_images(
    images, top_padding=None, left_padding=None, bottom_padding=None, right_padding=None, target_height=None,
    target_width=None, data_format=None
):
    """Images with rows and columns of zeros around them.

    Of `top_padding`, `bottom_padding` and `target_height` exactly two are given, and of `left_padding`,
    `right_padding` and `target_width`.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        top_padding: Integer, how many rows come at the top.
        left_padding: Integer, how many columns come at the left.
        bottom_padding: Integer, how many rows come at the bottom.
        right_padding: Integer, how many columns come at the right.
        target_height: Integer, how many rows there are in the end.
        target_width: Integer, how many columns there are in the end.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the dtype of `images`.

    Raises:
        ValueError: If the rank does not fit, too much or too little is given, or the images are larger already.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(1, 3), (1, 2, 1))
    >>> padded = keras.ops.image.pad_images(x, 0, 1, 1, 0, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(padded)[:, :, 0].tolist()
    [[0, 1, 2], [0, 0, 0]]
    """
    images = backend.convert_to_tensor(images)
    given = (top_padding, bottom_padding, target_height), (left_padding, right_padding, target_width)
    found, axes = _margins("pad_images", "padding", backend.shape(images), given, data_format)
    widths = [(0, 0)] * len(images.shape)
    for axis, (front, back, _) in zip(axes, found):
        widths[axis] = (front, back)
    return backend.numpy.pad(images, widths)


PadImages = pad_images.operation
