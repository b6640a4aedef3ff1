from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.layer import Layer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.Pipeline")
class Pipeline(Layer):
    """Applies layers one after the other, as a model does, but may be used as a layer inside `tf.data`.

    Args:
        layers: List of layers.
        name: String, name of the layer.

    Input: what the first layer takes.

    Output: what the last layer gives.

    Raises:
        ValueError: If `layers` is no list of layers.

    Example:

    >>> halved = keras.layers.Pipeline([keras.layers.Rescaling(0.5), keras.layers.Rescaling(1.0, offset=1.0)])
    >>> keras.ops.convert_to_numpy(halved(keras.ops.array([2.0, 4.0]))).tolist()
    [2.0, 3.0]
    """

    def __init__(self, layers, name=None):
        super().__init__(name=name)
        if not isinstance(layers, (list, tuple)) or not all(isinstance(layer, Layer) for layer in layers):
            raise ValueError(f"Argument `layers` of Pipeline must be a list of layers. Received: layers={layers!r}")
        self._pipeline_layers = list(layers)
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True

    @property
    def layers(self):
        """The layers, in the order in which they are applied."""
        return self._pipeline_layers

    def call(self, inputs, training=True, mask=None):
        for layer in self._pipeline_layers:
            options = {}
            if layer._call_has_mask_arg:
                options["mask"] = mask
            if layer._call_has_training_arg and training is not None:
                options["training"] = training
            inputs = layer(inputs, **options)
            mask = layer.compute_mask(inputs, mask) if mask is not None and layer.supports_masking else None
        return inputs

    def compute_output_shape(self, input_shape):
        for layer in self._pipeline_layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def get_config(self):
        serialize = serialization_lib.serialize_keras_object
        return {"layers": [serialize(layer) for layer in self._pipeline_layers], "name": self.name}

    @classmethod
    def from_config(cls, config):
        """Makes the layer that `get_config` described."""
        layers = [serialization_lib.deserialize_keras_object(layer) for layer in config["layers"]]
        return cls(**{**config, "layers": layers})
