"""What ModelCheckpoint keeps over restarts, and what it does when the process is asked to end."""
import os
import signal

import numpy as np
import pytest

import keras
from keras import callbacks, layers
from keras.src import backend
from keras.src.callbacks.termination import Termination

pytestmark = pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")
X, Y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")


def model():
    made = keras.Sequential([keras.Input((2,)), layers.Dense(1, kernel_initializer="zeros")])
    made.compile(keras.optimizers.SGD(0.01), "mse")
    return made


class Scores(callbacks.Callback):
    """Puts numbers into the logs; an interruption stands for a kill."""

    def __init__(self, scores):
        super().__init__()
        self.scores = scores

    def on_epoch_end(self, epoch, logs=None):
        logs["score"] = self.scores[epoch]
        if self.scores[epoch] is None:
            raise InterruptedError


def test_the_best_is_kept_over_restarts(tmp_path):
    for scores in ([0.3, 0.9, 0.5, None], [0.3, 0.9, 0.5, 0.4, 0.7, 0.95]):
        keep = callbacks.ModelCheckpoint(
            tmp_path / "{epoch}.weights.h5", "score", mode="max", save_best_only=True, save_weights_only=True, max_to_keep=2
        )
        try:
            model().fit(X, Y, epochs=6, verbose=0, callbacks=[Scores(scores), keep], resume=tmp_path / "backup")
        except InterruptedError:
            assert sorted(path.name for path in tmp_path.glob("*.h5")) == ["1.weights.h5", "2.weights.h5"]
    # Neither 0.4 nor 0.7 is better than what the killed process had seen; of the best ones the last two stay.
    assert keep.best == 0.95
    assert sorted(path.name for path in tmp_path.glob("*.h5")) == ["2.weights.h5", "6.weights.h5"]


def test_a_polite_request_leaves_a_checkpoint_and_a_backup(tmp_path):
    seen, steps = [], []
    former = signal.signal(signal.SIGTERM, lambda number, frame: seen.append(number))

    class Ask(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            steps.append(batch)
            if batch == 1:
                os.kill(os.getpid(), signal.SIGTERM)

    try:
        keep = callbacks.ModelCheckpoint(tmp_path / "{epoch}-{batch}.keras", save_freq=100, save_on_signal=True)
        backup = callbacks.BackupAndRestore(tmp_path / "b", save_on_signal=True, delete_checkpoint=False)
        trained = model()
        trained.fit(X, Y, batch_size=2, verbose=0, callbacks=[Ask(), keep, backup])
        assert seen == [signal.SIGTERM] and steps == [0, 1, 2, 3]  # the former handler let it go on
        assert len(list(tmp_path.glob("1-*.keras"))) == 1 and (tmp_path / "b" / "latest.weights.h5").exists()
        loaded = keras.saving.load_model(next(tmp_path.glob("1-*.keras")))
        assert 2 <= int(loaded.optimizer.iterations) <= 3
    finally:
        signal.signal(signal.SIGTERM, former)


def test_listeners_end_in_any_order():
    former = signal.getsignal(signal.SIGTERM)
    for first in (0, 1):
        listeners = [Termination(True), Termination(True)]
        listeners[first].stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert [one.is_asked for one in listeners] == [first == 1, first == 0]
        listeners[1 - first].stop()
        assert signal.getsignal(signal.SIGTERM) == former
