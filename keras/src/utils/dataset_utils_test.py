"""split_dataset."""
import random

import numpy as np
import pytest

import keras
from keras import utils

TEN = np.arange(10)
ON_TORCH = keras.config.backend() == "torch"


def values(dataset):
    """The samples of a data set, as nested lists."""
    plain = lambda x: np.asarray(x).tolist()
    return [keras.tree.map_structure(plain, tuple(s) if isinstance(s, (list, tuple)) else s) for s in dataset]


def split(dataset, *args, preferred_backend="tensorflow", **kwargs):
    pytest.importorskip(preferred_backend)
    return [values(part) for part in utils.split_dataset(dataset, *args, preferred_backend=preferred_backend, **kwargs)]


@pytest.mark.parametrize("left, right, counts", [
    (0.3, None, (3, 7)), (None, 0.2, (8, 2)), (4, None, (4, 6)), (None, 3, (7, 3)), (2, 3, (2, 3)),
    (0.5, 0.25, (5, 2)), (0.1, 3, (1, 3)), (0.25, None, (2, 8)),
])  # fmt: skip
def test_sizes(left, right, counts):
    first, last = split(TEN, left, right)
    assert (first, last) == (list(range(counts[0])), list(range(10 - counts[1], 10)))


@pytest.mark.parametrize("dataset, structure", [
    (np.arange(6.0).reshape(3, 2), [[0, 1], [2, 3], [4, 5]]),
    ((np.arange(3), np.arange(3) * 2), [(0, 0), (1, 2), (2, 4)]),
    ([np.arange(3)], [(0,), (1,), (2,)]),
])  # fmt: skip
def test_structures(dataset, structure):
    assert split(dataset, 2) == [structure[:2], structure[2:]]


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float16", "bool"])
def test_the_dtype_stays(dtype):
    pytest.importorskip("tensorflow")
    left, _ = utils.split_dataset(np.ones(4, dtype), 2, preferred_backend="tensorflow")
    assert left.element_spec.dtype.name == dtype


def test_shuffles():
    order = list(range(10))
    random.Random(3).shuffle(order)
    assert split(TEN, 4, shuffle=True, seed=3) == [order[:4], order[4:]]
    left, right = split(TEN, 4, shuffle=True)
    assert sorted(left + right) == list(range(10))


def test_tensorflow_data_sets():
    tf = pytest.importorskip("tensorflow")
    dataset = tf.data.Dataset.from_tensor_slices(({"a": np.arange(6)}, np.arange(6) * 2))
    expected = [({"a": i}, 2 * i) for i in range(6)]
    assert split(dataset, 0.5) == [expected[:3], expected[3:]]
    assert split(tf.data.Dataset.range(6).batch(2), 0.5) == [[[0, 1], [2]], [[3, 4], [5]]]


def test_torch_data_sets():
    torch = pytest.importorskip("torch")
    dataset = torch.utils.data.TensorDataset(torch.arange(6), torch.arange(6) * 2)
    samples = [(i, 2 * i) for i in range(6)]
    assert split(dataset, 4, preferred_backend="torch") == [samples[:4], samples[4:]]
    shuffled = [split(dataset, 4, shuffle=True, seed=s, preferred_backend="torch") for s in (1, 1, 2)]
    assert shuffled[0] == shuffled[1] != shuffled[2] and sorted(sum(shuffled[0], [])) == samples
    left, _ = utils.split_dataset(dataset, 4)
    assert isinstance(left, torch.utils.data.Subset)


def test_the_kind_follows_the_backend():
    module = "torch" if ON_TORCH else "tensorflow"
    pytest.importorskip(module)
    assert type(utils.split_dataset(TEN, 4)[0]).__module__.startswith(module + ".")


@pytest.mark.parametrize("args, error, named", [
    ((TEN,), ValueError, "left_size"),
    ((TEN, 2.5), ValueError, "left_size=2.5"),
    ((TEN, 10), ValueError, "left_size=10"),
    ((TEN, 0.01), ValueError, "empty"),
    ((TEN, None, -1), ValueError, "right_size=-1"),
    ((TEN, 7, 5), ValueError, "left_size=7, right_size=5"),
    ((TEN, "x"), TypeError, "left_size='x'"),
    ((TEN, True), TypeError, "left_size=True"),
    (([1, 2], 0.5), ValueError, "index 0"),
    (([TEN, TEN[:5]], 0.5), ValueError, "(5,)"),
    (((), 0.5), ValueError, "no samples"),
    ((3, 0.5), TypeError, "3"),
    (({"a": TEN}, 0.5), TypeError, "dict"),
])  # fmt: skip
def test_refuses(args, error, named):
    with pytest.raises(error) as raised:
        utils.split_dataset(*args)
    assert named in str(raised.value)
