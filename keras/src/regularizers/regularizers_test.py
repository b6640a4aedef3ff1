"""Regularizers: values, configs, bad input."""
import numpy as np
import pytest

from keras import ops, regularizers
from keras.src.regularizers.regularizers import validate_float_arg

X = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]], "float32")


def orthogonality(x):
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    g = np.abs(x @ x.T)
    n = len(x)
    return (g.sum() - np.trace(g)) / (n * (n - 1))


G = regularizers
CASES = [
    (lambda: G.L1(0.5), 0.5 * np.abs(X).sum()),
    (lambda: G.L2(0.5), 0.5 * (X**2).sum()),
    (lambda: G.L1L2(0.5, 0.25), 0.5 * np.abs(X).sum() + 0.25 * (X**2).sum()),
    (lambda: G.L1L2(), 0.0),
    (lambda: G.L1L2(None, 0.25), 0.25 * (X**2).sum()),
    (lambda: G.OrthogonalRegularizer(0.5), 0.5 * orthogonality(X)),
    (lambda: G.OrthogonalRegularizer(0.5, mode="columns"), 0.5 * orthogonality(X.T)),
]


@pytest.mark.parametrize("make,wanted", CASES)
def test_value_and_round_trip(make, wanted):
    first = make()
    second = G.deserialize(G.serialize(first))
    assert second.get_config() == first.get_config()
    for regularizer in (first, second):
        assert float(regularizer(ops.convert_to_tensor(X))) == pytest.approx(wanted, rel=1e-4)


def test_get():
    assert G.get("l2").get_config() == {"l2": 0.01} and isinstance(G.get("L1L2"), G.L1L2)
    assert G.get(None) is None and G.get(len) is len and isinstance(G.get(G.L1), G.L1)


BAD = [
    (lambda: G.L1("a"), "l1='a'"),
    (lambda: G.L2(-1), "l2=-1"),
    (lambda: G.L1L2(l2=float("nan")), "l2=nan"),
    (lambda: G.OrthogonalRegularizer(mode="x"), "mode='x'"),
    (lambda: G.OrthogonalRegularizer()(np.ones(3, "float32")), r"\(3,\)"),
    (lambda: validate_float_arg(float("inf"), "x"), "x=inf"),
    (lambda: G.get("l3"), "'l1'|'l2'"),
]


@pytest.mark.parametrize("action,part", BAD)
def test_bad_input(action, part):
    with pytest.raises(ValueError, match=part):
        action()
