"""Tables of the operations that index, search and sort arrays."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.index_shapes import indexed_shape
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(0)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
G = R.uniform(-2, 2, (2, 3)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
A = np.array([4, 1, 3, 1, 0], "int32")
N = np.array([[3, -2, 0], [7, 5, -6]], "int32")
T = np.array([[2.0, 1.0, 2.0, 3.0], [0.0, 3.0, -1.0, 2.0]], "float32")
B = np.array([[True, False, True], [False, False, True]])
SORTED = np.array([-1.0, 0.0, 0.5, 2.0], "float32")


def _take_along(x, indices, axis=None):
    return np.take_along_axis(x, np.asarray(indices), axis)


def _unique(x, return_index=False, return_inverse=False, return_counts=False, axis=None):
    return np.unique(x, return_index, return_inverse, return_counts, axis)


CASES = [
    case("take", [F, np.array([1, 0])], np.take, dtype="float32"),
    case("take", [F, np.array([[1, 0], [-1, 2]])], np.take, axis=1, grad=True),
    case("take", [C, np.array([0, -1])], np.take, axis=-1),
    case("take", [F, np.array([True, False])], F[[1, 0]], axis=0, jit=False),
    case("take", [F, np.array([1, 0], "uint8")], F[[1, 0]], axis=0),
    case("take", [C, np.array(1)], np.take, axis=1, jit=False),
    case("take_along_axis", [F, np.array([[0, 1], [2, -1]])], _take_along, axis=1, grad=True),
    case(
        "take_along_axis", [F, np.array([[1, 0, 1]])], _take_along, axis=0, jit=False, dynamic=False
    ),
    case("take_along_axis", [F, np.array([0, 5, 2])], _take_along, jit=False),
    case("take_along_axis", [C, np.array([[[1]], [[0]]])], C[[0, 1], [1, 0]][:, None], axis=1),
    case("isin", [N, np.array([3, 5], "int32")], np.isin, dtype="bool"),
    case("isin", [F, F[0]], np.isin, invert=True),
    case("isin", [B, np.array([True])], np.isin),
    case("searchsorted", [SORTED, F], np.searchsorted, dtype="int32", jit=False),
    case("searchsorted", [SORTED, F], np.searchsorted, side="right", jit=False),
    case(
        "searchsorted",
        [np.array([1, 3, 5], "int32"), np.array([3.0, 4.0], "float32")],
        [1, 2],
        jit=False,
    ),
    case("sort", [F], np.sort, axis=0, grad=True),
    case("sort", [T], np.sort),
    case("sort", [F], np.sort, axis=None),
    case("sort", [B], np.sort, dtype="bool"),
    case("sort", [N.astype("uint8")], np.sort, dtype="uint8"),
    case("argsort", [T], lambda x: np.argsort(x, kind="stable"), dtype="int32"),
    case("argsort", [T], lambda x, axis: np.argsort(x, axis, kind="stable"), axis=None),
    case("argsort", [B], lambda x, axis: np.argsort(x, axis, kind="stable"), axis=1),
    case(
        "select", [[F > 1, F < 0], [F, G]], lambda c, x: np.select(c, x), jit=False, dtype="float32"
    ),
    case(
        "select",
        [[F > 1, F < 0], [F, N], 9],
        lambda c, x, d: np.select(c, x, d),
        jit=False,
        dtype="float32",
    ),
    case(
        "select", [[B], [1.0], -1.0], lambda c, x, d: np.select(c, x, d), jit=False, dtype="float32"
    ),
    case("select", [[B], [N], 2], lambda c, x, d: np.select(c, x, d), jit=False, dtype="int32"),
    case("select", [[[True, False, True]], [[1.5, 2.5, 3.5]], 9], [1.5, 9, 3.5], jit=False, symbolic=False, dtype="float32"),
    case("unravel_index", [A], np.unravel_index, shape=(2, 3), dtype=("int32", "int32")),
    case("nonzero", [N], np.nonzero, jit=False, symbolic=False),
    case("unique", [A], _unique, jit=False, dtype="int32"),
    case(
        "unique",
        [A],
        _unique,
        return_index=True,
        return_inverse=True,
        return_counts=True,
        jit=False,
        dtype=("int32",) * 4,
    ),
    case("unique", [T], _unique, jit=False, grad=False),
    case(
        "unique",
        [np.array([[2, 1], [1, 2], [2, 1]], "int32")],
        _unique,
        axis=0,
        return_counts=True,
        jit=False,
    ),
    case("unique", [A], [0, 1, 3], size=3, jit=False),
    case("unique", [A], [0, 1, 3, 4, -1, -1], size=6, fill_value=-1, jit=False),
    case("unique", [A], [0, 1, 3, 4, 0], size=5, jit=False),
]


@parametrize(CASES)
class TestIndexing(OperationTests):
    pass


KEYS = [
    0,
    -1,
    (slice(None), 1),
    slice(0, 1),
    (Ellipsis, None),
    (None, 1),
    (0, 1, -1),
    (Ellipsis, 0),
    (slice(None), slice(None, None, 2)),
    (slice(None), slice(None, None, -1), slice(3, 0, -2)),
    slice(5, 9),
    (slice(None), None, slice(1, -1), Ellipsis),
    np.array([1, 0, 1]),
    (slice(None), np.array([0, 2])),
    (np.array([0, 1]), np.array([2, 1])),
    (Ellipsis, np.array([[0, 1], [2, 3]])),
    [1, 0],
]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_get_item(key):
    expected = C[key]
    np.testing.assert_allclose(backend.convert_to_numpy(ops.get_item(C, key)), expected)
    assert indexed_shape(C.shape, key) == expected.shape
    assert KerasTensor(C.shape)[key].shape == expected.shape
    loose = KerasTensor((None, 3, 4))[key].shape
    assert (
        all(a in (None, b) for a, b in zip(loose, expected.shape)) and len(loose) == expected.ndim
    )


def test_get_item_with_a_mask():
    np.testing.assert_allclose(backend.convert_to_numpy(ops.get_item(F, B)), F[B])
    assert indexed_shape((2, 3, 4), KerasTensor((2, 3), "bool")) == (None, 4)


def test_get_item_with_a_tensor_as_index():
    index = backend.convert_to_tensor(1)
    np.testing.assert_allclose(
        backend.convert_to_numpy(ops.get_item(C, (slice(None), index))), C[:, 1]
    )


@pytest.mark.parametrize("axis", [0, 1, -1, None])
@pytest.mark.parametrize("x", [F, C], ids=lambda x: str(x.ndim))
def test_take_of_many(x, axis):
    size = x.size if axis is None else x.shape[axis]
    indices = R.integers(-size, size, (20, 30))
    np.testing.assert_allclose(
        backend.convert_to_numpy(ops.take(x, indices, axis)), np.take(x, indices, axis)
    )


@pytest.mark.skipif(backend.backend() == "numpy", reason="numpy: no gradients")
def test_gradient_of_a_lookup_counts_how_often_a_row_was_taken():
    indices = R.integers(-2, 2, 300)
    gradient = ops.grad(lambda x: ops.sum(ops.take(x, indices, 0)))(backend.convert_to_tensor(F))
    counts = np.bincount(indices % 2, minlength=2)
    np.testing.assert_allclose(backend.convert_to_numpy(gradient), np.repeat(counts[:, None], 3, 1))


def test_argpartition_parts_at_the_element():
    order = backend.convert_to_numpy(ops.argpartition(T, 1))
    parted = np.take_along_axis(T, order, -1)
    assert (parted[:, :1] <= parted[:, 1:2]).all() and (parted[:, 1:2] <= parted[:, 2:]).all()
    assert ops.argpartition(KerasTensor((None, 4)), 1).shape == (None, 4)


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: ops.get_item(KerasTensor((2,)), (0, 0)), IndexError, "2 indices"),
        (lambda: ops.get_item(KerasTensor((2,)), 5), IndexError, "out of bounds"),
        (lambda: ops.searchsorted(F, F), ValueError, "1 dimension"),
        (lambda: ops.searchsorted(SORTED, F, side="up"), ValueError, "up"),
        (lambda: ops.select([B, B], [F]), ValueError, "same length"),
        (
            lambda: ops.take_along_axis(KerasTensor((2, 3)), KerasTensor((2,)), 1),
            ValueError,
            "dimensions",
        ),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
