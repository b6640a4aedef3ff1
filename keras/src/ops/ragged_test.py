"""Ragged tensors on tensorflow: elementwise functions, reductions along rows, rows of tables."""
import numpy as np
import pytest

from keras.src import backend, layers, ops

pytestmark = pytest.mark.skipif(backend.backend() != "tensorflow", reason="only tensorflow has ragged tensors")
ROWS = [[1.0, 4.0], [9.0]]

CASES = {
    "add": (lambda x: ops.add(x, 1.0), [[2, 5], [10]]),
    "multiply": (lambda x: ops.multiply(x, x), [[1, 16], [81]]),
    "negative": (ops.negative, [[-1, -4], [-9]]),
    "square": (ops.square, [[1, 16], [81]]),
    "relu": (ops.relu, ROWS),
    "maximum": (lambda x: ops.maximum(x, 4.0), [[4, 4], [9]]),
    "cast": (lambda x: ops.cast(x, "int32"), ROWS),
    "operators": (lambda x: x * 2.0, [[2, 8], [18]]),
}


def _ragged(rows):
    import tensorflow as tf

    return tf.ragged.constant(rows)


@pytest.mark.parametrize("name", CASES)
def test_elementwise(name):
    function, wanted = CASES[name]
    assert function(_ragged(ROWS)).to_list() == wanted


def test_conversion_and_reduction():
    x = _ragged(ROWS)
    assert backend.is_tensor(x) and ops.convert_to_tensor(x) is x
    np.testing.assert_allclose(ops.sum(x, axis=1), [5, 9])
    np.testing.assert_allclose(ops.sum(x), 14)


@pytest.mark.parametrize("dtype", [None, "float16"])
def test_conversion(dtype):
    x = _ragged(ROWS)
    for ragged in (None, True):
        result = ops.convert_to_tensor(x, dtype=dtype, ragged=ragged)
        assert result.to_list() == ROWS and backend.standardize_dtype(result.dtype) == (dtype or "float32")
    filled = ops.convert_to_tensor(x, dtype=dtype, ragged=False)
    np.testing.assert_array_equal(filled, [[1, 4], [9, 0]])
    np.testing.assert_array_equal(ops.convert_to_numpy(x), [[1, 4], [9, 0]])
    assert ops.shape(x) == (2, None)


def test_rows_of_a_table():
    indices = _ragged([[0, 1], [2]])
    assert ops.take(ops.array([1.0, 2.0, 3.0]), indices).to_list() == [[1, 2], [3]]
    embedded = layers.Embedding(4, 2, embeddings_initializer="ones")(indices)
    assert embedded.to_list() == [[[1, 1], [1, 1]], [[1, 1]]]
