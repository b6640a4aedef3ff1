"""What all optimizers share: order of the update, options, state, configs, bad input."""
import numpy as np
import pytest

import keras
from keras import ops, optimizers
from keras.src import backend

LR = 0.1
START = (np.array([[1.0, -2.0], [0.5, 3.0]], "float32"), np.array([0.25, -0.5], "float32"))
GRADS = [
    (np.array([[0.5, 1.0], [-1.0, 0.25]], "float32") * k, np.array([1.0, -3.0], "float32") * k)
    for k in (1.0, -0.5, 2.0, 0.25)
]


def variables():
    return [keras.Variable(v, name=name) for v, name in zip(START, ("kernel", "bias"))]


def tensors(grads):
    return [ops.convert_to_tensor(g) for g in grads]


def values(variables):
    return [np.array(backend.convert_to_numpy(v.value)) for v in variables]


def run(optimizer, steps=4):
    weights = variables()
    for grads in GRADS[:steps]:
        optimizer.apply(tensors(grads), weights)
    return weights


def gradient_descent(change, steps=4):
    """Plain gradient descent in NumPy; `change` maps (weights, gradients) to gradients."""
    w = [v.copy() for v in START]
    for grads in GRADS[:steps]:
        w = [a - LR * g for a, g in zip(w, change(w, grads))]
    return w


def by_norm(g, limit):
    return g * min(1.0, limit / np.linalg.norm(g))


def by_global_norm(grads, limit):
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    return [g * min(1.0, limit / norm) for g in grads]


CHANGES = {
    "plain": ({}, lambda w, g: g),
    "weight_decay": ({"weight_decay": 0.2}, lambda w, g: [a + 0.2 * v for a, v in zip(g, w)]),
    "clipnorm": ({"clipnorm": 0.5}, lambda w, g: [by_norm(a, 0.5) for a in g]),
    "clipvalue": ({"clipvalue": 0.3}, lambda w, g: [np.clip(a, -0.3, 0.3) for a in g]),
    "global_clipnorm": ({"global_clipnorm": 0.7}, lambda w, g: by_global_norm(g, 0.7)),
    "loss_scale_factor": ({"loss_scale_factor": 4.0}, lambda w, g: [a / 4 for a in g]),
}


@pytest.mark.parametrize("options,change", CHANGES.values(), ids=CHANGES)
def test_gradients_are_changed_in_order(options, change):
    weights = run(optimizers.SGD(LR, **options))
    for got, wanted in zip(values(weights), gradient_descent(change)):
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


def test_accumulated_gradients_are_averaged():
    optimizer = optimizers.SGD(LR, gradient_accumulation_steps=2)
    weights = run(optimizer)
    mean = [np.mean([g[i] for g in GRADS], axis=0) for i in range(2)]
    for got, start, g in zip(values(weights), START, mean):
        np.testing.assert_allclose(got, start - 2 * LR * g, rtol=1e-5)
    assert int(optimizer.iterations) == 2


def test_an_unfinished_round_changes_nothing():
    weights = run(optimizers.SGD(LR, gradient_accumulation_steps=3), steps=2)
    np.testing.assert_array_equal(values(weights)[0], START[0])


def test_moving_average():
    optimizer = optimizers.SGD(LR, use_ema=True, ema_momentum=0.5)
    weights = variables()
    average = None
    for grads in GRADS:
        optimizer.apply(tensors(grads), weights)
        now = values(weights)[0]
        average = now if average is None else 0.5 * average + 0.5 * now
    optimizer.finalize_variable_values(weights)
    np.testing.assert_allclose(values(weights)[0], average, rtol=1e-5)


def test_moving_average_overwrites_at_its_frequency():
    weights = run(optimizers.SGD(LR, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=2), 2)
    first = START[0] - LR * GRADS[0][0]
    second = first - LR * GRADS[1][0]
    np.testing.assert_allclose(values(weights)[0], 0.5 * (first + second), rtol=1e-5)


def test_schedule_and_callable_give_the_rate():
    schedule = optimizers.schedules.ExponentialDecay(LR, 1, 0.5)
    weights = run(optimizers.SGD(schedule), steps=2)
    wanted = START[0] - LR * GRADS[0][0] - LR / 2 * GRADS[1][0]
    np.testing.assert_allclose(values(weights)[0], wanted, rtol=1e-5)
    np.testing.assert_allclose(
        values(run(optimizers.SGD(lambda: LR), 1))[0], START[0] - LR * GRADS[0][0], rtol=1e-5
    )


def test_constraints_apply_last():
    weights = variables()
    weights[0].constraint = keras.constraints.NonNeg()
    optimizers.SGD(LR).apply(tensors(GRADS[0]), weights)
    np.testing.assert_allclose(
        values(weights)[0], np.maximum(START[0] - LR * GRADS[0][0], 0), rtol=1e-5
    )


def test_a_negative_rate_climbs_and_no_steps_accumulate_nothing():
    weights = variables()
    optimizers.SGD(-LR, gradient_accumulation_steps=0).apply(tensors(GRADS[0]), weights)
    for got, start, g in zip(values(weights), START, GRADS[0]):
        np.testing.assert_allclose(got, start + LR * g, rtol=1e-6)


def test_overwrite_with_gradient():
    weights = variables()
    weights[0].overwrite_with_gradient = True
    optimizers.Adam(LR, loss_scale_factor=2.0).apply(tensors(GRADS[0]), weights)
    np.testing.assert_array_equal(values(weights)[0], GRADS[0][0])


def test_overwriting_gradients_of_a_round_are_joined_by_their_maximum():
    weights = variables()
    weights[0].overwrite_with_gradient = True
    optimizer = optimizers.SGD(LR, gradient_accumulation_steps=2)
    optimizer.apply(tensors(GRADS[0]), weights)
    np.testing.assert_array_equal(values(weights)[0], START[0])
    optimizer.apply(tensors(GRADS[1]), weights)
    np.testing.assert_array_equal(values(weights)[0], np.maximum(np.maximum(GRADS[0][0], GRADS[1][0]), 0))


def test_exclude_from_weight_decay():
    weights = variables()
    optimizer = optimizers.SGD(LR, weight_decay=0.5)
    optimizer.exclude_from_weight_decay(var_list=[weights[0]], var_names=["^bias$"])
    optimizer.apply(tensors(GRADS[0]), weights)
    for got, start, g in zip(values(weights), START, GRADS[0]):
        np.testing.assert_allclose(got, start - LR * g, rtol=1e-5)


def test_missing_gradients_leave_their_variable():
    weights = variables()
    with pytest.warns(UserWarning, match="bias"):
        optimizers.SGD(LR).apply([ops.convert_to_tensor(GRADS[0][0]), None], weights)
    np.testing.assert_array_equal(values(weights)[1], START[1])
    with pytest.raises(ValueError, match="None"):
        optimizers.SGD(LR).apply([None, None], weights)


def test_as_many_gradients_as_variables():
    weights = variables()
    for grads in (tensors(GRADS[0])[:1], tensors([*GRADS[0], *GRADS[0]])):
        with pytest.raises(ValueError, match=f"one gradient for each.*{len(grads)} gradients"):
            optimizers.SGD(LR).apply(grads, weights)
    np.testing.assert_array_equal(values(weights)[0], START[0])


def test_places_of_variables():
    weights, optimizer = variables(), optimizers.SGD(LR)
    assert optimizer._trainable_variables_indices == {}
    optimizer.build(weights)
    assert list(optimizer._trainable_variables_indices.values()) == [0, 1]


STATE = {
    "adam": (optimizers.Adam, {}, ["kernel_momentum", "kernel_velocity", "bias_momentum", "bias_velocity"]),
    "averages first": (
        optimizers.SGD,
        {"use_ema": True, "momentum": 0.5},
        ["kernel_average", "bias_average", "kernel_momentum", "bias_momentum"],
    ),
    "accumulators first": (
        optimizers.SGD,
        {"gradient_accumulation_steps": 2},
        ["kernel_gradient_accumulator", "bias_gradient_accumulator"],
    ),
}


@pytest.mark.parametrize("cls,options,names", STATE.values(), ids=STATE)
def test_names_and_order_of_the_state(cls, options, names):
    optimizer = cls(LR, name="o", **options)
    optimizer.build(variables())
    assert [v.path for v in optimizer.variables] == [f"o/{n}" for n in ("iteration", "learning_rate", *names)]
    assert not any(v.trainable for v in optimizer.variables)


OPTIONS = {
    "plain": {},
    "all together": {
        "weight_decay": 0.1,
        "clipnorm": 0.5,
        "use_ema": True,
        "ema_overwrite_frequency": 2,
        "gradient_accumulation_steps": 2,
    },
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("cls", [optimizers.SGD, optimizers.Adam, optimizers.Nadam])
def test_stateless_apply_equals_apply(cls, options):
    wanted = run(cls(LR, **options))
    optimizer, weights = cls(LR, **options), variables()
    optimizer.build(weights)
    trained = [v.value for v in weights]
    state = [v.value for v in optimizer.variables]
    for grads in GRADS:
        trained, state = optimizer.stateless_apply(state, tensors(grads), trained)
    for got, want in zip(trained, values(wanted)):
        np.testing.assert_allclose(backend.convert_to_numpy(got), want, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(values(weights)[0], START[0])


def test_saved_state_continues():
    first, weights = optimizers.Adam(LR), variables()
    for grads in GRADS[:2]:
        first.apply(tensors(grads), weights)
    store = {}
    first.save_own_variables(store)
    assert list(store) == ["0", "1", "2", "3", "4", "5"]
    second, copies = optimizers.Adam(LR), [keras.Variable(v, name=w.name) for v, w in zip(values(weights), weights)]
    second.build(copies)
    second.load_own_variables({k: np.array(v) for k, v in store.items()})
    for grads in GRADS[2:]:
        first.apply(tensors(grads), weights)
        second.apply(tensors(grads), copies)
    np.testing.assert_allclose(values(copies)[0], values(weights)[0], rtol=1e-6)


def test_state_of_another_length_is_not_loaded():
    optimizer = optimizers.Adam()
    with pytest.warns(UserWarning, match="not built"):
        optimizer.load_own_variables({"0": 1})


def test_learning_rate_can_be_set():
    optimizer = optimizers.SGD(LR)
    optimizer.learning_rate = 0.5
    assert float(optimizer.learning_rate) == 0.5
    optimizer.learning_rate = optimizers.schedules.InverseTimeDecay(1.0, 1, 1.0)
    assert [v.name for v in optimizer.variables] == ["iteration"]
    with pytest.raises(TypeError, match="schedule"):
        optimizer.learning_rate = 0.1


class Custom(optimizers.Optimizer):
    def __init__(self, learning_rate=0.1, boost=2.0, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.boost = boost

    def build(self, variables):
        super().build(variables)
        self.sums = self.add_optimizer_variables(variables, "sum")

    def update_step(self, gradient, variable, learning_rate):
        total = self.sums[self._get_variable_index(variable)]
        self.assign_add(total, gradient)
        self.assign_sub(variable, ops.cast(learning_rate, variable.dtype) * total * self.boost)

    def get_config(self):
        return super().get_config() | {"boost": self.boost}


def test_an_optimizer_of_the_user():
    weights = run(Custom(LR), steps=2)
    wanted = START[0] - 2 * LR * (2 * GRADS[0][0] + GRADS[1][0])
    np.testing.assert_allclose(values(weights)[0], wanted, rtol=1e-5)
    assert Custom.from_config(Custom(boost=3.0).get_config()).boost == 3.0


class Doubled(optimizers.SGD):
    """An override of `update_step` in a subclass of a built-in optimizer is called."""

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(ops.multiply(2.0, gradient), variable, learning_rate)


def test_an_override_of_a_built_in_update():
    np.testing.assert_allclose(values(run(Doubled(LR), 1))[0], START[0] - 2 * LR * GRADS[0][0], rtol=1e-5)


BAD = [
    (lambda: optimizers.SGD(bogus=1), ValueError, "bogus"),
    (lambda: optimizers.SGD(learning_rate="text"), ValueError, "'text'"),
    (lambda: optimizers.SGD(learning_rate=None), ValueError, "None"),
    (lambda: optimizers.SGD(momentum=1.5), ValueError, "1.5"),
    (lambda: optimizers.SGD(clipnorm=1.0, clipvalue=1.0), ValueError, "clipvalue=1.0"),
    (lambda: optimizers.SGD(gradient_accumulation_steps=1), ValueError, "=1"),
    (lambda: optimizers.SGD(use_ema=True, ema_momentum=2.0), ValueError, "2.0"),
    (lambda: optimizers.AdamW(weight_decay=None), ValueError, "weight_decay"),
    (lambda: optimizers.Lion(beta_1=0.0), ValueError, "0.0"),
    (lambda: optimizers.Ftrl(learning_rate_power=0.5), ValueError, "0.5"),
    (lambda: optimizers.LossScaleOptimizer("sgd"), ValueError, "'sgd'"),
    (lambda: optimizers.LossScaleOptimizer(optimizers.SGD(), clipnorm=1.0), ValueError, "inner_optimizer"),
    (lambda: optimizers.OptimizerMap(None), TypeError, "None"),
    (lambda: optimizers.SGD().apply(tensors(GRADS[0])), ValueError, "build"),
    (lambda: optimizers.Optimizer(0.1).apply(tensors(GRADS[0]), variables()), NotImplementedError, "update_step"),
    (lambda: optimizers.Adam().stateless_apply([], [], []), ValueError, "build"),
    (lambda: optimizers.get("adamm"), ValueError, "'adam'"),
    (lambda: optimizers.get(3), ValueError, "3"),
    (lambda: optimizers.legacy.Adam(), ImportError, "legacy"),
]


@pytest.mark.parametrize("action,error,part", BAD)
def test_bad_input_names_the_argument_and_the_value(action, error, part):
    with pytest.raises(error, match=part):
        action()


def test_unknown_and_missing_variables():
    optimizer, weights = optimizers.SGD(), variables()
    optimizer.build(weights)
    with pytest.raises(ValueError, match="Unknown variable"):
        optimizer.apply(tensors(GRADS[0]), variables())
    with pytest.raises(ValueError, match="1 gradients"):
        optimizer.apply(tensors(GRADS[0][:1]))


def test_get():
    assert isinstance(optimizers.get("ADAM"), optimizers.Adam)
    assert optimizers.get(None) is None
    assert isinstance(optimizers.get(optimizers.SGD), optimizers.SGD)
    assert float(optimizers.get({"class_name": "SGD", "config": {"learning_rate": 0.5}}).learning_rate) == 0.5


def test_loss_scale_grows_and_shrinks():
    optimizer = optimizers.LossScaleOptimizer(optimizers.SGD(LR), initial_scale=8.0, dynamic_growth_steps=2)
    weights, scales = variables(), []
    optimizer.build(weights)
    broken = (np.full((2, 2), np.inf, "float32"), GRADS[0][1])
    for grads in (GRADS[0], broken, GRADS[1], GRADS[2]):
        scale = float(optimizer.scale_loss(1.0))
        scales.append(scale)
        optimizer.apply(tensors([g * scale for g in grads]), weights)
    assert scales == [8.0, 8.0, 4.0, 4.0]
    assert float(optimizer.scale_loss(1.0)) == 8.0
    wanted = gradient_descent(lambda w, g: g, steps=3)
    np.testing.assert_allclose(values(weights)[0], wanted[0], rtol=1e-5)
    assert int(optimizer.iterations) == 3


def test_loss_scale_is_saved_under_its_public_name():
    config = optimizers.serialize(optimizers.LossScaleOptimizer(optimizers.SGD(LR)))
    assert (config["module"], config["class_name"]) == ("keras.optimizers", "LossScaleOptimizer")
    assert type(optimizers.deserialize(config)) is optimizers.LossScaleOptimizer
    assert type(optimizers.deserialize(config | {"module": "keras.mixed_precision"})) is optimizers.LossScaleOptimizer


def test_multi_optimizer():
    members = optimizers.OptimizerMap(optimizers.SGD(LR), {"kern.*": optimizers.SGD(2 * LR)})
    assert "kernel" not in members and members["bias"] is members.default_optimizer
    weights = run(optimizers.MultiOptimizer(members), steps=1)
    np.testing.assert_allclose(values(weights)[0], START[0] - 2 * LR * GRADS[0][0], rtol=1e-5)
    np.testing.assert_allclose(values(weights)[1], START[1] - LR * GRADS[0][1], rtol=1e-5)
    with pytest.raises(AttributeError, match="optimizers"):
        optimizers.MultiOptimizer(members).learning_rate


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="Only tensorflow has gradients in slices.")
@pytest.mark.parametrize(
    "make, second_moment",
    [
        (lambda: optimizers.Adam(0.1), 0.001 * (3**2 + 4**2)),
        (lambda: optimizers.Adam(0.1, clipnorm=1.0), 0.001 * (0.6**2 + 0.8**2)),
        (lambda: optimizers.Adam(0.1, clipvalue=2.0), 0.001 * (2**2 + 2**2)),
        (lambda: optimizers.Adam(0.1, global_clipnorm=1.0), 0.001 * (3 / 5 - 4 / 5) ** 2),
        (lambda: optimizers.Adam(0.1, loss_scale_factor=2.0), 0.001 * (1.5**2 + 2**2)),
    ],
    ids=["plain", "clipnorm", "clipvalue", "global_clipnorm", "loss_scale"],
)
def test_slices_of_one_row_are_squared_one_by_one(make, second_moment):
    import tensorflow as tf

    variable = backend.Variable(np.zeros((3, 1), "float32"))
    optimizer = make()
    optimizer.build([variable])
    gradient = tf.IndexedSlices(tf.constant([[3.0], [-4.0]]), tf.constant([1, 1]), tf.constant([3, 1]))
    optimizer.apply([gradient], [variable])
    slot = backend.convert_to_numpy(optimizer.variables[-1])
    np.testing.assert_allclose(slot[:, 0], [0, second_moment, 0], rtol=1e-5)


@pytest.mark.skipif(backend.backend() != "torch", reason="groups are those of torch's functions over lists")
def test_elementwise_formulas_run_over_groups():
    names = ["Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Lion", "RMSprop", "SGD", "ScheduleFreeAdamW"]
    assert [name for name in names if not getattr(keras.optimizers, name)()._can_group()] == []

    class Own(keras.optimizers.SGD):
        def update_step(self, gradient, variable, learning_rate):
            variable.assign(gradient)

    assert not Own()._can_group()
