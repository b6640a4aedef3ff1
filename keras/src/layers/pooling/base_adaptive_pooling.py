from keras.src import backend, ops
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer
from keras.src.utils.argument_validation import standardize_tuple


class BaseAdaptivePooling(Layer):
    """Pools with windows chosen so that the output has a given size; a subclass sets `_rank`.

    Args:
        output_size: Positive integer or one for each spatial axis, the size of the output.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
    """

    _rank = None

    def __init__(self, output_size, data_format=None, **kwargs):
        super().__init__(**kwargs)
        sizes = (output_size,) * self._rank if isinstance(output_size, int) else output_size
        if not isinstance(sizes, (tuple, list)) or len(sizes) != self._rank:
            raise TypeError(
                f"Argument `output_size` of {type(self).__name__} must be an integer or a tuple of {self._rank}. "
                f"Received: output_size={output_size!r}"
            )
        self.output_size = standardize_tuple(sizes, self._rank, "output_size")
        self.data_format = backend.standardize_data_format(data_format)

    def compute_output_shape(self, input_shape):
        if self.data_format == "channels_first":
            return (*input_shape[:2], *self.output_size)
        return (input_shape[0], *self.output_size, input_shape[-1])

    def get_config(self):
        return super().get_config() | config_of(self, "output_size", "data_format")


class BaseAdaptiveAveragePooling(BaseAdaptivePooling):
    """Adaptive pooling by means."""

    def call(self, inputs):
        return ops.adaptive_average_pool(inputs, self.output_size, data_format=self.data_format)


class BaseAdaptiveMaxPooling(BaseAdaptivePooling):
    """Adaptive pooling by largest values."""

    def call(self, inputs):
        return ops.adaptive_max_pool(inputs, self.output_size, data_format=self.data_format)
