from keras.src import activations
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, non_negative_float
from keras.src.layers.layer import Layer


@keras_export("keras.layers.ReLU")
class ReLU(Layer):
    """Rectified linear unit: `x` from `threshold` to `max_value`, constant above, sloped below.

    `f(x) = max_value` if `x >= max_value`, `x` if `threshold <= x < max_value`, else
    `negative_slope * (x - threshold)`.

    Args:
        max_value: Number of at least 0. Default None: no upper limit.
        negative_slope: Number of at least 0. Default 0.0.
        threshold: Number of at least 0. Default 0.0.

    Output: the input's shape, in the compute dtype.

    Raises:
        ValueError: If an argument is negative, or `negative_slope` or `threshold` is None.

    Example:

    >>> keras.layers.ReLU(max_value=6)(keras.ops.array([-1.0, 2.0, 9.0])).tolist()
    [0.0, 2.0, 6.0]
    """

    def __init__(self, max_value=None, negative_slope=0.0, threshold=0.0, **kwargs):
        super().__init__(**kwargs)
        self.max_value = None if max_value is None else non_negative_float(self, max_value=max_value)
        self.negative_slope = non_negative_float(self, negative_slope=negative_slope)
        self.threshold = non_negative_float(self, threshold=threshold)
        self.supports_masking = True
        self.built = True

    def call(self, inputs):
        return activations.relu(
            inputs, negative_slope=self.negative_slope, max_value=self.max_value,
            threshold=self.threshold,
        )

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | config_of(self, "max_value", "negative_slope", "threshold")
