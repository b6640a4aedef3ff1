from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.reshaping.spatial_resize import BaseUpSampling
from keras.src.utils.argument_validation import standardize_tuple


@keras_export("keras.layers.UpSampling3D")
class UpSampling3D(BaseUpSampling):
    """Repeats the voxels of a volume.

    Args:
        size: Positive integer or three of them, how often along depth, height and width. Default `(2, 2, 2)`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.

    Input: `(batch, depth, height, width, channels)`. Output: the same with larger spatial axes.

    Raises:
        ValueError: If `size` has another form.

    Example:

    >>> keras.layers.UpSampling3D()(keras.ops.ones((1, 2, 2, 2, 1))).shape
    (1, 4, 4, 4, 1)
    """

    _rank = 3

    def __init__(self, size=(2, 2, 2), data_format=None, **kwargs):
        super().__init__(data_format, **kwargs)
        self.size = standardize_tuple(size, 3, "size")
        self._factors = self.size

    def get_config(self):
        return super().get_config() | config_of(self, "size", "data_format")
