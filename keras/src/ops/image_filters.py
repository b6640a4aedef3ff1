"""Operations of `keras.src.ops.image`: filters."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import image_family
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.image")


def _blurred(images, kernel_size=(3, 3), sigma=(1.0, 1.0), data_format=None):
    image_family.check_images("gaussian_blur", shape_of(images))
    return KerasTensor(shape_of(images), dtype=dtype_of(images))


@keras_export("keras.ops.image.gaussian_blur")
@op(spec=_blurred)
def gaussian_blur(images, kernel_size=(3, 3), sigma=(1.0, 1.0), data_format=None):
    """Images blurred by a Gaussian; outside the images all is zero.

    Formula: each element becomes the sum of its neighbours at distances `(dx, dy)`, weighted with
    `exp(-dx**2 / (2 * sigma_x**2) - dy**2 / (2 * sigma_y**2))`, the weights being scaled to the sum 1.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        kernel_size: Pair of integers `(x, y)`, how many neighbours count along the width and the height.
        sigma: Pair of numbers `(x, y)`, standard deviations along the width and the height.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `images`; integers are rounded.

    Raises:
        ValueError: If `images` has another rank.
        TypeError: If `kernel_size` or `sigma` is no pair.

    Example:

    >>> x = keras.ops.ones((1, 3, 1))
    >>> blurred = keras.ops.image.gaussian_blur(x, (3, 1), data_format="channels_last")
    >>> [round(float(n), 3) for n in keras.ops.convert_to_numpy(blurred)[0, :, 0]]
    [0.726, 1.0, 0.726]
    """
    return backend.image.gaussian_blur(images, kernel_size, sigma, data_format)


GaussianBlur = gaussian_blur.operation
