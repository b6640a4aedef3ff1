from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.layer import Layer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.Wrapper")
class Wrapper(Layer):
    """Base class of layers that wrap another layer, which is their attribute `layer`.

    Args:
        layer: The layer to wrap.

    Raises:
        ValueError: If `layer` is not a layer.

    Example:

    >>> keras.layers.SpectralNormalization(keras.layers.Dense(2)).layer.units
    2
    """

    def __init__(self, layer, **kwargs):
        if not isinstance(layer, Layer):
            raise ValueError(
                f"Argument `layer` of {type(self).__name__} must be a Keras layer. Received: layer={layer!r}"
            )
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape=None):
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True
        self.built = True

    def get_config(self):
        return super().get_config() | {"layer": serialization_lib.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        layer = serialization_lib.deserialize_keras_object(config.pop("layer"), custom_objects=custom_objects)
        return cls(layer, **config)
