from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, positive_integer
from keras.src.layers.reshaping.spatial_resize import BaseUpSampling


@keras_export("keras.layers.UpSampling1D")
class UpSampling1D(BaseUpSampling):
    """Repeats each step of a sequence.

    Args:
        size: Positive integer, how often. Default 2.

    Input: `(batch, steps, features)`. Output: `(batch, size * steps, features)`.

    Raises:
        ValueError: If `size` is not a positive integer.

    Example:

    >>> keras.layers.UpSampling1D(3)(keras.ops.ones((1, 2, 2))).shape
    (1, 6, 2)
    """

    _rank = 1

    def __init__(self, size=2, **kwargs):
        super().__init__("channels_last", **kwargs)
        self.size = positive_integer(self, size=size)
        self._factors = (self.size,)

    def compute_output_shape(self, input_shape):
        return list(super().compute_output_shape(input_shape))  # a list, as in Keras 3

    def get_config(self):
        return super().get_config() | config_of(self, "size")
