import json
import os

import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.saving import orbax
from keras.src.utils import module_utils

X = np.arange(24, dtype="float32").reshape(8, 3) / 10
Y = X[:, :1]
TRAINS = pytest.mark.skipif(backend.backend() == "numpy", reason="numpy does not train")


class Note(keras.layers.Layer):
    """A layer with an asset."""

    text = ""

    def call(self, x):
        return x

    def save_assets(self, folder):
        os.makedirs(os.path.join(folder, "deep"))
        with open(os.path.join(folder, "deep", "note.txt"), "w") as file:
            file.write(self.text)

    def load_assets(self, folder):
        with open(os.path.join(folder, "deep", "note.txt")) as file:
            self.text = file.read()


def make(units=2, name="m"):
    layers = [keras.Input((3,)), Note(name="note"), keras.layers.Dense(units, name="a"), keras.layers.BatchNormalization()]
    model = keras.Sequential([*layers, keras.layers.Dropout(1e-6), keras.layers.Dense(1, name="b")], name=name)
    model.compile("adam", "mse", metrics=["mae"])
    return model


def train(folder, epochs=2, **kwargs):
    keras.utils.set_random_seed(1)
    model = make()
    model.layers[0].text = "remember"
    callback = keras.callbacks.OrbaxCheckpoint(folder, **kwargs)
    model.fit(X, Y, batch_size=4, epochs=epochs, shuffle=False, verbose=0, callbacks=[callback])
    return model


def assert_same_weights(a, b):
    for one, other in zip(a.get_weights(), b.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)


@TRAINS
def test_models_and_weights_come_back(tmp_path):
    pytest.importorskip("orbax.checkpoint")
    model = train(tmp_path / "all")
    assert os.listdir(tmp_path / "all") == ["1"]
    loaded = keras.saving.load_model(tmp_path / "all", custom_objects={"Note": Note})
    assert_same_weights(loaded, model)
    assert loaded.layers[0].text == "remember"
    assert int(loaded.optimizer.iterations) == 4
    for one, other in zip(loaded.optimizer.variables, model.optimizer.variables, strict=True):
        np.testing.assert_allclose(keras.ops.convert_to_numpy(one), keras.ops.convert_to_numpy(other), rtol=1e-6)
    plain = keras.saving.load_model(tmp_path / "all", custom_objects={"Note": Note}, compile=False)
    assert not plain.compiled

    for other in (make(), make(name="of_another_name")):
        other.load_weights(tmp_path / "all")
        assert_same_weights(other, model)
    before = make(5)
    weights = before.get_weights()
    with pytest.raises(ValueError, match=r"other shape  .*a/kernel \(3, 5\), in the checkpoint \(3, 2\)"):
        before.load_weights(tmp_path / "all")
    np.testing.assert_array_equal(before.get_weights()[0], weights[0])
    with pytest.warns(UserWarning, match="other shape"):
        before.load_weights(tmp_path / "all", skip_mismatch=True)
    np.testing.assert_allclose(before.get_weights()[-1], model.get_weights()[-1])
    with pytest.raises(ValueError, match="missing .*c/kernel"):
        keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="c")]).load_weights(tmp_path / "all")


@TRAINS
def test_what_is_saved_when(tmp_path):
    pytest.importorskip("orbax.checkpoint")
    cases = {
        "weights": ({"save_weights_only": True, "save_on_background": False}, ["1"]),
        "kept": ({"max_to_keep": 2, "save_freq": 1}, ["3", "4"]),
        "every third": ({"max_to_keep": None, "save_freq": 3}, ["3"]),
        "best": ({"save_best_only": True, "monitor": "loss", "max_to_keep": None}, ["0", "1"]),
        "worst": ({"save_best_only": True, "monitor": "loss", "mode": "max", "max_to_keep": None}, ["0"]),
        "never": ({"save_best_only": True, "monitor": "loss", "initial_value_threshold": -1.0}, []),
    }
    for name, (kwargs, steps) in cases.items():
        model = train(tmp_path / name, **kwargs)
        assert sorted(os.listdir(tmp_path / name)) == steps, name
    model = train(tmp_path / "weights", save_weights_only=True)  # again, over what is there
    with pytest.raises(ValueError, match="save_weights_only"):
        keras.saving.load_model(tmp_path / "weights")
    other = make()
    other.load_weights(tmp_path / "weights")
    assert_same_weights(other, model)
    with pytest.raises(ValueError):
        keras.saving.load_model(tmp_path / "never")
    with pytest.raises(ValueError, match="save_freq"):
        keras.callbacks.OrbaxCheckpoint(tmp_path, save_freq="bogus")


def test_a_model_that_is_not_compiled(tmp_path):
    pytest.importorskip("orbax.checkpoint")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    for weights_only in (False, True):
        callback = keras.callbacks.OrbaxCheckpoint(tmp_path, save_weights_only=weights_only)
        callback.set_model(model)
        callback.on_epoch_end(int(weights_only))  # as in a loop of one's own
        callback.on_train_end()
        other = keras.models.clone_model(model)
        other.load_weights(tmp_path)
        assert_same_weights(other, model)
        if not weights_only:
            loaded = keras.saving.load_model(tmp_path)
            assert_same_weights(loaded, model)
            assert not loaded.compiled


@TRAINS
def test_crafted_checkpoints(tmp_path):
    """Names of assets that lead elsewhere, and configs that name what configs must not name."""
    ocp = pytest.importorskip("orbax.checkpoint.experimental.v1")
    model = make()
    with pytest.raises(ValueError, match="note.txt"):
        orbax.checkpointables(model, False)
    model.layers[0].text = "x"
    for name in ("../out.txt", "a/b", "..", "c:x", "a\\b"):
        parts = orbax.checkpointables(model, False)
        parts["assets"]["layers"]["note"][name] = np.zeros(3, np.uint8)
        folder = tmp_path / str(abs(hash(name)))
        ocp.save_checkpointables(str(folder / "0"), parts)
        with pytest.raises(ValueError, match="asset"):
            keras.saving.load_model(folder, custom_objects={"Note": Note})
    config = json.dumps({"module": "os", "class_name": "system", "config": {"command": "touch x"}, "registered_name": None})
    parts["model_config"] = {"config": config}
    ocp.save_checkpointables(str(tmp_path / "os" / "0"), parts)
    with pytest.raises(ValueError):
        keras.saving.load_model(tmp_path / "os")


def test_missing_package(tmp_path, monkeypatch):
    def fail(name):
        raise ImportError(name)

    monkeypatch.setattr(module_utils, "_import", fail)
    monkeypatch.setattr("keras.src.callbacks.orbax_checkpoint._training.module", None)
    with pytest.raises(ImportError, match="pip install orbax-checkpoint"):
        keras.callbacks.OrbaxCheckpoint(tmp_path)


def test_folders_that_are_no_checkpoints(tmp_path):
    (tmp_path / "0").mkdir()
    assert not orbax.is_checkpoint(tmp_path) and not orbax.is_checkpoint(tmp_path / "nothing")
    with pytest.raises(ValueError):
        keras.saving.load_model(tmp_path)
