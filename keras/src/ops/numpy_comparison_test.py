"""Rows of comparisons, tests of numbers, logic and bits."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.ops.op_cases import OperationTests, case, parametrize

F = np.array([[0.5, -1.0, 2.0], [0.0, 3.0, -0.0]], "float32")
G = np.array([[0.5, 1.0, -2.0], [1.0, 3.0, 0.0]], "float32")
ROW = np.array([0.5, 3.0, -1.0], "float32")
I = np.array([[3, -2, 0], [7, 5, -6]], "int32")  # noqa: E741
J = np.array([[1, 2, 3], [4, 5, 6]], "int32")
U = np.array([[3, 250, 0], [7, 5, 6]], "uint8")
B = np.array([[True, False, True], [False, False, True]])
D = np.array([[True, True, False], [False, True, False]])
Z = np.array([[1 + 2j, -3], [0.5, -1 - 1j]], "complex64")
SPECIAL = np.array([[np.nan, 1.0, -np.inf], [np.inf, -2.0, 0.0]], "float32")

COMPARISONS = [
    ("equal", np.equal), ("not_equal", np.not_equal), ("greater", np.greater), ("greater_equal", np.greater_equal),
    ("less", np.less), ("less_equal", np.less_equal),
]
LOGIC = [("logical_and", np.logical_and), ("logical_or", np.logical_or), ("logical_xor", np.logical_xor)]
TESTS = [
    ("isnan", np.isnan), ("isinf", np.isinf), ("isfinite", np.isfinite), ("isposinf", np.isposinf), ("isneginf", np.isneginf),
]
BITS = [("bitwise_and", np.bitwise_and), ("bitwise_or", np.bitwise_or), ("bitwise_xor", np.bitwise_xor)]
LEFT, RIGHT = ("bitwise_left_shift", "left_shift"), ("bitwise_right_shift", "right_shift")


def close(x1, x2, **static):
    return np.isclose(x1, x2, **static)


CASES = [
    *(case(n, [F, G], o, dtype="bool") for n, o in COMPARISONS),
    *(case(n, [F, ROW], o) for n, o in COMPARISONS),
    *(case(n, [I, 3], o, dtype="bool") for n, o in COMPARISONS),
    *(case(n, [2.5, I], o, dtype="bool") for n, o in COMPARISONS),
    *(case(n, [B, D], o, dtype="bool") for n, o in COMPARISONS),
    *(case(n, [SPECIAL, SPECIAL], o) for n, o in COMPARISONS),
    *(case(n, [U, I], o) for n, o in COMPARISONS),
    *(case(n, [B, D], o, dtype="bool") for n, o in LOGIC),
    *(case(n, [F, I], o, dtype="bool") for n, o in LOGIC),
    *(case(n, [I, 0], o, dtype="bool") for n, o in LOGIC),
    *(case(n, [B, True], o, dtype="bool") for n, o in LOGIC),
    *(case("logical_not", [x], np.logical_not, dtype="bool") for x in (B, F, I)),
    *(case(n, [x], o, dtype="bool") for n, o in TESTS for x in (SPECIAL, I.astype("float16"))),
    *(case(n, [I], lambda x, o=o: o(x.astype("float32")), dtype="bool") for n, o in TESTS),
    *(case("isreal", [x], np.isreal, dtype="bool") for x in (F, I, Z)),
    case("signbit", [F], np.signbit, dtype="bool"),
    case("signbit", [I], lambda x: x < 0, dtype="bool"),
    case("signbit", [F.astype("float16")], np.signbit, dtype="bool"),
    case("isclose", [F, G], close, dtype="bool"),
    case("isclose", [F, F + 1e-6], close, dtype="bool"),
    case("isclose", [I, J], close, atol=1.5, dtype="bool"),
    case("isclose", [SPECIAL, SPECIAL[:, ::-1]], close),
    case("isclose", [SPECIAL, SPECIAL], close, equal_nan=True),
    case("allclose", [F, F + 1e-9], lambda x1, x2: np.True_, dtype="bool"),
    case("allclose", [F, G], lambda x1, x2, **s: np.False_, rtol=0.1),
    *(case(n, [I, J], o, dtype="int32") for n, o in BITS),
    *(case(n, [I, 3], o, dtype="int32") for n, o in BITS),
    *(case(n, [U, U[::-1]], o, dtype="uint8") for n, o in BITS),
    *(case(n, [B, D], o, dtype="bool") for n, o in BITS),
    *(case(n, [J, 2], np.left_shift, dtype="int32") for n in LEFT),
    *(case(n, [J, J], np.left_shift, dtype="int32") for n in LEFT),
    *(case(n, [I, 1], np.right_shift, dtype="int32") for n in RIGHT),
    *(case(n, [U, 1], lambda x, y: x >> np.uint8(1), dtype="uint8") for n in RIGHT),
    *(case(n, [x], np.bitwise_not) for n in ("bitwise_not", "bitwise_invert") for x in (I, U, B)),
]


@parametrize(CASES)
class TestComparison(OperationTests):
    pass


@pytest.mark.skipif(backend.backend() in ("torch", "jax"), reason="the framework's own arrays wrap such numbers around")
@pytest.mark.parametrize("dtype", ["bool", "uint8", "int8", "int32"])
def test_comparisons_with_numbers_that_the_dtype_has_not(dtype):
    x = backend.convert_to_tensor(np.array([0, 1, 1]), dtype)
    for number in (-129, 300, 2**31, 2**40):
        for name in ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal"):
            found = backend.convert_to_numpy(getattr(ops, name)(x, number))
            assert (found == getattr(np, name)([0, 1, 1], number)).all(), (name, number)
            found = backend.convert_to_numpy(getattr(ops, name)(number, x))
            assert (found == getattr(np, name)(number, [0, 1, 1])).all(), (name, number)


def test_allclose_can_be_asked():
    assert ops.allclose([1.0, np.inf], [1.0, np.inf])
    assert not ops.allclose([1.0, np.inf], [1.0, -np.inf])
