"""Operations of `keras.src.ops.image`: colours."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import image_family
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.image")


def _colours(function):
    def spec(images, data_format=None):
        data_format = backend.standardize_data_format(data_format)
        image_family.check_colours(function, shape_of(images), dtype_of(images), data_format)
        return KerasTensor(shape_of(images), dtype=dtype_of(images))

    return spec


def _gray(images, data_format=None):
    data_format = backend.standardize_data_format(data_format)
    shape = list(shape_of(images))
    image_family.check_gray(shape, data_format)
    shape[image_family.channel_axis(data_format)] = 1
    return KerasTensor(shape, dtype=dtype_of(images))


@keras_export("keras.ops.image.rgb_to_grayscale")
@op(spec=_gray, name="RGBToGrayscale")
def rgb_to_grayscale(images, data_format=None):
    """Gray images from coloured ones.

    Formula: `0.2989 * red + 0.587 * green + 0.114 * blue`; images of one channel stay as they are.

    Args:
        images: Tensor of shape `(height, width, 3)` or `(batch, height, width, 3)`; with `"channels_first"` the
            channels stand before the height.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the dtype of `images`, with one channel.

    Raises:
        ValueError: If `images` has another rank or number of channels.

    Example:

    >>> x = keras.ops.reshape(keras.ops.array([1.0, 0.0, 1.0]), (1, 1, 3))
    >>> gray = keras.ops.image.rgb_to_grayscale(x, data_format="channels_last")
    >>> round(float(gray[0, 0, 0]), 4)
    0.4129
    """
    return backend.image.rgb_to_grayscale(images, data_format)


RGBToGrayscale = rgb_to_grayscale.operation


@keras_export("keras.ops.image.rgb_to_hsv")
@op(spec=_colours("rgb_to_hsv"), name="RGBToHSV")
def rgb_to_hsv(images, data_format=None):
    """Hue, saturation and value of coloured images.

    Args:
        images: Floating-point tensor of shape `(height, width, 3)` or `(batch, height, width, 3)`, of numbers in
            [0, 1]; with `"channels_first"` the channels stand before the height.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `images`; hue is in [0, 1), and 0 where there is no colour.

    Raises:
        ValueError: If `images` has another rank or number of channels, or is not floating-point.

    Example:

    >>> x = keras.ops.reshape(keras.ops.array([0.0, 0.5, 0.0]), (1, 1, 3))
    >>> hsv = keras.ops.image.rgb_to_hsv(x, data_format="channels_last")
    >>> [round(float(n), 4) for n in keras.ops.convert_to_numpy(hsv)[0, 0]]
    [0.3333, 1.0, 0.5]
    """
    return backend.image.rgb_to_hsv(images, data_format)


RGBToHSV = rgb_to_hsv.operation


@keras_export("keras.ops.image.hsv_to_rgb")
@op(spec=_colours("hsv_to_rgb"), name="HSVToRGB")
def hsv_to_rgb(images, data_format=None):
    """Coloured images from hue, saturation and value; the inverse of `rgb_to_hsv`.

    Args:
        images: Floating-point tensor of shape `(height, width, 3)` or `(batch, height, width, 3)`, of numbers in
            [0, 1]; with `"channels_first"` the channels stand before the height.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `images`.

    Raises:
        ValueError: If `images` has another rank or number of channels, or is not floating-point.

    Example:

    >>> x = keras.ops.reshape(keras.ops.array([0.5, 1.0, 0.25]), (1, 1, 3))
    >>> rgb = keras.ops.image.hsv_to_rgb(x, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(rgb)[0, 0].tolist()
    [0.0, 0.25, 0.25]
    """
    return backend.image.hsv_to_rgb(images, data_format)


HSVToRGB = hsv_to_rgb.operation
