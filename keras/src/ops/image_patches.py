"""Operations of `keras.src.ops.image`: patches of images and volumes."""
import math

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import windows
from keras.src.backend.common.formulas.image_patches import Patches
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import dtype_of, shape_of
from keras.src.ops.hard_calls import explained
from keras.src.ops.operation import Operation

MODULE = "keras.src.ops.image"


class ExtractPatches(Operation):
    """Operation of `keras.ops.image.extract_patches` and `extract_patches_3d`: `size` tells which."""

    def __init__(self, size, strides=None, dilation_rate=1, padding="valid", data_format=None, *, name=None):
        super().__init__(name=name)
        rank = 2 if isinstance(size, int) else len(size)
        self.size = windows.per_axis(size, rank, "size")
        self.is_3d = rank == 3
        self.strides = self.size if strides is None else windows.per_axis(strides, rank, "strides")
        self.dilation_rate = dilation_rate
        self.padding = windows.check_padding(padding)
        self.data_format = backend.standardize_data_format(data_format)

    def call(self, images):
        return backend.image.extract_patches(
            images, self.size, self.strides, self.dilation_rate, self.padding, self.data_format
        )

    @as_computed
    def compute_output_spec(self, images):
        rank, shape = len(self.size), shape_of(images)
        lead = len(shape) - rank - 1
        last = self.data_format == "channels_last"
        channels = shape[-1] if last else shape[lead]
        sizes = shape[lead : lead + rank] if last else shape[lead + 1 :]
        geometry = Patches(rank, self.size, self.strides, self.dilation_rate, self.padding)
        windows.check_fit(shape, sizes, geometry.size, geometry.dilations, geometry.padding)
        counts = geometry.output_sizes(sizes)
        features = (None if channels is None else channels * math.prod(self.size),)
        rest = (*counts, *features) if last else (*features, *counts)
        return KerasTensor((*shape[:lead], *rest), dtype=dtype_of(images))

    def get_config(self):
        return {
            "size": self.size,
            "strides": self.strides,
            "dilation_rate": self.dilation_rate,
            "padding": self.padding,
            "data_format": self.data_format,
        }


ExtractPatches.__module__ = MODULE


def _extract(function, argument, x, rank, size, strides, dilation_rate, padding, data_format):
    if not isinstance(size, int) and (not isinstance(size, (list, tuple)) or len(size) not in (2, 3)):
        raise TypeError(f"Argument `size` of {function} must be an integer or a tuple. Received: size={size!r}")
    rank = rank if isinstance(size, int) else len(size)
    if len(shape_of(x)) not in (rank + 1, rank + 2):
        raise ValueError(
            f"Argument `{argument}` of {function} must be of rank {rank + 1} or {rank + 2} for patches of {rank} "
            f"dimensions. Received: {argument}.shape={tuple(shape_of(x))}, size={size}"
        )
    size = windows.per_axis(size, rank, "size")
    return ExtractPatches(size, strides, dilation_rate, padding, backend.standardize_data_format(data_format))(x)


@keras_export("keras.ops.image.extract_patches")
@explained
def extract_patches(images, size, strides=None, dilation_rate=1, padding="valid", data_format=None):
    """Patches of images, each flattened into channels.

    Args:
        images: Tensor of shape `(height, width, channels)` or `(batch, height, width, channels)`; with
            `"channels_first"` the channels stand before the height. With a `size` of three integers, volumes.
        size: Integer or tuple, sides of the patches.
        strides: Integer or tuple, how far the patches are apart. Default: `size`.
        dilation_rate: Integer or tuple, distance between the elements of a patch.
        padding: `"valid"` (whole patches only) or `"same"` (zeros around the images).
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of shape `(batch, rows, columns, size * size * channels)` (in the format of `images`) and their dtype.

    Raises:
        ValueError: If the rank does not fit, or `padding` or `data_format` is unknown.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(8), (2, 4, 1))
    >>> patches = keras.ops.image.extract_patches(x, 2, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(patches)[0].tolist()
    [[0, 1, 4, 5], [2, 3, 6, 7]]
    """
    return _extract(
        "extract_patches", "images", images, 2, size, strides, dilation_rate, padding, data_format
    )


@keras_export("keras.ops.image.extract_patches_3d")
@explained
def extract_patches_3d(volumes, size, strides=None, dilation_rate=1, padding="valid", data_format=None):
    """Patches of volumes, each flattened into channels.

    Args:
        volumes: Tensor of shape `(depth, height, width, channels)` or `(batch, depth, height, width, channels)`; with
            `"channels_first"` the channels stand before the depth.
        size: Integer or tuple of three, sides of the patches.
        strides: Integer or tuple of three, how far the patches are apart. Default: `size`.
        dilation_rate: Integer or tuple of three, distance between the elements of a patch.
        padding: `"valid"` (whole patches only) or `"same"` (zeros around the volumes).
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of shape `(batch, planes, rows, columns, size ** 3 * channels)` (in the format of `volumes`) and their
        dtype.

    Raises:
        ValueError: If the rank does not fit, or `padding` or `data_format` is unknown.

    Example:

    >>> x = keras.ops.reshape(keras.ops.arange(8), (2, 2, 2, 1))
    >>> patches = keras.ops.image.extract_patches_3d(x, 2, data_format="channels_last")
    >>> keras.ops.convert_to_numpy(patches)[0, 0, 0].tolist()
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    return _extract(
        "extract_patches_3d", "volumes", volumes, 3, size, strides, dilation_rate, padding, data_format
    )


extract_patches.__module__ = extract_patches_3d.__module__ = MODULE
