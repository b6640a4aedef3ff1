from keras.src import backend
from keras.src.layers.arguments import config_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


class BaseGlobalPooling(Layer):
    """Pools all spatial axes into one value per channel; a subclass implements `call` with `_spatial_axes`.

    Args:
        pool_dimensions: Integer, the number of spatial axes.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        keepdims: Boolean, whether the spatial axes stay, with size 1. Default False.
    """

    def __init__(self, pool_dimensions, data_format=None, keepdims=False, **kwargs):
        super().__init__(**kwargs)
        self.data_format = backend.standardize_data_format(data_format)
        self.keepdims = keepdims
        self.input_spec = InputSpec(ndim=pool_dimensions + 2)
        first = 1 if self.data_format == "channels_last" else 2
        self._spatial_axes = tuple(range(first, first + pool_dimensions))
        self.built = True

    def call(self, inputs):
        raise NotImplementedError(f"{type(self).__name__} must implement `call(inputs)`.")

    def compute_output_shape(self, input_shape):
        if self.keepdims:
            return tuple(1 if axis in self._spatial_axes else size for axis, size in enumerate(input_shape))
        return tuple(size for axis, size in enumerate(input_shape) if axis not in self._spatial_axes)

    def get_config(self):
        return super().get_config() | config_of(self, "data_format", "keepdims")
