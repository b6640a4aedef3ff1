"""A training that is killed again and again ends as one that was never interrupted, to the last bit."""
import os
import pathlib
import random
import signal
import subprocess
import sys

import numpy as np
import pytest

import keras

# Each kill costs a process. With torch it may be forked; the others load their framework and compile anew.
FORKS = keras.backend.backend() == "torch"
RUNS = [(1, "arrays", 20), (2, "generator", 20)] if FORKS else [(2, "arrays", 2)]
pytestmark = pytest.mark.skipif(keras.backend.backend() == "numpy", reason="the numpy backend does not train")


def train(folder, result, kill_at, save_freq, source):
    """A training with everything that has a state; it may kill its process in the middle."""
    keras.utils.set_random_seed(3)
    x, y = np.random.rand(45, 6).astype("float32"), np.random.randint(0, 3, 45)
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((6,)), layers.Dense(8, "relu"), layers.Dropout(0.3), layers.BatchNormalization(), layers.Dense(3)]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-2), loss, metrics=["accuracy"])
    callbacks = [
        Kill(kill_at),
        keras.callbacks.EarlyStopping("loss", patience=3, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau("loss", patience=1, min_delta=0.05),
        keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.99),
    ]
    if source == "arrays":
        data = {"x": x, "y": y, "batch_size": 8, "validation_split": 0.2}
    elif source == "PyDataset":
        data = {"x": Reordered(x, y), "shuffle": True}
    elif source == "tf.data":
        import tensorflow as tf

        data = {"x": tf.data.Dataset.from_tensor_slices((x, y)).shuffle(45, seed=1).batch(8)}
    elif source == "DataLoader":
        import torch

        pairs = torch.utils.data.TensorDataset(torch.tensor(x), torch.tensor(y))
        data = {"x": torch.utils.data.DataLoader(pairs, batch_size=8, shuffle=True)}
    else:
        batches = ((x[i : i + 8], y[i : i + 8]) for i in 10 * list(range(0, 40, 8)))
        data = {"x": batches, "steps_per_epoch": 4}
    backup = keras.callbacks.BackupAndRestore(folder, save_freq=save_freq) if folder else None
    history = model.fit(**data, epochs=6, verbose=0, callbacks=callbacks, resume=backup)
    state = [np.ravel(w) for w in (*model.get_weights(), *map(keras.ops.convert_to_numpy, model.optimizer.variables))]
    numbers = [np.ravel(history.history[name]) for name in sorted(history.history)]
    np.save(result, np.concatenate([*state, *numbers, history.epoch]))


class Reordered(keras.utils.PyDataset):
    """Shuffles its samples after each epoch, each time from the last order, by a generator of its own."""

    def __init__(self, x, y):
        super().__init__(workers=2)
        self.x, self.y, self.order, self.seed = x, y, np.arange(len(x)), 0

    def __len__(self):
        return 5

    def __getitem__(self, index):
        rows = self.order[8 * index : 8 * index + 8]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.seed += 1
        self.order = np.random.default_rng(self.seed).permutation(self.order)

    def get_state(self):
        return {"order": self.order, "seed": self.seed}

    def set_state(self, state):
        self.order, self.seed = state["order"], state["seed"]


class Kill(keras.callbacks.Callback):
    """Kills the process after a number of steps."""

    def __init__(self, at):
        super().__init__()
        self.left = at

    def on_train_batch_end(self, batch, logs=None):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def in_child(*args):
    """Runs `train` in a process of its own; returns whether it came to its end."""
    if FORKS:
        pid = os.fork()
        if not pid:
            try:
                train(*args)
                os._exit(0)
            finally:
                os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    else:
        code = subprocess.run([sys.executable, __file__, *map(str, args)]).returncode
    assert code in (0, -signal.SIGKILL), f"the training failed: {code}"
    return code == 0


def main(folder, save_freq, source, kills):
    """Compares a training that is killed with a whole one."""
    folder = pathlib.Path(folder)
    assert in_child("", folder / "whole.npy", 0, save_freq, source)
    rng, done = random.Random(0), 0
    # Kills come soon after each other: some before anything new was saved, many in the midst of an epoch.
    while not in_child(folder / "backup", folder / "killed.npy", rng.randint(1, save_freq + 2) if done < kills else 0, save_freq, source):
        done += 1
    assert done == kills or done >= 15, f"only {done} kills happened"
    np.testing.assert_array_equal(np.load(folder / "killed.npy"), np.load(folder / "whole.npy"))
    print(f"equal after {done} kills")


@pytest.mark.parametrize("save_freq, source, kills", RUNS)
def test_killed_training_ends_the_same(tmp_path, save_freq, source, kills):
    root = pathlib.Path(keras.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, __file__, str(tmp_path), str(save_freq), source, str(kills)],
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(root)}, capture_output=True, text=True, timeout=900,
    )
    assert "equal after" in done.stdout, done.stdout + done.stderr


class Interrupt(keras.callbacks.Callback):
    """Raises where `Kill` kills."""

    def __init__(self, at):
        super().__init__()
        self.left = at

    def on_train_batch_end(self, batch, logs=None):
        self.left -= 1
        if not self.left:
            raise InterruptedError


SOURCES = [(1, "generator"), (4, "arrays"), (2, "PyDataset"), (2, "tf.data"), (2, "DataLoader")]
LIBRARIES = {"tf.data": "tensorflow", "DataLoader": "torch"}


@pytest.mark.parametrize("save_freq, source", SOURCES)
def test_interrupted_training_ends_the_same(tmp_path, monkeypatch, save_freq, source):
    if source in LIBRARIES:
        pytest.importorskip(LIBRARIES[source])  # here, since seeds are set in the libraries that are there
    monkeypatch.setitem(globals(), "Kill", Interrupt)
    train(None, tmp_path / "whole.npy", 0, save_freq, source)
    for steps in (3, 9, 5):
        with pytest.raises(InterruptedError):
            train(tmp_path / "backup", tmp_path / "resumed.npy", steps, save_freq, source)
    train(tmp_path / "backup", tmp_path / "resumed.npy", 0, save_freq, source)
    np.testing.assert_array_equal(np.load(tmp_path / "resumed.npy"), np.load(tmp_path / "whole.npy"))


def test_a_polite_request_leaves_a_backup(tmp_path):
    seen = []
    former = signal.signal(signal.SIGTERM, lambda number, frame: seen.append(number))
    try:
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")

        class Ask(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                if batch == 1:
                    os.kill(os.getpid(), signal.SIGTERM)
                elif seen:
                    raise InterruptedError

        backup = keras.callbacks.BackupAndRestore(tmp_path / "b", save_on_signal=True)
        with pytest.raises(InterruptedError):
            model.fit(np.ones((8, 2)), np.ones((8, 1)), batch_size=2, verbose=0, callbacks=[Ask(), backup])
        assert seen == [signal.SIGTERM]
        assert (tmp_path / "b" / "latest.weights.h5").exists()
        history = model.fit(np.ones((8, 2)), np.ones((8, 1)), batch_size=2, verbose=0, resume=tmp_path / "b")
        assert int(model.optimizer.iterations) == 4 and len(history.history["loss"]) == 1
    finally:
        signal.signal(signal.SIGTERM, former)


if __name__ == "__main__":
    *strings, last = sys.argv[1:]
    if len(strings) == 3:
        main(strings[0], int(strings[1]), strings[2], int(last))
    else:
        train(strings[0], strings[1], int(strings[2]), int(strings[3]), last)
