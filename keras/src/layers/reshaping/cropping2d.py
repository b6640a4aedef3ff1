from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, integer_pairs
from keras.src.layers.reshaping.spatial_resize import BaseCropping


@keras_export("keras.layers.Cropping2D")
class Cropping2D(BaseCropping):
    """Drops the ends of an image along each spatial axis.

    Args:
        cropping: Integer, tuple of 2 integers, or tuple `((top, bottom), (left, right))`, how much is
            dropped. Default `((0, 0), (0, 0))`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.

    Input: `(batch, height, width, channels)`. Output: the same with smaller spatial axes.

    Raises:
        ValueError: If `cropping` has another form, or leaves nothing.

    Example:

    >>> keras.layers.Cropping2D(1)(keras.ops.ones((1, 5, 6, 2))).shape
    (1, 3, 4, 2)
    """

    _rank = 2

    def __init__(self, cropping=((0, 0), (0, 0)), data_format=None, **kwargs):
        super().__init__(data_format, **kwargs)
        self.cropping = integer_pairs(self, 2, cropping=cropping)
        self._set_cropping(self.cropping)

    def get_config(self):
        return super().get_config() | config_of(self, "data_format")
