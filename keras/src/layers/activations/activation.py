from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, set_objects
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Activation")
class Activation(Layer):
    """Applies an activation function.

    Args:
        activation: Function of a tensor, or the name of one such as `"relu"`. None: linear.

    Output: the input's shape, in the compute dtype.

    Example:

    >>> keras.layers.Activation("relu")(keras.ops.array([-1.0, 2.0])).tolist()
    [0.0, 2.0]
    """

    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)
        set_objects(self, activation=activation)
        self.supports_masking = True
        self.built = True

    def call(self, inputs):
        return self.activation(inputs)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | config_of(self, "activation")
