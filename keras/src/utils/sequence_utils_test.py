import numpy as np
import pytest

from keras.src.utils.sequence_utils import pad_sequences

SEQUENCES = [[1], [2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    "options, expected",
    [
        ({}, [[0, 0, 1], [0, 2, 3], [4, 5, 6]]),
        ({"maxlen": 2}, [[0, 1], [2, 3], [5, 6]]),
        ({"maxlen": 2, "padding": "post", "truncating": "post"}, [[1, 0], [2, 3], [4, 5]]),
        ({"maxlen": 4, "padding": "post", "value": -1}, [[1, -1, -1, -1], [2, 3, -1, -1], [4, 5, 6, -1]]),
        ({"maxlen": 0}, [[], [], []]),
    ],
)
def test_numbers(options, expected):
    result = pad_sequences(SEQUENCES, **options)
    assert result.dtype == "int32"
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize(
    "sequences, options, expected",
    [
        ([[[1, 2]], [[3, 4], [5, 6]]], {}, [[[0, 0], [1, 2]], [[3, 4], [5, 6]]]),
        ([[], [1]], {}, [[0], [1]]),
        ([[0.5], [1.5, 2.5]], {"dtype": "float32", "value": -1.0}, [[-1.0, 0.5], [1.5, 2.5]]),
        ([["a"], ["bb", "c"]], {"dtype": object, "value": "z"}, [["z", "a"], ["bb", "c"]]),
        ([np.array([1]), np.array([2, 3])], {}, [[0, 1], [2, 3]]),
        ([], {}, np.zeros((0, 0))),
    ],
)
def test_other_contents(sequences, options, expected):
    np.testing.assert_array_equal(pad_sequences(sequences, **options), expected)


@pytest.mark.parametrize(
    "sequences, options, match",
    [
        (SEQUENCES, {"padding": "middle"}, "padding='middle'"),
        (SEQUENCES, {"truncating": "middle"}, "truncating='middle'"),
        ([1, 2], {}, "sequences="),
        (3, {}, "sequences=3"),
        ([[[1, 2]], [[3, 4, 5]]], {}, "one shape"),
        (SEQUENCES, {"value": "a"}, "value='a'"),
    ],
)
def test_bad_arguments(sequences, options, match):
    with pytest.raises(ValueError, match=match):
        pad_sequences(sequences, **options)
