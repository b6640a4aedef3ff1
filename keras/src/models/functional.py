"""Functional: a model that is a graph of layers and operations between symbolic inputs and outputs."""
import inspect
import warnings

import numpy as np

from keras.src import backend, tree
from keras.src.backend.common import masking
from keras.src.backend.common.global_state import state
from keras.src.backend.common.keras_tensor import any_symbolic_tensors
from keras.src.layers._calling import TENSOR, signature_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer
from keras.src.models import functional_config
from keras.src.models.functional_config import deserialize_node, serialize_node  # noqa: F401 - names that others import
from keras.src.models.graph_copies import (  # noqa: F401 - as above
    clone_graph_nodes,
    clone_keras_tensors,
    clone_single_keras_tensor,
    find_nodes_by_inputs_and_outputs,
    is_input_layer_output,
)
from keras.src.models.model import Model
from keras.src.models.surgery import exchanged_graph
from keras.src.ops.function import Function, is_input_keras_tensor  # noqa: F401 - as above
from keras.src.trainers.data_adapters.rows import refuse_strings
from keras.src.utils import tracking

_MOST_SIGNATURES = 32


class Functional(Function, Model):
    """A model made of the layers and operations that lead from `inputs` to `outputs`.

    `keras.Model(inputs, outputs)` makes one.

    Args:
        inputs: KerasTensors in any structure: what `keras.Input` returned, or tensors further on in a graph.
        outputs: KerasTensors in any structure, computed from `inputs`.
        name: String without `/`. Default None: `functional`, `functional_1`, ...
        **kwargs: `trainable`, a boolean, default True; `dtype`, a policy, default None, the global one.

    Raises:
        ValueError: If a value is no KerasTensor, or the outputs do not depend on the inputs alone.

    Example:

    >>> x = keras.Input((3,))
    >>> model = keras.Model(x, keras.layers.Dense(2)(x))
    >>> model(keras.ops.ones((4, 3))).shape
    (4, 2)
    """

    _convert_input_args = False  # `call` converts, each input to its own dtype
    _allow_non_tensor_positional_args = True
    _ready_signatures = frozenset()

    def __new__(cls, *args, **kwargs):
        return Layer.__new__(cls, *args, **kwargs)

    @tracking.no_automatic_dependency_tracking
    def __init__(self, inputs, outputs, name=None, **kwargs):
        trainable, dtype = kwargs.pop("trainable", None), kwargs.pop("dtype", None)
        _check_keras_tensors("inputs", inputs)
        _check_keras_tensors("outputs", outputs)
        _warn_of_other_names(inputs)
        if not all(is_input_layer_output(x) for x in tree.flatten(inputs)):
            inputs, outputs = clone_graph_nodes(inputs, outputs)
        Function.__init__(self, inputs, outputs, name=name)
        self._build_shapes_dict = {"input_shape": None}
        self._settle_path()
        self.built = True
        self._describe_graph()
        if trainable is not None:
            self._trainable = bool(trainable)  # The layers keep their own, as in a config that names both.
        if dtype is not None:
            self.dtype_policy = dtype

    def _describe_graph(self):
        # Layers that a subclass assigned before `super().__init__()` stay the first, as do their variables.
        self._layers[:] = {id(layer): layer for layer in [*self._layers, *self.layers]}.values()
        self.output_names = [x._keras_history.operation.name for x in self._outputs]
        self._input_names = _input_names(self._inputs_struct, self._inputs)
        self._with_training = {
            id(step.operation) for step in self._plan.steps if "training" in step.arguments.kwargs
        }

    @tracking.no_automatic_dependency_tracking
    def _exchange(self, old, new):
        self._set_graph(*exchanged_graph(self, old, new))
        self._layers[:] = [new if layer is old else layer for layer in self._layers]
        self._describe_graph()

    # Description

    @property
    def layers(self):
        """The layers of the graph, in the order in which they run."""
        return [operation for operation in self._operations if isinstance(operation, Layer)]

    @layers.setter
    def layers(self, _):
        raise AttributeError("`Model.layers` is a list made by Keras. Use another name for your attribute.")

    @property
    def input(self):
        """The symbolic inputs, in the structure in which they were given."""
        return self._inputs_struct

    @property
    def output(self):
        """The symbolic outputs, in the structure in which they were given."""
        return self._outputs_struct

    @property
    def input_shape(self):
        """Shape of the input, or list of the shapes of several."""
        return unpack_singleton([x.shape for x in self._inputs])

    @property
    def output_shape(self):
        """Shape of the output, or list of the shapes of several."""
        return unpack_singleton([x.shape for x in self._outputs])

    @property
    def input_spec(self):
        """List of `InputSpec`s, one for each input: what calls are checked against. None for dicts in a dict."""
        if self._input_spec is None and not _is_nested_dict(self._inputs_struct):
            self.__dict__["_input_spec"] = [
                InputSpec(
                    shape=(None, *x.shape[1:]) if x.shape else (),
                    allow_last_axis_squeeze=True,
                    name=name,
                    optional=getattr(x._keras_history.operation, "optional", False),
                )
                for x, name in zip(self._inputs, self._input_names)
            ]
        return self._input_spec

    @input_spec.setter
    def input_spec(self, value):
        self.__dict__["_input_spec"] = value

    # Building is done

    def build(self, input_shape):
        self.built = True

    def _after_build(self, shapes):
        """The graph is built with the model; the shapes given to `build` say nothing new."""

    def _lock_state(self):
        """A functional model may get new state after its layers were connected."""

    def add_loss(self, loss):
        raise NotImplementedError(
            "A functional model takes no losses from outside. Add them in the `call()` of a layer of the graph."
        )

    # Calling

    def _warn_of_lost_mask(self):
        """The layers inside warn, where one of them loses it."""

    def call(self, inputs, training=None, mask=None, **kwargs):
        values = self._standardize_inputs(inputs)
        if mask is not None:
            values = [_masked(x, m) for x, m in zip(values, tree.flatten(mask))]
        return self._pack_outputs(self._plan.run(values, self._operation_fn(training)))

    def _pack_outputs(self, values):
        """The outputs in their structure; a list or tuple of one output counts as that output."""
        struct = self._outputs_struct
        if isinstance(struct, backend.KerasTensor) or len(values) == 1 and type(struct) in (list, tuple):
            return values[0]
        if type(struct) in (list, tuple) and len(struct) == len(values):
            return type(struct)(values)
        return tree.pack_sequence_as(struct, values)

    def _operation_fn(self, training):
        """From an operation to what is called in its place, given `training` of the model's own call; None: itself."""
        context = state.call_context
        if training is None or (not self._with_training and context is not None and context.training == training):
            return None

        def with_training(operation):
            return operation_fn(operation, training=training)

        return with_training

    def compute_output_spec(self, inputs, training=None, mask=None):
        inputs = tree.pack_sequence_as(self._inputs_struct, self._order_inputs(inputs))
        return Function.compute_output_spec(self, inputs)

    def compute_output_shape(self, input_shape):
        return Function.compute_output_shape(self, input_shape)

    def _output_spec_for(self, x):
        return self.compute_output_spec(x) if type(self).call is Functional.call else super()._output_spec_for(x)

    def _assert_input_compatibility(self, first):
        return Layer._assert_input_compatibility(self, first)

    # Inputs

    def _standardize_inputs(self, inputs):
        """A flat list of tensors with the ranks and dtypes of the symbolic inputs."""
        if type(inputs) is TENSOR and signature_of(inputs) in self._ready_signatures:
            return [inputs]
        values = [
            self._convert_input(value, expected)
            for value, expected in zip(self._order_inputs(inputs), self._inputs)
        ]
        if type(inputs) is TENSOR and values[0] is inputs and len(self._ready_signatures) < _MOST_SIGNATURES:
            self.__dict__["_ready_signatures"] = self._ready_signatures | {signature_of(inputs)}
        return values

    def _order_inputs(self, inputs):
        """The inputs as a flat list, whichever structure they came in."""
        if isinstance(inputs, dict) and not _is_nested_dict(self._inputs_struct):
            missing = [name for name in self._input_names if name not in inputs]
            if not missing:
                struct = self._inputs_struct
                if isinstance(struct, backend.KerasTensor) or isinstance(struct, dict) and len(inputs) > len(struct):
                    self._warn_of_structure(inputs)
                return [inputs[name] for name in self._input_names]
        if hasattr(inputs, "shape"):
            values = [inputs]
        else:
            inputs = _in_places(self._inputs_struct, inputs)
            values = list(inputs) if _is_flat(inputs) else tree.flatten(inputs)
        if len(values) != len(self._inputs):
            raise ValueError(
                f"Model {self.name!r} takes {len(self._inputs)} inputs named {self._input_names}. "
                f"Received: {len(values)} inputs"
            )
        if not _same_structure(inputs, self._inputs_struct):
            self._warn_of_structure(inputs)
        return values

    def _warn_of_structure(self, inputs):
        """For tensors only: symbolic ones come from graphs, whose authors see what they get."""
        if any_symbolic_tensors((inputs,)):
            return
        expected = tree.map_structure(lambda x: x.name, self._inputs_struct)
        received = tree.map_structure(lambda x: f"tensor of shape {tuple(getattr(x, 'shape', ()))}", inputs)
        warnings.warn(
            f"The structure of `inputs` doesn't match the expected structure of model {self.name!r}: "
            f"they are taken in order. Expected: {expected}. Received: {received}",
            stacklevel=2,
        )

    def _convert_input(self, value, expected):
        if value is None or isinstance(value, backend.KerasTensor):
            return value
        if expected.dtype == "string":
            value = value if hasattr(value, "dtype") else np.asarray(value)
        else:
            if type(value) is np.ndarray and value.dtype.kind in "USO":
                refuse_strings(value)
            value = backend.convert_to_tensor(value, dtype=expected.dtype, sparse=expected.sparse)
        return self._adjust_rank(value, expected)

    def _adjust_rank(self, value, expected):
        """Adds or drops a last axis of size 1 where the ranks differ by that."""
        rank, expected_rank = len(value.shape), len(expected.shape)
        if rank == expected_rank:
            return value
        if type(value) is np.ndarray and expected.dtype == "string" and 1 in (value.shape[-1:] + expected.shape[-1:]):
            return value[..., 0] if rank == expected_rank + 1 else value[..., None]
        if rank == expected_rank + 1 and value.shape[-1] == 1:
            return _keeping_mask(value, backend.numpy.squeeze(value, axis=-1))
        if rank == expected_rank - 1 and expected.shape[-1] == 1:
            return _keeping_mask(value, backend.numpy.expand_dims(value, axis=-1))
        raise ValueError(
            f"Input {expected.name!r} of model {self.name!r} has another rank than expected. "
            f"Expected: shape={expected.shape}. Received: shape={tuple(value.shape)}"
        )

    # Config

    def get_config(self):
        """The graph as a JSON-ready dict. Subclasses with another constructor have the config of a layer."""
        if not functional_like_constructor(type(self)):
            return Model.get_config(self)
        return functional_config.config_of(self)

    def _obj_type(self):
        return "Functional"


def functional_from_config(cls, config, custom_objects=None):
    """A functional model from its config.

    Args:
        cls: The class of the model, with the constructor `(inputs, outputs, name=None, **kwargs)`.
        config: Dict that `Functional.get_config` returned.
        custom_objects: Dict from names to classes that are looked up first.

    Returns:
        A model of that class.
    """
    inputs, outputs = functional_config.graph_of(config, custom_objects)
    options = {"name": config.get("name")}
    if config.get("trainable") is not None:
        options["trainable"] = config["trainable"]
    return cls(inputs=inputs, outputs=outputs, **options)


def functional_like_constructor(cls):
    """Whether a class is made like a Functional: from inputs, outputs and a name."""
    if cls.__init__ is Functional.__init__:
        return True
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    kinds = [p.kind for p in parameters]
    if kinds == [inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD]:
        return True
    names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    return names == ["inputs", "outputs", "name"] and kinds[-1] is inspect.Parameter.VAR_KEYWORD


def operation_fn(operation, **call_context_args):
    """An operation, or if it takes some of these arguments a function that calls it with them."""
    accepted = getattr(operation, "_call_has_context_arg", {})
    given = {name: x for name, x in call_context_args.items() if x is not None and accepted.get(name)}
    if not given:
        return operation

    def call(*args, **kwargs):
        return operation(*args, **{**kwargs, **given})

    return call


def unpack_singleton(x):
    """The only item of a list or tuple of one; other values as they are."""
    return x[0] if isinstance(x, (list, tuple)) and len(x) == 1 else x


def _masked(x, mask):
    """`x` with a mask. The caller's own tensor is left without."""
    if mask is None or masking.get_keras_mask(x) is mask:
        return x
    x = backend.numpy.copy(x)
    masking.set_keras_mask(x, mask)
    return x


def _keeping_mask(before, after):
    mask = masking.get_keras_mask(before)
    if mask is not None:
        masking.set_keras_mask(after, mask)
    return after


def _is_flat(values):
    """Whether a value is a list or tuple of tensors."""
    return isinstance(values, (list, tuple)) and all(hasattr(x, "shape") for x in values)


def _same_structure(a, b):
    if hasattr(a, "shape"):
        return isinstance(b, backend.KerasTensor) or isinstance(b, list) and len(b) == 1
    if _is_flat(a) and _is_flat(b):
        return len(a) == len(b)
    try:
        tree.assert_same_structure(tree.lists_to_tuples(a), tree.lists_to_tuples(b))
    except (ValueError, TypeError):
        return False
    return True


def _check_keras_tensors(argument, structure):
    for leaf in tree.flatten(structure):
        if not isinstance(leaf, backend.KerasTensor):
            raise ValueError(
                f"Argument `{argument}` of a functional model must hold KerasTensors only, as `keras.Input` and "
                f"layers called on them return. Received: {argument}={structure!r} with {leaf!r} "
                f"(of type {type(leaf).__name__}) in it"
            )


def _warn_of_other_names(inputs):
    if not isinstance(inputs, dict):
        return
    for key, x in inputs.items():
        if isinstance(x, backend.KerasTensor) and x.name != key:
            warnings.warn(
                f"In a dict of inputs each key should be the name of its tensor, as by `Input(..., name={key!r})`. "
                f"Received: key {key!r} for the tensor named {x.name!r}",
                stacklevel=4,
            )


def _input_names(struct, inputs):
    """The names by which a dict of inputs is read: the keys of a plain dict, else the names of the input layers."""
    if isinstance(struct, dict) and not _is_nested_dict(struct):
        by_id = {id(x): key for key, x in struct.items()}
        return [by_id[id(x)] for x in inputs]
    return [x._keras_history.operation.name for x in inputs]


def _is_nested_dict(struct):
    """Whether a dict of inputs holds more than tensors."""
    return isinstance(struct, dict) and not all(isinstance(x, backend.KerasTensor) for x in struct.values())


def _in_places(struct, values):
    """The items of `values` that stand where `struct` has some: dicts may hold more."""
    if isinstance(struct, dict) and isinstance(values, dict):
        return {key: _in_places(struct[key], values[key]) for key in struct if key in values}
    if isinstance(struct, (list, tuple)) and isinstance(values, (list, tuple)) and len(struct) == len(values):
        return [_in_places(*pair) for pair in zip(struct, values)]
    return values
