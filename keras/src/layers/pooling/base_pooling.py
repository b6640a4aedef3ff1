from keras.src import backend, ops
from keras.src.layers.arguments import config_of, one_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer
from keras.src.ops.operation_utils import compute_pooling_output_shape
from keras.src.utils.argument_validation import standardize_padding, standardize_tuple

_POOL = {
    "max": lambda *args, **kwargs: ops.max_pool(*args, **kwargs),
    "average": lambda *args, **kwargs: ops.average_pool(*args, **kwargs),
}


class BasePooling(Layer):
    """Takes the largest value or the mean of each window, channel by channel.

    Args:
        pool_size: Positive integer or `pool_dimensions` of them, the size of the window.
        strides: The same, the step of the window. None stands for `pool_size`.
        pool_dimensions: Integer, the number of spatial axes.
        pool_mode: `"max"` or `"average"`. Default `"max"`.
        padding: `"valid"` or `"same"`. Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        name: String. Default None, a name from the class.
    """

    def __init__(
        self, pool_size, strides, pool_dimensions, pool_mode="max", padding="valid",
        data_format=None, name=None, **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        self.pool_size = standardize_tuple(pool_size, pool_dimensions, "pool_size")
        strides = pool_size if strides is None else strides
        self.strides = standardize_tuple(strides, pool_dimensions, "strides")
        self.pool_mode = one_of(self, tuple(_POOL), pool_mode=pool_mode)
        self.padding = standardize_padding(padding)
        self.data_format = backend.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=pool_dimensions + 2)
        self.built = True

    def call(self, inputs):
        return _POOL[self.pool_mode](
            inputs, pool_size=self.pool_size, strides=self.strides, padding=self.padding,
            data_format=self.data_format,
        )

    def compute_output_shape(self, input_shape):
        return compute_pooling_output_shape(
            input_shape, self.pool_size, self.strides, self.padding, self.data_format
        )

    def get_config(self):
        return super().get_config() | config_of(self, "pool_size", "padding", "strides", "data_format")
