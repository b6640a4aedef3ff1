from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.layers.layer import Layer
from keras.src.saving import serialization_lib


@keras_export("keras.layers.Pipeline")
class Pipeline(Layer):
    """Applies a list of layers in turn.

    In contrast to a `Sequential` model it is no model: it may have layers that need a batch of a certain structure or
    run inside `tf.data`, and it is in training mode unless told otherwise.

    Args:
        layers: List of layers.
        name: String. Default None.

    Call arguments:
        inputs: What the first layer takes.
        training: Boolean. Default True.
        mask: Mask for the first layer. Default None.

    Output: what the last layer gives.

    Example:

    >>> pipeline = keras.layers.Pipeline([keras.layers.Rescaling(2.0), keras.layers.Rescaling(1.0, offset=1.0)])
    >>> pipeline(np.array([[1.0, 2.0]])).tolist()
    [[3.0, 5.0]]
    """

    def __init__(self, layers, name=None):
        if not isinstance(layers, (list, tuple)) or not all(isinstance(layer, Layer) for layer in layers):
            raise ValueError(f"Argument `layers` of Pipeline must be a list of layers. Received: layers={layers}")
        super().__init__(name=name)
        self._pipeline_layers = list(layers)
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True

    @property
    def layers(self):
        """The layers, in order."""
        return self._pipeline_layers

    def call(self, inputs, training=True, mask=None):
        outputs = inputs
        for layer in self._pipeline_layers:
            kwargs = {}
            if layer._call_has_mask_arg:
                kwargs["mask"] = mask
            if layer._call_has_training_arg and training is not None:
                kwargs["training"] = training
            outputs = layer(outputs, **kwargs)
            mask = tree.map_structure(lambda x: getattr(x, "_keras_mask", None), outputs)
        return outputs

    def compute_output_shape(self, input_shape):
        for layer in self._pipeline_layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def get_config(self):
        return {
            "layers": serialization_lib.serialize_keras_object(self._pipeline_layers),
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config):
        """Makes the layer that `get_config` described."""
        return cls(**{**config, "layers": [serialization_lib.deserialize_keras_object(x) for x in config["layers"]]})
