"""Schedules against their formulas, configs, bad input."""
import math

import numpy as np
import pytest

from keras import ops
from keras.optimizers import schedules


def cosine(p):
    return 0.5 * (1 + math.cos(math.pi * min(p, 1.0)))


S = schedules
CASES = [  # schedule, {step: rate}
    (lambda: S.ExponentialDecay(0.1, 4, 0.5), {0: 0.1, 2: 0.1 * 0.5**0.5, 4: 0.05, 8: 0.025}),
    (lambda: S.ExponentialDecay(0.1, 4, 0.5, staircase=True), {3: 0.1, 4: 0.05, 7: 0.05}),
    (lambda: S.InverseTimeDecay(0.1, 4, 0.5), {0: 0.1, 4: 0.1 / 1.5, 6: 0.1 / 1.75}),
    (lambda: S.InverseTimeDecay(0.1, 4, 0.5, staircase=True), {6: 0.1 / 1.5}),
    (lambda: S.PiecewiseConstantDecay([3, 7], [0.3, 0.2, 0.1]), {0: 0.3, 3: 0.3, 4: 0.2, 7: 0.2, 8: 0.1}),
    (lambda: S.PolynomialDecay(0.1, 10), {0: 0.1, 5: 0.05005, 10: 1e-4, 20: 1e-4}),
    (lambda: S.PolynomialDecay(0.1, 10, 0.0, power=2.0), {5: 0.025}),
    (lambda: S.PolynomialDecay(0.1, 4, 0.0, cycle=True), {2: 0.05, 6: 0.025, 8: 0.0}),
    (lambda: S.CosineDecay(0.1, 10), {0: 0.1, 3: 0.1 * cosine(0.3), 10: 0.0, 15: 0.0}),
    (lambda: S.CosineDecay(0.1, 10, alpha=0.2), {5: 0.06, 10: 0.02}),
    (
        lambda: S.CosineDecay(0.0, 10, warmup_target=0.1, warmup_steps=5),
        {0: 0.0, 2: 0.04, 5: 0.1, 10: 0.05, 15: 0.0},
    ),
    (lambda: S.CosineDecayRestarts(0.1, 4), {0: 0.1, 2: 0.05, 4: 0.1, 8: 0.05, 12: 0.1}),
    (lambda: S.CosineDecayRestarts(0.1, 4, t_mul=1.0, m_mul=0.5), {4: 0.05, 6: 0.025, 8: 0.025}),
]


@pytest.mark.parametrize("make,rates", CASES)
def test_rates(make, rates):
    schedule = make()
    for step, rate in rates.items():
        for given in (step, ops.convert_to_tensor(step, "int32"), ops.convert_to_tensor(step, "float32")):
            got = float(np.asarray(ops.convert_to_numpy(schedule(given))))
            assert got == pytest.approx(rate, rel=1e-4, abs=1e-6), step


@pytest.mark.parametrize("make,rates", CASES)
def test_config_round_trip(make, rates):
    first = make()
    second = schedules.deserialize(schedules.serialize(first))
    assert type(second) is type(first) and second.get_config() == first.get_config()


@pytest.mark.parametrize(
    "make,part",
    [
        (lambda: S.CosineDecay(0.1, 0), "decay_steps=0"),
        (lambda: S.ExponentialDecay(0.1, -1, 0.5), "decay_steps=-1"),
        (lambda: S.PolynomialDecay(0.1, 0), "decay_steps=0"),
        (lambda: S.CosineDecayRestarts(0.1, 0), "first_decay_steps=0"),
        (lambda: S.PiecewiseConstantDecay([3, 7], [0.3, 0.2]), "values"),
    ],
)
def test_bad_input(make, part):
    with pytest.raises(ValueError, match=part):
        make()


def test_the_base_class_is_abstract():
    with pytest.raises(NotImplementedError, match="__call__"):
        schedules.LearningRateSchedule()(1)


def test_every_schedule_has_a_row():
    public = {v for v in (getattr(S, n) for n in S.__all__) if isinstance(v, type)}
    assert public - {S.LearningRateSchedule} == {type(make()) for make, _ in CASES}
