"""Tables of the operations that make arrays, and what is special about some."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(0)
F = R.uniform(0.5, 2.0, (2, 3)).astype("float32")
G = R.uniform(3.0, 5.0, (2, 3)).astype("float32")
N = np.array([[3, -2, 0], [7, 5, -6]], "int32")
V = F[0]


CASES = [
    case("array", [F], F, dtype="float32"),
    case("array", [F], F.astype("int32"), dtype_="int32"),
    case("zeros_like", [F], np.zeros_like, dtype="float32"),
    case("zeros_like", [F], np.zeros_like(N), dtype_="int32"),
    case("ones_like", [N], np.ones_like, dtype="int32"),
    case("ones_like", [N], np.ones((2, 3), "bool"), dtype_="bool"),
    case("full_like", [F, 2], np.full_like, dtype="float32"),
    case("full_like", [N, 1.9], np.ones_like(N), dtype="int32"),
    case("full_like", [F, V], np.full_like, grad=False),
    case("linspace", [F, G], np.linspace, num=3, grad=True),
    case("linspace", [F, G], np.linspace, num=3, axis=-1),
    case("linspace", [F, G], np.linspace, num=4, endpoint=False),
    case("linspace", [V, 1.0], np.linspace, num=2, dtype="float32"),
    case("logspace", [V, 1.0], np.logspace, num=2, axis=-1, tolerance=1e-4),
    case("logspace", [V, 1.0], np.logspace, num=3, base=2, tolerance=1e-4),
    case("geomspace", [F, G], np.geomspace, num=3, tolerance=1e-5),
    case("geomspace", [F, G], np.geomspace, num=4, axis=-1, endpoint=False, tolerance=1e-5),
    case("geomspace", [-F, -G], np.geomspace, num=3, tolerance=1e-5),
]


@parametrize(CASES)
class TestCreation(OperationTests):
    pass


PLAIN = [
    (ops.arange, (5,), np.arange(5), "int32"),
    (ops.arange, (0, 10, 3), np.arange(0, 10, 3), "int32"),
    (ops.arange, (5, 1, -2), np.arange(5, 1, -2), "int32"),
    (ops.arange, (5, 1), np.zeros(0), "int32"),
    (ops.arange, (0.0, 1.0, 0.25), np.arange(0.0, 1.0, 0.25), "float32"),
    (ops.arange, (4, None, None, "uint8"), np.arange(4), "uint8"),
    (ops.zeros, ((2, 3),), np.zeros((2, 3)), "float32"),
    (ops.zeros, (2, "int32"), np.zeros(2), "int32"),
    (ops.ones, ((),), np.ones(()), "float32"),
    (ops.ones, ([1, 2], "bool"), np.ones((1, 2)), "bool"),
    (ops.full, ((2, 3), V), np.full((2, 3), V), "float32"),
    (ops.full, (3, 2), np.full(3, 2), "float32"),
    (ops.full, ((2,), 3, "float16"), np.full(2, 3), "float16"),
    (ops.eye, (3,), np.eye(3), "float32"),
    (ops.eye, (3, 4, -1, "int32"), np.eye(3, 4, -1), "int32"),
    (ops.eye, (2, 2, 5), np.zeros((2, 2)), "float32"),
    (ops.eye, (2, None, 0, "bool"), np.eye(2), "bool"),
    (ops.identity, (2, "int32"), np.eye(2), "int32"),
    (ops.tri, (3, 4, 1), np.tri(3, 4, 1), "float32"),
    (ops.tri, (3, 3, -1, "bool"), np.tri(3, 3, -1), "bool"),
    (ops.linspace, (0, 10, 4, True, False, "int32"), [0, 3, 6, 10], "int32"),
    (ops.linspace, (0, 1, 1), [0], "float32"),
    (ops.logspace, (0, 2, 3), [1, 10, 100], "float32"),
    (ops.geomspace, (1, 8, 4, True, "int32"), [1, 2, 4, 8], "int32"),
    (ops.empty, ((0, 2),), np.zeros((0, 2)), "float32"),
]


@pytest.mark.parametrize("function, arguments, expected, dtype", PLAIN)
def test_from_numbers(function, arguments, expected, dtype):
    result = function(*arguments)
    np.testing.assert_allclose(
        backend.convert_to_numpy(result).astype("float32"),
        np.asarray(expected, "float32"),
        rtol=1e-6,
    )
    assert backend.standardize_dtype(result.dtype) == dtype


def test_linspace_returns_its_step():
    values, step = ops.linspace(F, G, num=3, retstep=True)
    np.testing.assert_allclose(backend.convert_to_numpy(step), (G - F) / 2, rtol=1e-6)
    assert tuple(values.shape) == (3, 2, 3)


def test_empty_has_the_asked_shape_and_dtype():
    assert tuple(ops.empty((2, 3)).shape) == (2, 3)
    assert backend.standardize_dtype(ops.empty_like(F, "int32").dtype) == "int32"


@pytest.mark.skipif(backend.backend() not in ("numpy", "jax"), reason="tensorflow and torch cut, as in 3.15.1")
def test_linspace_of_integers_rounds_down():
    for bounds in ((-2.5, 2.5), (np.float32([-2.5]), np.float32([2.5]))):
        found = backend.convert_to_numpy(ops.linspace(*bounds, 4, dtype="int32"))
        assert found.reshape(-1).tolist() == [-3, -1, 0, 2]


@pytest.mark.parametrize("indexing", ["xy", "ij"])
def test_meshgrid(indexing):
    arrays = (V, np.arange(4, dtype="int32"), np.arange(2, dtype="float32"))
    found = ops.meshgrid(*arrays, indexing=indexing)
    specs = ops.meshgrid(
        *[backend.KerasTensor(a.shape, str(a.dtype)) for a in arrays], indexing=indexing
    )
    for result, spec, expected in zip(found, specs, np.meshgrid(*arrays, indexing=indexing)):
        np.testing.assert_allclose(backend.convert_to_numpy(result), expected)
        assert spec.shape == expected.shape
        assert spec.dtype == backend.standardize_dtype(result.dtype)


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: ops.eye(3.0), TypeError, "`N` of eye"),
        (lambda: ops.zeros((2,), "bogus"), ValueError, "bogus"),
        (lambda: ops.meshgrid(V, V, indexing="kl"), ValueError, "kl"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
