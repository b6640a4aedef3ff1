"""Layer: a computation with weights. The base of all layers and models."""
import functools
import importlib
import warnings

from keras.src import backend, dtype_policies
from keras.src.api_export import keras_export
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.backend.common.remat import get_current_remat_mode
from keras.src.backend.common.variables import Variable
from keras.src.layers import _losses
from keras.src.layers._building import Building
from keras.src.layers._calling import (
    CallContext,  # noqa: F401 - its home for other code
    Calling,
)
from keras.src.layers._saving import Saving
from keras.src.layers._variables import Variables
from keras.src.layers.arguments import read_object
from keras.src.metrics.metric import Metric
from keras.src.ops.operation import Operation
from keras.src.random.seed_generator import SeedGenerator
from keras.src.utils import tracking
from keras.src.utils.python_utils import is_default

BackendLayer = importlib.import_module(f"keras.src.backend.{backend.backend()}.layer").BackendLayer

# Values of these types hold no state and are assigned as they are.
_STATELESS = frozenset((type(None), bool, int, float, str, KerasTensor))
# Attributes that hold lists of the graph's nodes, or bookkeeping of the base class.
_UNTRACKED = frozenset(
    (
        "_build_shapes_dict", "_tracker", "_inbound_nodes", "_outbound_nodes", "_layers", "_losses",
        "_metrics", "_seed_generators", "_trainable_variables", "_non_trainable_variables",
    )
)


@keras_export(["keras.Layer", "keras.layers.Layer"])
class Layer(Calling, Building, Variables, _losses.Losses, Saving, BackendLayer, Operation):
    """A computation with weights: the base class of all layers and models.

    A subclass makes its weights in `__init__` or, where they depend on the input's shape, in `build(input_shape)`,
    and computes in `call(inputs)`. Variables, layers, metrics and seed generators assigned to attributes, also
    inside lists, tuples and dicts, belong to the layer.

    The call may take `training` and `mask` arguments: they are passed on to the layers that are called inside.

    Args:
        activity_regularizer: Regularizer of the output, or the name of one. Default None.
        trainable: Boolean, whether training updates the weights. Default True.
        dtype: Name of a dtype, or a `keras.DTypePolicy`. Default None: the global policy.
        autocast: Boolean, whether float inputs are cast to the compute dtype. Default True.
        name: String without `/`. Default None: the class's name in snake case, numbered.

    Raises:
        ValueError: If an argument is unknown or invalid.

    Example:

    >>> class Linear(keras.Layer):
    ...     def __init__(self, units, **kwargs):
    ...         super().__init__(**kwargs)
    ...         self.units = units
    ...     def build(self, input_shape):
    ...         self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
    ...     def call(self, inputs):
    ...         return keras.ops.matmul(inputs, self.kernel)
    >>> Linear(4)(keras.ops.ones((2, 3))).shape
    (2, 4)
    """

    # Defaults of bookkeeping attributes; an instance gets its own when they change.
    built = False
    _known_signatures = frozenset()
    _short_way = None
    _settled = False
    _path = None
    _parent_path = None
    _build_shapes_dict = None
    _input_spec = None
    _convert_input_args = True
    _allow_non_tensor_positional_args = False
    _lock = False

    def __new__(cls, *args, **kwargs):
        layer = super().__new__(cls, *args, **kwargs)
        cls._prepare_instance(layer)
        stores = {
            "_trainable_variables": [],
            "_non_trainable_variables": [],
            "_layers": [],
            "_metrics": [],
            "_seed_generators": [],
        }
        layer.__dict__.update(stores, _losses=[])
        layer.__dict__["_tracker"] = _new_tracker(stores)
        return layer

    def __init__(
        self, *, activity_regularizer=None, trainable=True, dtype=None, autocast=True, name=None,
        **kwargs,
    ):
        Operation.__init__(self, name=name)
        self._take_input_shape(kwargs)
        if not isinstance(trainable, bool):
            raise ValueError(
                f"Argument `trainable` of {type(self).__name__} must be a boolean. Received: trainable={trainable!r}"
            )
        self._trainable = trainable
        self._dtype_policy = dtype_policies.get(dtype)
        self.activity_regularizer = read_object(self, "activity_regularizer", activity_regularizer)
        self.autocast = autocast
        self.supports_jit = True
        self._supports_masking = not is_default(type(self).compute_mask)
        self._remat_mode = get_current_remat_mode()

    def _take_input_shape(self, kwargs):
        """The old way to tell a Sequential model its input shape; any other further argument is an error."""
        shape = kwargs.pop("input_shape", None)
        size = kwargs.pop("input_dim", None)
        if kwargs:
            raise ValueError(f"{type(self).__name__} got arguments that it does not know: {kwargs}")
        if shape is None and size is not None:
            shape = (size,)
        if shape is not None:
            self._input_shape_arg = shape
            warnings.warn(
                "A layer should not be given `input_shape` or `input_dim`. In a Sequential model begin with "
                "`keras.Input(shape)`.",
                stacklevel=3,
            )

    def __setattr__(self, name, value):
        attributes = self.__dict__
        if "_known_signatures" in attributes:
            self._forget_short_way()
        if type(value) not in _STATELESS and name not in _UNTRACKED:
            name, value = self._setattr_hook(name, value)
            if _may_hold_state(type(value)) and not _is_plain_tuple(value):
                value = attributes["_tracker"].track(value)
                if isinstance(value, Variable):
                    self._post_track_variable(value)
        super().__setattr__(name, value)

    def __delattr__(self, name):
        value = self.__dict__.get(name)
        self._forget_short_way()
        if value is not None:
            self._release_tracked(value)
        super().__delattr__(name)

    def _release_tracked(self, value):
        tracker = self.__dict__["_tracker"]
        if isinstance(value, Variable):
            tracker.untrack(value)
            self._post_untrack_variable(value)
        elif isinstance(value, (list, set, tuple)):
            for item in value:
                self._release_tracked(item)
        elif isinstance(value, dict):
            for item in value.values():
                self._release_tracked(item)
        else:
            tracker.untrack(value)

    def _forget_short_way(self):
        """What the layer is has changed: the next calls go the long way again."""
        attributes = self.__dict__
        attributes.pop("_known_signatures", None)
        attributes.pop("_settled", None)

    def _check_super_called(self):
        if "_trainable" not in self.__dict__:
            raise RuntimeError(
                f"The `__init__()` of {type(self).__name__} did not call `super().__init__()`. It must do so before "
                "anything else."
            )

    # Layers inside

    def _flatten_layers(self, include_self=True, recursive=True):
        """The layer and all layers inside, each once; those within a layer inside from the last to the first."""
        return self._walk(include_self, recursive, step=1)

    def _layers_in_order(self):
        """The layer and all layers inside, each once, as they were assigned: the order of variables and metrics."""
        return self._walk(include_self=True, recursive=True, step=-1)

    def _walk(self, include_self, recursive, step):
        found, seen = [], set()
        waiting = [self] if include_self else self._layers[::-1]
        while waiting:
            layer = waiting.pop()
            if id(layer) in seen:
                continue
            seen.add(id(layer))
            found.append(layer)
            if recursive or (include_self and layer is self):
                waiting.extend(layer._layers[:: -1 if layer is self else step])
        return found

    # Description

    @property
    def dtype(self):
        """Name of the dtype of the weights; the same as `variable_dtype`."""
        return self.variable_dtype

    @property
    def compute_dtype(self):
        """Name of the dtype of the computation."""
        return self._own_policy.compute_dtype

    @property
    def variable_dtype(self):
        """Name of the dtype in which weights are kept."""
        return self._own_policy.variable_dtype

    @property
    def input_dtype(self):
        """Name of the dtype that float inputs are cast to."""
        return self._own_policy.compute_dtype

    @property
    def dtype_policy(self):
        """The `DTypePolicy` of the layer, or the `DTypePolicyMap` that it shares with layers inside."""
        return self._dtype_policy

    @property
    def _own_policy(self):
        """The policy of this layer, from the map if there is one."""
        policy = self._dtype_policy
        if isinstance(policy, dtype_policies.DTypePolicyMap) and self.path:
            return policy[self.path]
        return policy

    @dtype_policy.setter
    def dtype_policy(self, value):
        policy = dtype_policies.get(value)
        if isinstance(self._dtype_policy, dtype_policies.DTypePolicyMap) and self.path:
            self._dtype_policy._policy_map[self.path] = policy
        else:
            self._dtype_policy = policy
        if policy.quantization_mode is not None and self.built and not self._is_quantized:
            self.quantize(mode=policy.quantization_mode)

    @property
    def input_spec(self):
        """`InputSpec` or a structure of them that inputs are checked against, or None."""
        return self._input_spec

    @input_spec.setter
    def input_spec(self, value):
        self._input_spec = value

    @property
    def supports_masking(self):
        """Boolean, whether the masks of inputs are passed on to the outputs."""
        return self._supports_masking

    @supports_masking.setter
    def supports_masking(self, value):
        self._supports_masking = value

    def add_metric(self, *args, **kwargs):
        """Not supported: metrics go into `Model.compile(metrics=...)`, or are attributes that `call` updates."""
        raise NotImplementedError(
            "`add_metric()` is not supported. Pass metrics to `Model.compile(metrics=...)`, or make one in `__init__` "
            "and call its `update_state()` in `call`."
        )

    def _warn_of_lost_mask(self):
        warnings.warn(
            f"Layer {self.name!r} (of type {type(self).__name__}) was called on an input with a mask, which it does "
            "not pass on: later layers will not see it.",
            stacklevel=2,
        )

    def _obj_type(self):
        return "Layer"

    def __repr__(self):
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    __str__ = __repr__


@functools.cache
def _may_hold_state(kind):
    """Whether values of a type are something that layers track, or hold such things."""
    return issubclass(kind, (Variable, Layer, Metric, SeedGenerator, list, tuple, dict, set))


def _is_plain_tuple(value):
    """Whether a value is a tuple of numbers, as shapes and sizes are."""
    return type(value) is tuple and all(type(item) in _STATELESS for item in value)


def _new_tracker(stores):
    """A Tracker that sorts assigned values into the stores of a layer."""
    return tracking.Tracker(
        {
            "trainable_variables": (_is_trainable_variable, stores["_trainable_variables"]),
            "non_trainable_variables": (_is_non_trainable_variable, stores["_non_trainable_variables"]),
            "metrics": (_is_metric, stores["_metrics"]),
            "layers": (_is_layer, stores["_layers"]),
            "seed_generators": (_is_seed_generator, stores["_seed_generators"]),
        },
        exclusions={"non_trainable_variables": ["trainable_variables"]},
    )


def _is_trainable_variable(value):
    return isinstance(value, Variable) and value.trainable


def _is_non_trainable_variable(value):
    return isinstance(value, Variable) and not value.trainable


def _is_metric(value):
    return isinstance(value, Metric)


def _is_layer(value):
    return isinstance(value, Layer) and not isinstance(value, Metric)


def _is_seed_generator(value):
    return isinstance(value, SeedGenerator)

