from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, positive_integer
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


@keras_export("keras.layers.RepeatVector")
class RepeatVector(Layer):
    """Makes a sequence of one vector, repeated.

    Args:
        n: Positive integer, the number of steps.

    Input: `(batch, features)`. Output: `(batch, n, features)` in the compute dtype.

    Raises:
        TypeError: If `n` is not an integer.
        ValueError: If `n` is not positive.

    Example:

    >>> keras.layers.RepeatVector(3)(keras.ops.ones((1, 2))).shape
    (1, 3, 2)
    """

    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        if not isinstance(n, int):
            raise TypeError(f"Argument `n` of RepeatVector must be an integer. Received: n={n!r}")
        self.n = positive_integer(self, n=n)
        self.input_spec = InputSpec(ndim=2)

    def call(self, inputs):
        return ops.repeat(ops.expand_dims(inputs, 1), self.n, axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.n, input_shape[1])

    def get_config(self):
        return super().get_config() | config_of(self, "n")
