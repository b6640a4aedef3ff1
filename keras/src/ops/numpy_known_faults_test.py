"""What Keras 3.15.1 gets wrong on some backend, or not alike on all, and dtypes of 64 bits; NumPy is the oracle."""
import numpy as np
import pytest

from keras.src import backend, ops

F = np.array([[0.5, -1.0, -2.0], [-2.0, 1.25, 1.5]], "float32")
P = np.array([[0.5, 1.0, 0.25], [1.0, 2.0, 0.5]], "float32")
J = np.array([[3, -2, 0], [7, 5, -6]], "int32")
A = np.array([4, 1, 3, 1, 0], "int32")
W = np.array([1.5, 0.7, 0.6, 0.75], "float32")
M = np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 4.0], [2.0, 2.0, -1.0]], "float32")
V = np.array([0.5, -0.5, 2.0], "float32")
B, C = np.array([True, False, True]), np.array([True, True, False])
N = np.array([0.0, np.nan, np.inf, -np.inf], "float32")
Z = np.array([1 + 2j, 3 - 1j], "complex64")
H = V.astype("float16")
NOTHING = np.zeros((2, 0), "float32")

CASES = [
    ("average", [F], {"weights": P}, np.average(F, weights=P)),
    ("average", [F], {"axis": 0, "weights": [1.0, 3.0]}, np.average(F, 0, [1.0, 3.0])),
    ("argpartition", [W, 2], {}, lambda found: W[found[2]] == np.sort(W)[2]),
    ("add", [B, C], {}, B | C),
    ("multiply", [B, C], {}, B & C),
    ("maximum", [B, C], {}, B | C),
    ("bitwise_xor", [B, C], {}, B ^ C),
    ("bitwise_and", [J, 3], {}, J & 3),
    ("bitwise_or", [4, J], {}, 4 | J),
    ("greater", [B, C], {}, B > C),
    ("power", [B, C], {}, np.power(B.astype(int), C)),
    ("left_shift", [J, 1], {}, J << 1),
    ("right_shift", [J, 1], {}, J >> 1),
    ("clip", [F, 1.0, -1.0], {}, np.full_like(F, -1)),
    ("clip", [J, -1.5, 4.5], {}, np.clip(J, -1, 4)),
    ("corrcoef", [V], {}, 1.0),
    ("cross", [M, M[::-1]], {}, np.cross(M, M[::-1])),
    ("cross", [F[:, :2], P[:, :2]], {}, np.cross(np.c_[F[:, :2], [0, 0]], np.c_[P[:, :2], [0, 0]])[:, 2]),
    ("dot", [F, 2.0], {}, 2 * F),
    ("dot", [np.stack([F, P]), V], {}, np.dot(np.stack([F, P]), V)),
    ("dot", [F, np.stack([M, M])], {}, np.dot(F, np.stack([M, M]))),
    ("correlate", [V, W], {}, np.correlate(V, W)),
    ("eye", [2, 2, 5], {}, np.zeros((2, 2))),
    ("heaviside", [N, 0.5], {}, np.heaviside(N, 0.5)),
    ("hypot", [N, 1.0], {}, np.hypot(N, 1.0)),
    ("imag", [F], {}, np.zeros_like(F)),
    ("isclose", [N, N], {}, np.isclose(N, N)),
    ("isclose", [N, N[::-1]], {"equal_nan": True}, np.isclose(N, N[::-1], equal_nan=True)),
    ("linspace", [V[:2], 2.0, 3], {"axis": 1}, np.linspace(V[:2], 2.0, 3, axis=1)),
    ("meshgrid", [J, V], {}, tuple(np.meshgrid(J, V))),
    ("nancumsum", [N], {}, np.nancumsum(N)),
    ("nancumprod", [N], {}, np.nancumprod(N)),
    ("max", [np.zeros((0, 3), "float32")], {"axis": 0, "initial": -3.0}, np.full(3, -3.0)),
    ("nextafter", [H, H + 1], {}, np.nextafter(H, H + 1)),
    ("negative", [np.array([3, 0], "uint8")], {}, np.array([253, 0])),
    ("norm", [NOTHING], {"ord": np.inf, "axis": 1}, np.zeros(2)),
    ("norm", [NOTHING], {"ord": 2}, 0.0),
    ("norm", [NOTHING], {"ord": np.inf}, 0.0),
    ("pad", [np.float32(3), 1], {}, 3.0),
    ("pad", [np.float32(3), ((1, 1),)], {"mode": "reflect"}, 3.0),
    ("trace", [NOTHING], {}, 0.0),
    ("trace", [NOTHING.T], {}, 0.0),
    ("trace", [F], {"offset": 5}, 0.0),
    ("pad", [F, 1], {}, np.pad(F, 1)),
    ("pad", [F, ((0, 0), (2, 2))], {"mode": "symmetric"}, np.pad(F, ((0, 0), (2, 2)), "symmetric")),
    ("pad", [W, 1], {"mode": "wrap"}, np.pad(W, 1, "wrap")),
    ("power", [J, 0], {}, np.ones_like(J)),
    ("prod", [F], {"dtype": "float16"}, np.prod(F).astype("float16")),
    ("reciprocal", [np.array([2, 4], "int32")], {}, [0.5, 0.25]),
    ("repeat", [F, [1, 2]], {"axis": 0}, np.repeat(F, [1, 2], 0)),
    ("roll", [F], {"shift": (1, 2), "axis": 0}, np.roll(F, (1, 2), 0)),
    ("roll", [F], {"shift": 1, "axis": (0, 1)}, np.roll(F, 1, (0, 1))),
    ("rot90", [F], {}, np.rot90(F)),
    ("rot90", [F], {"k": 2}, np.rot90(F, 2)),
    ("searchsorted", [np.sort(V), F], {"side": "right"}, np.searchsorted(np.sort(V), F, "right")),
    ("round", [B], {}, B),
    ("select", [[B, C], [V, A[:3]]], {"default": 9}, np.select([B, C], [V, A[:3]], 9)),
    ("size", [np.float32(3)], {}, 1),
    ("take", [F, -1], {}, F[-1, -1]),
    ("trapezoid", [F], {"dx": 2.0, "axis": -2}, (F[0] + F[1])),
    ("unravel_index", [A, (5, 1)], {}, np.unravel_index(A, (5, 1))),
    ("var", [Z], {}, np.var(Z).real),
    ("vdot", [F, P], {}, np.vdot(F, P)),
    ("vstack", [[V, V]], {}, np.vstack([V, V])),
    ("view", [J], {}, J),
    ("repeat", [A.astype("uint16"), 2], {}, np.repeat(A, 2)),
    ("hard_sigmoid", [np.array([-1.0, 6.0], "float32")], {}, [1 / 3, 1.0]),
    ("tensordot", [V, V], {"axes": 1}, V @ V),
]


@pytest.mark.parametrize("name, arguments, static, expected", CASES, ids=lambda x: x if isinstance(x, str) else "")
def test_value(name, arguments, static, expected):
    result = getattr(ops, name)(*arguments, **static)
    found = tuple(map(backend.convert_to_numpy, result)) if isinstance(result, tuple) else backend.convert_to_numpy(result)
    if callable(expected):
        assert expected(found)
    else:
        np.testing.assert_allclose(np.asarray(found, np.asarray(expected).dtype), expected, rtol=1e-3)


@pytest.mark.skipif(backend.backend() == "jax", reason="jax refuses triangles of vectors")
def test_triangle_of_a_vector():
    np.testing.assert_array_equal(backend.convert_to_numpy(ops.tril(V)), np.tril(V))


def test_half_precision_of_hard_sigmoid_stays():
    for name in ("hard_sigmoid", "hard_silu"):
        x = ops.convert_to_tensor(V, "bfloat16")
        assert backend.standardize_dtype(getattr(ops, name)(x).dtype) == "bfloat16"


@pytest.mark.skipif(backend.backend() != "numpy", reason="as in 3.15.1, None is no bound on numpy")
def test_clip_at_one_side():
    x = backend.convert_to_tensor(np.array([0, 1, 5], "float32"))
    np.testing.assert_array_equal(backend.convert_to_numpy(ops.clip(x, None, 4)), [0, 1, 4])
    np.testing.assert_array_equal(backend.convert_to_numpy(ops.clip(x, 1, None)), [1, 1, 5])


@pytest.mark.skipif(backend.backend() == "tensorflow", reason="tensorflow has no such kernel")
def test_max_pool_of_booleans():
    pooled = ops.max_pool(np.eye(2, dtype=bool)[None, :, :, None], 2, data_format="channels_last")
    assert backend.convert_to_numpy(pooled).tolist() == [[[[True]]]]


def test_unsorted_unique():
    values, first = ops.unique(ops.convert_to_tensor(A), sorted=False, return_index=True)
    wanted = [4, 1, 3, 0] if backend.backend() == "tensorflow" else [0, 1, 3, 4]
    np.testing.assert_array_equal(backend.convert_to_numpy(values), wanted)
    np.testing.assert_array_equal(A[backend.convert_to_numpy(first)], wanted)


def test_no_extreme_of_nothing():
    for function in (ops.max, ops.min, ops.amax):
        with pytest.raises(ValueError):
            function(np.zeros((0, 3), "float32"))


def test_a_dtype_of_its_own_rounds_running_products_in_the_end():
    found = backend.convert_to_numpy(ops.cumsum(F, axis=1, dtype="int32"))
    np.testing.assert_array_equal(found, np.cumsum(F.astype("int32"), 1))


# On torch what NumPy calls float64 stays so but for what the reference computes in 32 bits; on numpy the other way round.
KEPT = {
    "numpy": {"sum", "nansum", "max", "nanmax", "diff", "rot90", "nan_to_num", "softmax", "hard_silu"},
    "torch": {"exp", "sum", "max", "sort", "diff", "softmax", "square", "concatenate"},
    "tensorflow": {"exp", "sum", "max", "sort", "diff", "softmax", "square", "ceil", "cumsum", "median"},
}
NARROWED = {
    "numpy": {"exp", "ceil", "cumsum", "median", "mean", "prod", "relu", "unique"},
    "torch": {"ceil", "floor", "cumsum", "median", "nanvar", "prod", "var", "vander"},
}


@pytest.mark.skipif(backend.backend() == "jax", reason="jax has no 64 bits here")
def test_eager_dtypes_of_64_bits():
    for names, wanted in ((KEPT, "float64"), (NARROWED, "float32")):
        for name in names.get(backend.backend(), ()):
            x = ops.convert_to_tensor(F if name != "vander" else V, "float64")
            result = getattr(ops, name)([x, x] if name == "concatenate" else x)
            assert backend.standardize_dtype(result.dtype) == wanted, name


def test_python_floats_are_no_weak_operands_of_arctan2():
    x = ops.convert_to_tensor(V, "float16")
    assert backend.standardize_dtype(ops.arctan2(x, 1.5).dtype) == "float32"
    assert ops.arctan2(backend.KerasTensor((3,), "float16"), 1.5).dtype == "float32"
    assert backend.standardize_dtype(ops.arctan2(x, 2).dtype) == "float16"


def test_average_meets_its_weights():
    found = ops.average(J, axis=1, weights=P.astype("float16"))
    assert backend.standardize_dtype(found.dtype) == "float16"


def test_tensors_share_no_memory_with_arrays():
    for make in (ops.convert_to_tensor, ops.array):
        array = np.zeros(1024, "float32")
        tensor = make(array)
        array[:] = 1
        assert backend.convert_to_numpy(tensor)[0] == 0
