"""Images as NumPy arrays for drawing and plotting, and the packages that draw and plot."""
import importlib

import numpy as np

from keras.src import backend


def to_images(images, data_format, function, value_range=(0, 255)):
    """Images as a float array `(batch, height, width, channels)` of numbers in [0, 255]."""
    images = np.asarray(backend.convert_to_numpy(images), "float32")
    if images.ndim != 4:
        raise ValueError(
            f"Argument `images` of {function} must be of rank 4, a batch of images. "
            f"Received: images.shape={images.shape}"
        )
    if backend.standardize_data_format(data_format) == "channels_first":
        images = images.transpose(0, 2, 3, 1)
    low, high = value_range
    return np.clip((images - low) * (255.0 / (high - low)), 0.0, 255.0)


def need(module, package, function):
    """A module of an optional package.

    Raises:
        ImportError: If the package is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as e:
        raise ImportError(f"{function} needs {package}: `pip install {package}`.") from e
