from keras.src.api_export import keras_export
from keras.src.layers.arguments import integer_pairs
from keras.src.layers.reshaping.spatial_resize import BaseZeroPadding


@keras_export("keras.layers.ZeroPadding1D")
class ZeroPadding1D(BaseZeroPadding):
    """Adds zeros at the ends of a sequence along its steps.

    Args:
        padding: Integer or pair `(before, after)`, how much is added. Default `1`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.

    Input: `(batch, steps, features)`. Output: the same with larger steps.

    Raises:
        ValueError: If `padding` has another form.

    Example:

    >>> keras.layers.ZeroPadding1D(1)(keras.ops.ones((1, 5, 2))).shape
    (1, 7, 2)
    """

    _rank = 1

    def __init__(self, padding=1, data_format=None, **kwargs):
        super().__init__(data_format, **kwargs)
        self.padding = integer_pairs(self, 1, padding=padding)
        self._set_padding((self.padding,))
