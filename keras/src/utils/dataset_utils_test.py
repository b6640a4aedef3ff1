"""split_dataset, and what reads folders."""
import os
import random

import numpy as np
import pytest

import keras
from keras import utils
from keras.src.utils import dataset_utils, grain_utils, jax_utils

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
])
def test_sizes(left, right, counts):
    first, last = split(TEN, left, right)
    assert (first, last) == (list(range(counts[0])), list(range(10 - counts[1], 10)))


@pytest.mark.parametrize("dataset, structure", [
    (np.arange(6.0).reshape(3, 2), [[0, 1], [2, 3], [4, 5]]),
    ((np.arange(3), np.arange(3) * 2), [(0, 0), (1, 2), (2, 4)]),
    ([np.arange(3)], [(0,), (1,), (2,)]),
])
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
])
def test_refuses(args, error, named):
    with pytest.raises(error) as raised:
        utils.split_dataset(*args)
    assert named in str(raised.value)


def test_the_files_of_a_folder(tmp_path):
    for name in ("a/1.txt", "a/sub/2.TXT", "b/3.txt", "b/4.bin"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    paths, labels, names = dataset_utils.index_directory(str(tmp_path), "inferred", (".txt",), shuffle=False)
    assert [os.path.relpath(p, tmp_path) for p in paths] == ["a/1.txt", "a/sub/2.TXT", "b/3.txt"]
    assert labels.tolist() == [0, 0, 1] and names == ["a", "b"]
    assert dataset_utils.index_directory(str(tmp_path), None, (".bin",))[1:] == (None, None)
    found = dataset_utils.index_subdirectory(str(tmp_path / "a"), {"a": 7}, False, (".txt",))
    assert found == (["a/1.txt", "a/sub/2.TXT"], [7, 7])
    assert [f for _, f in dataset_utils.iter_valid_files(str(tmp_path), False, (".txt",))] == ["1.txt", "2.TXT", "3.txt"]


def test_parts_and_labels():
    part = lambda *args: dataset_utils.get_training_or_validation_split(list("abcd"), [1, 2, 3, 4], *args)
    assert part(0.25, "training") == (["a", "b", "c"], [1, 2, 3]) and part(0.25, "validation") == (["d"], [4])
    assert part(None, None) == (list("abcd"), [1, 2, 3, 4])
    for args in ((0.2, None, True, 1), (2.0, "both", True, 1), (0.2, "x", True, 1), (0.2, "both", True, None)):
        with pytest.raises(ValueError):
            dataset_utils.check_validation_split_arg(*args)
    tf = pytest.importorskip("tensorflow")
    rows = [row.numpy().tolist() for row in dataset_utils.labels_to_dataset_tf([0, 1], "categorical", 2)]
    assert rows == [[1, 0], [0, 1]]
    data = tf.data.Dataset.range(4)
    assert not dataset_utils.is_batched(data) and int(dataset_utils.get_batch_size(data.batch(2))) == 2
    kinds = (dataset_utils.is_tf_dataset, dataset_utils.is_torch_dataset, dataset_utils.is_grain_dataset)
    assert [kind(data) for kind in kinds] == [True, False, False]


def test_batches_of_samples_and_tracing():
    batch = grain_utils.make_batch([{"a": np.ones(2)}, {"a": np.zeros(2)}])
    assert keras.ops.convert_to_numpy(batch["a"]).tolist() == [[1, 1], [0, 0]]
    assert len(grain_utils.make_string_batch(["a", "b"])) == 2
    with pytest.raises(ValueError, match="values"):
        grain_utils.make_batch([])
    assert not jax_utils.is_in_jax_tracing_scope() and not jax_utils.is_in_jax_tracing_scope(np.ones(2))
    if keras.config.backend() == "jax":
        import jax

        traced = []
        jax.eval_shape(lambda x: traced.append(jax_utils.is_in_jax_tracing_scope(x)) or x, 1.0)
        assert traced == [True]
