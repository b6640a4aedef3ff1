"""KerasTensor: shape, dtype, operators, and what it refuses."""
import numpy as np
import pytest

import keras
from keras.src.backend.common.keras_tensor import any_symbolic_tensors

X = lambda *shape: keras.KerasTensor(shape)


def test_description():
    x = keras.KerasTensor((None, 3), dtype="int8", name="x")
    assert (x.shape, x.dtype, x.ndim, x.name) == ((None, 3), "int8", 2, "x")
    assert "shape=(None, 3)" in repr(x)
    for attribute in ("shape", "dtype", "sparse", "ragged"):
        with pytest.raises(AttributeError, match=attribute):
            setattr(x, attribute, None)


OPERATORS = {
    "x + 1": ((2, 3), "float32"),
    "1 - x": ((2, 3), "float32"),
    "x * x": ((2, 3), "float32"),
    "x / 2": ((2, 3), "float32"),
    "x // 2": ((2, 3), "float32"),
    "x % 2": ((2, 3), "float32"),
    "x ** 2": ((2, 3), "float32"),
    "-x": ((2, 3), "float32"),
    "abs(x)": ((2, 3), "float32"),
    "x @ y": ((2, 4), "float32"),
    "x > 0": ((2, 3), "bool"),
    "x == x": ((2, 3), "bool"),
    "(x > 0) & (x < 1)": ((2, 3), "bool"),
    "~(x > 0)": ((2, 3), "bool"),
    "x[0]": ((3,), "float32"),
    "x[:, None, 1:]": ((2, 1, 2), "float32"),
    "x[..., -1]": ((2,), "float32"),
    "x.reshape((3, 2))": ((3, 2), "float32"),
    "round(x, 1)": ((2, 3), "float32"),
}


@pytest.mark.parametrize("expression", OPERATORS)
def test_operators(expression):
    found = eval(expression, {"x": X(2, 3), "y": X(3, 4)})
    assert (found.shape, found.dtype) == OPERATORS[expression]


@pytest.mark.parametrize(
    ("use", "error"),
    [
        (bool, TypeError),
        (int, ValueError),
        (float, ValueError),
        (iter, NotImplementedError),
        (np.asarray, ValueError),
        (len, TypeError),
    ],
)
def test_values_are_not_there(use, error):
    with pytest.raises(error):
        use(X(2))


@pytest.mark.parametrize(
    "arguments",
    [
        {"shape": (2,), "dtype": "float31"},
        {"shape": (-1,)},
        {"shape": 3},
        {"shape": None},
        {"shape": (2.5,)},
        {"shape": (2,), "sparse": True, "ragged": True},
    ],
)
def test_bad_arguments(arguments):
    with pytest.raises(ValueError, match="shape|dtype|sparse"):
        keras.KerasTensor(**arguments)


def test_symbolic_tensors_are_found_anywhere():
    x = X(2)
    assert any_symbolic_tensors((1, [2, {"a": x}]))
    assert any_symbolic_tensors((), {"k": (x,)})
    assert not any_symbolic_tensors((1, np.ones(2), "a", None))
    assert keras.utils.is_keras_tensor(x) and not keras.utils.is_keras_tensor(np.ones(2))


def test_hash_is_identity():
    x, y = X(2), X(2)
    assert len({x, y, x}) == 2


def test_equality_is_elementwise_and_its_truth_is_identity():
    x, y, z = X(2), X(3), X(2)
    assert (x == z).dtype == "bool" and (x == 0).shape == (2,)
    assert x == x and not bool(x == z) and x in [y, z, None, "x", x] and x not in [y, z, None, "x"]
    assert [z, y, x].index(x) == 2 and {"a": x} == {"a": x} and [x] != [z]
    with pytest.raises(TypeError):
        bool(x != z)


def test_division_is_the_operation_of_its_name():
    assert [type(t._keras_history.operation).__name__ for t in (X(2) / 2, 2 / X(2))] == ["TrueDivide"] * 2


def test_absolute_values_are_recorded_under_one_name():
    assert {type(f(X(2))._keras_history.operation).__name__ for f in (abs, keras.ops.abs, keras.ops.absolute)} == {"Absolute"}
    assert type(keras.ops.conj(X(2))._keras_history.operation).__name__ == "Conjugate"


@pytest.mark.parametrize("other", [None, "text", {}, object(), float, [None]], ids=["None", "text", "dict", "object", "type", "list"])
@pytest.mark.parametrize("name", ["add", "multiply", "maximum", "power", "outer", "less"])
def test_operands_are_tensors_and_numbers(name, other):
    x = X(2, 3)
    with pytest.raises(ValueError, match="Operands must be tensors"):
        getattr(keras.ops, name)(x, other)
    assert (x == other) is False and (x != other) is True
