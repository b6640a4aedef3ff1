"""Files of Keras 2 predict, evaluate and train on as they did there.

`keras_2/NAME.h5.zip` and `keras_2/NAME.keras.zip` hold what tf_keras 2.21.0 wrote into a file of that kind: the arrays and
the attributes of HDF5, from which the test makes the file again, inputs, and what tf_keras computed with them.
"""
import io
import json
import pathlib
import warnings
import zipfile

import h5py
import numpy as np
import pytest

import keras
from keras import layers

FOLDER = pathlib.Path(__file__).parent / "keras_2"
FILES = sorted(path.name.removesuffix(".zip") for path in FOLDER.glob("*.zip"))
REFUSED = {"local.h5": "LocallyConnected1D", "lamb.h5": "safe_mode=False"}
TRAINS = keras.config.backend() != "numpy"
NAMES_OCCUR_TWICE = ("nested",)  # `evaluate` lists a metric of each name once
LOOSE = {"mixed": 2e-3}


def make(name, folder):
    """Writes a file; returns its path, and what is known of its model."""
    path = folder / name
    with zipfile.ZipFile(FOLDER / f"{name}.zip") as packed:
        arrays, known = (dict(np.load(io.BytesIO(packed.read(part)))) for part in ("arrays.npz", "known.npz"))
        if "keys.json" in packed.namelist():
            known["keys"] = json.loads(packed.read("keys.json"))
        if name.endswith(".h5"):
            write_h5(path, arrays, json.loads(packed.read("attributes.json")))
            return path, known
        write_h5(folder / "weights.h5", arrays, {})
        with zipfile.ZipFile(path, "w") as archive:
            for member in packed.namelist():
                if member.endswith(".json") and member != "keys.json" or member.startswith("assets/"):
                    archive.writestr(member, packed.read(member))
            archive.write(folder / "weights.h5", "model.weights.h5")
    return path, known


def write_h5(path, arrays, attributes):
    with h5py.File(path, "w") as file:
        for name, array in arrays.items():
            file[name] = array
        for name, values in attributes.items():
            group = file if name == "/" else file.require_group(name)
            for key, value in values.items():
                group.attrs[key] = value


def listed(known, letter):
    return [known[f"{letter}{i}"] for i in range(len(known)) if f"{letter}{i}" in known]


def load(name, folder, **options):
    path, known = make(name, folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about files without compile arguments, and `decay`
        return keras.saving.load_model(path, **options), known


def inputs_of(known):
    inputs = listed(known, "x")
    if "keys" in known:
        return dict(zip(known["keys"], inputs))
    return inputs[0] if len(inputs) == 1 else inputs


@pytest.mark.parametrize("name", [name for name in FILES if name not in REFUSED])
def test_predicts_and_trains_on(name, tmp_path):
    stem = name.partition(".")[0]
    model, known = load(name, tmp_path)
    outputs = keras.tree.flatten(model.predict(inputs_of(known), verbose=0))
    for found, expected in zip(outputs, listed(known, "p"), strict=True):
        if expected.dtype.kind in "fiu":
            np.testing.assert_allclose(np.asarray(found, "float32"), expected, atol=LOOSE.get(stem, 1e-4))
    if "eval" not in known:
        return
    targets = listed(known, "y")
    targets = targets[0] if len(targets) == 1 else targets
    if stem not in NAMES_OCCUR_TWICE:
        found = model.evaluate(inputs_of(known), targets, verbose=0, batch_size=100)
        np.testing.assert_allclose(np.ravel(found), np.ravel(known["eval"]), rtol=1e-3, atol=LOOSE.get(stem, 1e-5))
    after = listed(known, "after")
    if TRAINS and after and not (name.endswith(".keras") and "opt_l_" in name):  # there it kept no state of these
        model.fit(inputs_of(known), targets, epochs=1, batch_size=4, verbose=0, shuffle=False)
        for found, expected in zip(model.get_weights(), after, strict=True):
            np.testing.assert_allclose(np.asarray(found, "float32"), expected, atol=2e-3)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_says_why_it_is_refused(name, tmp_path):
    with pytest.raises(ValueError, match=REFUSED[name]):
        load(name, tmp_path)


def test_layers_that_are_gone_can_be_given(tmp_path):
    class LocallyConnected1D(layers.Layer):
        def __init__(self, filters, kernel_size, name=None, trainable=True, dtype=None, **others):
            super().__init__(name=name, trainable=trainable, dtype=dtype)
            self.filters, self.size = filters, kernel_size[0]

        def build(self, shape):
            steps = shape[1] - self.size + 1
            self.kernel = self.add_weight(shape=(steps, self.size * shape[2], self.filters))
            self.bias = self.add_weight(shape=(steps, self.filters))

        def call(self, x):
            steps = self.kernel.shape[0]
            rows = [keras.ops.reshape(x[:, i : i + self.size], (-1, self.kernel.shape[1])) for i in range(steps)]
            return keras.ops.einsum("sbi,sio->bso", keras.ops.stack(rows), self.kernel) + self.bias

    model, known = load("local.h5", tmp_path, custom_objects={"LocallyConnected1D": LocallyConnected1D})
    np.testing.assert_allclose(model.predict(known["x0"], verbose=0), known["p0"], atol=1e-5)


def test_what_is_loaded_is_saved_as_of_today(tmp_path):
    """With operations in the place of TensorFlow's functions, and the hard sigmoid of Keras 2."""
    for name in ("tfop.h5", "convlstm.h5"):
        model, known = load(name, tmp_path)
        model.save(tmp_path / "today.keras")
        again = keras.saving.load_model(tmp_path / "today.keras")
        np.testing.assert_allclose(again.predict(known["x0"], verbose=0), known["p0"], atol=1e-4)


def test_functions_of_tensorflow_without_counterpart(tmp_path):
    path, _ = make("tfop.h5", tmp_path)
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = file.attrs["model_config"].replace("math.square", "math.bessel_i0")
    with pytest.raises(ValueError, match="tf.math.bessel_i0(.|\n)*keras.ops"):
        keras.saving.load_model(path)


def by_gate(matrix, gates, transform):
    return np.concatenate([transform(part) for part in np.split(matrix, gates, axis=1)], axis=1)


@pytest.mark.parametrize("kind, gates", [("LSTM", 4), ("GRU", 3)])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_cudnn_layers(kind, gates, bidirectional, tmp_path):
    """Matrices of CuDNN layers are transposed gate by gate, and both biases are one vector."""
    rng = np.random.default_rng(0)
    layer = getattr(layers, kind)(3)
    expected = keras.Sequential([keras.Input((4, 2)), layers.Bidirectional(layer) if bidirectional else layer])
    expected.set_weights([rng.normal(size=w.shape) for w in expected.get_weights()])
    stored = []
    for kernel, recurrent, bias in zip(*[iter(expected.get_weights())] * 3):
        stored.append(by_gate(kernel, gates, lambda part: part.ravel("F").reshape(part.shape)))
        stored.append(by_gate(recurrent, gates, np.transpose))
        stored.append(np.concatenate([bias - 1, np.ones_like(bias)]) if kind == "LSTM" else bias.ravel())
    config = {"name": "rnn", "trainable": True, "units": 3, "return_sequences": False, "stateful": False}
    config = {"class_name": f"CuDNN{kind}", "config": config}
    if bidirectional:
        inner = {"name": "both", "trainable": True, "layer": config, "merge_mode": "concat"}
        config = {"class_name": "Bidirectional", "config": inner}
    config["config"]["batch_input_shape"] = [None, 4, 2]
    model = {"class_name": "Sequential", "config": {"name": "old", "layers": [config]}}
    name = config["config"]["name"]
    names = [f"{name}/weight_{i}:0" for i in range(len(stored))]
    attributes = {
        "/": {"model_config": json.dumps(model), "keras_version": "2.2.4"},
        "model_weights": {"layer_names": [name]},
        f"model_weights/{name}": {"weight_names": names},
    }
    arrays = {f"model_weights/{name}/{key}": value for key, value in zip(names, stored)}
    write_h5(tmp_path / "old.h5", arrays, attributes)
    with pytest.warns(UserWarning, match="no compile arguments"):
        found = keras.saving.load_model(tmp_path / "old.h5")
    x = rng.normal(size=(2, 4, 2)).astype("float32")
    np.testing.assert_allclose(found.predict(x, verbose=0), expected.predict(x, verbose=0), atol=1e-5)


DENSE = {"name": "d", "units": 1}
SPOILT = {
    "cycle": [{"class_name": "Dense", "name": "d", "config": DENSE, "inbound_nodes": [[["d", 0, 0, {}]]]}],
    "no class": [{"name": "d", "config": DENSE, "inbound_nodes": [[["x", 0, 0, {}]]]}],
    "far call": [{"class_name": "Dense", "name": "d", "config": DENSE, "inbound_nodes": [[["d", 10**9, 0, {}]]]}],
    "text": [{"class_name": "Dense", "name": "d", "config": DENSE, "inbound_nodes": [["_CONSTANT_VALUE", -1, "x", {}]]}],
    "function": [
        {
            "class_name": "TFOpLambda",
            "name": "d",
            "config": {"name": "d", "function": "io.read_file"},
            "inbound_nodes": [["_CONSTANT_VALUE", -1, "/etc/passwd", {}]],
        }
    ],
    "number": [7],
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_spoilt_graphs_are_refused(spoilt, tmp_path):
    """Whatever stands in a graph of the old notation, the answer is a ValueError, and nothing was called."""
    layer = {"class_name": "InputLayer", "name": "x", "config": {"batch_input_shape": [None, 2], "name": "x"}}
    graph = {"name": "m", "layers": [layer, *SPOILT[spoilt]]}
    graph |= {"input_layers": [["x", 0, 0]], "output_layers": [["d", 0, 0]]}
    config = {"class_name": "Functional", "config": graph}
    write_h5(tmp_path / "m.h5", {}, {"/": {"model_config": json.dumps(config), "keras_version": "2.15.0"}})
    with zipfile.ZipFile(tmp_path / "m.keras", "w") as archive:
        archive.writestr("config.json", json.dumps({**config, "module": "keras.src.engine.functional"}))
        archive.writestr("metadata.json", json.dumps({"keras_version": "2.15.0"}))
    for name in ("m.h5", "m.keras"):
        with pytest.raises(ValueError):
            keras.saving.load_model(tmp_path / name)
    with pytest.raises(ValueError):
        keras.models.model_from_json(json.dumps(config))
