"""Images as arrays and as files."""
import io
import os
import pathlib
import warnings

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.config import standardize_data_format
from keras.src.utils import file_utils
from keras.src.utils.module_utils import LazyModule

pil_image = LazyModule("PIL.Image", pip_name="pillow")
_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")
_MODES = {"grayscale": "L", "rgb": "RGB", "rgba": "RGBA"}
_GRAY_MODES = ("L", "I;16", "I")


@keras_export(["keras.utils.array_to_img", "keras.preprocessing.image.array_to_img"])
def array_to_img(x, data_format=None, scale=True, dtype=None):
    """An array as a PIL image.

    Args:
        x: Array of shape `(height, width, channels)` (with `"channels_first"`: `(channels, height, width)`), with 1, 3
            or 4 channels for gray, RGB and RGBA.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        scale: Boolean, whether to stretch the values to 0 ... 255.
        dtype: String, in which to compute. Default: `keras.config.floatx()`.

    Returns:
        `PIL.Image.Image`.

    Raises:
        ValueError: If `x` has another rank or number of channels.
        ImportError: If Pillow is not installed.

    Example:

    >>> image = keras.utils.array_to_img(np.arange(12).reshape(2, 2, 3), data_format="channels_last")
    >>> image.size, image.mode
    ((2, 2), 'RGB')
    """
    data_format = standardize_data_format(data_format)
    x = np.array(backend.convert_to_numpy(x), dtype=dtype or backend.floatx())
    if x.ndim != 3:
        raise ValueError(f"Argument `x` must be one image, with 3 dimensions. Received: x.shape={x.shape}")
    if data_format == "channels_first":
        x = x.transpose(1, 2, 0)
    if scale:
        x -= x.min()
        highest = x.max()
        if highest:
            x /= highest
        x *= 255
    if x.shape[-1] == 1:
        x = x[:, :, 0]
        return pil_image.fromarray(x.astype("int32" if x.max() > 255 else "uint8"))
    if x.shape[-1] not in (3, 4):
        raise ValueError(f"An image has 1, 3 or 4 channels. Received: x.shape={x.shape}")
    return pil_image.fromarray(x.astype("uint8"))


@keras_export(["keras.utils.img_to_array", "keras.preprocessing.image.img_to_array"])
def img_to_array(img, data_format=None, dtype=None):
    """A PIL image as an array.

    Args:
        img: `PIL.Image.Image`, or an array of 2 or 3 dimensions.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        dtype: String, dtype of the result. Default: `keras.config.floatx()`.

    Returns:
        NumPy array of shape `(height, width, channels)` or `(channels, height, width)`.

    Raises:
        ValueError: If `img` has another rank.

    Example:

    >>> image = keras.utils.array_to_img(np.ones((4, 5, 3)), data_format="channels_last")
    >>> keras.utils.img_to_array(image, data_format="channels_last").shape
    (4, 5, 3)
    """
    data_format = standardize_data_format(data_format)
    x = np.asarray(img, dtype=dtype or backend.floatx())
    if x.ndim not in (2, 3):
        raise ValueError(f"Argument `img` must be one image, with 2 or 3 dimensions. Received: shape {x.shape}")
    x = x[:, :, None] if x.ndim == 2 else x
    return x if data_format == "channels_last" else x.transpose(2, 0, 1)


@keras_export(["keras.utils.save_img", "keras.preprocessing.image.save_img"])
def save_img(path, x, data_format=None, file_format=None, scale=True, **kwargs):
    """Writes an array to an image file.

    Args:
        path: Path, or a file object.
        x: Array, as in `keras.utils.array_to_img`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        file_format: String such as `"png"`. Default: by the ending of the path.
        scale: Boolean, whether to stretch the values to 0 ... 255.
        **kwargs: Arguments of `PIL.Image.Image.save`.

    Example:

    >>> keras.utils.save_img("gray.png", np.ones((4, 5, 1)), data_format="channels_last")
    >>> keras.utils.load_img("gray.png", color_mode="grayscale").size
    (5, 4)
    """
    img = array_to_img(x, data_format=data_format, scale=scale)
    named = file_format or os.path.splitext(path)[1][1:] if isinstance(path, (str, os.PathLike)) else file_format
    is_jpeg = str(named).lower() in ("jpg", "jpeg")
    if is_jpeg and img.mode == "RGBA":
        warnings.warn("JPEG files hold no transparency: the fourth channel is left out.", stacklevel=2)
        img = img.convert("RGB")
    if is_jpeg and file_format is not None:
        file_format = "jpeg"
    img.save(path, format=file_format, **kwargs)


@keras_export(["keras.utils.load_img", "keras.preprocessing.image.load_img"])
def load_img(path, color_mode="rgb", target_size=None, interpolation="nearest", keep_aspect_ratio=False):
    """Reads an image file.

    Args:
        path: Path, or `io.BytesIO`.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`. Gray files of 16 and 32 bits stay as they are.
        target_size: Pair `(height, width)` to resize to, or None.
        interpolation: How to resize: `"nearest"`, `"bilinear"`, `"bicubic"`, `"hamming"`, `"box"` or `"lanczos"`.
        keep_aspect_ratio: Boolean, whether to cut the middle out before resizing, so that nothing is distorted.

    Returns:
        `PIL.Image.Image`.

    Raises:
        ValueError: If a name is unknown.
        TypeError: If `path` is no path.
        ImportError: If Pillow is not installed.

    Example:

    >>> keras.utils.save_img("image.png", np.ones((8, 6, 3)), data_format="channels_last")
    >>> keras.utils.load_img("image.png", target_size=(2, 4)).size
    (4, 2)
    """
    if color_mode not in _MODES:
        raise ValueError(f"Argument `color_mode` must be one of {tuple(_MODES)}. Received: color_mode={color_mode!r}")
    img = pil_image.open(_readable(path))
    if img.mode != _MODES[color_mode] and not (color_mode == "grayscale" and img.mode in _GRAY_MODES):
        img = img.convert(_MODES[color_mode])
    if target_size is None:
        return img
    if interpolation not in _INTERPOLATIONS:
        raise ValueError(
            f"Argument `interpolation` must be one of {_INTERPOLATIONS}. Received: interpolation={interpolation!r}"
        )
    size = (target_size[1], target_size[0])
    if img.size == size:
        return img
    box = _middle(img.size, size) if keep_aspect_ratio else None
    return img.resize(size, getattr(pil_image.Resampling, interpolation.upper()), box=box)


def _readable(path):
    if isinstance(path, io.BytesIO):
        return path
    if not isinstance(path, (str, bytes, pathlib.Path)):
        raise TypeError(f"Argument `path` must be a path or `io.BytesIO`. Received: path={path!r}")
    with file_utils.File(path, "rb") as file:
        return io.BytesIO(file.read())


def _middle(size, target):
    """The largest box of the proportions of `target` in the middle of an image."""
    width, height = size
    box_width = min(width, height * target[0] // target[1])
    box_height = min(height, width * target[1] // target[0])
    left, top = (width - box_width) // 2, (height - box_height) // 2
    return left, top, left + box_width, top + box_height


@keras_export("keras.preprocessing.image.smart_resize")
def smart_resize(x, size, interpolation="bilinear", data_format="channels_last", **kwargs):
    """Images in another size without distortion: the largest middle part of the right proportions is resized.

    Args:
        x: Images of shape `(height, width, channels)` or `(batch, height, width, channels)`; with `"channels_first"`
            the channels stand before the height.
        size: Pair of integers `(height, width)`.
        interpolation: A method of `keras.ops.image.resize`.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `backend_module`, a backend other than the active one.

    Returns:
        Images of the size and of the dtype of `x`; a NumPy array if `x` is one.

    Raises:
        ValueError: If `x` has another rank, or `size` is no pair.

    Example:

    >>> keras.preprocessing.image.smart_resize(np.ones((40, 60, 3)), (10, 10)).shape
    (10, 10, 3)
    """
    engine = kwargs.pop("backend_module", None) or backend
    if kwargs:
        raise TypeError(f"smart_resize got arguments that it does not know: {list(kwargs)}")
    if len(size) != 2:
        raise ValueError(f"Argument `size` must be a pair of integers. Received: size={size}")
    images = engine.convert_to_tensor(x)
    if len(images.shape) not in (3, 4):
        raise ValueError(
            "Argument `x` must have the shape `(height, width, channels)` or `(batch, height, width, channels)`. "
            f"Received: x.shape={tuple(images.shape)}"
        )
    resized = engine.image.resize(
        images, size, interpolation=interpolation, crop_to_aspect_ratio=True, data_format=data_format
    )
    return np.asarray(engine.convert_to_numpy(resized)) if isinstance(x, np.ndarray) else resized
