"""Operations of `keras.src.ops.image`: other sizes."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import image_family, image_resizing
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.image")


def _resized(
    images, size, interpolation="bilinear", antialias=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False,
    fill_mode="constant", fill_value=0.0, data_format=None
):  # fmt: skip
    shape, data_format = list(shape_of(images)), backend.standardize_data_format(data_format)
    size = image_resizing.check_size(size)
    image_family.check_images("resize", shape)
    image_resizing.check_aspect(crop_to_aspect_ratio, pad_to_aspect_ratio)
    for axis, new in zip(image_family.spatial_axes(data_format), size):
        shape[axis] = new
    return KerasTensor(shape, dtype=dtype_of(images))


@keras_export("keras.ops.image.resize")
@op(spec=_resized)
def resize(
    images, size, interpolation="bilinear", antialias=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False,
    fill_mode="constant", fill_value=0.0, data_format=None
):  # fmt: skip
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
        images,
        size,
        interpolation,
        antialias,
        crop_to_aspect_ratio,
        pad_to_aspect_ratio,
        fill_mode,
        fill_value,
        data_format,
    )


Resize = resize.operation


def _moved(images, output_shape, scale, translation, spatial_dims, method, antialias=True):
    return KerasTensor(output_shape, dtype=dtype_of(images))


@keras_export("keras.ops.image.scale_and_translate")
@op(spec=_moved)
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
    return backend.image.scale_and_translate(
        images, output_shape, scale, translation, spatial_dims, method, antialias
    )


ScaleAndTranslate = scale_and_translate.operation
