"""How often steps are traced: once for each signature, however the model came about."""
import functools
import sys

import numpy as np
import pytest

import keras
from keras import layers
from keras.src import backend

pytestmark = pytest.mark.skipif(
    backend.backend() not in ("jax", "tensorflow"), reason="numpy and torch run each step as it is written"
)
X = np.random.default_rng(0).normal(size=(13, 3)).astype("float32")


@keras.saving.register_keras_serializable()
class Own(keras.Model):
    def __init__(self, **options):
        super().__init__(**options)
        self.dense = layers.Dense(1)

    def call(self, x):
        return self.dense(x)


def compiled(model):
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def loaded(model, folder):
    model.fit(X, X[:, :1], verbose=0)
    model.save(folder / "model.keras")
    return keras.saving.load_model(folder / "model.keras")


MODELS = {
    "built": lambda folder: compiled(keras.Sequential([keras.Input((3,)), layers.Dense(1)])),
    "unbuilt": lambda folder: compiled(keras.Sequential([layers.Dense(1)])),
    "a class": lambda folder: compiled(Own()),
    "a loaded class": lambda folder: loaded(compiled(Own()), folder),
    "loaded": lambda folder: loaded(MODELS["built"](folder), folder),
}


@pytest.mark.parametrize("kind", MODELS)
def test_steps_are_traced_once(kind, tmp_path, monkeypatch):
    model, traced = MODELS[kind](tmp_path), []
    for name in ("train", "test", "predict"):
        step = getattr(backend.trainer.BackendTrainer, f"{name}_step")

        @functools.wraps(step)
        def counted(self, *args, step=step, name=name):
            traced.append(name)
            return step(self, *args)

        monkeypatch.setattr(backend.trainer.BackendTrainer, f"{name}_step", counted)
    for _ in range(2):  # whole batches
        model.fit(X[:10], X[:10, :1], batch_size=5, epochs=2, verbose=0, validation_data=(X[:10], X[:10, :1]))
        model.evaluate(X[:10], X[:10, :1], batch_size=5, verbose=0)
        model.predict(X[:10], batch_size=5, verbose=0)
    assert traced == ["train", "test", "predict"]
    model = MODELS[kind](tmp_path)
    traced.clear()
    for _ in range(2):  # jax fills the last batch of 3 up where that is exact; elsewhere one more trace has to do
        model.fit(X, X[:, :1], batch_size=5, epochs=2, verbose=0)
    fills = backend.backend() == "jax" and type(model) is not Own
    assert traced.count("train") == (1 if fills else 2)


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="TensorFlow's graphs")
def test_graphs_that_serve_several_shapes_end_once(monkeypatch):
    errors = []
    monkeypatch.setattr(sys, "unraisablehook", errors.append)
    model = compiled(keras.Sequential([layers.Dense(1)]))
    for size in (8, 7, 9, 11):
        model.train_on_batch(X[:size], X[:size, :1])
    del model
    assert not errors
