from keras.src import activations
from keras.src.api_export import keras_export
from keras.src.layers.arguments import non_negative_float
from keras.src.layers.layer import Layer


@keras_export("keras.layers.LeakyReLU")
class LeakyReLU(Layer):
    """Leaky rectified linear unit: `x` if `x >= 0`, else `negative_slope * x`.

    Args:
        negative_slope: Number of at least 0. Default 0.3.

    Output: the input's shape, in the compute dtype.

    Raises:
        ValueError: If `negative_slope` is None or negative.

    Example:

    >>> keras.layers.LeakyReLU(negative_slope=0.5)(keras.ops.array([-4.0, 2.0])).tolist()
    [-2.0, 2.0]
    """

    def __init__(self, negative_slope=0.3, **kwargs):
        if "alpha" in kwargs:  # its name in Keras 2
            negative_slope = kwargs.pop("alpha")
        super().__init__(**kwargs)
        self.negative_slope = non_negative_float(self, negative_slope=negative_slope)
        self.supports_masking = True
        self.built = True

    def call(self, inputs):
        return activations.leaky_relu(inputs, negative_slope=self.negative_slope)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {"negative_slope": self.negative_slope}
