"""Tables of the products of arrays."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(0)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
G = R.uniform(-2, 2, (2, 3)).astype("float32")
K = R.uniform(-2, 2, (3, 4)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
D = R.uniform(-2, 2, (2, 4, 3)).astype("float32")
M = R.uniform(-2, 2, (3, 3)).astype("float32")
V, W = F[0], C[0, 0]
N = np.array([[3, -2, 0], [7, 5, -6]], "int32")
J = np.array([[1, 2, 3], [4, 5, 6]], "int32")
B = F > 0
I8 = np.full((2, 2), 100, "int8")
Z = (F + 1j * G).astype("complex64")


def _wide(function):
    """An oracle that multiplies 8-bit integers without overflow."""
    return lambda *xs, **static: function(*(x.astype("int32") for x in xs), **static)


MATMUL = [
    case("matmul", [F, K], np.matmul, grad=True, dtype="float32"),
    case("matmul", [F, V], np.matmul, grad=True),
    case("matmul", [V, M], np.matmul, jit=False),
    case("matmul", [V, V], np.matmul, jit=False),
    case("matmul", [C, D], np.matmul, grad=True),
    case("matmul", [C, W], np.matmul),
    case("matmul", [V, C], np.matmul, jit=False),
    case("matmul", [C, D[0]], np.matmul),
    case("matmul", [F, C], np.matmul, jit=False),
    case("matmul", [N, J.T], np.matmul, dtype="int32", jit=False),
    case("matmul", [N, K], np.matmul, dtype="float32"),
    case("matmul", [F.astype("float16"), K], np.matmul, dtype="float32", tolerance=1e-3),
    case("matmul", [B, B.T], np.matmul, dtype="bool", jit=False),
    case("matmul", [I8, I8], _wide(np.matmul), dtype="int32"),
]

DOT = [
    case("dot", [F, V], np.dot, grad=True),
    case("dot", [F, K], np.dot),
    case("dot", [V, V], np.dot, jit=False),
    case("dot", [C, W], np.dot),
    case("dot", [C, D], np.dot, grad=True, jit=False),
    case("dot", [F, 2.0], np.dot, dtype="float32"),
    case("dot", [N, J.T], np.dot, dtype="int32", jit=False),
    case("inner", [F, G], np.inner, grad=True, jit=False),
    case("inner", [C, W], np.inner),
    case("inner", [F.astype("float16"), 2.0], np.inner, dtype="float16"),
    case("outer", [V, W], np.outer, grad=True, jit=False),
    case("outer", [F, G], np.outer, jit=False),
    case("outer", [N, J], np.outer, dtype="int32", jit=False),
    case("vdot", [F, G], np.vdot, grad=True),
    case("vdot", [Z, Z], np.vdot, jit=False),
    case("tensordot", [F, G], np.tensordot, grad=True),
    case("tensordot", [F, K], np.tensordot, axes=1),
    case("tensordot", [V, W], np.tensordot, axes=0, jit=False),
    case("tensordot", [C, C], np.tensordot, axes=((0, 1), (0, 1))),
    case("tensordot", [C, F], np.tensordot, axes=(0, 0)),
    case("tensordot", [C, K], np.tensordot, axes=[[1, 2], [0, 1]]),
    case("tensordot", [N, J], np.tensordot, dtype="int32"),
    case("kron", [F, M], np.kron, grad=True, tolerance=1e-5),
    case("kron", [V, W], np.kron, jit=False),
    case("kron", [C, M], np.kron),
    case("kron", [N, J], np.kron, dtype="int32"),
]


def _cross(x1, x2, **axes):
    return np.cross(x1, x2, **axes)


REST = [
    case("cross", [M, M[::-1].copy()], _cross, grad=True),
    case("cross", [F, V], _cross),
    case("cross", [M, M[::-1].copy()], _cross, axis=0, jit=False, dynamic=False),
    case("cross", [F, G], _cross, axisa=1, axisb=1, axisc=0),
    case("cross", [M, V], _cross, axisb=0),
    case("cross", [N, J], _cross, dtype="int32"),
    case("cross", [F[:, :2], G[:, :2]], F[:, 0] * G[:, 1] - F[:, 1] * G[:, 0]),
    case("cross", [F[:, :2], G], lambda a, b: np.cross(np.pad(a, ((0, 0), (0, 1))), b)),
    case("trace", [M], np.trace, grad=True),
    case("trace", [C], np.trace, axis1=1, axis2=2),
    case("trace", [C], np.trace, offset=-1, axis1=0, axis2=2),
    case("trace", [N], np.trace, dtype="int32"),
    case("trace", [B], np.trace(B.astype("int32")), dtype="int32"),
    case("vander", [V], lambda x: np.vander(x), jit=False),
    case("vander", [V], lambda x, N, increasing: np.vander(x, N, increasing), N=2, increasing=True),
    case("vander", [J[1]], lambda x, N: np.vander(x, N), N=4, dtype="int32"),
    case("slogdet", [M], lambda x: tuple(np.linalg.slogdet(x)), jit=False, tolerance=1e-5),
    case("slogdet", [np.stack([M, -M])], lambda x: tuple(np.linalg.slogdet(x)), tolerance=1e-5),
]


@parametrize(MATMUL + DOT + REST)
class TestProducts(OperationTests):
    pass


EINSUM = [
    ("ij,kj->ik", (F, G)),
    ("ij->ji", (F,)),
    ("ij->", (F,)),
    ("ii->i", (M,)),
    ("ii", (M,)),
    ("ij,j", (F, V)),
    ("bij,jk->bik", (C, D[0])),
    ("...i,ij->...j", (F, K)),
    ("...ij,...jk->...ik", (C, D)),
    ("i,j->ij", (V, W)),
    ("ij,jk,kl->il", (F, K, K.T.copy())),
    ("ab,ab->a", (N, J)),
    ("ij,ij->ij", (N, F)),
    ("abc,cd->abd", (C, D[0])),
    ("bij,jkl->bikl", (C, D.transpose(1, 0, 2).copy())),
    ("bij,ijk->bk", (C, D.transpose(2, 1, 0).copy())),
    ("ij,jki->ik", (F, C.transpose(1, 2, 0).copy())),
]


@pytest.mark.parametrize("subscripts, operands", EINSUM, ids=str)
def test_einsum(subscripts, operands):
    expected = np.einsum(subscripts, *operands)
    result = ops.einsum(subscripts, *operands)
    np.testing.assert_allclose(backend.convert_to_numpy(result), expected, rtol=1e-5, atol=1e-5)
    spec = ops.einsum(subscripts, *[KerasTensor(x.shape, str(x.dtype)) for x in operands])
    assert spec.shape == expected.shape
    assert spec.dtype == backend.standardize_dtype(result.dtype)
    operation = spec._keras_history.operation
    again = type(operation).from_config(operation.get_config())
    np.testing.assert_allclose(
        backend.convert_to_numpy(again(*operands)), expected, rtol=1e-5, atol=1e-5
    )


def test_einsum_of_8_bit_integers_has_32():
    result = ops.einsum("ij,jk->ik", I8, I8)
    assert backend.standardize_dtype(result.dtype) == "int32"
    assert backend.convert_to_numpy(result)[0, 0] == 20000


def test_einsum_of_unknown_sizes():
    assert ops.einsum("bij,jk->bik", KerasTensor((None, 3, 4)), KerasTensor((4, 5))).shape == (
        None,
        3,
        5,
    )
    assert ops.einsum("...i,ij->...j", KerasTensor((None, 7, 3)), K).shape == (None, 7, 4)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: ops.matmul(KerasTensor((2, 3)), KerasTensor((4, 3))), "x1.shape"),
        (lambda: ops.matmul(KerasTensor((2, 3)), 2), "1 dimension"),
        (lambda: ops.dot(KerasTensor((3, 4)), KerasTensor((2, 3, 4))), "of dot"),
        (lambda: ops.tensordot(KerasTensor((2, 3)), KerasTensor((2, 3)), 1), "`axes` of tensordot"),
        (lambda: ops.cross(KerasTensor((2, 4)), KerasTensor((2, 3))), "2 or 3 components"),
        (lambda: ops.vander(F), "1 dimension"),
        (lambda: ops.einsum("ij,j", KerasTensor((2, 3)), KerasTensor((4,))), "letter 'j'"),
        (lambda: ops.einsum("ij", KerasTensor((2, 3)), KerasTensor((4,))), "names 1 operands"),
        (lambda: ops.einsum("ij->k", KerasTensor((2, 3))), "no operand has"),
        (lambda: ops.einsum("ijk", KerasTensor((2, 3))), "do not fit"),
    ],
)
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()
