"""Sources of data: what batches they make, on the active backend."""
import sys
import threading

import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.trainers.data_adapters import (
    array_data_adapter,
    data_adapter_utils,
    get_data_adapter,
    rows,
)
from keras.src.trainers.epoch_iterator import EpochIterator

X = np.arange(24.0, dtype="float32").reshape(12, 2)
Y = np.arange(12, dtype="int32")


def read(batches):
    return [keras.tree.map_structure(backend.convert_to_numpy, batch) for batch in batches]


def batches_of(adapter):
    return read(adapter.iterate(backend.trainer.feed))


def test_arrays_in_order():
    adapter = get_data_adapter(X, Y, batch_size=5)
    found = batches_of(adapter)
    assert [len(x) for x, _ in found] == [5, 5, 2]
    np.testing.assert_array_equal(np.concatenate([x for x, _ in found]), X)
    np.testing.assert_array_equal(np.concatenate([y for _, y in found]), Y)
    assert (adapter.num_batches, adapter.batch_size, adapter.has_partial_batch, adapter.partial_batch_size) == (3, 5, True, 2)


@pytest.mark.parametrize("shuffle", [True, "batch"])
def test_shuffles(shuffle):
    keras.utils.set_random_seed(1)
    found = batches_of(get_data_adapter(X, Y, batch_size=4, shuffle=shuffle))
    for x, y in found:
        np.testing.assert_array_equal(x[:, 0], 2 * y)  # x and y stay together
    order = np.concatenate([y for _, y in found])
    assert sorted(order) == list(range(12)) and order.tolist() != list(range(12))
    if shuffle == "batch":
        assert [sorted(y) for _, y in found] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_floats_become_floatx_integers_stay():
    (x, y), *_ = batches_of(get_data_adapter(X.astype("float64"), Y.astype("int16")))
    assert x.dtype == np.float32 and y.dtype == np.int16


def test_structures():
    found = batches_of(get_data_adapter({"a": X, "b": [X, Y]}, (Y,), batch_size=8))
    assert [sorted(x) for x, _ in found] == [["a", "b"]] * 2
    assert found[0][0]["b"][1].shape == (8,) and found[0][1][0].shape == (8,)


def test_weights():
    weights = np.linspace(0, 1, 12)
    (_, _, found), *_ = batches_of(get_data_adapter(X, Y, sample_weight=weights))
    np.testing.assert_allclose(found, weights, rtol=1e-6)
    (_, _, found), *_ = batches_of(get_data_adapter(X, {"a": Y, "b": Y}, sample_weight=weights))
    assert sorted(found) == ["a", "b"]
    (_, _, found), *_ = batches_of(get_data_adapter(X, Y % 3, class_weight={0: 2.0, 1: 0.5}))
    np.testing.assert_allclose(found, np.array([2.0, 0.5, 1.0] * 4))


@pytest.mark.parametrize(
    "y,expected",
    [([0, 1, 2], [5, 1, 7]), ([[0], [2]], [5, 7]), ([[0, 0, 1], [1, 0, 0]], [7, 5]), ([1.0, 2.0], [1, 7])],
)
def test_class_weight_to_sample_weights(y, expected):
    found = data_adapter_utils.class_weight_to_sample_weights(np.array(y), {0: 5.0, 2: 7.0})
    np.testing.assert_array_equal(found, expected)


class OnlyRows:
    """Something stored that reads rows when asked, as an h5py dataset; it counts them."""

    shape, dtype = (12, 2), np.dtype("float32")
    read = 0

    def __getitem__(self, index):
        self.read += len(X[index])
        return X[index]


def test_stored_rows_are_read_by_batch():
    source = OnlyRows()
    stored = rows.StoredRows(source)
    np.testing.assert_array_equal(stored.take(np.array([5, 1, 3])), X[[5, 1, 3]])
    np.testing.assert_array_equal(stored.cut(2, 4), X[2:4])
    assert source.read == 5


def test_mapped_files(tmp_path):
    path = tmp_path / "x.npy"
    np.save(path, X)
    found = batches_of(get_data_adapter(np.load(path, mmap_mode="r"), batch_size=6))
    np.testing.assert_array_equal(np.concatenate(found), X)


def test_frames_and_sparse_matrices():
    pandas, sparse = pytest.importorskip("pandas"), pytest.importorskip("scipy.sparse")
    (x, y), *_ = batches_of(get_data_adapter(pandas.DataFrame(X), pandas.Series(Y)))
    np.testing.assert_array_equal(x, X)
    assert y.shape == (12, 1)
    (x,) = batches_of(get_data_adapter(sparse.csr_matrix(X)))
    np.testing.assert_array_equal(x, X)


def test_backend_tensors():
    (x,) = batches_of(get_data_adapter(backend.convert_to_tensor(X)))
    np.testing.assert_array_equal(x, X)


def test_generators():
    adapter = get_data_adapter((X[i : i + 4], Y[i : i + 4]) for i in (0, 4))
    assert adapter.num_batches is None
    for _ in range(2):  # a pass begins with the first two
        assert [y.tolist() for _, y in batches_of(adapter)] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    with pytest.raises(ValueError, match="yields nothing"):
        get_data_adapter(x for x in ())
    with pytest.raises(ValueError, match="tuples"):
        get_data_adapter(x for x in (X,))


class Squares(keras.utils.PyDataset):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seen, self.threads = [], set()

    def __len__(self):
        return 6

    def __getitem__(self, index):
        self.seen.append(index)
        self.threads.add(threading.get_ident())
        if index == getattr(self, "broken", None):
            raise KeyError("broken sample")
        return np.full((2, 1), index), np.full((2, 1), index**2)

    def on_epoch_end(self):
        self.seen.append("end")


def test_a_py_dataset_ends_where_its_epoch_does():
    """Python would go on until `__getitem__` raises an IndexError."""

    class Counted(keras.utils.PyDataset):
        num_batches = 3

        def __getitem__(self, index):
            return index

    class Endless(Counted):
        num_batches = None

    assert list(Counted()) == [0, 1, 2] and 3 not in Counted()
    assert [index for index, _ in zip(Endless(), range(5))] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("workers", [1, 3])
def test_py_dataset(workers):
    data = Squares(workers=workers, max_queue_size=4)
    found = batches_of(get_data_adapter(data))
    assert [int(y[0, 0]) for _, y in found] == [i**2 for i in range(6)]
    assert sorted(data.seen) == list(range(6))
    assert (threading.get_ident() in data.threads) == (workers == 1)
    shuffled = [int(y[0, 0]) for _, y in batches_of(get_data_adapter(data, shuffle=True))]
    assert sorted(shuffled) == [i**2 for i in range(6)]


@pytest.mark.parametrize("item, batch", [({"a": X, "b": Y}, {"a": X, "b": Y}), (X, (X,)), ([X, Y], (X, Y))])
def test_py_dataset_of_dicts_and_bare_arrays(item, batch):
    """A dict is left to `train_step`, as libraries with losses inside their models have it."""

    class Items(keras.utils.PyDataset):
        def __len__(self):
            return 1

        def __getitem__(self, index):
            return item

    (found,) = batches_of(get_data_adapter(Items()))
    assert type(found) is type(batch)
    for part, expected in zip(keras.tree.flatten(found), keras.tree.flatten(batch), strict=True):
        np.testing.assert_array_equal(part, expected)


@pytest.mark.parametrize("workers", [1, 2])
def test_py_dataset_errors_come_through(workers):
    data = Squares(workers=workers)
    data.broken = 2
    with pytest.raises(KeyError, match="broken sample"):
        batches_of(get_data_adapter(data))


def test_other_frameworks():
    if "torch" in sys.modules:
        import torch

        loader = torch.utils.data.DataLoader(
            torch.utils.data.TensorDataset(torch.tensor(X), torch.tensor(Y)), batch_size=5
        )
        adapter = get_data_adapter(loader)
        assert adapter.num_batches == 3 and adapter.partial_batch_size == 2
        np.testing.assert_array_equal(np.concatenate([x for x, _ in batches_of(adapter)]), X)
    if "tensorflow" in sys.modules:
        import tensorflow as tf

        adapter = get_data_adapter(tf.data.Dataset.from_tensor_slices((X, Y % 3)).batch(5), class_weight={0: 1, 1: 2, 2: 3})
        assert adapter.num_batches == 3
        found = batches_of(adapter)
        np.testing.assert_array_equal(np.concatenate([w for _, _, w in found]), Y % 3 + 1)


def test_split():
    (x, y, none), (val_x, val_y, _) = array_data_adapter.train_validation_split((X, Y, None), 0.25)
    assert (len(x), len(val_x), none) == (9, 3, None)
    np.testing.assert_array_equal(val_y, Y[9:])


def test_tuples():
    assert data_adapter_utils.unpack_x_y_sample_weight([1, 2]) == (1, 2, None)
    assert data_adapter_utils.unpack_x_y_sample_weight(1) == (1, None, None)
    with pytest.raises(ValueError, match="4 items"):
        data_adapter_utils.unpack_x_y_sample_weight((1, 2, 3, 4))
    assert keras.utils.pack_x_y_sample_weight([1]) == ([1],)
    assert keras.utils.pack_x_y_sample_weight(1, 2, 3) == (1, 2, 3)


ERRORS = {
    "lengths": (lambda: get_data_adapter(X, Y[:3]), "x: 12, y: 3"),
    "batch size": (lambda: get_data_adapter(X, batch_size=-1), "batch_size=-1"),
    "objects": (lambda: get_data_adapter(np.array([None] * 3)), "dtype object"),
    "both weights": (lambda: get_data_adapter(X, Y, Y, class_weight={0: 1}), "class_weight"),
    "class weight of two outputs": (lambda: get_data_adapter(X, [Y, Y], class_weight={0: 1}), "single output"),
    "weights in another structure": (lambda: get_data_adapter(X, (Y, Y), (Y,)), "structure of `y`"),
    "y beside a PyDataset": (lambda: get_data_adapter(Squares(), Y), "PyDataset"),
    "weights beside a generator": (lambda: get_data_adapter((x for x in [(X,)]), class_weight={0: 1}), "generator"),
    "split of a generator": (lambda: array_data_adapter.train_validation_split(((x for x in X), Y), 0.5), "generator"),
    "whole split": (lambda: array_data_adapter.train_validation_split((X,), 2), "validation_split=2"),
    "an unknown kind": (lambda: get_data_adapter(object()), "type object"),
    "no axis of samples": (lambda: get_data_adapter(np.ones(())), "axis of samples"),
    "a number as weight": (lambda: get_data_adapter(X, Y, np.float32(2)), "axis of samples.*2.0"),
    "a text": (lambda: array_data_adapter.ArrayDataAdapter(X, "a"), "axis of samples.*'a'"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    action, message = ERRORS[case]
    with pytest.raises(ValueError, match=message):
        action()


def steps(iterator):
    return [(first, last, len(batches)) for first, last, batches in iterator.enumerate_epoch()]


def test_epochs():
    assert steps(EpochIterator(X, batch_size=5)) == [(0, 0, 1), (1, 1, 1), (2, 2, 1)]
    grouped = EpochIterator(X, batch_size=5, steps_per_execution=2)
    assert steps(grouped) == [(0, 1, 2), (2, 3, 1)] and grouped.num_batches == 3
    limited = EpochIterator(X, batch_size=6, steps_per_epoch=2)
    assert [len(steps(limited)) for _ in range(3)] == [2, 2, 2]  # epochs of a whole pass each
    limited = EpochIterator(X, batch_size=5, steps_per_epoch=2)
    assert steps(limited) == [(0, 0, 1), (1, 1, 1)] and limited.num_batches == 2
    with pytest.warns(UserWarning, match="ended before"):
        assert steps(limited) == [(0, 0, 1)]
    assert steps(limited) == [(0, 0, 1), (1, 1, 1)]
    unknown = EpochIterator((x,) for x in X.reshape(3, 4, 2))
    assert unknown.num_batches is None
    assert len(steps(unknown)) == 3 and unknown.num_batches == 3


def test_where_passes_begin_and_end(monkeypatch):
    events = []
    monkeypatch.setattr(backend.trainer.feed, "before_pass", lambda adapter: events.append("("))
    monkeypatch.setattr(backend.trainer.feed, "after_pass", lambda adapter: events.append(")"))

    def told(*iterators):
        events.clear()
        for iterator in iterators:
            steps(iterator)
        return "".join(events)

    known, unknown = EpochIterator(X, batch_size=5), EpochIterator((x,) for x in X.reshape(3, 4, 2))
    assert told(known, known) == "()()"
    assert told(unknown) == "(" and told(unknown) == "("  # no end was foreseen, or it came too soon
    limited = EpochIterator(X, batch_size=5, steps_per_epoch=3)
    assert told(limited) == "((" and told(limited) == "("  # the next pass begins where the last one ends
    limited.follow(lambda: None)
    assert told(limited) == "" and told(limited) == "("  # or where it is used, if a training is to go on from there


class Told(Squares):
    """Notes its hooks too."""

    def __len__(self):
        return 3

    def on_epoch_begin(self):
        self.seen.append("begin")


def test_hooks_of_a_py_dataset():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(loss="mse")
    data = Told()
    for steps_of_epoch, expected in ((None, "begin 0 1 2 end"), (3, "begin 0 1 2 end"), (2, "begin 0 1 end")):
        data.seen = []
        model.evaluate(data, steps=steps_of_epoch, verbose=0)
        told = " ".join(map(str, data.seen))
        for built_with in ("begin 0 ", "0 1 "):  # the batches to build with; tensorflow reads two
            told = told.removeprefix(built_with)
        assert told.removeprefix("0 ") == f"end {expected}"
    look = "0 1 " if backend.backend() == "tensorflow" else ""  # also where there is nothing to build
    data.seen = []
    model.predict(data, verbose=0)
    assert " ".join(map(str, data.seen)) == f"{look}begin 0 1 2 end"
    iterator = EpochIterator(data, steps_per_epoch=2)
    data.seen = []
    steps(iterator), steps(iterator), steps(iterator)
    assert " ".join(map(str, data.seen)) == "begin 0 1 end begin 2 end begin 0 1 end"


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="TensorFlow's generator")
@pytest.mark.parametrize("seed", [0, 5, 11])
def test_orders_are_those_of_tensorflow(seed):
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    pipeline = tf.data.Dataset.range(2).map(lambda _: tf.random.shuffle(tf.range(37)))
    order = backend.trainer.feed.Order()
    for expected in pipeline:
        np.testing.assert_array_equal(order.permutation(37), expected)


@pytest.mark.skipif(backend.backend() != "torch", reason="torch's generator")
def test_orders_are_those_of_a_data_loader():
    import torch

    data = torch.utils.data.TensorDataset(torch.arange(37))
    torch.manual_seed(3)
    expected = [int(x) for (x,) in torch.utils.data.DataLoader(data, shuffle=True)]
    torch.manual_seed(3)
    feed = backend.trainer.feed
    feed.before_pass(None)
    assert feed.Order().permutation(37).tolist() == expected


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="elsewhere 3.15.1 begins no pass at the end of one")
@pytest.mark.parametrize("knows_its_length", [True, False])
def test_a_seed_gives_shuffled_pipelines_the_orders_that_they_have_in_keras_3(knows_its_length):
    import tensorflow as tf

    def pipeline():
        tf.random.set_seed(7)
        data = tf.data.Dataset.range(9).map(lambda i: tf.cast(i, "float32")[None]).shuffle(9, seed=5).batch(4)
        return data if knows_its_length else data.filter(lambda x: True)

    orders = [np.concatenate([x.numpy()[:, 0] for x in data]).tolist() for data in [pipeline()] for _ in range(7)]
    data = pipeline()
    model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
    model.compile(loss=lambda y, x: x, metrics=[])
    model.fit(data.map(lambda x: (x, x)), epochs=2, verbose=0)  # two passes of it: none is read to build the model
    found = [model.predict(data, verbose=0)[:, 0].tolist() for _ in range(2)]
    assert found == ([orders[4], orders[6]] if knows_its_length else [orders[2], orders[3]])
    if knows_its_length:
        data, found = pipeline(), []
        limited = EpochIterator(data, steps_per_epoch=3)
        for _ in range(2):
            found.append(np.concatenate([x.numpy()[:, 0] for _, _, (x,) in limited.enumerate_epoch()]).tolist())
            list(data)  # validation on the same data
        assert found == [orders[0], orders[1]]


def test_loops_of_ones_own_over_an_epoch_iterator():
    iterator, found = EpochIterator(X, batch_size=5, steps_per_execution=2), []
    with iterator.catch_stop_iteration():  # The last group is one batch short, which ends the block.
        for begin, end, batches in iterator:
            batches = iter(batches)
            for _ in range(begin, end + 1):
                found.append((begin, end, len(next(batches))))
    assert found == [(0, 1, 5), (0, 1, 5), (2, 3, len(X) - 10)]
    with pytest.raises(KeyError), iterator.catch_stop_iteration():
        raise KeyError
