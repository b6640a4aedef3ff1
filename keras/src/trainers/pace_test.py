"""Pace: which size of groups is found, with steps that take as long as they are told."""
import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.trainers import pace

CASES = {  # seconds: of compiling, of a call, of a batch; batches per epoch, epochs -> the size
    "calls cost": ((0.1, 1e-4, 1e-5), 96, 300, 32),
    "calls cost nothing": ((0.1, 0.0, 1e-4), 96, 300, 1),
    "steps are long": ((0.1, 1e-4, 0.1), 96, 300, 1),
    "few steps are to come": ((0.1, 1e-4, 1e-5), 96, 3, 1),
    "as many as there were": ((0.01, 1e-4, 1e-5), None, 300, 32),
    "an epoch of a few batches": ((0.1, 1e-4, 1e-5), 5, 3000, 5),
    "few are left over": ((0.1, 1e-4, 1e-5), 400, 300, 25),
    "a single batch": ((0.1, 1e-4, 1e-5), 1, 10000, 1),
}


@pytest.mark.parametrize("case", CASES)
def test_sizes(case, monkeypatch):
    (compiling, call, batch), per_epoch, epochs, expected = CASES[case]
    now, compiled = [0.0], set()
    monkeypatch.setattr(pace.time, "perf_counter", lambda: now[0])
    found = pace.Pace(lambda: None)
    found.expect(per_epoch, epochs)
    for _ in range(epochs):
        left = per_epoch or 96
        while left:
            found.begin()
            size = min(found.size, left)
            now[0] += call + size * batch + (0 if found.size in compiled else compiling)
            compiled.add(found.size)
            found.end(size)
            left -= size
        found.end_pass()
        now[0] += 1.0  # what happens between epochs is not counted
    assert found.size == expected
    assert len(compiled) <= 2


trains = pytest.mark.skipif(backend.backend() == "numpy", reason="the numpy backend does not train")


@trains
@pytest.mark.parametrize("steps", [2, 5])
def test_an_epoch_has_steps_per_epoch_batches(steps):
    x = np.arange(8.0)[:, None]
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, name="a"), keras.layers.Dense(1, name="b")])
    model = keras.Model(model.inputs, [model.layers[0].output, model.output])
    loss = [lambda y, p: y + 0 * p] * 2
    model.compile(keras.optimizers.SGD(0.0), loss, steps_per_execution=steps)
    history = model.fit(x, [x, x], batch_size=3, steps_per_epoch=1, epochs=1, shuffle=False, verbose=0).history
    assert history["loss"] == [2.0]  # of the first batch alone
    history = model.fit(x, [x, x], batch_size=3, epochs=1, shuffle=False, verbose=0).history
    assert sorted(round(history[key][0], 5) for key in history) == [3.5, 3.5, 7.0]  # parts, too, are means over samples


@trains
def test_auto_trains_as_single_steps_do(monkeypatch):
    monkeypatch.setattr(pace, "_GAIN", np.inf)  # groups are tried, however few steps there are
    x = np.random.default_rng(0).normal(size=(66, 3)).astype("float32")
    found = []
    for steps in (1, "auto"):
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
        model.compile("sgd", "mse", steps_per_execution=steps)
        seen = []
        history = model.fit(x, x[:, :1], batch_size=4, epochs=8, shuffle=False, verbose=0)
        watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs, seen=seen: seen.append(batch))
        model.fit(x, x[:, :1], batch_size=4, verbose=0, callbacks=[watch])
        found.append(history.history["loss"])
        assert seen == list(range(17))  # a hook that wants every step gets it
        assert model.evaluate(x, x[:, :1], batch_size=4, verbose=0) < found[0][0]
    np.testing.assert_allclose(*found, rtol=1e-5)
    assert model.get_compile_config()["steps_per_execution"] == 1  # what Keras 3.15 can read
