"""Activation functions against NumPy and SciPy, names, configs."""
import math

import numpy as np
import pytest

import keras
from keras import activations, ops
from keras.src import backend
from keras.src.activations import ALL_OBJECTS_DICT

X = np.array([[-7.0, -3.0, -1.0, -0.25], [0.0, 0.25, 1.0, 7.0]])
erf = np.vectorize(math.erf)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x, axis):
    return np.exp(x) / np.exp(x).sum(axis, keepdims=True)


def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))


def sparsemax(x):
    """By its definition as a projection: bisection on the threshold."""
    low, high = x.min(-1, keepdims=True) - 1, x.max(-1, keepdims=True)
    for _ in range(60):
        middle = (low + high) / 2
        over = np.maximum(x - middle, 0).sum(-1, keepdims=True) > 1
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    return np.maximum(x - low, 0)


A = activations
CASES = [
    (A.relu, {}, lambda x: np.maximum(x, 0)),
    (A.relu, {"negative_slope": 0.5}, lambda x: np.where(x > 0, x, 0.5 * x)),
    (A.relu, {"max_value": 2.0}, lambda x: np.clip(x, 0, 2)),
    (A.relu, {"max_value": 6}, lambda x: np.clip(x, 0, 6)),
    (A.relu, {"threshold": 0.5}, lambda x: np.where(x > 0.5, x, 0)),
    (
        A.relu,
        {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5},
        lambda x: np.where(x > 0.5, np.minimum(x, 2), 0.1 * (x - 0.5)),
    ),
    (A.relu6, {}, lambda x: np.clip(x, 0, 6)),
    (A.leaky_relu, {"negative_slope": 0.3}, lambda x: np.where(x > 0, x, 0.3 * x)),
    (A.elu, {"alpha": 0.5}, lambda x: elu(x, 0.5)),
    (A.selu, {}, lambda x: 1.05070098 * elu(x, 1.67326324)),
    (A.celu, {"alpha": 2.0}, lambda x: np.maximum(x, 0) + np.minimum(0, 2 * np.expm1(x / 2))),
    (A.gelu, {}, lambda x: x * 0.5 * (1 + erf(x / math.sqrt(2)))),
    (
        A.gelu,
        {"approximate": True},
        lambda x: 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    ),
    (A.glu, {}, lambda x: x[:, :2] * sigmoid(x[:, 2:])),
    (A.silu, {}, lambda x: x * sigmoid(x)),
    (A.hard_silu, {}, lambda x: x * np.clip(x / 6 + 0.5, 0, 1)),
    (A.mish, {}, lambda x: x * np.tanh(np.log1p(np.exp(x)))),
    (A.sigmoid, {}, sigmoid),
    (A.hard_sigmoid, {}, lambda x: np.clip(x / 6 + 0.5, 0, 1)),
    (A.log_sigmoid, {}, lambda x: np.log(sigmoid(x))),
    (A.sparse_sigmoid, {}, lambda x: np.clip((x + 1) / 2, 0, 1)),
    (A.tanh, {}, np.tanh),
    (A.hard_tanh, {}, lambda x: np.clip(x, -1, 1)),
    (A.tanh_shrink, {}, lambda x: x - np.tanh(x)),
    (A.hard_shrink, {}, lambda x: np.where(np.abs(x) > 0.5, x, 0)),
    (A.soft_shrink, {}, lambda x: np.sign(x) * np.maximum(np.abs(x) - 0.5, 0)),
    (A.softplus, {}, lambda x: np.log1p(np.exp(x))),
    (A.softsign, {}, lambda x: x / (1 + np.abs(x))),
    (A.sparse_plus, {}, lambda x: np.where(x <= -1, 0, np.where(x < 1, (x + 1) ** 2 / 4, x))),
    (A.squareplus, {"b": 1}, lambda x: (x + np.sqrt(x**2 + 1)) / 2),
    (A.threshold, {"threshold": 0.5, "default_value": -1.0}, lambda x: np.where(x > 0.5, x, -1)),
    (A.exponential, {}, np.exp),
    (A.linear, {}, lambda x: x),
    (A.softmax, {}, lambda x: softmax(x, -1)),
    (A.softmax, {"axis": 0}, lambda x: softmax(x, 0)),
    (A.log_softmax, {}, lambda x: np.log(softmax(x, -1))),
    (A.sparsemax, {}, sparsemax),
]


@pytest.mark.parametrize("function,options,formula", CASES)
def test_value(function, options, formula):
    got = function(ops.convert_to_tensor(X.astype("float32")), **options)
    np.testing.assert_allclose(backend.convert_to_numpy(got), formula(X), rtol=1e-3, atol=1e-5)
    assert backend.standardize_dtype(got.dtype) == "float32"


@pytest.mark.parametrize("function,options,formula", CASES)
def test_symbolic(function, options, formula):
    spec = function(keras.KerasTensor((2, 4)), **options)
    assert spec.shape == formula(X).shape and spec.dtype == "float32"


def test_every_activation_has_a_row_and_a_name():
    assert {f for f, _, _ in CASES} == set(ALL_OBJECTS_DICT.values())
    for name, function in ALL_OBJECTS_DICT.items():
        assert activations.get(name) is function
        assert activations.deserialize(activations.serialize(function)) is function


def test_get():
    assert activations.get(None) is activations.linear and activations.get(len) is len
    with pytest.raises(ValueError, match="'relu6'|'relu'"):
        activations.get("rel")
    with pytest.raises(ValueError, match="3"):
        activations.get(3)


@pytest.mark.parametrize("name", ["sigmoid", "silu", "softmax", "log_softmax"])
def test_float16_is_near_the_exact_value(name):
    x = np.linspace(-20, 20, 9).astype("float16")
    exact = np.array(getattr(A, name)(keras.ops.convert_to_tensor(x, "float32")))
    with np.errstate(all="raise", under="ignore"):
        got = getattr(A, name)(keras.ops.convert_to_tensor(x))
    np.testing.assert_allclose(np.array(got), exact.astype("float16"), rtol=2e-3, atol=2e-4)


@pytest.mark.skipif(backend.backend() in ("jax", "numpy"), reason="tensors have 32 bits")
def test_sparsemax_and_normalize_keep_64_bits():
    x = keras.ops.convert_to_tensor(np.array([[0.1, 0.2, 0.3]]), "float64")
    for got, wanted in ((A.sparsemax(x), [[7 / 30, 1 / 3, 13 / 30]]), (keras.ops.normalize(x), np.array([[1, 2, 3]]) / 14**0.5)):
        assert backend.standardize_dtype(got.dtype) == "float64"
        np.testing.assert_allclose(backend.convert_to_numpy(got), wanted, rtol=1e-12)
