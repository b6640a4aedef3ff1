import numpy as np
import pytest

from keras.src import backend
from keras.src.utils import numerical_utils


def as_numpy(x):
    return x if isinstance(x, np.ndarray) else backend.convert_to_numpy(x)


@pytest.mark.parametrize(
    "x, num_classes, expected",
    [
        ([0, 2], None, [[1, 0, 0], [0, 0, 1]]),
        ([[0], [1]], 2, [[1, 0], [0, 1]]),
        ([[0, 1], [1, 1]], None, [[[1, 0], [0, 1]], [[0, 1], [0, 1]]]),
        (1, 2, [0, 1]),
    ],
)
@pytest.mark.parametrize("kind", ["list", "tensor"])
def test_to_categorical(x, num_classes, expected, kind):
    given = x if kind == "list" else backend.convert_to_tensor(x, dtype="int32")
    result = numerical_utils.to_categorical(given, num_classes)
    assert isinstance(result, np.ndarray) or kind == "tensor"
    np.testing.assert_array_equal(as_numpy(result), expected)


def test_to_categorical_of_classes_that_are_not_there():
    for x in ([0, 2], np.array([[0], [2]])):
        with pytest.raises(IndexError):
            numerical_utils.to_categorical(x, 2)


def test_normalize_over_all_axes_keeps_the_shape():
    np.testing.assert_allclose(numerical_utils.normalize(np.array([3.0, 4.0]), axis=None), [0.6, 0.8])


@pytest.mark.parametrize(
    "x, options, expected",
    [
        ([[3.0, 4.0], [0.0, 0.0]], {}, [[0.6, 0.8], [0.0, 0.0]]),
        ([[3.0, 4.0], [0.0, 0.0]], {"axis": 0}, [[1.0, 1.0], [0.0, 0.0]]),
        ([[3.0, 4.0]], {"order": 1}, [[3 / 7, 4 / 7]]),
        ([[3.0, 4.0]], {"order": 3}, np.array([[3.0, 4.0]]) / 91 ** (1 / 3)),
    ],
)
@pytest.mark.parametrize("kind", ["array", "tensor"])
def test_normalize(x, options, expected, kind):
    given = np.array(x) if kind == "array" else backend.convert_to_tensor(x)
    result = numerical_utils.normalize(given, **options)
    assert isinstance(result, np.ndarray) or kind == "tensor"
    np.testing.assert_allclose(as_numpy(result), expected, rtol=1e-6)


@pytest.mark.parametrize("order", [0, -1, 1.5, "x"])
def test_normalize_of_a_list_wants_an_integer_order(order):
    with pytest.raises(ValueError, match="order="):
        numerical_utils.normalize([1.0, 2.0], order=order)


def test_build_pos_neg_masks():
    labels = [0, 1, 0]
    same = np.equal.outer(labels, labels)
    positive, negative = numerical_utils.build_pos_neg_masks(np.array(labels), np.array(labels))
    np.testing.assert_array_equal(as_numpy(positive), same & ~np.eye(3, dtype=bool))
    np.testing.assert_array_equal(as_numpy(negative), ~same)
    positive, _ = numerical_utils.build_pos_neg_masks(
        np.array(labels), np.array([0, 1]), remove_diagonal=False
    )
    np.testing.assert_array_equal(as_numpy(positive), same[:, :2])
