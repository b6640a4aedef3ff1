"""Tables of linear algebra. Factorisations are checked by what they must satisfy."""
import numpy as np
import pytest
import scipy.linalg

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(3)
INF = float("inf")


def floats(*shape):
    return R.uniform(-2, 2, shape).astype("float32")


M = floats(3, 3)
PD = (M @ M.T + np.eye(3)).astype("float32")
STACK = np.stack([M, M.T + np.eye(3)]).astype("float32")
STACK_PD = np.stack([PD, 2 * np.eye(3)]).astype("float32")
LOW = np.tril(M + 3 * np.eye(3)).astype("float32")
TALL, WIDE, V, W = floats(4, 2), floats(2, 4), floats(3), floats(4)
F, C = floats(2, 3), floats(2, 3, 4)
RANK1 = np.ones((3, 3), "float32")
LOOSE = 1e-4


def _cholesky_upper(x, upper):
    return np.swapaxes(np.linalg.cholesky(x), -1, -2)


def _norm(x, ord=None, axis=None, keepdims=False):
    return np.linalg.norm(x, ord, axis, keepdims)


NORMS = [
    case("norm", [V], _norm, grad=True),
    case("norm", [C], _norm),
    case("norm", [F], _norm, axis=0, grad=True),
    *[case("norm", [F], _norm, ord=o, tolerance=LOOSE) for o in (1, -1, 2, -2, "fro", "nuc")],
    *[case("norm", [V], _norm, ord=o, tolerance=LOOSE, jit=False) for o in (0, 1, 3, 2)],
    case("norm", [C], _norm, axis=(0, 1), keepdims=True),
    case("norm", [C], _norm, axis=(2, 1), ord=1),
    case("norm", [C], _norm, axis=-1, ord=1, keepdims=True),
    case("norm", [C], _norm, ord=2, axis=(1, 2), tolerance=LOOSE),
    case("norm", [np.array([[3, -2, 0]])], _norm, dtype="float32"),
    case("norm", [F.astype("float16")], _norm, dtype="float16", tolerance=2e-3),
]

MATRICES = [
    case("cholesky", [PD], np.linalg.cholesky, tolerance=LOOSE, dtype="float32", jit=False, dynamic=False, grad=False),
    case("cholesky", [STACK_PD], _cholesky_upper, upper=True, tolerance=LOOSE, grad=False),
    case("cholesky_inverse", [LOW], np.linalg.inv(LOW @ LOW.T), tolerance=1e-3, dynamic=False, jit=False),
    case("cholesky_inverse", [LOW.T.copy()], np.linalg.inv(LOW @ LOW.T), upper=True, tolerance=1e-3, dynamic=False, jit=False),
    case("cholesky_inverse", [np.linalg.cholesky(STACK_PD)], np.linalg.inv(STACK_PD), tolerance=1e-3),
    case("det", [STACK], np.linalg.det, tolerance=LOOSE, grad=True),
    case("det", [np.array([[2, 1], [1, 1]])], 1.0, dtype="float32", dynamic=False, jit=False, tolerance=LOOSE),
    case("inv", [STACK], np.linalg.inv, tolerance=1e-3),
    case("pinv", [TALL], np.linalg.pinv, tolerance=LOOSE, dynamic=False, jit=False),
    case("pinv", [STACK], np.linalg.pinv, tolerance=1e-3),
    case("pinv", [RANK1], np.linalg.pinv, tolerance=LOOSE, dynamic=False, jit=False),
    case("pinv", [TALL], lambda x, rcond: np.linalg.pinv(x, rcond), rcond=0.9, tolerance=LOOSE, dynamic=False, jit=False),
    case("matrix_rank", [STACK], [3, 3], dtype="int32"),
    case("matrix_rank", [RANK1], 1, jit=False, dynamic=False),
    case("matrix_rank", [TALL], 0, tol=10.0, jit=False, dynamic=False),
    case("solve", [M, V], np.linalg.solve, tolerance=1e-3, dynamic=False, jit=False, grad=True),
    case("solve", [STACK, STACK_PD], np.linalg.solve, tolerance=1e-3),
    case("solve", [STACK, F], lambda a, b: np.linalg.solve(a, b[..., None])[..., 0], tolerance=1e-3),
    case("solve_triangular", [LOW, V], lambda a, b, lower: scipy.linalg.solve_triangular(a, b, lower=lower), lower=True, tolerance=LOOSE, dynamic=False, jit=False),
    case("solve_triangular", [LOW.T.copy(), PD], lambda a, b: scipy.linalg.solve_triangular(a, b), tolerance=LOOSE, dynamic=False, jit=False),
    case("lstsq", [TALL, W], lambda a, b: np.linalg.lstsq(a, b, None)[0], tolerance=LOOSE, dynamic=False, jit=False),
    case("lstsq", [WIDE, F[:, :2].copy()], lambda a, b: np.linalg.lstsq(a, b, None)[0], tolerance=LOOSE, dynamic=False, jit=False),
]


@parametrize(NORMS + MATRICES)
class TestLinearAlgebra(OperationTests):
    pass


def arrays(results):
    return [backend.convert_to_numpy(r) for r in results]


def check_specs(function, x, results, **static):
    specs = function(KerasTensor(x.shape), **static)
    for spec, result in zip(specs, results):
        assert spec.shape == result.shape
        assert spec.dtype == str(result.dtype)


@pytest.mark.parametrize("x", [M, TALL, WIDE, STACK], ids=lambda x: str(x.shape))
@pytest.mark.parametrize("mode", ["reduced", "complete"])
def test_qr(x, mode):
    q, r = arrays(ops.qr(x, mode))
    np.testing.assert_allclose(q @ r, x, atol=1e-5)
    np.testing.assert_allclose(
        np.swapaxes(q, -1, -2) @ q,
        np.broadcast_to(np.eye(q.shape[-1]), (*q.shape[:-2], q.shape[-1], q.shape[-1])),
        atol=1e-5,
    )
    np.testing.assert_allclose(np.tril(r, -1), 0, atol=1e-6)
    check_specs(ops.qr, x, (q, r), mode=mode)


@pytest.mark.parametrize("x", [M, TALL, WIDE, STACK], ids=lambda x: str(x.shape))
@pytest.mark.parametrize("full_matrices", [True, False])
def test_svd(x, full_matrices):
    u, s, vh = arrays(ops.svd(x, full_matrices=full_matrices))
    k = s.shape[-1]
    np.testing.assert_allclose((u[..., :k] * s[..., None, :]) @ vh[..., :k, :], x, atol=1e-5)
    np.testing.assert_allclose(s, np.linalg.svd(x, compute_uv=False), rtol=1e-4)
    np.testing.assert_allclose(arrays([ops.svd(x, compute_uv=False)])[0], s, rtol=1e-4)
    check_specs(ops.svd, x, (u, s, vh), full_matrices=full_matrices)


def test_eigh():
    values, vectors = arrays(ops.eigh(STACK_PD))
    np.testing.assert_allclose(values, np.linalg.eigvalsh(STACK_PD), rtol=1e-4)
    np.testing.assert_allclose(STACK_PD @ vectors, vectors * values[:, None, :], atol=1e-4)
    check_specs(ops.eigh, STACK_PD, (values, vectors))


def test_partly_unknown_sizes():
    unknown = KerasTensor((None, 3))
    for name in ("cholesky", "inv"):
        assert getattr(ops, name)(unknown).shape == (None, 3)
    assert ops.det(unknown).shape == ()
    assert ops.solve(unknown, KerasTensor((3,))).shape == (3,)
    assert type(ops.eigh(STACK_PD)) is type(ops.qr(STACK)) is tuple


def test_eig():
    values, vectors = arrays(ops.eig(STACK))
    assert values.dtype == vectors.dtype == "complex64"
    np.testing.assert_allclose(STACK @ vectors, vectors * values[:, None, :], atol=1e-4)


@pytest.mark.parametrize("x", [M, TALL, WIDE, STACK], ids=lambda x: str(x.shape))
def test_lu_factor(x):
    lu, pivots = arrays(ops.lu_factor(x))
    for matrix, factors, exchanges in zip(
        x.reshape(-1, *x.shape[-2:]),
        lu.reshape(-1, *x.shape[-2:]),
        pivots.reshape(-1, pivots.shape[-1]),
    ):
        wanted, wanted_pivots = scipy.linalg.lu_factor(matrix)
        np.testing.assert_allclose(factors, wanted, atol=1e-5)
        np.testing.assert_array_equal(exchanges, wanted_pivots)
    check_specs(ops.lu_factor, x, (lu, pivots))


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: ops.cholesky(F), "square"),
        (lambda: ops.cholesky(-PD), "positive definite"),
        (lambda: ops.det(V), "2 dimensions"),
        (lambda: ops.inv(KerasTensor((2, 3))), "square"),
        (lambda: ops.qr(M, mode="bogus"), "bogus"),
        (lambda: ops.norm(F, ord="bogus"), "bogus"),
        (lambda: ops.norm(V, ord="fro"), "fro"),
        (lambda: ops.norm(F, ord=3, axis=(0, 1)), "`ord` of norm"),
        (lambda: ops.solve(F, V), "square"),
        (lambda: ops.solve(M, W), "rows"),
        (lambda: ops.solve_triangular(V, V), "2 dimensions"),
        (lambda: ops.lstsq(KerasTensor((3, 2)), KerasTensor((4,))), "rows"),
    ],
)
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()
