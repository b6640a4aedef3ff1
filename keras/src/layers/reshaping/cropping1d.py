from keras.src.api_export import keras_export
from keras.src.layers.arguments import integer_pairs
from keras.src.layers.reshaping.spatial_resize import BaseCropping


@keras_export("keras.layers.Cropping1D")
class Cropping1D(BaseCropping):
    """Drops the ends of a sequence along its steps.

    Args:
        cropping: Integer or pair `(before, after)`, how much is dropped. Default `(1, 1)`.

    Input: `(batch, steps, features)`. Output: the same with smaller steps.

    Raises:
        ValueError: If `cropping` has another form, or leaves nothing.

    Example:

    >>> keras.layers.Cropping1D(1)(keras.ops.ones((1, 5, 2))).shape
    (1, 3, 2)
    """

    _rank = 1

    def __init__(self, cropping=(1, 1), **kwargs):
        super().__init__("channels_last", **kwargs)
        self.cropping = integer_pairs(self, 1, cropping=cropping)
        self._set_cropping((self.cropping,))
