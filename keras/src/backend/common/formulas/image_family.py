"""Images: checks, dtypes and layouts that all operations share; colours, blur.

`nb` is the backend's `numpy` module. Height, width and channels are counted from the end, so that single images and
batches go the same way.
"""
import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.config import standardize_data_format

LAST = "channels_last"
_ONE_STEP = 25  # elements of a blur's kernel
GRAY_WEIGHTS = (0.2989, 0.5870, 0.1140)  # ITU-R 601-2


def check_images(function, shape, ranks=(3, 4), argument="images", data_format=None):
    """Refuses what is no image and no batch of images, and an unknown format."""
    standardize_data_format(data_format)
    if len(shape) not in ranks:
        raise ValueError(
            f"Argument `{argument}` of {function} must be of rank {' or '.join(map(str, ranks))} (an image has rank 3, "
            f"a batch of images rank 4). Received: {argument}.shape={tuple(shape)}"
        )


def check_choice(function, argument, value, allowed):
    """Refuses a name that is not one of `allowed`."""
    if value not in allowed:
        raise ValueError(
            f"Argument `{argument}` of {function} must be one of {tuple(allowed)}. Received: {argument}={value!r}"
        )


def spatial_axes(data_format):
    """Axes of height and width, counted from the end."""
    return (-3, -2) if data_format == LAST else (-2, -1)


def channel_axis(data_format):
    """Axis of the channels, counted from the end."""
    return -1 if data_format == LAST else -3


def compute_dtype(dtype):
    """The dtype to compute images of `dtype` in: their own if it is floating-point, and not a half one."""
    return "float64" if dtype == "float64" else "float32"


def to_dtype(nb, x, dtype):
    """Computed values in the images' dtype: integers are rounded and kept in range."""
    if "int" in dtype:
        limits = np.iinfo(dtype)
        x = nb.round(x)
        if limits.bits < 32:  # The limits of wider ones are no float32.
            x = nb.clip(x, limits.min, limits.max)
    return nb.cast(x, dtype)


def to_batch(nb, images, data_format):
    """Images as `(batch, height, width, channels)`."""
    if len(images.shape) == 3:
        images = nb.expand_dims(images, 0)
    return images if data_format == LAST else nb.transpose(images, (0, 2, 3, 1))


def from_batch(nb, images, rank, data_format):
    """The way back from `to_batch`, to images of that rank."""
    if data_format != LAST:
        images = nb.transpose(images, (0, 3, 1, 2))
    return nb.squeeze(images, 0) if rank == 3 else images


# Colours


def check_colours(function, shape, dtype, data_format):
    """Refuses what are no floating-point images of three channels."""
    check_images(function, shape)
    channels = shape[channel_axis(data_format)]
    if channels not in (3, None):
        raise ValueError(f"Argument `images` of {function} must have 3 channels. Received: images.shape={tuple(shape)}")
    if "float" not in dtype:
        raise ValueError(f"Argument `images` of {function} must be floating-point. Received: images.dtype={dtype}")


def check_gray(shape, data_format):
    """Refuses images that are neither coloured nor gray."""
    check_images("rgb_to_grayscale", shape)
    if shape[channel_axis(data_format)] not in (1, 3, None):
        raise ValueError(
            "Argument `images` of rgb_to_grayscale must have 3 channels, or 1 where they are gray already. "
            f"Received: images.shape={tuple(shape)}"
        )


def rgb_to_grayscale(nb, images, data_format=None):
    """Weighted sums of the channels."""
    data_format = standardize_data_format(data_format)
    check_gray(images.shape, data_format)
    axis = channel_axis(data_format)
    if images.shape[axis] == 1:
        return images
    dtype = dtypes.standardize(images.dtype)
    red, green, blue = nb.split(nb.cast(images, compute_dtype(dtype)), 3, axis)
    of_red, of_green, of_blue = GRAY_WEIGHTS
    return nb.cast(red * of_red + green * of_green + blue * of_blue, dtype)


def _channels(nb, function, images, data_format):
    """The three channels of checked images in the dtype to compute with, their axis, and the images' dtype."""
    data_format = standardize_data_format(data_format)
    dtype = dtypes.standardize(images.dtype)
    check_colours(function, images.shape, dtype, data_format)
    axis = channel_axis(data_format)
    return nb.split(nb.cast(images, compute_dtype(dtype)), 3, axis), axis, dtype


def rgb_to_hsv(nb, images, data_format=None):
    """Hue, saturation and value, hue 0 where there is no colour."""
    (red, green, blue), axis, dtype = _channels(nb, "rgb_to_hsv", images, data_format)
    value = nb.maximum(nb.maximum(red, green), blue)
    spread = value - nb.minimum(nb.minimum(red, green), blue)
    zero, one = nb.zeros_like(value), nb.ones_like(value)
    divisor = nb.where(spread > 0, spread, one) * 6.0
    hue = nb.where(
        nb.logical_and(red >= green, red >= blue),
        (green - blue) / divisor,
        nb.where(green >= blue, (blue - red) / divisor + 1.0 / 3.0, (red - green) / divisor + 2.0 / 3.0),
    )
    hue = nb.where(spread > 0, nb.where(hue < 0, hue + 1.0, hue), zero)
    saturation = nb.where(value > 0, spread / nb.where(value > 0, value, one), zero)
    return nb.cast(nb.concatenate([hue, saturation, value], axis), dtype)


def hsv_to_rgb(nb, images, data_format=None):
    """Each channel is the value, less a part that depends on how far its own hue is away."""
    (hue, saturation, value), axis, dtype = _channels(nb, "hsv_to_rgb", images, data_format)
    turn = (hue - nb.floor(hue)) * 6.0

    def channel(presence):
        return value * (1.0 - saturation + saturation * nb.clip(presence, 0.0, 1.0))

    red = nb.abs(turn - 3.0) - 1.0
    green = 2.0 - nb.abs(turn - 2.0)
    blue = 2.0 - nb.abs(turn - 4.0)
    return nb.cast(nb.concatenate([channel(red), channel(green), channel(blue)], axis), dtype)


# Blur


def check_pair(function, argument, value):
    """Refuses what is not two values."""
    shape = getattr(value, "shape", None)
    length = len(value) if shape is None and hasattr(value, "__len__") else shape and shape[0]
    if length != 2:
        raise TypeError(f"Argument `{argument}` of {function} must be two values (x, y). Received: {argument}={value}")


def gaussian_blur(nb, images, kernel_size=(3, 3), sigma=(1.0, 1.0), data_format=None, *, depthwise_conv):
    """Convolution with a Gaussian along the width, then along the height; outside images all is zero."""
    check_images("gaussian_blur", images.shape)
    check_pair("gaussian_blur", "kernel_size", kernel_size)
    check_pair("gaussian_blur", "sigma", sigma)
    data_format = standardize_data_format(data_format)
    rank, dtype = len(images.shape), dtypes.standardize(images.dtype)
    x = nb.cast(to_batch(nb, images, data_format), compute_dtype(dtype))
    along_x = nb.reshape(gaussian(nb, kernel_size[0], sigma[0], x.dtype), (1, -1, 1, 1))
    along_y = nb.reshape(gaussian(nb, kernel_size[1], sigma[1], x.dtype), (-1, 1, 1, 1))
    elements = kernel_size[0] * kernel_size[1]
    # Small kernels in one step, which reads the images once; large ones, and those of sizes that are tensors, in two.
    small = isinstance(elements, int) and elements <= _ONE_STEP
    for taps in (along_y * along_x,) if small else (along_x, along_y):
        x = depthwise_conv(x, nb.tile(taps, (1, 1, x.shape[-1], 1)), 1, "same", LAST)
    return to_dtype(nb, from_batch(nb, x, rank, data_format), dtype)


def gaussian(nb, size, sigma, dtype):
    """`size` weights of a Gaussian, which sum to 1."""
    sigma = nb.cast(nb.convert_to_tensor(sigma), dtype)
    places = nb.cast(nb.arange(size), dtype)
    places = places - places[-1] / 2
    weights = nb.exp(-0.5 * nb.square(places / sigma))
    return weights / nb.sum(weights)


# Edges and structure


def sobel_edges(nb, images, data_format=None, *, pad):
    """Differences along the height and along the width, smoothed across; `pad(x, widths)` makes up the outside."""
    check_images("sobel_edges", images.shape, ranks=(4,))
    data_format = standardize_data_format(data_format)
    dtype = dtypes.standardize(images.dtype)
    axes = spatial_axes(data_format)
    widths = [(0, 0)] * 4
    for axis in axes:
        widths[axis] = (1, 1)
    x = pad(nb.cast(images, compute_dtype(dtype)), widths)
    edges = []
    for along, across in (axes, axes[::-1]):
        before, _, after = _thirds(nb, x, along)
        left, middle, right = _thirds(nb, after - before, across)
        edges.append(left + 2.0 * middle + right)
    return to_dtype(nb, nb.stack(edges, -1), dtype)


def _thirds(nb, x, axis):
    """A padded tensor without its last two, its outer two and its first two elements of an axis."""
    rest = (slice(None),) * (-1 - axis)
    size = nb.shape(x)[axis] - 2
    return [x[(..., slice(start, start + size), *rest)] for start in range(3)]


def ssim(
    nb, image1, image2, max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03, data_format=None,
    *, depthwise_conv
):
    """Means of the structural similarity of all windows."""
    data_format = standardize_data_format(data_format)
    image2 = nb.convert_to_tensor(image2)
    check_images("ssim", image1.shape, argument="image1")
    check_same_shape(image1.shape, image2.shape)
    rank, dtype = len(image1.shape), dtypes.standardize(image1.dtype)
    x, y = (nb.cast(to_batch(nb, i, data_format), compute_dtype(dtype)) for i in (image1, image2))
    size = (filter_size, 1, 1, 1)
    taps = nb.tile(nb.reshape(gaussian(nb, filter_size, filter_sigma, x.dtype), size), (1, 1, x.shape[-1], 1))

    def smooth(images):
        images = depthwise_conv(images, taps, 1, "valid", LAST)
        return depthwise_conv(images, nb.transpose(taps, (1, 0, 2, 3)), 1, "valid", LAST)

    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    mean_x, mean_y = smooth(x), smooth(y)
    product, squares = mean_x * mean_y, mean_x * mean_x + mean_y * mean_y
    luminance = (2.0 * product + c1) / (squares + c1)
    structure = (2.0 * (smooth(x * y) - product) + c2) / (smooth(x * x + y * y) - squares + c2)
    result = nb.mean(luminance * structure, (1, 2, 3))
    return nb.cast(nb.squeeze(result, 0) if rank == 3 else result, dtype)


def check_same_shape(shape1, shape2):
    """Refuses two images of different sizes."""
    if len(shape1) != len(shape2) or any(a != b for a, b in zip(shape1, shape2) if None not in (a, b)):
        raise ValueError(
            "Arguments `image1` and `image2` of ssim must have one shape. "
            f"Received: image1.shape={tuple(shape1)}, image2.shape={tuple(shape2)}"
        )


def choose(nb, chosen, changed, images):
    """Samples of `changed` where they are chosen, of `images` elsewhere.

    Args:
        chosen: Boolean tensor with one element for each sample, or one for all, of any rank.
    """
    return nb.where(nb.reshape(chosen, (-1,) + (1,) * (len(changed.shape) - 1)), changed, images)
