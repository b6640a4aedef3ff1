"""Rematerialization: activations are computed again in the backward pass instead of being kept."""
import collections
import copy

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.backend.common import masking
from keras.src.backend.common.global_state import get_global_attribute, state
from keras.src.backend.common.late import LateModule
from keras.src.backend.common.stateless_scope import StatelessScope

_backend = LateModule("keras.src.backend")
_variables = LateModule("keras.src.backend.common.variables")
_MODES = ("full", "activations", "larger_than", "list_of_layers", None)


@keras_export("keras.RematScope")
class RematScope:
    """Layers that are built inside it trade computation for memory.

    Reference: [Chen et al., 2016](https://arxiv.org/abs/1604.06174).

    Args:
        mode: `"full"`: every layer; `"activations"`: only activation functions; `"larger_than"`: layers whose
            output has more than `output_size_threshold` elements; `"list_of_layers"`: the layers of
            `layer_names`; `None`: no layer, inside a scope that says otherwise.
        output_size_threshold: Integer, for `mode="larger_than"`.
        layer_names: List of strings, for `mode="list_of_layers"`.

    Raises:
        ValueError: If `mode` is unknown.

    Example:

    >>> with keras.RematScope(mode="full"):
    ...     layer = keras.layers.Dense(4)
    """

    def __init__(self, mode="full", output_size_threshold=1024, layer_names=None):
        if mode not in _MODES:
            raise ValueError(
                f"Argument `mode` of RematScope must be one of {', '.join(map(repr, _MODES))}. "
                f"Received: mode={mode!r}"
            )
        self.mode = mode
        self.output_size_threshold = output_size_threshold
        self.layer_names = layer_names or []

    def __enter__(self):
        self._outer = state.remat_scope
        state.remat_scope = self
        return self

    def __exit__(self, *args):
        state.remat_scope = self._outer


# What a layer remembers of the RematScope that it was made in.
RematMode = collections.namedtuple("RematMode", "mode output_size_threshold layer_names")


def get_current_remat_mode():
    """The RematMode of the innermost RematScope, or None outside of any."""
    scope = state.remat_scope
    if scope is None:
        return None
    return RematMode(scope.mode, scope.output_size_threshold, scope.layer_names)


@keras_export("keras.remat")
def remat(f):
    """Wraps a function so that gradients compute its intermediate results again instead of keeping them.

    Args:
        f: Function of tensors.

    Returns:
        A function with the same results.

    Example:

    >>> f = keras.remat(lambda x: keras.ops.sin(keras.ops.exp(x)))
    >>> round(float(f(keras.ops.ones(()))), 3)
    0.411
    """
    return _backend.core.remat(f)


class _Run:
    """One call of a function with state, as a pure function of tensors that may run twice.

    The first run notes which variables it assigns and which losses it adds, and gives these out as further results;
    `finish` carries them out. A second run, for gradients, begins with the state that the first one began with.
    """

    def __init__(self, f, args, kwargs):
        self.f = f
        self.structure = (args, kwargs)
        self.leaves = tree.flatten(self.structure)
        self.places = _places_of_tensors(self.leaves)
        self.tensors = [self.leaves[i] for i in self.places]
        outer = state.stateless_scope
        self.former = {} if outer is None else dict(outer.state_mapping)
        self.collects = outer is None or outer.collect_losses
        self.thread_state = None  # once it has run

    def __call__(self, *tensors):
        if self.thread_state is None:
            self.thread_state = _frozen(state)
            outputs, scope = self._run(tensors)
            updates = self._note(outputs, scope)
        else:
            here = dict(vars(state))
            vars(state).update(_frozen(self.thread_state))
            try:
                outputs, scope = self._run(tensors)
            finally:
                vars(state).update(here)
            updates = self._updates(scope)
        outputs = tree.flatten(outputs)
        outputs = [outputs[i] for i in self.output_places]
        masks = [mask for mask in map(masking.get_keras_mask, outputs) if mask is not None]
        return [*outputs, *masks, *scope.losses, *(value for _, value in updates)]

    def _run(self, tensors):
        leaves = list(self.leaves)
        for place, tensor in zip(self.places, tensors):
            masking.set_keras_mask(tensor, masking.get_keras_mask(leaves[place]))
            leaves[place] = tensor
        args, kwargs = tree.pack_sequence_as(self.structure, leaves)
        scope = StatelessScope(collect_losses=self.collects, initialize_variables=False)
        scope.clears_losses = state.stateless_scope is None
        scope.state_mapping = dict(self.former)
        waiting = get_global_attribute("uninitialized_variables")
        with scope:
            outputs = self.f(*args, **kwargs)
            self.made_variables = get_global_attribute("uninitialized_variables") is not waiting
        return outputs, scope

    def _note(self, outputs, scope):
        """Keeps what a second run and `finish` need to know of the first; returns its updates."""
        updates = self._updates(scope)
        self.updated = [variable for variable, _ in updates]
        self.former = {id(v): (v, _backend.numpy.copy(v._value)) for v in self.updated} | self.former
        self.outputs, self.flat_outputs = outputs, tree.flatten(outputs)
        self.output_places = _places_of_tensors(self.flat_outputs)
        self.masked = [masking.get_keras_mask(self.flat_outputs[i]) is not None for i in self.output_places]
        self.loss_owners = list(scope.loss_owners)
        return updates

    def _updates(self, scope):
        return [
            (variable, value)
            for key, (variable, value) in scope.state_mapping.items()
            if key not in self.former or self.former[key][1] is not value
        ]

    def finish(self, results):
        """Carries out what the run did to variables, losses and masks; returns its outputs."""
        results = iter(results)
        flat = list(self.flat_outputs)
        for place in self.output_places:
            flat[place] = next(results)
        for place, masked in zip(self.output_places, self.masked):
            if masked:
                masking.set_keras_mask(flat[place], next(results))
        for owner in self.loss_owners:
            (owner or state.stateless_scope).add_loss(next(results))
        for variable in self.updated:
            variable.assign(next(results))
        return tree.pack_sequence_as(self.outputs, flat)


def _places_of_tensors(leaves):
    return [i for i, leaf in enumerate(leaves) if _backend.is_tensor(leaf)]


def _frozen(thread_state):
    """The open scopes of a thread, the arguments of the running call included."""
    found = dict(thread_state if isinstance(thread_state, dict) else vars(thread_state))
    return found | {"call_context": copy.copy(found["call_context"])}


def rematerialized(f, checkpoint):
    """`f` whose intermediate results are computed again for gradients, while its effects on variables happen once.

    Args:
        f: Function of tensors and other values.
        checkpoint: Function `(pure, tensors) -> results`: the framework's own, for pure functions of tensors.

    Returns:
        A function with the same results.
    """

    def call(*args, **kwargs):
        if state.symbolic_scope is not None:  # only shapes are wanted
            return f(*args, **kwargs)
        run = _Run(f, args, kwargs)
        results = checkpoint(run, run.tensors)
        if run.made_variables:
            if state.stateless_scope is None:
                _variables.initialize_all_variables()
            run = _Run(f, args, kwargs)
            results = checkpoint(run, run.tensors)
        return run.finish(results)

    return call
