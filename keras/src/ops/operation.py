"""Operation: a node of computation with a symbolic form. Layers and all of `keras.ops` are operations."""
import inspect

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import masking
from keras.src.backend.common.keras_tensor import KerasTensor, any_symbolic_tensors
from keras.src.backend.common.late import LateModule
from keras.src.ops.node import NodeList, record_call
from keras.src.saving.keras_saveable import KerasSaveable
from keras.src.utils.naming import auto_name

_serialization = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.Operation")
class Operation(KerasSaveable):
    """A computation that can run on tensors and be recorded on symbolic ones.

    Subclasses implement `call`, and `compute_output_spec` where shape and dtype of the result are known without
    running it.

    Args:
        name: String; by default the class's name in snake case, numbered.

    Example:

    >>> class Scale(keras.Operation):
    ...     def __init__(self, factor, name=None):
    ...         super().__init__(name=name)
    ...         self.factor = factor
    ...     def call(self, x):
    ...         return x * self.factor
    >>> float(Scale(3.0)(keras.ops.ones(())))
    3.0
    """

    _masked_operands = 0  # So many leading operands hand their masks on to the result.

    def __new__(cls, *args, **kwargs):
        instance = super().__new__(cls)
        # What `get_config` is made of when the class does not write its own. Nothing is bound or copied here.
        instance.__dict__["_init_arguments"] = (args, kwargs)
        return instance

    def __init__(self, name=None):
        name = auto_name(type(self).__name__) if name is None else name
        if not isinstance(name, str) or "/" in name:
            raise ValueError(
                f"Argument `name` of {type(self).__name__} must be a string without `/`. Received: name={name!r}"
            )
        self.name = name
        self._inbound_nodes = NodeList(owned=1)
        self._outbound_nodes = NodeList(owned=0)

    def __call__(self, *args, **kwargs):
        if any_symbolic_tensors(args, kwargs):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def symbolic_call(self, *args, **kwargs):
        """Records a call on symbolic tensors and returns its symbolic outputs."""
        outputs = self.compute_output_spec(*args, **kwargs)
        record_call(self, args, kwargs, outputs)
        if masking.in_use and self._masked_operands:
            masking.pass_on((*args, *kwargs.values())[: self._masked_operands], outputs)
        return outputs

    def call(self, *args, **kwargs):
        """The computation; subclasses implement it."""
        raise NotImplementedError(f"{type(self).__name__} does not implement `call`.")

    def quantized_call(self, *args, **kwargs):
        """The computation with quantized weights; layers that can be quantized implement it."""
        raise NotImplementedError(f"{type(self).__name__} does not implement `quantized_call`.")

    def rematerialized_call(self, fn, *args, **kwargs):
        """Wraps a function so that gradients compute its intermediate results again."""
        return backend.core.remat(fn)

    def compute_output_spec(self, *args, **kwargs):
        """KerasTensors in the structure of the outputs. By default `call` is traced on stand-ins."""
        try:
            return backend.compute_output_spec(self.call, *args, **kwargs)
        except Exception as e:
            e.add_note(
                f"This happened while `call` of {type(self).__name__} (name={self.name}) was traced for its output "
                "shape. Implementing `compute_output_spec` (in a layer, `compute_output_shape`) avoids tracing."
            )
            raise

    # Configuration

    def get_config(self):
        """Arguments that make an equal object, as plain Python values.

        By default these are the arguments that the constructor was called with.

        Raises:
            NotImplementedError: If one of them is not a plain value or a Keras object.
        """
        config = {"name": self.name}
        if type(self).__init__ is not Operation.__init__:
            config.update(self._recorded_arguments())
        return config

    def _recorded_arguments(self):
        args, kwargs = self._init_arguments
        signature = inspect.signature(type(self).__init__)
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        config = {}
        for name, value in list(bound.arguments.items())[1:]:
            kind = signature.parameters[name].kind
            if kind is inspect.Parameter.VAR_KEYWORD:
                config.update(value)
            elif kind is inspect.Parameter.VAR_POSITIONAL and value:
                raise self._no_config(name, value)
            elif kind is not inspect.Parameter.VAR_POSITIONAL and name != "name":
                config[name] = value
        config = {name: value for name, value in config.items() if name != "name"}
        for name, value in config.items():
            if not _is_plain(value):
                raise self._no_config(name, value)
        return _serialization.serialize_dict(config)

    def _no_config(self, name, value):
        return NotImplementedError(
            f"{type(self).__name__} needs its own `get_config`, as argument `{name}` of its constructor is "
            f"not a plain value. Received: {name}={value!r}"
        )

    @classmethod
    def from_config(cls, config):
        """An object made from what `get_config` returned.

        Args:
            config: Dict.

        Raises:
            TypeError: If the constructor refuses the config.
        """
        with _serialization.explained(cls, config):
            return cls(**_serialization.deserialize_arguments(config))

    # Symbolic history

    @property
    def input(self):
        """The symbolic input or inputs of the operation's only call."""
        return self._get_node_attribute_at_index(0, "input_tensors", "input")

    @property
    def output(self):
        """The symbolic output or outputs of the operation's only call."""
        return self._get_node_attribute_at_index(0, "output_tensors", "output")

    def _get_node_attribute_at_index(self, node_index, attribute, attribute_name):
        if not self._inbound_nodes:
            raise AttributeError(
                f"{self.name} was never called on a symbolic tensor and thus has no `{attribute_name}`."
            )
        if len(self._inbound_nodes) <= node_index:
            raise ValueError(
                f"{self.name} was called {len(self._inbound_nodes)} times. Received: node_index={node_index}"
            )
        values = getattr(self._inbound_nodes[node_index], attribute)
        return values[0] if isinstance(values, list) and len(values) == 1 else values

    def _obj_type(self):
        return "Operation"

    def __repr__(self):
        return f"<Operation name={self.name}>"


def _is_plain(value):
    """Whether a constructor argument can be written into a config."""
    if value is None or isinstance(value, (bool, int, float, str, KerasSaveable)):
        return True
    if isinstance(value, (list, tuple)):
        return all(_is_plain(v) for v in value)
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v) for k, v in value.items())
    return hasattr(value, "get_config") and not isinstance(value, KerasTensor)

