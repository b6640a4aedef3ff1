from keras.src.api_export import keras_export
from keras.src.layers.arguments import integer_pairs
from keras.src.layers.reshaping.spatial_resize import BaseZeroPadding


@keras_export("keras.layers.ZeroPadding2D")
class ZeroPadding2D(BaseZeroPadding):
    """Adds zeros at the ends of an image along each spatial axis.

    Args:
        padding: Integer, tuple of 2 integers, or tuple `((top, bottom), (left, right))`, how much is
            added. Default `(1, 1)`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.

    Input: `(batch, height, width, channels)`. Output: the same with larger spatial axes.

    Raises:
        ValueError: If `padding` has another form.

    Example:

    >>> keras.layers.ZeroPadding2D(1)(keras.ops.ones((1, 5, 6, 2))).shape
    (1, 7, 8, 2)
    """

    _rank = 2

    def __init__(self, padding=(1, 1), data_format=None, **kwargs):
        super().__init__(data_format, **kwargs)
        self.padding = integer_pairs(self, 2, padding=padding)
        self._set_padding(self.padding)
