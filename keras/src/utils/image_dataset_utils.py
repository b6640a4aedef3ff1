"""Folders of image files."""
import numpy as np

from keras.src.api_export import keras_export
from keras.src.backend.config import standardize_data_format
from keras.src.utils import argument_validation, image_utils
from keras.src.utils.backend_utils import DynamicBackend
from keras.src.utils.directory_utils import DirectoryReader
from keras.src.utils.module_utils import tensorflow

_EXTENSIONS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
_INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic")
_CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}


@keras_export(["keras.utils.image_dataset_from_directory", "keras.preprocessing.image_dataset_from_directory"])
def image_dataset_from_directory(
    directory, labels="inferred", label_mode="int", class_names=None, color_mode="rgb", batch_size=32,
    image_size=(256, 256), shuffle=True, seed=None, validation_split=None, subset=None, interpolation="bilinear",
    follow_links=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, data_format=None, format="tf",
    verbose=True
):
    """A data set of the images (BMP, GIF, JPEG, PNG) in the files of a folder.

    Args:
        directory: Path of the folder, with one subfolder for each class.
        labels: `"inferred"` from the subfolders, a list of integers in alphabetic order of the paths, or None.
        label_mode: `"int"` for integers, `"categorical"` for one-hot vectors, `"binary"` for floats 0 and 1 of shape
            `(batch, 1)`, or None for no labels, of all files in and below the folder.
        class_names: List of subfolders, whose order gives the classes. Default: all of them, in alphabetic order.
        color_mode: `"grayscale"`, `"rgb"` or `"rgba"`, for 1, 3 or 4 channels.
        batch_size: Integer, or None for single images.
        image_size: Pair `(height, width)` to resize to, or one integer for both.
        shuffle: Boolean, whether to shuffle; otherwise in alphabetic order.
        seed: Integer for the shuffle. Default: drawn from NumPy's global state.
        validation_split: Float between 0 and 1, share of the files that is kept for validation, or None.
        subset: `"training"`, `"validation"` or `"both"`, with `validation_split`.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"`, `"area"`, `"lanczos3"`, `"lanczos5"`, `"gaussian"` or
            `"mitchellcubic"`; for Grain a method of `keras.ops.image.resize`.
        follow_links: Boolean, whether to look into folders that are links.
        crop_to_aspect_ratio: Boolean, whether to cut out the middle part that has the proportions of `image_size`, so
            that nothing is distorted.
        pad_to_aspect_ratio: Boolean, whether to put black bars around the image, so that nothing is distorted.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        format: `"tf"` or `"grain"`, the kind of the data set.
        verbose: Boolean, whether to say how many files were found.

    Returns:
        `tf.data.Dataset` or `grain.IterDataset` of float32 images of shape `(batch, height, width, channels)`, or pairs
        of images and labels, with the attributes `class_names` and `file_paths`; a list of two for `subset="both"`.

    Raises:
        ValueError: If an argument is unknown or does not fit the folder.
        ImportError: If the library of the format is not installed.

    Example:

    >>> import os
    >>> os.makedirs("pets/cat")
    >>> keras.utils.save_img("pets/cat/1.png", np.ones((4, 4, 3)), data_format="channels_last")
    >>> images = keras.utils.image_dataset_from_directory("pets", image_size=(2, 2), verbose=False)
    >>> images.class_names, [x.numpy().shape for x, y in images]
    (['cat'], [(1, 2, 2, 3)])
    """
    if color_mode not in _CHANNELS:
        raise ValueError(f"Argument `color_mode` must be one of {tuple(_CHANNELS)}. Received: {color_mode=}")
    if interpolation not in _INTERPOLATIONS:
        raise ValueError(
            f"Argument `interpolation` must be one of {_INTERPOLATIONS}. Received: interpolation={interpolation!r}"
        )
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError("Arguments `crop_to_aspect_ratio` and `pad_to_aspect_ratio` exclude each other.")
    image_size = argument_validation.standardize_tuple(image_size, 2, "image_size")
    fit = "crop" if crop_to_aspect_ratio else "pad" if pad_to_aspect_ratio else None
    channels_first = standardize_data_format(data_format) == "channels_first"

    def load_tf(path):
        return _load_tf(path, image_size, color_mode, interpolation, fit, channels_first)

    def load_numpy(path):
        return _load_numpy(path, image_size, color_mode, interpolation, fit, channels_first)

    reader = DirectoryReader(
        directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset, follow_links,
        verbose, _EXTENSIONS, load_tf, load_numpy, format, with_paths=True
    )
    return reader.datasets(subset)


def _load_tf(path, size, color_mode, interpolation, fit, channels_first):
    tf = tensorflow
    image = tf.image.decode_image(tf.io.read_file(path), channels=_CHANNELS[color_mode], expand_animations=False)
    image.set_shape((None, None, _CHANNELS[color_mode]))
    if fit == "pad":
        image = tf.image.resize_with_pad(image, *size, method=interpolation)
        return tf.transpose(image, (2, 0, 1)) if channels_first else image
    if fit == "crop":
        height, width = tf.unstack(tf.shape(image)[:2])
        box = tf.minimum(height, width * size[0] // size[1]), tf.minimum(width, height * size[1] // size[0])
        top, left = (height - box[0]) // 2, (width - box[1]) // 2
        image = tf.image.crop_to_bounding_box(image, top, left, *box)
    image = tf.image.resize(image, size, method=interpolation)
    return tf.transpose(image, (2, 0, 1)) if channels_first else image


def _load_numpy(path, size, color_mode, interpolation, fit, channels_first):
    image = image_utils.img_to_array(
        image_utils.load_img(path, color_mode=color_mode), data_format="channels_last", dtype="float32"
    )
    image = DynamicBackend("numpy").image.resize(
        image, size, interpolation=interpolation, crop_to_aspect_ratio=fit == "crop",
        pad_to_aspect_ratio=fit == "pad", data_format="channels_last"
    )
    return np.transpose(image, (2, 0, 1)) if channels_first else image
