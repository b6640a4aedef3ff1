"""Data that workers compute, stores hold, or other libraries supply: training on them, on the active backend."""
import itertools
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import traceback
import warnings
from concurrent import futures

import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.trainers.data_adapters import get_data_adapter
from keras.src.trainers.data_adapters.workers import Threads

X = np.arange(24.0, dtype="float32").reshape(12, 2)
Y = np.arange(12, dtype="float32")[:, None]
trains = pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")


def batches_of(adapter):
    return [keras.tree.map_structure(backend.convert_to_numpy, b) for b in adapter.iterate(backend.trainer.feed)]


class Numbered(keras.utils.PyDataset):
    """Batches that tell their index; workers finish out of order."""

    def __init__(self, count=9, broken=None, **kwargs):
        super().__init__(**kwargs)
        self.count, self.broken, self.epoch = count, broken, 0

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        time.sleep(0.002 * (index % 3 == 0))
        if index == self.broken:
            raise KeyError(f"sample {index} is broken")
        return np.full((2, 1), index, "float32"), np.full((2, 1), self.epoch, "float32")

    def on_epoch_end(self):
        self.epoch += 1


class Endless(Numbered):
    num_batches = None


def until(condition, seconds=120):  # of a machine that has a lot else to do
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def no_child_is_left():
    return until(lambda: not multiprocessing.active_children())


WORKERS = [
    {"workers": 3, "max_queue_size": 2},
    {"workers": 3, "max_queue_size": 20},
    {"workers": 2, "use_multiprocessing": True, "max_queue_size": 4},
]


@pytest.mark.parametrize("options", WORKERS, ids=str)
def test_workers_lose_and_repeat_no_index(options):
    adapter, pids = get_data_adapter(Numbered(**options)), set()
    for epoch in range(2):
        found = batches_of(adapter)
        pids |= {child.pid for child in multiprocessing.active_children()}
        assert [int(x[0, 0]) for x, _ in found] == list(range(9))
        assert all((y == epoch).all() for _, y in found)  # processes see what `on_epoch_end` changed
        adapter.on_epoch_end()
    assert bool(pids) == bool(options.get("use_multiprocessing")) and len(pids) <= options["workers"]  # one set for both passes
    del adapter
    assert no_child_is_left()


@pytest.mark.parametrize("options", WORKERS[1:], ids=str)
def test_exceptions_of_workers_come_with_their_traceback(options):
    with pytest.raises(KeyError, match="sample 4 is broken") as caught:
        batches_of(get_data_adapter(Numbered(broken=4, **options)))
    told = "".join(traceback.format_exception(caught.value))
    assert "__getitem__" in told and "data_sources_test.py" in told
    assert no_child_is_left()


def test_abandoned_passes_end_their_workers():
    before = threading.active_count()
    batches = get_data_adapter(Endless(workers=2, max_queue_size=3)).batches()
    assert [int(next(batches)[0][0, 0]) for _ in range(5)] == list(range(5))
    del batches
    assert until(lambda: threading.active_count() <= before)


@trains
def test_fit_with_workers():
    model = linear(inputs=1)
    seen = model.fit(Numbered(workers=2), epochs=2, verbose=0, shuffle=True).history["loss"]
    assert len(seen) == 2 and np.isfinite(seen).all()


def linear(inputs=2):
    model = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(1e-4), "mse")
    return model


class Stored:
    """Rows that come from a store: increasing indices only, never the whole; it counts what is read."""

    def __init__(self, array):
        self.array, self.shape, self.dtype, self.reads = array, array.shape, array.dtype, []

    def __len__(self):
        return len(self.array)

    def __array__(self, dtype=None, copy=None):
        raise AssertionError("the whole store was read")

    def __getitem__(self, index):
        if not isinstance(index, slice):
            assert (np.diff(index) > 0).all(), "increasing indices only"
        found = self.array[index]
        self.reads.append(len(found))
        return found


def test_stores_are_read_by_batch():
    for shuffle in (False, True):
        x, y = Stored(X.astype("float64")), Stored(Y)
        found = batches_of(get_data_adapter(x, y, batch_size=5, shuffle=shuffle))
        assert x.reads == y.reads == [5, 5, 2]
        assert found[0][0].dtype == "float32"
        for part, target in found:
            np.testing.assert_array_equal(part[:, :1], 2 * target)
    x = Stored(X)
    linear().predict(x, batch_size=6, verbose=0)
    assert x.reads == [6, 6]


@trains
def test_a_split_store_is_read_by_batch():
    x, y = Stored(X), Stored(Y)
    from_store = linear()
    from_store.fit(x, y, batch_size=3, validation_split=0.25, epochs=2, shuffle=False, verbose=0)
    assert max(x.reads) == 3 and set(x.reads) == {3}
    from_arrays = linear()
    from_arrays.fit(X, Y, batch_size=3, validation_split=0.25, epochs=2, shuffle=False, verbose=0)
    np.testing.assert_array_equal(from_store.get_weights()[0], from_arrays.get_weights()[0])
    history = from_arrays.history.history
    np.testing.assert_allclose(from_store.history.history["val_loss"], history["val_loss"], rtol=1e-6)


def h5py_data(folder):
    h5py = pytest.importorskip("h5py")
    file = h5py.File(folder / "data.h5", "w")
    file["x"], file["y"] = X, Y
    return file["x"], file["y"]


def mapped_data(folder):
    np.save(folder / "x.npy", X)
    np.save(folder / "y.npy", Y)
    return np.load(folder / "x.npy", mmap_mode="r"), np.load(folder / "y.npy", mmap_mode="r")


def pandas_data(folder):
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame(X, columns=["a", "b"]), pandas.Series(Y[:, 0])


def scipy_data(folder):
    sparse = pytest.importorskip("scipy.sparse")
    return sparse.coo_matrix(X), Y


def tf_sparse(folder):
    tf = pytest.importorskip("tensorflow")
    return tf.sparse.from_dense(X), Y


def tf_ragged(folder):
    tf = pytest.importorskip("tensorflow")
    return tf.ragged.constant(X.tolist()), Y


def tf_data(folder):
    tf = pytest.importorskip("tensorflow")
    return (tf.data.Dataset.from_tensor_slices((X, Y)).batch(5),)


def torch_data(folder):
    torch = pytest.importorskip("torch")
    data = torch.utils.data.TensorDataset(torch.tensor(X), torch.tensor(Y))
    return (torch.utils.data.DataLoader(data, batch_size=5),)


def grain_map(folder):
    grain = pytest.importorskip("grain")
    return (grain.MapDataset.source(list(zip(X, Y))).batch(5),)


def grain_iter(folder):
    return (grain_map(folder)[0].to_iter_dataset(),)


def grain_loader(folder):
    grain = pytest.importorskip("grain")
    sampler = grain.samplers.SequentialSampler(12, grain.sharding.NoSharding())
    operations = [grain.transforms.Batch(5)]
    return (grain.DataLoader(data_source=list(zip(X, Y)), sampler=sampler, operations=operations),)


SOURCES = [
    h5py_data, mapped_data, pandas_data, scipy_data, tf_sparse, tf_ragged, tf_data, torch_data, grain_map, grain_iter,
    grain_loader,
]


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_trains_as_arrays_do(source, tmp_path):
    data = source(tmp_path)
    arrays = {"batch_size": 5} if len(data) == 2 else {}
    model, expected = linear(), linear()
    np.testing.assert_allclose(
        model.evaluate(*data, **arrays, verbose=0), expected.evaluate(X, Y, batch_size=5, verbose=0), rtol=1e-6
    )
    np.testing.assert_array_equal(model.predict(data[0], **arrays, verbose=0).shape, (12, 1))
    if backend.backend() != "numpy":
        expected.fit(X, Y, batch_size=5, shuffle=False, verbose=0, epochs=2)
        model.fit(*data, **arrays, shuffle=False, verbose=0, epochs=2)
        np.testing.assert_allclose(model.get_weights()[0], expected.get_weights()[0], rtol=1e-6)


@pytest.mark.skipif(backend.backend() == "numpy", reason="numpy does not train")
def test_a_data_loader_is_asked_for_one_iterator_a_pass():
    torch, asked = pytest.importorskip("torch"), []

    class Loader(torch.utils.data.DataLoader):
        def __iter__(self):
            asked.append(1)
            return super().__iter__()

    data = torch.utils.data.TensorDataset(torch.from_numpy(X), torch.from_numpy(Y))
    linear().fit(Loader(data, batch_size=5), epochs=3, verbose=0)
    assert len(asked) == 4  # and one for the shapes, before


def generator(count):
    return ((X[:4], Y[:4]) for _ in range(count))


@trains
@pytest.mark.parametrize("batches,steps,warned", [(3, None, 0), (3, 2, 1), (2, 2, 1), (6, 2, 0), (7, 2, 0)])
def test_generators_that_end_early(batches, steps, warned):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        linear().fit(generator(batches), epochs=3, steps_per_epoch=steps, verbose=0)
    told = [str(w.message) for w in caught if "data ended" in str(w.message)]
    assert len(told) == warned
    assert all("2 steps" in text for text in told)


def pipeline(produced):
    tf = pytest.importorskip("tensorflow")

    def batches():
        for index in range(5):
            produced.append(index)
            yield X[:2], Y[:2]

    signature = tf.TensorSpec((2, 2), "float32"), tf.TensorSpec((2, 1), "float32")
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


class Counted(Numbered):
    def __init__(self, produced):
        super().__init__(count=5, workers=2)
        self.produced = produced

    def __getitem__(self, index):
        self.produced.append(index)
        return X[:2], Y[:2]


@trains
@pytest.mark.parametrize("source", [pipeline, Counted])
def test_the_next_batches_are_prepared_while_a_step_runs(source):
    produced, seen = [], []
    step = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: seen.append(until(lambda: len(produced) >= min(batch + 2, 5)))
    )
    linear().fit(source(produced), verbose=0, callbacks=[step])
    assert seen == [True] * 5


class Launched(keras.Sequential):
    """Its steps give numbers that a device has yet to compute; they note when they are waited for."""

    shape = ()

    def make_train_function(self, force=False):
        def step(*arguments):  # on jax (state, iterator)
            next(arguments[-1])
            return ({"over": self}, *arguments[:-1]) if len(arguments) > 1 else {"over": self}

        self.train_function = step

    def __float__(self):
        self.waited.append(len(self.produced))
        return 1.0


@trains
@pytest.mark.parametrize("by_index", [True, False])
def test_the_next_batch_is_read_while_a_device_runs_the_step(by_index):
    model = Launched([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.waited, model.produced = [], []
    source = Counted(model.produced)
    source.workers = 1
    model.fit(source if by_index else (source[i] for i in range(5)), verbose=0)
    assert model.waited and set(model.waited) == {len(model.produced)}  # not before all batches were read


@pytest.mark.skipif(backend.backend() != "torch", reason="torch's dispatcher")
def test_a_step_waits_for_no_value_on_a_device(monkeypatch):
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    from keras.src.backend.torch.optimizers import torch_optimizer

    class Waits(TorchDispatchMode):
        count = 0

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            self.count += function is torch.ops.aten._local_scalar_dense.default
            return function(*args, **(kwargs or {}))

    def as_on_a_device(x, number):
        return x.value if isinstance(x, keras.Variable) else x

    monkeypatch.setattr(torch_optimizer, "_scalar", as_on_a_device)  # which reads the numbers that lie on the CPU
    model = keras.Sequential([keras.layers.Dense(3), keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)])
    model.compile(keras.optimizers.AdamW(clipnorm=1.0, use_ema=True), "mse", metrics=["mae"])
    counts = []
    with Waits() as waits:
        note = keras.callbacks.LambdaCallback(on_train_batch_begin=lambda batch, logs: counts.append(waits.count))
        model.fit(X, X[:, :1], batch_size=2, epochs=2, verbose=0, callbacks=[note])
    assert len(set(counts[:6])) == len(set(counts[6:])) == 1


@pytest.fixture
def heard():
    """Control-C is heard also where the tests run in the background of a shell, whose processes ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


INTERRUPTED = """
import time
import numpy as np
import keras

class Endless(keras.utils.PyDataset):
    num_batches = None

    def __getitem__(self, index):
        return (np.ones((2, 2), "float32"),)

def say(batch, logs):
    if batch == 9:
        print("runs", flush=True)
        time.sleep(600)

if __name__ == "__main__":
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    say = keras.callbacks.LambdaCallback(on_predict_batch_end=say)
    model.predict(Endless(workers=2, use_multiprocessing=True), verbose=0, callbacks=[say])
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals of POSIX")
def test_control_c_while_the_training_thread_waits(heard):
    class Interrupting(Endless):
        def __getitem__(self, index):
            if index == 3:
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            return super().__getitem__(index)

    workers = Threads(2)
    with pytest.raises(KeyboardInterrupt):
        for _ in workers.items(Interrupting(workers=2), itertools.count()):
            pass
    with pytest.raises(RuntimeError, match="shutdown"):
        next(workers.items(Numbered(workers=2), iter([0])))


def test_the_training_thread_takes_no_locks_of_the_pool(monkeypatch):
    seen, submit = set(), futures.ThreadPoolExecutor.submit
    monkeypatch.setattr(
        futures.ThreadPoolExecutor, "submit", lambda *args: (seen.add(threading.get_ident()), submit(*args))[1]
    )
    assert len(list(Threads(2).items(Numbered(workers=2), range(3)))) == 3
    assert seen and threading.get_ident() not in seen


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups of POSIX")
def test_control_c_ends_the_workers(tmp_path, heard):
    script = tmp_path / "endless.py"
    script.write_text(INTERRUPTED)
    root = str(pathlib.Path(keras.__file__).parent.parent)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(
        [sys.executable, script], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout.readline() == "runs\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the training and its workers
        _, told = process.communicate(timeout=120)
        assert told.count("Traceback") == 1 and told.rstrip().endswith("KeyboardInterrupt")

        def is_gone():
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                return True
            return False

        assert until(is_gone)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
