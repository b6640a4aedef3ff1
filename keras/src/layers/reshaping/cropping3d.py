from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, integer_pairs
from keras.src.layers.reshaping.spatial_resize import BaseCropping


@keras_export("keras.layers.Cropping3D")
class Cropping3D(BaseCropping):
    """Drops the ends of a volume along each spatial axis.

    Args:
        cropping: Integer, tuple of 3 integers, or tuple `((front, back), (top, bottom), (left, right))`, how much is
            dropped. Default `((1, 1), (1, 1), (1, 1))`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.

    Input: `(batch, depth, height, width, channels)`. Output: the same with smaller spatial axes.

    Raises:
        ValueError: If `cropping` has another form, or leaves nothing.

    Example:

    >>> keras.layers.Cropping3D(1)(keras.ops.ones((1, 5, 6, 7, 2))).shape
    (1, 3, 4, 5, 2)
    """

    _rank = 3

    def __init__(self, cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs):
        super().__init__(data_format, **kwargs)
        self.cropping = integer_pairs(self, 3, cropping=cropping)
        self._set_cropping(self.cropping)

    def get_config(self):
        return super().get_config() | config_of(self, "data_format")
