"""Sequential: a chain of layers."""
import copy

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.layers.core.input_layer import InputLayer
from keras.src.layers.layer import Layer
from keras.src.models.functional import Functional
from keras.src.models.model import Model
from keras.src.saving import serialization_lib
from keras.src.tree.tree_api import is_shape
from keras.src.utils.naming import auto_name


class _MadeWhenRead:
    """The functional model of a chain of layers; without it adding one layer after another takes linear time."""

    def __get__(self, model, cls=None):
        if model is None:
            return self
        chain = model.__dict__.get("_chain")
        made = Functional(inputs=chain[0], outputs=chain[1], name=model._chain_name) if chain else None
        model.__dict__["_functional"] = made
        return made


@keras_export(["keras.Sequential", "keras.models.Sequential"])
class Sequential(Model):
    """A chain of layers, each called on the output of the one before.

    With a `keras.Input` at its beginning the model is built as layers are added; otherwise at its first call.

    Args:
        layers: List of layers, or `keras.Input`s at the beginning. Default None, empty.
        trainable: Boolean, whether training updates the weights. Default True.
        name: String without `/`. Default None: `sequential`, `sequential_1`, ...

    Example:

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dense(2)])
    >>> model.output_shape
    (None, 2)
    """

    def __new__(cls, *args, **kwargs):
        return Layer.__new__(cls, *args, **kwargs)

    _functional = _MadeWhenRead()
    _allow_non_tensor_positional_args = True  # arrays of strings; the layers check

    def __init__(self, layers=None, trainable=True, name=None):
        super().__init__(trainable=trainable, name=name)
        self._keep_chain(None)
        for layer in layers or ():
            self.add(layer, rebuild=False)
        self._maybe_rebuild()

    # Changing the chain

    def add(self, layer, rebuild=True):
        """Appends a layer.

        Args:
            layer: A `Layer`, or the result of `keras.Input` at the beginning.
            rebuild: Boolean, whether to connect the layer now if the input shape is known. Default True.

        Raises:
            ValueError: If it is no layer, its name is taken, or an input comes after other layers.
        """
        layer = self._layer_from(layer)
        if self._has_another_of_name(layer):
            raise ValueError(
                "The layers of a Sequential model must have different names. "
                f"Received: a second layer named {layer.name!r}"
            )
        if isinstance(layer, InputLayer) and self._layers and isinstance(self._layers[0], InputLayer):
            raise ValueError(
                f"Sequential model {self.name!r} has an input already, of shape {self._layers[0].batch_shape}. "
                f"Received: another one of shape {layer.batch_shape}"
            )
        if isinstance(layer, InputLayer) and self._layers:
            raise ValueError(
                f"An input must be the first layer of Sequential model {self.name!r}. Received: an input after "
                f"{len(self._layers)} layers"
            )
        self._layers.append(layer)
        if rebuild:
            self._maybe_rebuild(self.__dict__.get("_chain"))
        else:
            self._disconnect_layers()

    def _has_another_of_name(self, layer):
        """Whether a layer's name is taken. The set of names spares long chains the look at every layer."""
        names = self.__dict__.get("_names")
        if names is None or len(names) != len(self._layers):
            names = self.__dict__["_names"] = {other.name for other in self._layers}
        taken = layer.name in names and any(layer.name == x.name and layer is not x for x in self._layers)
        names.add(layer.name)
        return taken

    def _layer_from(self, layer):
        if isinstance(layer, backend.KerasTensor) and hasattr(layer, "_keras_history"):
            origin = layer._keras_history.operation
            if isinstance(origin, InputLayer):
                return origin
        if not isinstance(layer, Layer):
            raise ValueError(
                f"A Sequential model takes instances of `keras.Layer`. Received: {layer!r} (of type "
                f"{type(layer).__name__})"
            )
        shape = getattr(layer, "_input_shape_arg", None)
        if shape is not None and not self._layers:
            self._layers.append(InputLayer(shape=shape))
        return layer

    def pop(self, rebuild=True):
        """Takes the last layer off.

        Args:
            rebuild: Boolean, whether to connect the rest now if the input shape is known. Default True.

        Returns:
            The layer.
        """
        layer = self._layers.pop()
        if rebuild:
            self._maybe_rebuild()
        else:
            self._disconnect_layers()
        return layer

    def _exchange(self, old, new):
        shape = self._build_input_shape() if self._functional is not None else None
        self._layers[:] = [new if layer is old else layer for layer in self._layers]
        self._disconnect_layers()
        if shape is not None:
            self.build(shape)

    def _disconnect_layers(self):
        self.built = False
        self._keep_chain(None)
        self._forget_functions()

    def _keep_chain(self, chain):
        """Notes how far the layers are connected: the input, the output, and how many layers lie between."""
        self.__dict__["_chain"] = chain
        self.__dict__.pop("_functional", None)

    def _maybe_rebuild(self, chain=None):
        self._disconnect_layers()
        self._keep_chain(chain)
        if isinstance(self._layers[0] if self._layers else None, InputLayer) and len(self._layers) > 1:
            self.build(self._layers[0].batch_shape)

    def _lock_state(self):
        """Layers may be added to a model that is built."""

    # Building

    def build(self, input_shape=None):
        if not self._layers:
            if input_shape is None:
                return
            raise ValueError(f"Sequential model {self.name!r} cannot be built: it has no layers. Call `add` first.")
        try:
            self._connect_layers(self._begin_graph(input_shape))
        except _Unconnectable:
            self._keep_chain(None)

    def _begin_graph(self, input_shape):
        """The symbolic input: that of an input layer in front, else one of the given shape, put in front."""
        if isinstance(self._layers[0], InputLayer):
            given, known = input_shape, self._layers[0].batch_shape
            if given is not None and tuple(given) != tuple(known):
                raise ValueError(
                    f"Sequential model {self.name!r} has the input shape {known} already. "
                    f"Received: input_shape={input_shape}"
                )
            return self._layers[0].output
        if input_shape is None:
            raise ValueError(f"Argument `input_shape` is needed to build Sequential model {self.name!r}.")
        if not is_shape(input_shape):
            return tree.map_shape_structure(
                lambda shape: InputLayer(batch_shape=shape, dtype=self.input_dtype).output, input_shape
            )
        layer = InputLayer(batch_shape=tuple(input_shape), dtype=self.input_dtype)
        self._layers.insert(0, layer)
        return layer.output

    def _connect_layers(self, inputs):
        layers = self.layers
        first, x, connected = self.__dict__.get("_chain") or (inputs, inputs, 0)
        if first is not inputs or connected == len(layers):  # nothing was added: all are connected anew
            x, connected = inputs, 0
        for layer in layers[connected:]:
            try:
                x = layer(x)
            except NotImplementedError as e:  # A layer that cannot tell its output shape: layers run one by one.
                raise _Unconnectable from e
            except TypeError as e:
                signature = layer._call_signature
                required = [p for p in signature.parameters.values() if p.default is p.empty and p.kind < 2]
                if len(required) > 1:
                    raise ValueError(
                        f"A layer of a Sequential model takes one input. Layer {layer.name!r} (of type "
                        f"{type(layer).__name__}) has the call{signature}"
                    ) from e
                raise
        self._keep_chain((inputs, x, len(layers)))
        self.__dict__["_chain_name"] = auto_name("functional")  # counted as if the model were made here

    # Calling

    def _warn_of_lost_mask(self):
        """The layers inside warn, where one of them loses it."""

    def call(self, inputs, training=None, mask=None, **kwargs):
        if self._functional is not None:
            return self._functional.call(inputs, training=training, mask=mask)
        if not self.layers:
            raise ValueError(f"Sequential model {self.name!r} cannot be called: it has no layers.")
        x = inputs
        for layer in self.layers:
            options = {}
            if layer._call_has_mask_arg and mask is not None:
                options["mask"] = mask
            if layer._call_has_training_arg and training is not None:
                options["training"] = training
            x = layer(x, **options)
            mask = tree.map_structure(backend.get_keras_mask, x)
            mask = None if all(m is None for m in tree.flatten(mask)) else mask
        return x

    def compute_output_spec(self, inputs, training=None, mask=None, **kwargs):
        if self._functional is not None:
            return self._functional.compute_output_spec(inputs, training=training, mask=mask, **kwargs)
        x = inputs
        for layer in self.layers:
            x = layer.compute_output_spec(x)
        return x

    def _output_spec_for(self, x):
        by_rule = self._functional is not None and type(self).call is Sequential.call
        return self.compute_output_spec(x) if by_rule else super()._output_spec_for(x)

    def compute_output_shape(self, input_shape):
        if self._functional is not None:
            return self._functional.compute_output_shape(input_shape)
        if not self.layers:
            raise ValueError(f"Sequential model {self.name!r} has no output shape: it has no layers.")
        shape = input_shape
        for layer in self.layers:
            shape = layer.compute_output_shape(shape)
        return shape

    # Description

    @property
    def layers(self):
        """The layers of the chain, without the input."""
        layers = self._layers
        return layers[1:] if layers and isinstance(layers[0], InputLayer) else layers[:]

    @layers.setter
    def layers(self, _):
        raise AttributeError("`Sequential.layers` is a list made by Keras. Use `add` and `pop`.")

    def _read_from_graph(self, attribute):
        if self._functional is None:
            raise AttributeError(
                f"Sequential model {self.name!r} has no `{attribute}` yet: its input shape is not known."
            )
        return getattr(self._functional, attribute)

    @property
    def input(self):
        """The symbolic input of the first call on a symbolic tensor; before one, the model's own."""
        return Layer.input.fget(self) if self._inbound_nodes else self._read_from_graph("input")

    @property
    def output(self):
        """The symbolic output of the first call on a symbolic tensor; before one, the model's own."""
        return Layer.output.fget(self) if self._inbound_nodes else self._read_from_graph("output")

    @property
    def input_shape(self):
        """Shape of the input."""
        return self._read_from_graph("input_shape")

    @property
    def output_shape(self):
        """Shape of the output."""
        return self._read_from_graph("output_shape")

    @property
    def inputs(self):
        """List of the symbolic input."""
        return self._read_from_graph("inputs")

    @property
    def outputs(self):
        """List of the symbolic output."""
        return self._read_from_graph("outputs")

    @property
    def input_dtype(self):
        """Name of the dtype of the input: that of the first layer."""
        layers = self._layers
        if layers and isinstance(layers[0], InputLayer):
            return layers[0].dtype
        return layers[0].input_dtype if layers else super().input_dtype

    # Config

    def get_config(self):
        config = Layer.get_config(self)
        config = {key: config[key] for key in ("trainable", "dtype") if key in config}
        config = {"name": self.name, **config}
        config["layers"] = [serialization_lib.serialize_keras_object(layer) for layer in self._layers]
        if self._functional is not None:
            config["build_input_shape"] = self._build_input_shape()
        return copy.copy(config)

    def _build_input_shape(self):
        if isinstance(self._layers[0], InputLayer):
            return self._layers[0].batch_shape
        return tree.map_structure(lambda x: x.shape, self._functional._inputs_struct)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        if isinstance(config, dict) and "name" in config:
            name, build_input_shape = config["name"], config.get("build_input_shape")
            layer_configs = config["layers"]
        else:  # The list of configs that early versions wrote.
            if not (isinstance(config, list) and config and all("class_name" in data for data in config)):
                raise ValueError(
                    "Argument `config` of Sequential.from_config must be a dict with the keys 'name' and 'layers'. "
                    f"Received: config={config}"
                )
            name, build_input_shape, layer_configs = None, None, config
        model = cls(name=name)
        for data in layer_configs:
            if "module" not in data:  # The notation of Keras 2.
                data = {"module": "keras.layers", "registered_name": data["class_name"], **data}
            model.add(serialization_lib.deserialize_keras_object(data, custom_objects=custom_objects), rebuild=False)
        model._maybe_rebuild()
        if not model._functional and build_input_shape:
            model.build(build_input_shape)
        return model

    def _obj_type(self):
        return "Sequential"


class _Unconnectable(Exception):
    """A layer of the chain cannot be called on symbolic tensors."""
