"""Random changes of single images, as Keras 2 had them."""
import numpy as np
import scipy.ndimage

from keras.src.api_export import keras_export
from keras.src.utils.image_utils import array_to_img, img_to_array
from keras.src.utils.module_utils import LazyModule

_enhance = LazyModule("PIL.ImageEnhance", pip_name="pillow")


@keras_export("keras._legacy.preprocessing.image.apply_affine_transform")
def apply_affine_transform(
    x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1, row_axis=1, col_axis=2, channel_axis=0,
    fill_mode="nearest", cval=0.0, order=1,
):
    """Turns, shifts, shears and zooms an image about its centre.

    Args:
        x: Array of three dimensions.
        theta, shear: Numbers, in degrees. Default 0.
        tx, ty: Numbers, in pixels along the rows and the columns. Default 0.
        zx, zy: Numbers, factors. Default 1.
        row_axis, col_axis, channel_axis: Integers. Defaults 1, 2, 0.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`. Default `"nearest"`.
        cval: Number, what `"constant"` fills with. Default 0.
        order: Integer, of the interpolation. Default 1.
    """
    if sorted((row_axis, col_axis, channel_axis)) != [0, 1, 2] or x.ndim != 3:
        raise ValueError(
            "An image of three dimensions is needed, with `row_axis`, `col_axis` and `channel_axis` among 0, 1 and 2. "
            f"Received: shape {x.shape}, row_axis={row_axis}, col_axis={col_axis}, channel_axis={channel_axis}"
        )
    matrix = _matrix(np.deg2rad(theta), tx, ty, np.deg2rad(shear), zx, zy)
    if np.array_equal(matrix, np.eye(3)):
        return x
    centre = x.shape[row_axis] / 2 - 0.5, x.shape[col_axis] / 2 - 0.5
    matrix = _shift(*centre) @ matrix @ _shift(-centre[0], -centre[1])
    if col_axis > row_axis:
        matrix = matrix[[1, 0, 2]][:, [1, 0, 2]]
    channels = [
        scipy.ndimage.affine_transform(
            channel, matrix[:2, :2], matrix[:2, 2], order=order, mode=fill_mode, cval=cval
        )
        for channel in np.moveaxis(x, channel_axis, 0)
    ]
    return np.moveaxis(np.stack(channels), 0, channel_axis)


def _shift(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype="float64")


def _matrix(turn, tx, ty, shear, zx, zy):
    rotation = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    shearing = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    return rotation @ _shift(tx, ty) @ shearing @ np.diag([zx, zy, 1.0])


@keras_export("keras._legacy.preprocessing.image.random_rotation")
def random_rotation(
    x, rg, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest", cval=0.0, interpolation_order=1
):
    """Turns an image by up to `rg` degrees. See `apply_affine_transform`."""
    axes = row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order
    return apply_affine_transform(x, np.random.uniform(-rg, rg), 0, 0, 0, 1, 1, *axes)


@keras_export("keras._legacy.preprocessing.image.random_shift")
def random_shift(
    x, wrg, hrg, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest", cval=0.0, interpolation_order=1
):
    """Shifts an image by up to the parts `wrg` of its width and `hrg` of its height."""
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    axes = row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order
    return apply_affine_transform(x, 0, tx, ty, 0, 1, 1, *axes)


@keras_export("keras._legacy.preprocessing.image.random_shear")
def random_shear(
    x, intensity, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest", cval=0.0, interpolation_order=1
):
    """Shears an image by up to `intensity` degrees."""
    axes = row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order
    return apply_affine_transform(x, 0, 0, 0, np.random.uniform(-intensity, intensity), 1, 1, *axes)


@keras_export("keras._legacy.preprocessing.image.random_zoom")
def random_zoom(
    x, zoom_range, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest", cval=0.0, interpolation_order=1
):
    """Zooms an image by factors between the two of `zoom_range`."""
    if len(zoom_range) != 2:
        raise ValueError(f"Argument `zoom_range` must be a pair. Received: zoom_range={zoom_range}")
    plain = tuple(zoom_range) == (1, 1)
    zx, zy = (1, 1) if plain else np.random.uniform(zoom_range[0], zoom_range[1], 2)
    axes = row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order
    return apply_affine_transform(x, 0, 0, 0, 0, zx, zy, *axes)


@keras_export("keras._legacy.preprocessing.image.apply_channel_shift")
def apply_channel_shift(x, intensity, channel_axis=0):
    """Adds `intensity` to an image, within the range of its values."""
    return np.clip(x + intensity, np.min(x), np.max(x))


@keras_export("keras._legacy.preprocessing.image.random_channel_shift")
def random_channel_shift(x, intensity_range, channel_axis=0):
    """Adds up to `intensity_range` to an image, within the range of its values."""
    return apply_channel_shift(x, np.random.uniform(-intensity_range, intensity_range), channel_axis)


@keras_export("keras._legacy.preprocessing.image.apply_brightness_shift")
def apply_brightness_shift(x, brightness, scale=True):
    """Multiplies the brightness of an image.

    Args:
        x: Array, `(rows, columns, channels)`.
        brightness: Number, the factor.
        scale: Boolean, whether values are brought to the range of bytes first. Default True.
    """
    low, high = np.min(x), np.max(x)
    outside = low < 0 or high > 255
    changed = img_to_array(_enhance.Brightness(array_to_img(x, scale=scale or outside)).enhance(brightness))
    if outside and not scale:
        changed = changed / 255 * (high - low) + low
    return changed


@keras_export("keras._legacy.preprocessing.image.random_brightness")
def random_brightness(x, brightness_range, scale=True):
    """Multiplies the brightness of an image by a factor between the two of `brightness_range`."""
    if len(brightness_range) != 2:
        raise ValueError(f"Argument `brightness_range` must be a pair. Received: brightness_range={brightness_range}")
    return apply_brightness_shift(x, np.random.uniform(*brightness_range), scale)
