from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.preprocessing.data_layer import DataLayer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.Rescaling")
class Rescaling(DataLayer):
    """Multiplies by a constant and adds another: `inputs * scale + offset`.

    `Rescaling(1 / 255)` brings pixels from `[0, 255]` into `[0, 1]`, `Rescaling(1 / 127.5, offset=-1)` into
    `[-1, 1]`. The layer may also be used inside `tf.data`, whichever backend is active.

    Args:
        scale: Number, or a list of them, one for each channel.
        offset: The same. Default 0.0.

    Output: the input's shape, in the compute dtype.

    Example:

    >>> keras.layers.Rescaling(0.5, offset=1)(keras.ops.array([2.0, 4.0])).tolist()
    [2.0, 3.0]
    """

    def __init__(self, scale, offset=0.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.offset = offset
        self.supports_masking = True

    def call(self, inputs):
        x = self.backend.cast(inputs, self.compute_dtype)
        x = x * self._constant(self.scale, x)
        if type(self.offset) in (int, float) and not self.offset:
            return x
        return x + self._constant(self.offset, x)

    def _constant(self, value, x):
        """A setting in the dtype of `x`, broadcast along the axis of channels."""
        if isinstance(value, (int, float)):
            if self.compute_dtype in ("float16", "float32", "float64"):  # beside others numbers are not weak everywhere
                return value
            return self.backend.convert_to_tensor(value, dtype=self.compute_dtype)
        value = self.backend.convert_to_tensor(list(value), dtype=self.compute_dtype)
        if backend.image_data_format() == "channels_first" and len(x.shape) > 2:
            value = self.backend.numpy.reshape(value, (-1,) + (1,) * (len(x.shape) - 2))
        return value

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {
            "scale": serialization_lib.serialize_keras_object(self.scale),
            "offset": serialization_lib.serialize_keras_object(self.offset),
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the layer that `get_config` described."""
        config = dict(config)
        for name in ("scale", "offset"):
            config[name] = serialization_lib.deserialize_keras_object(config[name], custom_objects=custom_objects)
        return cls(**config)
