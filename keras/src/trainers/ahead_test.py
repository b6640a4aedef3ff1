"""Reading ahead: order, number of reads, errors, and that it overlaps with the step."""
import threading
import time
import traceback

import numpy as np
import pytest

import keras
from keras.src.trainers.ahead import Ahead

ON_TENSORFLOW = keras.backend.backend() == "tensorflow"


class Source:
    """An iterator over numbers, each of which takes long; it notes the threads that read."""

    def __init__(self, count=10**6, fails_at=None):
        self.count, self.fails_at, self.threads = count, fails_at, []

    def __iter__(self):
        for i in range(self.count):
            self.threads.append(threading.current_thread() is threading.main_thread())
            time.sleep(2e-3)
            if i == self.fails_at:
                raise OSError("no such picture")
            yield i


def test_the_next_one_is_read_while_the_last_one_is_used():
    is_used = threading.Event()
    seen = []

    def batches():
        time.sleep(2e-3)
        yield "first"
        seen.append(is_used.wait(60))  # would wait in vain if it was read by the thread that uses the first one
        yield "second"

    ahead = Ahead(batches())
    assert next(ahead) == "first"
    is_used.set()
    assert next(ahead) == "second" and seen == [True]


def test_all_come_in_order():
    source = Source(5)
    assert list(Ahead(source)) == [0, 1, 2, 3, 4]
    assert source.threads == [True] + 4 * [False]


def test_short_ones_are_read_by_turns(monkeypatch):
    monkeypatch.setattr("keras.src.trainers.ahead._LONG", 1e9)
    source = Source(3)
    assert list(Ahead(source)) == [0, 1, 2]
    assert source.threads == 3 * [True]


def test_no_more_is_read_than_is_wanted():
    source = Source()
    ahead = Ahead(source)
    for start in (0, 3):
        ahead.wanted = 3
        assert [next(ahead) for _ in range(3)] == list(range(start, start + 3))
        assert ahead._next is None and len(source.threads) == start + 3


def test_an_error_is_raised_where_its_batch_is_asked_for():
    ahead = Ahead(Source(fails_at=1))
    assert next(ahead) == 0
    with pytest.raises(OSError, match="no such picture") as caught:
        next(ahead)
    assert traceback.extract_tb(caught.value.__traceback__)[-1].name == "__iter__"


def test_when_let_go_of_it_leaves_the_source_at_rest():
    batches = iter(Source())
    ahead = Ahead(batches)
    next(ahead)
    del ahead
    assert next(batches) == 2  # and not "generator already executing"


class Slow(keras.utils.PyDataset):
    """Batches that take long."""

    def __init__(self, workers=1):
        super().__init__(workers=workers)
        self.threads, self.ends = [], []

    def __len__(self):
        return 4

    def __getitem__(self, index):
        self.threads.append(threading.current_thread() is threading.main_thread())
        time.sleep(2e-3)
        return np.full((2, 3), index, "float32"), np.full((2, 1), index, "float32")

    def on_epoch_end(self):
        self.ends.append(len(self.threads))


def trained(x, **options):
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model.fit(x, shuffle=False, verbose=0, epochs=2, **options).history["loss"]


@pytest.mark.skipif(keras.backend.backend() == "numpy", reason="the numpy backend does not train")
def test_fit_reads_ahead_on_tensorflow(tmp_path):
    data = Slow()
    losses = trained(data)
    assert (False in data.threads) == ON_TENSORFLOW
    assert data.ends[1:] == [len(data.threads) - 4, len(data.threads)]
    backup = Slow()
    np.testing.assert_allclose(trained(backup, resume=str(tmp_path / "backup")), losses, rtol=1e-6)
    assert all(backup.threads)
    generator = Source(12)
    x = ((np.full((2, 3), i % 4, "float32"), np.full((2, 1), i % 4, "float32")) for i in generator)
    np.testing.assert_allclose(trained(x, steps_per_epoch=4), losses, rtol=1e-6)
    assert len(generator.threads) == 8 and (False in generator.threads) == ON_TENSORFLOW
