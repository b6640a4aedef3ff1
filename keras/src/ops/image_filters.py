"""Operations of `keras.src.ops.image`: filters and what they find."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import image_family
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of

op = declare("keras.src.ops.image")


def _blurred(images, kernel_size=(3, 3), sigma=(1.0, 1.0), data_format=None):
    image_family.check_images("gaussian_blur", shape_of(images), data_format=data_format)
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


def _edges(images, data_format=None):
    image_family.check_images("sobel_edges", shape_of(images), ranks=(4,), data_format=data_format)
    return KerasTensor((*shape_of(images), 2), dtype=dtype_of(images))


@keras_export("keras.ops.image.sobel_edges")
@op(spec=_edges)
def sobel_edges(images, data_format=None):
    """Sobel's measure of edges: differences along one axis, smoothed along the other.

    Formula: along the height images are convolved with `[[-1, -2, -1], [0, 0, 0], [1, 2, 1]]`, along the width with its
    transpose. What lies outside images is zero on the jax and torch backends, their edge on numpy, and their
    reflection on tensorflow.

    Args:
        images: Tensor of shape `(batch, height, width, channels)`, or `(batch, channels, height, width)` with
            `"channels_first"`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of shape `(*images.shape, 2)` and the dtype of `images`: edges along the height, along the width.

    Raises:
        ValueError: If `images` is not of rank 4.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(9, dtype="float32"), (1, 3, 3, 1))
    >>> edges = keras.ops.image.sobel_edges(x, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(edges)[0, 1, 1, 0].tolist()
    [24.0, 8.0]
    """
    return backend.image.sobel_edges(images, data_format)


SobelEdges = sobel_edges.operation


def _similarity(
    image1, image2, max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03, data_format=None
):
    image_family.check_images("ssim", shape_of(image1), argument="image1", data_format=data_format)
    return KerasTensor(shape_of(image1)[:-3], dtype=dtype_of(image1))


@keras_export("keras.ops.image.ssim")
@op(spec=_similarity, tensors=2, name="SSIM")
def ssim(
    image1, image2, max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03, data_format=None
):
    """Structural similarity of images, 1 where they are equal.

    Formula: the mean over all windows of
    `(2 * mx * my + c1) * (2 * sxy + c2) / ((mx**2 + my**2 + c1) * (sx**2 + sy**2 + c2))`, with the means, variances and
    covariance of the windows, `c1 = (k1 * max_val)**2` and `c2 = (k2 * max_val)**2`.

    Reference: [Wang et al., 2004](https://doi.org/10.1109/TIP.2003.819861).

    Args:
        image1: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height.
        image2: Tensor of the same shape.
        max_val: Number, the span of the values.
        filter_size: Integer, sides of the windows, which no image may be smaller than.
        filter_sigma: Number, standard deviation of the windows' Gaussian weights.
        k1: Number, steadies the means.
        k2: Number, steadies the variances.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of shape `(batch,)`, or `()` for single images, and the dtype of `image1`.

    Raises:
        ValueError: If the shapes differ, are no images, or are smaller than the windows.

    Example:

    >>> x = keras.ops.ones((1, 12, 12, 1))
    >>> float(keras.ops.image.ssim(x, x, data_format="channels_last")[0])
    1.0
    """
    return backend.image.ssim(image1, image2, max_val, filter_size, filter_sigma, k1, k2, data_format)


SSIM = ssim.operation
