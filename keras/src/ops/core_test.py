"""Tables of conversion, casts, scattering and slicing."""
import numpy as np
import pytest

from keras.src import backend, ops
from keras.src.backend.common.formulas.control_flow import saturation_bounds
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.op_cases import OperationTests, case, parametrize

R = np.random.default_rng(2)
F = R.uniform(-2, 2, (2, 3)).astype("float32")
C = R.uniform(-2, 2, (2, 3, 4)).astype("float32")
V, W = F[0], np.array([1.0, 2.0, 3.0, 4.0], "float32")
N = np.array([[3, -2, 0], [7, 5, -6]], "int32")
AT = np.array([[0, 1], [1, 2]], "int32")
TWICE = np.array([[1], [1]], "int32")


def _scatter(indices, values, shape):
    result = np.zeros(shape, values.dtype)
    np.add.at(result, tuple(indices.T), values)
    return result


def _scatter_update(inputs, indices, updates, reduction=None):
    result, places = inputs.copy(), tuple(indices.T)
    if reduction is None:
        result[places] = updates
    else:
        joins = {"add": np.add, "max": np.maximum, "min": np.minimum, "mul": np.multiply}
        joins[reduction].at(result, places, updates)
    return result


def _slice(inputs, start_indices, shape):
    return inputs[tuple(slice(s, s + n) for s, n in zip(start_indices, shape))]


def _slice_update(inputs, start_indices, updates):
    result = inputs.copy()
    result[tuple(slice(s, s + n) for s, n in zip(start_indices, updates.shape))] = updates
    return result


FROM_THE_END = {"tensorflow": "takes no places counted from the end"}
CASES = [
    case("cast", [F], lambda x, dtype: x.astype(dtype), dtype_="int32", dtype="int32"),
    case("cast", [N], lambda x, dtype: x.astype(dtype), dtype_="bool", dtype="bool"),
    case("cast", [F], lambda x, dtype: x.astype(dtype), dtype_="float16", dtype="float16", grad=False),
    case("saturate_cast", [W * 1e3], [127] * 4, dtype_="int8", dtype="int8"),
    case("saturate_cast", [N], lambda x, dtype: np.clip(x, 0, 255), dtype_="uint8", dtype="uint8"),
    case("saturate_cast", [F * 1e20], np.where(F > 0, 2147483520, -2147483648), dtype_="int32"),
    case("saturate_cast", [F * 1e6], np.where(F > 0, 65504, -65504), dtype_="float16"),
    case("saturate_cast", [N], N > 0, dtype_="bool"),
    case("convert_to_tensor", [F], F, dtype="float32"),
    case("convert_to_tensor", [F], F.astype("int32"), dtype_="int32"),
    case("stop_gradient", [F], lambda variable: variable, grad=False),
    case("scatter", [AT, V[:2]], _scatter, shape=(2, 3)),
    case("scatter", [TWICE, F], _scatter, shape=(3, 3), dtype="float32"),
    *[
        case("scatter_update", [F, AT, V[:2]], _scatter_update, reduction=r)
        for r in (None, "add", "max", "min", "mul")
    ],
    *[
        case("scatter_update", [F, -1 - AT, V[:2]], _scatter_update, reduction=r, skip=FROM_THE_END)
        for r in (None, "add", "max", "min", "mul")
    ],
    *[
        case("scatter_update", [W, TWICE, V[:2]], _scatter_update, reduction=r)
        for r in ("add", "max", "mul")
    ],
    case(
        "scatter_update",
        [F, np.array([[1]], "int32"), V[None]],
        _scatter_update,
        reduction="mul",
        grad=False,
    ),
    case(
        "scatter_update",
        [N, AT, V[:2]],
        lambda *x: _scatter_update(*x[:2], x[2].astype("int32")),
        dtype="int32",
    ),
    case("slice", [C, (0, 1, 2)], _slice, shape=(1, 2, 2)),
    case("slice", [W, np.array([1], "int32")], _slice, shape=(2,)),
    case("slice_update", [F, (0, 1), np.ones((2, 1), "float32")], _slice_update, jit=False),
    case("slice_update", [W, np.array([1], "int32"), W[:2]], _slice_update, jit=False),
    case("slice_update", [N, (0, 0), N[:1, 1:2]], _slice_update, dtype="int32"),
    case("unstack", [C], lambda x, axis: list(np.moveaxis(x, axis, 0)), axis=-1),
    case("unstack", [C], lambda x, num, axis: list(np.moveaxis(x, axis, 0)), num=3, axis=1),
]


@parametrize(CASES)
class TestCore(OperationTests):
    pass


def test_gradients_of_slices():
    if backend.backend() == "numpy":
        pytest.skip("numpy: no gradients")

    def loss(x, y):
        updated = ops.slice_update(x, (0, 1), y)
        return ops.sum(ops.slice(updated, (0, 0), (2, 2)) * 2)

    x, y = backend.convert_to_tensor(F), backend.convert_to_tensor(F[:, :1])
    of_x, of_y = map(backend.convert_to_numpy, ops.grad(loss, argnums=(0, 1))(x, y))
    np.testing.assert_allclose(of_x, [[2, 0, 0], [2, 0, 0]])
    np.testing.assert_allclose(of_y, [[2], [2]])


def test_updates_leave_their_input_alone():
    x = F.copy()
    ops.scatter_update(x, [[0, 0]], [9.0])
    ops.slice_update(x, (0, 0), np.ones((1, 1), "float32"))
    np.testing.assert_array_equal(x, F)


def test_conversion():
    assert ops.dtype(F) == "float32"
    assert ops.shape(backend.convert_to_tensor(C)) == (2, 3, 4)
    assert ops.shape(KerasTensor((None, 3))) == (None, 3)
    assert ops.is_tensor(backend.convert_to_tensor(F))
    assert ops.is_tensor(backend.Variable(F).value)
    assert not ops.is_tensor([1.0]) and not ops.is_tensor(KerasTensor((2,)))
    for value, dtype in [(3, "int32"), ([1.5, 2], "float32"), (True, "bool")]:
        assert ops.dtype(ops.convert_to_tensor(value)) == dtype
    assert isinstance(ops.convert_to_numpy([1, 2.5]), np.ndarray)
    assert float(ops.convert_to_tensor(backend.Variable(2.0))) == 2.0


def test_sizes_that_only_the_run_knows():
    """In a compiled function a shape may hold scalar tensors, with which one reshapes as with integers."""
    if backend.backend() == "tensorflow":
        import tensorflow as tf

        def call(x):
            rows, columns = ops.shape(x)
            assert columns == 3 and not isinstance(rows, int)
            return ops.reshape(x, (columns, rows))

        found = tf.function(call, input_signature=[tf.TensorSpec((None, 3), "float32")])(F)
    else:
        rows, columns = ops.shape(backend.convert_to_tensor(F))
        found = ops.reshape(F, (columns, rows))
    np.testing.assert_array_equal(backend.convert_to_numpy(found), F.reshape(3, 2))


def test_device_scope():
    with backend.device("cpu:0"):
        x = ops.ones((2,)) + 1
    np.testing.assert_array_equal(backend.convert_to_numpy(x), [2, 2])


def test_plain_numbers_and_arrays_are_tensors_too():
    assert backend.is_tensor(ops.stop_gradient(2.0)) and backend.is_tensor(ops.stop_gradient(F))
    assert len(ops.unstack(F)) == 2
    doubled = ops.vectorized_map(lambda row: row * 2, F)
    np.testing.assert_array_equal(backend.convert_to_numpy(doubled), F * 2)
    assert ops.cond(True, lambda: 1.0, lambda: 2.0) == 1.0


def test_bounds_that_a_cast_keeps():
    assert saturation_bounds("float32", "int32") == (-(2**31), 2147483520.0)
    assert saturation_bounds("int32", "uint8") == (0, 255)
    assert saturation_bounds("uint8", "int32") == (0, 255)


def test_custom_gradient():
    @ops.custom_gradient
    def double(x):
        def grad(*args, upstream=None):
            return (args[0] if upstream is None else upstream) * 5

        return x * 2, grad

    np.testing.assert_allclose(
        backend.convert_to_numpy(double(backend.convert_to_tensor(F))), F * 2
    )
    if backend.backend() != "numpy":
        gradient = ops.grad(lambda x: ops.sum(double(x)))(backend.convert_to_tensor(F))
        np.testing.assert_allclose(backend.convert_to_numpy(gradient), np.full_like(F, 5))


def test_no_gradient_flows_through_stop_gradient():
    if backend.backend() == "numpy":
        pytest.skip("numpy: no gradients")
    gradient = ops.grad(lambda x: ops.sum(x * ops.stop_gradient(x)))(backend.convert_to_tensor(F))
    np.testing.assert_allclose(backend.convert_to_numpy(gradient), F)


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: ops.cast(F, "bogus"), ValueError, "bogus"),
        (lambda: ops.scatter_update(W, [[1]], [2.0], "bogus"), ValueError, "bogus"),
        (lambda: ops.scatter([[0, 1, 2]], [1.0], (2, 3)), ValueError, "coordinates"),
        (lambda: ops.scatter(KerasTensor((2, 1)), KerasTensor((3,)), (2,)), ValueError, "coordinates"),
        (lambda: ops.scatter_update(F, [[0, 1, 2]], [1.0]), ValueError, "coordinates"),
        (lambda: ops.slice(KerasTensor((2, 3)), (0,), (1, 1)), ValueError, "start and a size"),
        (lambda: ops.slice_update(F, (0, 0), np.ones((3, 3), "float32")), ValueError, "slice"),
        (lambda: ops.unstack(KerasTensor((None, 3))), ValueError, "`num` of unstack"),
        (lambda: ops.unstack(F, num=5), ValueError, "`num` of unstack"),
        (lambda: ops.convert_to_numpy(KerasTensor((2,))), ValueError, "symbolic|NumPy array"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="the other backends count from the end")
@pytest.mark.parametrize("reduction", [None, "add", "mul", "max", "min"])
def test_tensorflow_refuses_indices_below_zero(reduction):
    with pytest.raises(ValueError, match="scatter_update"):
        ops.scatter_update(W, [[-1]], [2.0], reduction)


@pytest.mark.skipif(backend.backend() != "numpy", reason="the frameworks have rules of their own for such starts")
def test_slices_that_start_from_the_end():
    x = backend.convert_to_tensor(F)
    np.testing.assert_array_equal(backend.convert_to_numpy(ops.slice(x, [-1, 1], [1, 2])), F[-1:, 1:])


@pytest.mark.parametrize("shape", [(2, 2), (2, 2, 2)])
def test_coordinates_of_more_axes_than_there_are(shape):
    indices, values = np.zeros(shape, "int32"), np.ones(2, "float32")
    with pytest.raises((ValueError, TypeError), match=r"scatter\b"):
        ops.scatter(indices, values, (4,))
    with pytest.raises((ValueError, TypeError), match=r"scatter_update\b"):
        ops.scatter_update(np.ones(4, "float32"), indices, values)
