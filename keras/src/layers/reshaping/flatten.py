import math

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Flatten")
class Flatten(Layer):
    """Makes one axis of all axes but the batch axis.

    Args:
        data_format: `"channels_last"`, or `"channels_first"` for inputs whose axis 1 holds the channels; the result is
            in the order of `"channels_last"` either way. Default None, the one of `keras.config`.

    Input: `(batch, ...)`. Output: `(batch, features)` in the input's dtype; `(batch, 1)` for inputs `(batch,)`.

    Example:

    >>> keras.layers.Flatten()(keras.ops.ones((2, 3, 4))).shape
    (2, 12)
    """

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = backend.standardize_data_format(data_format)
        self.input_spec = InputSpec(min_ndim=1)
        self._channels_first = self.data_format == "channels_first"

    def call(self, inputs):
        shape = inputs.shape
        if self._channels_first and len(shape) > 2:
            inputs = ops.transpose(inputs, (0, *range(2, len(shape)), 1))
        batch, features = shape[0], _count(shape[1:])
        if batch is None:
            batch = -1 if features is not None else ops.shape(inputs)[0]
        return ops.reshape(inputs, (batch, -1 if features is None else features))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], _count(input_shape[1:]))

    def compute_output_spec(self, inputs):
        return backend.KerasTensor(
            self.compute_output_shape(inputs.shape), dtype=inputs.dtype, sparse=inputs.sparse
        )

    def get_config(self):
        return super().get_config() | config_of(self, "data_format")


def _count(sizes):
    return None if None in sizes else math.prod(sizes)
