"""timeseries_dataset_from_array: windows, targets, batches, order."""
import numpy as np
import pytest

import keras

FORMATS = [("tf", "tensorflow"), ("grain", "grain")]
windows = keras.utils.timeseries_dataset_from_array


def values(dataset):
    plain = lambda x: np.asarray(x).tolist()
    return [tuple(map(plain, b)) if isinstance(b, (tuple, list)) else plain(b) for b in dataset]


CASES = [
    ({"data": np.arange(5), "targets": None, "sequence_length": 3}, [[[0, 1, 2], [1, 2, 3], [2, 3, 4]]]),
    ({"data": np.arange(7), "targets": None, "sequence_length": 3, "sampling_rate": 2, "batch_size": 2},
     [[[0, 2, 4], [1, 3, 5]], [[2, 4, 6]]]),
    ({"data": np.arange(7), "targets": np.arange(7) * 10, "sequence_length": 2, "sequence_stride": 3},
     [([[0, 1], [3, 4]], [0, 30])]),
    ({"data": np.arange(9), "targets": None, "sequence_length": 2, "start_index": 3, "end_index": 6},
     [[[3, 4], [4, 5]]]),
    ({"data": np.arange(5), "targets": np.arange(2), "sequence_length": 2, "batch_size": None},
     [([0, 1], 0), ([1, 2], 1)]),
    ({"data": np.arange(4).reshape(2, 2), "targets": None, "sequence_length": 1}, [[[[0, 1]], [[2, 3]]]]),
    ({"data": np.arange(3), "targets": None, "sequence_length": 4}, []),
]


@pytest.mark.parametrize("format, module", FORMATS)
@pytest.mark.parametrize("arguments, expected", CASES)
def test_windows(arguments, expected, format, module):
    pytest.importorskip(module)
    assert values(windows(**arguments, format=format)) == expected


@pytest.mark.parametrize("format, module", FORMATS)
def test_shuffles(format, module):
    pytest.importorskip(module)
    orders = [values(windows(np.arange(30), np.arange(30), 1, shuffle=True, seed=s, format=format)) for s in (1, 1, 2)]
    (x, y), (_, again), (_, other) = [order[0] for order in orders]
    assert y == again != other and sorted(y) == list(range(30)) and [step for (step,) in x] == y


def test_the_global_seed_decides():
    pytest.importorskip("tensorflow")
    orders = []
    for _ in range(2):
        keras.utils.set_random_seed(3)
        orders.append(values(windows(np.arange(20), None, 1, shuffle=True)))
    assert orders[0] == orders[1]


@pytest.mark.parametrize("wrong", [
    {"sequence_stride": 0}, {"sequence_stride": 10}, {"sampling_rate": 0}, {"sampling_rate": 10}, {"start_index": -1},
    {"start_index": 10}, {"end_index": 10}, {"start_index": 5, "end_index": 5}, {"sequence_length": -1},
    {"format": "bogus"},
])
def test_refuses(wrong):
    name, value = list(wrong.items())[-1]
    with pytest.raises(ValueError, match=f"{name}='?{value}"):
        windows(**{"data": np.arange(10), "targets": None, "sequence_length": 2} | wrong)
