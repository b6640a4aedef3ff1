"""Layers and variables that are Flax NNX modules and variables as well, with `KERAS_NNX_ENABLED`.

NNX takes objects apart (`split`), makes new ones of the parts (`merge`), and does both around whatever it transforms. A
new layer has new variables and new layers inside. What else a layer keeps, as the plan of a functional model, still
knows the layer that it was copied from, its origin. So a copy is called by way of its origin, in a scope in which the
origin's variables have the copy's values; what the call assigns goes to the copy's variables.
"""
import functools

from flax import nnx

from keras.src.backend.common.layer_hooks import LayerHooks
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.backend.common.variables import Variable
from keras.src.backend.jax.core import JaxVariable

_STORES = ("_layers", "_trainable_variables", "_non_trainable_variables")
_ORIGIN = "_nnx_origin"
_STATES = "_nnx_states"  # variables of seed generators and metrics, which are no modules


class Origin:
    """What a copy was made from; the same for copies of copies. Equal to itself only, as jit asks of it."""

    def __init__(self, of):
        self.of = of


class NnxVariable(JaxVariable, nnx.Variable):
    """A variable of the jax backend that is an `nnx.Variable`: its attributes are the metadata."""

    def __init__(self, initializer, shape=None, dtype=None, trainable=True, autocast=True, aggregation="none",
                 synchronization="auto", name=None, layout=None, **nnx_metadata):
        nnx.Variable.__init__(self, None, hijax=False, ref=False, **nnx_metadata)
        setattr(self, _ORIGIN, Origin(self))
        super().__init__(
            initializer, shape=shape, dtype=dtype, trainable=trainable, autocast=autocast, aggregation=aggregation,
            synchronization=synchronization, name=name, layout=layout,
        )

    @property
    def _value(self):
        return self._raw_value

    @_value.setter
    def _value(self, value):
        object.__setattr__(self, "_raw_value", value)

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name in self.__dict__:
            self._var_metadata[name] = value
        elif name == "_var_metadata":
            self._take_metadata()

    def _take_metadata(self):
        self.__dict__.update((name, value) for name, value in self._var_metadata.items() if name[0] == "_")

    @classmethod
    def _new(cls, value, metadata):
        variable = super()._new(value, metadata)
        variable._take_metadata()
        return variable

    __eq__ = JaxVariable.__eq__
    __hash__ = JaxVariable.__hash__


class NnxState(NnxVariable):
    """The state of a seed generator or metric: no `keras.Variable`, by which one tells NNX what has gradients."""


class NnxLayer(LayerHooks, nnx.Module, pytree=False):
    """A layer that is an `nnx.Module`."""

    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__
    __getstate__ = object.__getstate__
    __deepcopy__ = None  # as without NNX

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(pytree=False, **kwargs)

    def _graph_node_flatten(self):
        attributes = self.__dict__
        if _ORIGIN not in attributes:
            attributes[_ORIGIN] = Origin(self)
        found = {name: x for name, x in attributes.items() if isinstance(x, (Variable, NnxLayer))}
        found |= {name: list(attributes[name]) for name in _STORES}
        found[_STATES] = attributes[_STATES] if _STATES in attributes else _states(self)
        items = [(name, nnx.graphlib.DataElem(found[name])) for name in sorted(found)]
        return [*items, (_ORIGIN, nnx.graphlib.StaticElem(attributes[_ORIGIN]))], type(self)

    def _graph_node_clear(self):
        """Nothing: what follows changes a layer's variables in place."""

    def _graph_node_init(self, attributes):
        own = dict(attributes)
        origin = own[_ORIGIN].of
        if origin is self:
            return
        self.__dict__.update(origin.__dict__, **own)
        for name in ("_known_signatures", "_settled", "_short_way"):  # which would pass `_call_in_full` by
            self.__dict__.pop(name, None)
        self.__dict__["_pytree__state"] = nnx.pytreelib.PytreeState()  # of the current trace
        self.__dict__["_call_in_full"] = functools.partial(_call_by_origin, self)


def _states(layer):
    """Variables of the layer's own seed generators and metrics."""
    found = [generator.state for generator in layer._seed_generators]
    found += [variable for metric in layer._metrics for variable in metric.variables]
    for variable in found:
        object.__setattr__(variable, "__class__", NnxState)
    return found


def _variables(layer, found):
    """Collects the variables of a copy and of the layers in it, by their origins."""
    attributes = layer.__dict__
    direct = [x for x in attributes.values() if isinstance(x, Variable)]
    for variable in (*direct, *attributes[_STORES[1]], *attributes[_STORES[2]], *attributes[_STATES]):
        found[id(variable)] = variable
    for inner in attributes[_STORES[0]]:
        _variables(inner, found)
    return found.values()


def _call_by_origin(layer, args, kwargs):
    variables = list(_variables(layer, {}))
    origins = [getattr(variable, _ORIGIN).of for variable in variables]
    given = [variable.value for variable in variables]
    with StatelessScope(state_mapping=list(zip(origins, given))) as scope:
        outputs = getattr(layer, _ORIGIN).of(*args, **kwargs)
    for variable, origin, before in zip(variables, origins, given):
        after = scope.get_current_value(origin)
        if after is not before:
            variable.assign(after)
    return outputs
