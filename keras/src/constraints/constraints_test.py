"""Constraints: values, configs, bad input."""
import numpy as np
import pytest

from keras import constraints, ops
from keras.src import backend

X = np.array([[1.0, -2.0, 0.1], [3.0, 0.5, -0.2]], "float32")


def norms(axis):
    return np.sqrt((X**2).sum(axis, keepdims=True))


C = constraints
CASES = [
    (lambda: C.NonNeg(), np.maximum(X, 0)),
    (lambda: C.UnitNorm(), X / norms(0)),
    (lambda: C.UnitNorm(axis=[0, 1]), X / norms((0, 1))),
    (lambda: C.MaxNorm(1.0), X * np.minimum(1.0, 1.0 / norms(0))),
    (lambda: C.MaxNorm(2, axis=1), X * np.minimum(1.0, 2.0 / norms(1))),
    (lambda: C.MinMaxNorm(0.5, 1.0), X * np.clip(norms(0), 0.5, 1.0) / norms(0)),
    (
        lambda: C.MinMaxNorm(0.5, 1.0, rate=0.5, axis=1),
        X * (0.5 * np.clip(norms(1), 0.5, 1.0) + 0.5 * norms(1)) / norms(1),
    ),
    (lambda: C.Constraint(), X),
]


@pytest.mark.parametrize("make,wanted", CASES)
def test_value_and_round_trip(make, wanted):
    first = make()
    second = C.deserialize(C.serialize(first))
    assert second.get_config() == first.get_config()
    for constraint in (first, second):
        got = constraint(ops.convert_to_tensor(X))
        assert backend.standardize_dtype(got.dtype) == "float32"
        np.testing.assert_allclose(backend.convert_to_numpy(got), wanted, rtol=1e-4, atol=1e-6)


def test_get():
    assert isinstance(C.get("non_neg"), C.NonNeg) and isinstance(C.get("MaxNorm"), C.MaxNorm)
    assert C.get(None) is None
    with pytest.raises(ValueError, match="'max_norm'"):
        C.get("maxnorm")
    with pytest.raises(ValueError, match="3"):
        C.get(3)
