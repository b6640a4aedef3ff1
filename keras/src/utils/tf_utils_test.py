import numpy as np
import pytest

import keras

if keras.backend.backend() != "tensorflow":
    pytest.skip("Helpers for TensorFlow's tensors, shown once.", allow_module_level=True)

import tensorflow as tf

from keras.src.utils import tf_utils

TWO = [[1, 2, 2], [0, 0, 7]]  # 7 is beyond the 4 categories
COUNTS = [[0, 1, 2, 0], [2, 0, 0, 0]]
SPARSE = tf.sparse.from_dense([[1, 0]])
RAGGED = tf.ragged.constant([[1], [2, 3]])


def dense(x):
    return tf.sparse.to_dense(x).numpy() if isinstance(x, tf.SparseTensor) else x.numpy()


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize(
    "mode, x, expected",
    [
        ("one_hot", [1, 3], [[0, 1, 0, 0], [0, 0, 0, 1]]),
        ("one_hot", [[1], [3]], [[0, 1, 0, 0], [0, 0, 0, 1]]),
        ("one_hot", 1, [0, 1, 0, 0]),
        ("multi_hot", TWO, np.minimum(COUNTS, 1)),
        ("count", TWO, COUNTS),
        ("count", [1, 1, 3], [0, 2, 0, 1]),
        ("tf_idf", TWO, COUNTS * np.array([1, 2, 3, 4])),
    ],
)
def test_encoding(mode, x, expected, sparse):
    weights = tf.constant([1.0, 2.0, 3.0, 4.0]) if mode == "tf_idf" else None
    found = tf_utils.tf_encode_categorical_inputs(tf.constant(x), mode, 4, sparse=sparse, idf_weights=weights)
    assert isinstance(found, tf.SparseTensor) == sparse
    assert found.dtype == tf.float32
    np.testing.assert_array_equal(dense(found), expected)


@pytest.mark.parametrize("count", [tf_utils.dense_bincount, tf_utils.sparse_bincount])
def test_weights(count):
    found = count(tf.constant(TWO), 4, False, "float32", count_weights=[[0.5, 1, 2], [1.0, 2, 3]])
    np.testing.assert_array_equal(dense(found), [[0, 0.5, 3, 0], [3, 0, 0, 0]])


def test_errors():
    with pytest.raises(ValueError, match="3 axes with output_mode='one_hot'"):
        tf_utils.tf_encode_categorical_inputs(tf.constant(TWO), "one_hot", 4)
    with pytest.raises(ValueError, match="idf_weights"):
        tf_utils.tf_encode_categorical_inputs(tf.constant(TWO), "tf_idf", 4)


@pytest.mark.parametrize(
    "x, expected",
    [
        (np.ones((2, 3)), tf.TensorSpec([None, 3], "float64", "a")),
        (keras.KerasTensor((2, 3)), tf.TensorSpec([None, 3], "float32", "a")),
        (tf.ones(()), tf.TensorSpec([], "float32", "a")),
        (SPARSE, tf.SparseTensorSpec([None, 2], "int32")),
        (RAGGED, tf.RaggedTensorSpec([None, None], "int32", 1)),
        (5, None),
    ],
)
def test_specs(x, expected):
    assert tf_utils.get_tensor_spec(x, dynamic_batch=True, name="a") == expected


def test_tensors():
    assert tf_utils.ensure_tensor([1, 2], "int64").dtype == tf.int64
    assert isinstance(tf_utils.ensure_tensor(SPARSE, "float32"), tf.SparseTensor)
    assert isinstance(tf_utils.ensure_tensor(RAGGED, "float32"), tf.RaggedTensor)
    assert tf_utils.is_ragged_tensor(RAGGED) and not tf_utils.is_ragged_tensor(None)
    assert tf_utils.expand_dims(SPARSE, 1).shape == (1, 1, 2)
