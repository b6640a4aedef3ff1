from keras.src import regularizers
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer


@keras_export("keras.layers.ActivityRegularization")
class ActivityRegularization(Layer):
    """Returns its input and adds `l1 * sum(abs(x)) + l2 * sum(x**2)`, averaged over the batch, to the loss.

    Args:
        l1: Number of at least 0. Default 0.0.
        l2: Number of at least 0. Default 0.0.

    Raises:
        ValueError: If `l1` or `l2` is no such number.

    Example:

    >>> keras.layers.ActivityRegularization(l2=0.1)(keras.ops.ones((2, 3))).shape
    (2, 3)
    """

    def __init__(self, l1=0.0, l2=0.0, **kwargs):
        super().__init__(activity_regularizer=regularizers.L1L2(l1=l1, l2=l2), **kwargs)
        self.l1 = l1
        self.l2 = l2
        self.supports_masking = True
        self.built = True

    def call(self, inputs):
        return inputs

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        config = super().get_config()
        config.pop("activity_regularizer", None)
        return config | config_of(self, "l1", "l2")
