"""Sparse tensors: which operations keep them sparse, on values and on symbols, with dense NumPy arrays as oracle."""
import numpy as np
import pytest

from keras.src import backend, ops

pytestmark = pytest.mark.skipif(
    not backend.SUPPORTS_SPARSE_TENSORS, reason=f"{backend.backend()} has no sparse tensors here"
)

D = np.array([[0.0, 2.0, 0.0], [3.0, 0.0, -4.0]], "float32")
E = np.array([[1.0, 0.0, 5.0], [0.0, 0.0, 2.0]], "float32")
W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "float32")
V = np.array([1.0, 0.0, 2.0], "float32")

# Name, arguments of which those at `sparse` are sparse, whether the result is.
CASES = [
    *((name, [D], {}, [0], True) for name in ("abs", "ceil", "copy", "negative", "sin", "square", "tanh", "imag")),
    *((name, [D], {}, [0], True) for name in ("fabs", "deg2rad", "rad2deg")),
    *((name, [D], {}, [0], False) for name in ("cos", "exp", "isfinite", "relu", "argmax")),
    *((name, [D, E], {}, [0, 1], True) for name in ("add", "subtract", "multiply", "maximum", "minimum")),
    *((name, [D, E], {}, [0], False) for name in ("add", "subtract", "maximum", "minimum", "equal")),
    *((name, [E, D], {}, [1], False) for name in ("add", "subtract", "divide")),
    *(("multiply", [D, other], {}, [0], True) for other in (E, V, 2.0)),
    ("multiply", [2.0, D], {}, [1], True),
    ("divide", [D, E], {}, [0], True),
    ("divide", [D, V], {}, [0], True),
    ("divide", [D, 2.0], {}, [0], True),
    ("divide", [D, E], {}, [0, 1], False),
    ("matmul", [D, W], {}, [0, 1], True),
    ("matmul", [D, W], {}, [0], False),
    ("matmul", [D, W], {}, [1], False),
    *(("sum", [D], static, [0], True) for static in ({}, {"axis": 0}, {"axis": 1, "keepdims": True})),
    ("mean", [D], {"axis": 0}, [0], True),
    ("max", [D], {"axis": 0}, [0], False),
    ("transpose", [D], {"axes": (1, 0)}, [0], True),
    ("reshape", [D], {"newshape": (3, -1)}, [0], True),
    ("expand_dims", [D], {"axis": 1}, [0], True),
    ("squeeze", [D[None]], {"axis": 0}, [0], True),
    ("take", [D, np.array([0, 1])], {"axis": 1}, [1], False),
]


def _sparse(array):
    if backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.sparse.from_dense(array)
    from jax.experimental import sparse

    return sparse.BCOO.fromdense(array)


def _expected(name, arguments, static):
    static = {"shape" if k == "newshape" else k: v for k, v in static.items()}
    if name == "relu":
        return np.maximum(*arguments, 0)
    with np.errstate(all="ignore"):
        return getattr(np, name)(*arguments, **static)


@pytest.mark.parametrize("name, arguments, static, sparse, stays", CASES, ids=lambda x: x if isinstance(x, str) else "")
def test_operation(name, arguments, static, sparse, stays):
    for convert in (backend.convert_to_tensor, lambda array: array):
        dense = [convert(x) if isinstance(x, np.ndarray) else x for x in arguments]
        given = [_sparse(x) if i in sparse else dense[i] for i, x in enumerate(arguments)]
        result = getattr(ops, name)(*given, **static)
        assert backend.core.is_sparse(result) == stays
        found = backend.convert_to_numpy(result)
        np.testing.assert_allclose(found, _expected(name, arguments, static), rtol=1e-5)


def test_what_is_not_there_stays_so_over_zero():
    np.testing.assert_array_equal(
        backend.convert_to_numpy(ops.divide(_sparse(D), 0.0)), [[0, np.inf, 0], [np.inf, 0, -np.inf]]
    )


def test_stop_gradient_of_a_sparse_tensor():
    assert backend.core.is_sparse(ops.stop_gradient(_sparse(D)))


@pytest.mark.parametrize("name, arguments, static, sparse, stays", CASES, ids=lambda x: x if isinstance(x, str) else "")
def test_symbolic(name, arguments, static, sparse, stays):
    given = [
        backend.KerasTensor(x.shape, str(x.dtype), sparse=i in sparse) if isinstance(x, np.ndarray) else x
        for i, x in enumerate(arguments)
    ]
    assert getattr(ops, name)(*given, **static).sparse == stays


@pytest.mark.parametrize("sparse, stays", [([0, 1], True), ([0], False)])
def test_concatenate(sparse, stays):
    given = [_sparse(x) if i in sparse else x for i, x in enumerate([D, E])]
    result = ops.concatenate(given, axis=-1)
    assert backend.core.is_sparse(result) == stays
    np.testing.assert_array_equal(backend.convert_to_numpy(result), np.concatenate([D, E], -1))


def test_dtypes_meet():
    result = ops.add(_sparse(D.astype("int32")), _sparse(E))
    assert backend.standardize_dtype(result.dtype) == "float32"
    assert backend.core.is_sparse(ops.convert_to_tensor(result))
    assert not backend.core.is_sparse(ops.convert_to_tensor(result, sparse=False))


@pytest.mark.parametrize("sparse, stays", [(None, True), (True, True), (False, False)])
@pytest.mark.parametrize("dtype", [None, "float16"])
def test_conversion(sparse, stays, dtype):
    """What is sparse stays so unless the opposite is asked for; what is dense stays dense."""
    for given, wanted in ((_sparse(D), stays), (D, False)):
        result = ops.convert_to_tensor(given, dtype=dtype, sparse=sparse)
        assert backend.core.is_sparse(result) == wanted and backend.is_tensor(result)
        assert backend.standardize_dtype(result.dtype) == (dtype or "float32")
        np.testing.assert_array_equal(backend.convert_to_numpy(result), D)
        assert ops.shape(result) == D.shape


def test_a_saved_operation_takes_sparse_tensors():
    result = ops.numpy.Add()(_sparse(D), _sparse(E))
    np.testing.assert_array_equal(backend.convert_to_numpy(result), D + E)
