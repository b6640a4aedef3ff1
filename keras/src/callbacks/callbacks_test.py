"""Callbacks: the order of hooks, decisions, files, what is printed."""
import csv
import json
import threading
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

import keras
from keras import callbacks, layers, ops
from keras.src import backend

pytestmark = pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")
X = np.random.default_rng(0).uniform(-1, 1, (8, 3)).astype("float32")
Y = 0.5 * X.sum(1, keepdims=True)


def linear(**options):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(1, kernel_initializer="ones", name="d")])
    model.compile(**({"optimizer": keras.optimizers.SGD(0.1), "loss": "mse"} | options))
    return model


class Fed(keras.Model):
    """Its loss follows a list, one value per epoch of one step."""

    def __init__(self, values):
        super().__init__()
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False, name="count")
        self.table = ops.convert_to_tensor([*values, 0.0], "float32")

    def call(self, x):
        return x * self.scale

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        value = ops.take(self.table, ops.cast(self.count.value, "int32"), axis=0)
        if training:
            self.count.assign(self.count + 1.0)
        return value + 0.0 * ops.mean(y_pred)


def train(values, *used):
    model = Fed(values)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(X[:1], Y[:1], epochs=len(values), verbose=0, callbacks=list(used))
    return model


LOSSES = [1.0, 0.8, 0.9, 0.85, 0.7, 0.75, 0.74, 0.73, 0.72]


class Recorder(callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []


def _recording(name):
    def hook(self, *args, **kwargs):
        self.seen.append(name.removeprefix("on_") + "".join(f" {a}" for a in args if isinstance(a, int)))

    return hook


for part in ("train", "test", "predict", "epoch", "train_batch", "test_batch", "predict_batch"):
    for end in ("begin", "end"):
        setattr(Recorder, f"on_{part}_{end}", _recording(f"on_{part}_{end}"))


def test_order_of_hooks():
    recorder = Recorder()
    model = linear()
    model.fit(X, Y, batch_size=4, verbose=0, validation_data=(X[:2], Y[:2]), callbacks=[recorder])
    assert recorder.seen == [
        "train_begin", "epoch_begin 0", "train_batch_begin 0", "train_batch_end 0", "train_batch_begin 1",
        "train_batch_end 1", "test_begin", "test_batch_begin 0", "test_batch_end 0", "test_end", "epoch_end 0", "train_end",
    ]
    recorder.seen = []
    model.predict(X[:2], verbose=0, callbacks=[recorder])
    assert recorder.seen == ["predict_begin", "predict_batch_begin 0", "predict_batch_end 0", "predict_end"]


@pytest.mark.parametrize("wrong", ["x", "y", "sample_weight"])
def test_data_are_checked_if_asked(wrong):
    data = {"x": X.copy(), "y": Y.copy(), "sample_weight": np.ones(8, "float32")}
    data[wrong][5] = np.inf if wrong == "y" else np.nan
    guard = callbacks.TerminateOnNaN(check_data=True)
    with pytest.raises(ValueError, match=rf"`{wrong}` has \d in a batch of 4 samples, the first one at \(1"):
        linear().fit(**data, batch_size=4, shuffle=False, verbose=0, callbacks=[guard])
    linear().fit(X, np.arange(8), verbose=0, callbacks=[guard])


def test_older_names_of_batch_hooks():
    class Old(callbacks.Callback):
        seen = ()

        def on_batch_end(self, batch, logs=None):
            self.seen += (batch, sorted(logs))

    old = Old()
    linear().fit(X, Y, batch_size=4, verbose=0, callbacks=[old])
    assert old.seen == (0, ["loss"], 1, ["loss"])


def test_callback_list():
    found = callbacks.CallbackList([callbacks.TerminateOnNaN()], add_history=True, add_progbar=True, epochs=2)
    assert [type(c).__name__ for c in found.callbacks] == ["TerminateOnNaN", "History", "ProgbarLogger"]
    assert found.hooks("on_test_batch_begin") == [] and len(found.hooks("on_epoch_end")) == 2
    with pytest.raises(ValueError, match="Received: 3 of type int"):
        callbacks.CallbackList([3])
    with pytest.raises(ValueError, match="EarlyStopping'> of type type"):
        callbacks.CallbackList([callbacks.EarlyStopping])


def test_lambda_callback_and_history():
    seen = []
    watch = callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: seen.append(type(logs["loss"])),
        on_test_end=lambda logs: seen.append(sorted(logs)),
        on_epoch_end=lambda epoch, logs: logs.update(extra=1.0),
    )
    model = linear()
    history = model.fit(X, Y, verbose=0, validation_data=(X, Y), callbacks=[watch])
    assert seen == [float, ["loss"]]
    assert history.history["extra"] == [1.0] and model.history is history


STOPS = [
    ({}, 3), ({"patience": 2}, 4), ({"patience": 3, "min_delta": 0.15}, 5), ({"mode": "max"}, 2),
    ({"baseline": 0.5, "patience": 3}, 3), ({"start_from_epoch": 3}, 6), ({"patience": 9}, 9),
]


@pytest.mark.parametrize("options,epochs", STOPS)
def test_early_stopping(options, epochs):
    model = train(LOSSES, callbacks.EarlyStopping("loss", **options))
    assert len(model.history.epoch) == epochs


def test_early_stopping_restores(capsys):
    kept = []
    watch = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: kept.append(model.get_weights()[0].copy()))
    stop = callbacks.EarlyStopping("loss", mode="max", patience=1, restore_best_weights=True, verbose=1)
    model = linear()
    model.fit(X, Y, epochs=3, verbose=0, callbacks=[watch, stop])
    np.testing.assert_array_equal(model.get_weights()[0], kept[0])
    assert not np.array_equal(kept[0], kept[1])
    assert capsys.readouterr().out.split("\n")[0] == "Epoch 2: early stopping"


def test_direction_of_a_metric():
    stop = callbacks.EarlyStopping("accuracy")
    linear(metrics=["accuracy"]).fit(X, Y > 0, verbose=0, callbacks=[stop])
    assert stop.monitor_op(2, 1)
    with pytest.raises(ValueError, match="mode='min'"):
        linear().fit(X, Y, verbose=0, callbacks=[callbacks.EarlyStopping("bogus")])
    with pytest.warns(UserWarning, match="They hold: loss"):
        linear().fit(X, Y, verbose=0, callbacks=[callbacks.EarlyStopping("val_loss")])


def test_reduce_lr_on_plateau():
    model = train(LOSSES, callbacks.ReduceLROnPlateau("loss", patience=1, factor=0.5, cooldown=1))
    # Worse in the epochs 3, 4 (cooling down), 6, 7 ... : halved after 3 and 6, and again after 8.
    np.testing.assert_allclose(model.history.history["learning_rate"][:4], [0.1, 0.1, 0.1, 0.05], rtol=1e-6)
    assert float(model.optimizer.learning_rate) < 0.05
    with pytest.raises(ValueError, match="factor=2"):
        callbacks.ReduceLROnPlateau(factor=2)


def test_learning_rate_scheduler():
    model = train([1.0] * 3, callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5))
    np.testing.assert_allclose(model.history.history["learning_rate"], [0.05, 0.025, 0.0125], rtol=1e-6)
    model = train([1.0] * 2, callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1)))
    np.testing.assert_allclose(model.history.history["learning_rate"], [0.1, 0.05], rtol=1e-6)
    with pytest.raises(ValueError, match="'text'"):
        train([1.0], callbacks.LearningRateScheduler(lambda epoch: "text"))


def test_terminate_on_nan():
    model = train([1.0, float("nan"), 1.0], callbacks.TerminateOnNaN())
    assert len(model.history.epoch) == 2
    with pytest.raises(RuntimeError, match="nan"):
        train([float("nan")], callbacks.TerminateOnNaN(raise_error=True))


def names(folder):
    return sorted(p.name for p in folder.iterdir())


CHECKPOINTS = [
    ({"filepath": "m.keras"}, ["m.keras"]),
    ({"filepath": "e{epoch:02d}.keras"}, ["e01.keras", "e02.keras"]),
    ({"filepath": "b{batch}.weights.h5", "save_freq": 2, "save_weights_only": True}, ["b2.weights.h5"]),
    ({"filepath": "e{epoch}.keras", "save_best_only": True, "monitor": "loss", "mode": "max"}, ["e1.keras"]),
    ({"filepath": "e{epoch}.keras", "save_best_only": True, "monitor": "loss", "initial_value_threshold": 0.0}, []),
]


@pytest.mark.parametrize("options,expected", CHECKPOINTS)
def test_model_checkpoint(options, expected, tmp_path):
    options = options | {"filepath": str(tmp_path / options["filepath"])}
    model = linear()
    model.fit(X, Y, batch_size=4, epochs=2, verbose=0, callbacks=[callbacks.ModelCheckpoint(**options)])
    assert names(tmp_path) == expected
    if expected == ["m.keras"]:
        loaded = keras.saving.load_model(tmp_path / "m.keras")
        np.testing.assert_array_equal(loaded.get_weights()[0], model.get_weights()[0])


@pytest.mark.parametrize("options", [{"filepath": "m.bogus"}, {"filepath": "m.keras", "save_freq": "bogus"}])
def test_model_checkpoint_errors(options):
    with pytest.raises(ValueError, match="bogus"):
        callbacks.ModelCheckpoint(**options)


def test_csv_logger(tmp_path):
    path = tmp_path / "log.csv"
    for _ in range(2):
        linear().fit(X, Y, epochs=2, verbose=0, validation_data=(X, Y), callbacks=[callbacks.CSVLogger(path, append=True)])
    table = list(csv.DictReader(path.open()))
    assert [row["epoch"] for row in table] == ["0", "1", "0", "1"]
    assert list(table[0]) == ["epoch", "loss", "val_loss"] and float(table[1]["loss"]) < float(table[0]["loss"])


class Interrupt(callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            raise KeyboardInterrupt


@pytest.mark.parametrize("save_freq,begun_at", [("epoch", 2), (1, 1)])
def test_backup_and_restore(save_freq, begun_at, tmp_path):
    folder = tmp_path / "backup"
    model = linear()
    with pytest.raises(KeyboardInterrupt):
        backup = callbacks.BackupAndRestore(folder, save_freq=save_freq)
        model.fit(X, Y, epochs=4, verbose=0, callbacks=[backup, Interrupt()])
    interrupted = model.get_weights()[0]
    assert names(folder) == ["latest.weights.h5", "training_metadata.json"]
    epochs, weights = [], []
    watch = callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: (epochs.append(epoch), weights.append(model.get_weights()[0]))
    )
    model = linear()
    model.fit(X, Y, epochs=4, verbose=0, callbacks=[callbacks.BackupAndRestore(folder, save_freq=save_freq), watch])
    assert epochs == list(range(begun_at, 4)) and not folder.exists()
    np.testing.assert_array_equal(weights[0], interrupted)
    with pytest.raises(ValueError, match="backup_dir"):
        callbacks.BackupAndRestore("")


def test_swap_ema_weights():
    model = linear(optimizer=keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5))
    raw, averaged = [], []
    before, after = [
        callbacks.LambdaCallback(on_test_begin=lambda logs, seen=seen: seen.append(model.get_weights()[0]))
        for seen in (raw, averaged)
    ]
    model.fit(X, Y, epochs=2, verbose=0, validation_data=(X, Y), callbacks=[before, callbacks.SwapEMAWeights(), after])
    np.testing.assert_allclose(averaged[0], raw[0], rtol=1e-6)  # the average begins with the first step
    np.testing.assert_allclose(averaged[1], 0.5 * raw[0] + 0.5 * raw[1], rtol=1e-5)
    with pytest.raises(ValueError, match="use_ema"):
        linear().fit(X, Y, verbose=0, validation_data=(X, Y), callbacks=[callbacks.SwapEMAWeights()])


def test_remote_monitor():
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # the name http.server asks for
            received.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    pytest.importorskip("requests")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        send = callbacks.RemoteMonitor(f"http://127.0.0.1:{server.server_port}", send_as_json=True)
        history = linear().fit(X, Y, verbose=0, callbacks=[send])
    finally:
        server.shutdown()
    assert received == [("/publish/epoch/end/", {"epoch": 0, "loss": history.history["loss"][0]})]


def lines(text):
    return [line.split("\r")[-1].strip("\b") for line in text.split("\n") if line.strip()]


def test_what_is_printed(capsys):
    model = linear(metrics=["mae"])
    model.fit(X, Y, batch_size=4, epochs=2, verbose=2, validation_data=(X, Y))
    out = lines(capsys.readouterr().out)
    assert out[0] == "Epoch 1/2" and out[2] == "Epoch 2/2" and len(out) == 4
    assert out[1].startswith("2/2 - ") and " - loss: " in out[1] and " - val_mae: " in out[1]
    model.fit(X, Y, batch_size=4, epochs=2, verbose=1, validation_data=(X, Y))
    text = capsys.readouterr().out  # no terminal: one line per epoch, no control characters
    first, second = text.splitlines()
    assert first.startswith("Epoch 1/2 2/2 ━━━━━━━━━━━━━━━━━━━━ ") and second.startswith("Epoch 2/2 2/2 ━")
    assert " - val_mae: " in first and text.replace("\n", "").isprintable()
    model.evaluate(X, Y, batch_size=4)
    assert lines(capsys.readouterr().out)[-1].startswith("2/2 ━━━━━━━━━━━━━━━━━━━━ ")
    model.predict(X, batch_size=4, verbose=0)
    assert capsys.readouterr().out == ""


def test_logs_need_no_number_per_step(monkeypatch):
    """The progress bar reads no logs while it does not draw."""
    from keras.src.callbacks import progbar_logger
    from keras.src.trainers import logs

    reads, number = [], logs.number
    monkeypatch.setattr(progbar_logger, "_INTERVAL", 1e9)
    monkeypatch.setattr(logs, "number", lambda value: reads.append(1) or number(value))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linear().fit(X, Y, batch_size=1, verbose=1)
    assert len(reads) <= 3  # the dict at the end, the loss in it, the bar; not one for each of eight steps


def test_model_checkpoint_keeps_the_last_files(tmp_path):
    keep = callbacks.ModelCheckpoint(tmp_path / "{epoch}.weights.h5", save_weights_only=True, max_to_keep=2)
    linear().fit(X, Y, epochs=4, verbose=0, callbacks=[keep])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.weights.h5", "4.weights.h5"]
