"""Loss scales of nested optimizers, and gradients that take a variable's place."""
import numpy as np
import pytest

import keras
from keras import ops, optimizers
from keras.src import backend

LR = 0.5
SGD = optimizers.SGD


def pair():
    """Two variables of ones; the second one takes its gradient as its value."""
    plain, overwritten = (keras.Variable(np.ones(2, "float32"), name=n) for n in ("plain", "overwritten"))
    overwritten.overwrite_with_gradient = True
    return [plain, overwritten]


def filled(*values):
    return [None if v is None else ops.full((2,), v) for v in values]


def first(variable):
    return float(backend.convert_to_numpy(variable)[0])


def multi(member, factor=None):
    return optimizers.MultiOptimizer(optimizers.OptimizerMap(member, {"unused": SGD()}), loss_scale_factor=factor)


# Optimizer, and what it divides gradients by: the factor by which `scale_loss` multiplies.
FACTORS = {
    "its own": (lambda: SGD(LR, loss_scale_factor=4.0), 4),
    "dynamic": (lambda: optimizers.LossScaleOptimizer(SGD(LR), initial_scale=8.0), 8),
    "dynamic, over another one": (
        lambda: optimizers.LossScaleOptimizer(SGD(LR, loss_scale_factor=4.0), initial_scale=8.0), 8,
    ),
    "of several": (lambda: multi(SGD(LR), factor=4.0), 4),
    "of several, over another one": (lambda: multi(SGD(LR, loss_scale_factor=2.0), factor=4.0), 4),
    "of a member": (lambda: multi(SGD(LR, loss_scale_factor=2.0)), 1),
    "dynamic, over several": (
        lambda: optimizers.LossScaleOptimizer(multi(SGD(LR), factor=4.0), initial_scale=8.0), 8,
    ),
}


@pytest.mark.parametrize("make,factor", FACTORS.values(), ids=FACTORS)
def test_gradients_are_divided_by_what_the_loss_was_multiplied_by(make, factor):
    optimizer, variables = make(), pair()
    optimizer.build(variables)
    assert float(optimizer.scale_loss(1.0)) == factor
    optimizer.apply(filled(1.0, 3.0), variables)
    assert first(variables[0]) == 1 - LR / factor
    assert first(variables[1]) == 3.0


@pytest.mark.parametrize("wrapped", [False, True])
def test_variables_are_overwritten_where_there_is_no_gradient_besides(wrapped):
    optimizer, variables = SGD(LR), pair()
    if wrapped:
        optimizer = optimizers.LossScaleOptimizer(optimizer)
        optimizer.build(variables)
    with pytest.warns(UserWarning, match="plain"):
        optimizer.apply(filled(None, 3.0), variables)
    assert [first(v) for v in variables] == [1.0, 3.0]


def test_the_latest_gradient_overwrites_at_the_end_of_a_round():
    optimizer, variables = SGD(LR, gradient_accumulation_steps=2), pair()
    seen = []
    for step in (1.0, 2.0, 3.0, 4.0):
        optimizer.apply(filled(0.0, step), variables)
        seen.append((first(variables[1]), first(optimizer.variables[-1])))
    assert optimizer.variables[-1].name == "overwritten_gradient_accumulator"
    assert seen == [(1.0, 1.0), (2.0, 0.0), (2.0, 3.0), (4.0, 0.0)]


@pytest.mark.filterwarnings("ignore:There are no gradients")
def test_a_round_ends_for_variables_without_a_gradient_too():
    optimizer, variables = SGD(LR, gradient_accumulation_steps=2), pair()
    variables[1].overwrite_with_gradient = False
    for grads in ((1.0, 1.0), (None, 1.0), (1.0, 1.0), (1.0, 1.0)):
        optimizer.apply(filled(*grads), variables)
    assert [first(v) for v in variables] == [1 - LR, 1 - 2 * LR]


@pytest.mark.parametrize("name,end", [("Nadam", "o/variable"), ("Adafactor", "o/overwritten")])
def test_variables_made_by_apply_have_paths_of_the_optimizer(name, end):
    optimizer = getattr(optimizers, name)(name="o")
    optimizer.apply(filled(1.0, 3.0), pair())
    assert all(v.path.startswith("o/") for v in optimizer.variables)
    assert optimizer.variables[-1].path == end


def test_arguments_of_the_inner_optimizer_are_refused_unless_they_say_nothing():
    optimizers.LossScaleOptimizer(SGD(), use_ema=False, ema_momentum=0.99, clipnorm=None)
    for argument, value in (("use_ema", True), ("ema_momentum", 0.5), ("clipnorm", 1.0)):
        with pytest.raises(ValueError, match=f"`{argument}`.*{value}"):
            optimizers.LossScaleOptimizer(SGD(), **{argument: value})
