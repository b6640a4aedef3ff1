from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer
from keras.src.layers.rnn.stacked_rnn_cells import as_list

serialization_lib = LateModule("keras.src.saving.serialization_lib")

_MERGES = {
    "concat": lambda forward, backward: ops.concatenate([forward, backward], axis=-1),
    "sum": ops.add,
    "ave": lambda forward, backward: ops.divide(ops.add(forward, backward), 2),
    "mul": ops.multiply,
    None: lambda forward, backward: (forward, backward),
}


@keras_export("keras.layers.Bidirectional")
class Bidirectional(Layer):
    """Runs a recurrent layer along sequences and a second one from their end, and joins the outputs.

    Where outputs are sequences, those of masked steps are 0; else the output is that of the last step that counts.

    Args:
        layer: A recurrent layer; a copy of it runs forward.
        merge_mode: How outputs are joined: `"concat"`, `"sum"`, `"mul"`, `"ave"`, or None for both in a tuple. Default
            `"concat"`.
        weights: List of arrays to begin with, those of the forward layer first. Default None.
        backward_layer: The layer that begins at the end, with `go_backwards=True`. Default None: a copy of `layer`.

    The call takes what the layer takes; `initial_state` has the states of the forward layer first.

    Raises:
        ValueError: If `layer` or `backward_layer` is no layer, `merge_mode` is unknown, or the two do not fit.

    Reference: [Schuster and Paliwal, 1997](https://doi.org/10.1109/78.650093).

    Example:

    >>> layer = keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True))
    >>> layer(keras.ops.ones((2, 5, 3))).shape
    (2, 5, 8)
    """

    _only_passes_masks_on = True

    def __init__(self, layer, merge_mode="concat", weights=None, backward_layer=None, **kwargs):
        for name, value in {"layer": layer, "backward_layer": backward_layer or layer}.items():
            if not isinstance(value, Layer):
                raise ValueError(f"Argument `{name}` of Bidirectional must be a layer. Received: {name}={value!r}")
        if not hasattr(layer, "go_backwards"):
            raise TypeError(f"Argument `layer` of Bidirectional must be a recurrent layer. Received: layer={layer!r}")
        if merge_mode not in _MERGES:
            raise ValueError(
                f"Argument `merge_mode` of Bidirectional must be one of {list(_MERGES)}. "
                f"Received: merge_mode={merge_mode!r}"
            )
        super().__init__(**kwargs)
        self.forward_layer = _copied(layer, "forward_")
        self.backward_layer = backward_layer or _copied(layer, "backward_", go_backwards=True)
        self.merge_mode = merge_mode
        self._check_pair()
        self._first_weights = weights
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self.stateful = layer.stateful
        self.forward_layer.zero_output_for_mask = layer.return_sequences
        self.backward_layer.zero_output_for_mask = layer.return_sequences
        self.supports_masking = True
        self.input_spec = layer.input_spec

    def _check_pair(self):
        forward, backward = self.forward_layer, self.backward_layer
        if forward.go_backwards == backward.go_backwards:
            raise ValueError(
                "Arguments `layer` and `backward_layer` of Bidirectional must differ in `go_backwards`. "
                f"Received: {forward.go_backwards} in both"
            )
        for name in ("stateful", "return_sequences", "return_state"):
            values = getattr(forward, name), getattr(backward, name, None)
            if values[0] != values[1]:
                raise ValueError(
                    f"Arguments `layer` and `backward_layer` of Bidirectional must agree in `{name}`. "
                    f"Received: {values[0]} and {values[1]}"
                )

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        shape = self.forward_layer.compute_output_shape(sequences_shape)
        output, *states = shape if self.return_state else [shape]
        output = tuple(output)
        if self.merge_mode is None:
            outputs = (output, output)
        else:
            outputs = ((*output[:-1], 2 * output[-1] if self.merge_mode == "concat" else output[-1]),)
        outputs = (*outputs, *states, *states)
        return outputs if len(outputs) > 1 else outputs[0]

    def compute_mask(self, _, mask):
        mask = as_list(mask)[0]
        mask = mask if self.return_sequences else None
        return (mask, mask) if self.merge_mode is None else mask

    def build(self, sequences_shape, initial_state_shape=None):
        for layer in (self.forward_layer, self.backward_layer):
            if not layer.built:
                layer.build(sequences_shape)
                layer.built = True
        if self._first_weights is not None:
            half = len(self.forward_layer.weights)
            self.forward_layer.set_weights(self._first_weights[:half])
            self.backward_layer.set_weights(self._first_weights[half:])

    def call(self, sequences, initial_state=None, mask=None, training=None):
        first = {}, {}
        if initial_state is not None:
            half = len(initial_state) // 2
            first = {"initial_state": initial_state[:half]}, {"initial_state": initial_state[half:]}
        options = {"mask": mask, "training": training}
        forward = self.forward_layer(sequences, **first[0], **options)
        backward = self.backward_layer(sequences, **first[1], **options)
        states = ()
        if self.return_state:
            states = (*forward[1:], *backward[1:])
            forward, backward = forward[0], backward[0]
        if self.return_sequences:
            backward = ops.flip(backward, axis=1)
        outputs = _MERGES[self.merge_mode](forward, backward)
        if self.merge_mode is None:
            return (*(ops.cast(y, self.compute_dtype) for y in outputs), *states)
        outputs = ops.cast(outputs, self.compute_dtype)
        return (outputs, *states) if self.return_state else outputs

    @property
    def states(self):
        """The states that stateful layers keep, forward ones first; None before there are any."""
        forward, backward = self.forward_layer.states, self.backward_layer.states
        return None if forward is None or backward is None else (*forward, *backward)

    def reset_state(self):
        """Sets the states that stateful layers keep back to 0."""
        if self.stateful:
            self.forward_layer.reset_state()
            self.backward_layer.reset_state()

    def reset_states(self):
        """The same as `reset_state`."""
        self.reset_state()

    def get_config(self):
        return super().get_config() | config_of(self, "merge_mode") | {
            "layer": serialization_lib.serialize_keras_object(self.forward_layer),
            "backward_layer": serialization_lib.serialize_keras_object(self.backward_layer),
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        for name in ("layer", "backward_layer"):
            if config.get(name) is not None:  # built later, inside this layer, which gives the weights their paths
                inner = {key: value for key, value in config[name].items() if key != "build_config"}
                config[name] = serialization_lib.deserialize_keras_object(inner, custom_objects=custom_objects)
        return cls(**config)


def _copied(layer, prefix, **changes):
    """An unbuilt layer of the same config, under a name with the prefix."""
    config = serialization_lib.serialize_keras_object(layer)
    name = prefix + layer.name.removeprefix(prefix)
    config["config"] = {**config["config"], "name": name, **changes}
    config.pop("build_config", None)
    return serialization_lib.deserialize_keras_object(config, custom_objects={type(layer).__name__: type(layer)})
