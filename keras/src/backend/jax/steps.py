"""Steps on the jax backend, as pure functions of the state: how those of models become what a runner calls."""
import inspect
import weakref

import jax
from jax import lax

from keras.src import backend
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.optimizers.base_optimizer import BaseOptimizer
from keras.src.trainers import filling
from keras.src.trainers import runner as base_runner


def scope_over(variables, values):
    """A StatelessScope over lists of variables and of their values."""
    pairs = [pair for group, held in zip(variables, values) for pair in zip(group, held)]
    return StatelessScope(state_mapping=pairs, collect_losses=True)


def values_after(scope, variables, values):
    """The values after a scope, list by list."""
    return tuple(
        [new if (new := scope.get_current_value(v)) is not None else old for v, old in zip(group, held)]
        for group, held in zip(variables, values)
    )


def counting(step, model):
    """A step that also takes a `Filled` batch: the model then knows which samples count."""
    reference = weakref.ref(model)

    def counted(*args):
        *state, data = args
        if type(data) is not filling.Filled:
            return step(*args)
        size, attributes = jax.tree.leaves(data.data)[0].shape[0], reference().__dict__
        attributes["_counted"] = filling.Counted(size, data.count)
        try:
            return step(*state, data.data)
        finally:
            attributes["_counted"] = None

    return counted


def in_parts(step):
    """A step over `(kept, donated, metrics, data)`, whose new state lacks what is kept."""

    def one(kept, donated, metrics, data):
        logs, state = step((*kept, *donated, *metrics), data)
        return logs, tuple(state[len(kept) :])

    return one


def scanned(one):
    """A step over stacked batches, compiled once whatever their number."""

    def many(kept, donated, metrics, stacked):
        def body(state, data):
            logs, new = one(kept, state[: len(donated)], state[len(donated) :], data)
            return jax.tree.map(lambda n, o: n.astype(o.dtype), new, state), logs

        state = jax.tree.map(backend.convert_to_tensor, (*donated, *metrics))
        state, logs = lax.scan(body, state, stacked)
        return jax.tree.map(lambda values: values[-1], logs), state

    return many


def as_pure(model, kind, runner):
    """The model's step as `(state, data) -> (result, state)`, whichever way it is written."""
    method = base_runner.weakly_bound(model, f"{kind}_step")
    if not base_runner.is_overridden(model, f"{kind}_step"):
        return method
    label = f"{type(model).__name__}.{kind}_step"
    if not is_stateful(model, getattr(model, f"{kind}_step"), kind):
        return method if model.run_eagerly or not model.jit_compile else _watched(method, label)

    reference = weakref.ref(runner)

    def step(state, data):
        groups = reference().groups
        with scope_over(groups, state) as scope:
            result = method(data)
        _refuse_others(scope, groups, label)
        return result, values_after(scope, groups, state)

    return step


def _watched(method, label):
    """A user's pure step that must not assign to variables besides."""

    def step(state, data):
        with StatelessScope() as scope:
            result = method(state, data)
        _refuse_others(scope, (), label)
        return result

    return step


def _refuse_others(scope, groups, label):
    """Raises ValueError if a step assigned to variables that are no part of the state: their values would be lost."""
    known = {id(variable) for group in groups for variable in group}
    lost = [variable.path for key, (variable, _) in scope.state_mapping.items() if key not in known]
    if lost:
        raise ValueError(
            f"`{label}` assigns to variables that the jax backend does not keep between "
            f"steps: {', '.join(lost)}. Make their layer, metric or optimizer an attribute of the model (metrics: or "
            "an item of its `metrics`); a step `(self, state, data)` must pass them through `state`."
        )


def is_stateful(model, method, kind):
    """Whether a user's step takes the data only, as on the other backends."""
    if not base_runner.is_overridden(model, f"{kind}_step"):
        return False
    parameters = inspect.signature(method).parameters.values()
    return len(parameters) == 1 and not any(p.kind is p.VAR_POSITIONAL for p in parameters)


def optimizer_variables(model):
    """The variables of the model's optimizer and of others that are its attributes, each once."""
    found = [model.optimizer, *[value for value in vars(model).values() if isinstance(value, BaseOptimizer)]]
    return list({id(v): v for optimizer in found if optimizer is not None for v in optimizer.variables}.values())
