"""Models in `.h5` files: those of Keras 3.15.1 load and predict the same; ours have the same layout."""
import json
import pathlib
import shutil

import golden_test
import h5py
import numpy as np
import pytest

import keras
from keras import layers

pytestmark = [
    pytest.mark.filterwarnings("ignore:The `.h5` format"),
    pytest.mark.filterwarnings("ignore:The file holds no compile arguments"),
]
GOLDEN = pathlib.Path(__file__).parent / "golden"
NAMES = [n for n in golden_test.NAMES if n != "text_vectorization"]  # an `.h5` file keeps no vocabulary
SAME_LAYOUT = [n for n in NAMES if n not in ("operators_and_ops", "rnn_bidir")]  # operations: see docs/differences.md
STEPS = golden_test.TRAINED


def layout(path):
    """Every group and array of a file with shape, dtype and lists of names."""
    found = {}

    def visit(name, item):
        shape = (item.shape, str(item.dtype)) if isinstance(item, h5py.Dataset) else None
        lists = [list(item.attrs[key]) for key in ("layer_names", "weight_names") if key in item.attrs]
        found[name] = (shape, lists)

    with h5py.File(path) as file:
        file.visititems(visit)
        configs = [json.loads(file.attrs[key]) for key in ("model_config", "training_config") if key in file.attrs]
    return found, configs


@pytest.mark.parametrize("name", NAMES)
def test_predictions(name):
    model = keras.saving.load_model(GOLDEN / f"{name}.h5")
    inputs, outputs = golden_test.arrays(name)
    for found, expected in zip(golden_test.flat(model.predict(inputs, verbose=0)), outputs, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3 if name == "mixed_precision" else 1e-5)


@pytest.mark.parametrize("name", STEPS)
def test_optimizer_state(name):
    model = keras.saving.load_model(GOLDEN / f"{name}.h5")
    other = keras.saving.load_model(GOLDEN / f"{name}.keras")
    assert int(model.optimizer.iterations) == STEPS[name]
    assert model.optimizer.get_config() == other.optimizer.get_config()
    for found, expected in zip(model.optimizer.variables, other.optimizer.variables, strict=True):
        np.testing.assert_array_equal(
            keras.ops.convert_to_numpy(found.value), keras.ops.convert_to_numpy(expected.value)
        )


@pytest.mark.skipif(keras.config.backend() == "numpy", reason="numpy: no training")
def test_training_goes_on():
    model = keras.saving.load_model(GOLDEN / "multi_io_shared.h5")
    inputs, outputs = golden_test.arrays("multi_io_shared")
    model.fit(inputs, dict(zip(model.output_names, outputs)), epochs=1, verbose=0)
    assert int(model.optimizer.iterations) == STEPS["multi_io_shared"] + 1


@pytest.mark.parametrize("name", SAME_LAYOUT)
def test_layout(name, tmp_path):
    """What we write of a model that the reference saved is what the reference wrote."""
    path = tmp_path / "ours.h5"
    keras.saving.load_model(GOLDEN / f"{name}.h5").save(path)
    found, found_configs = layout(path)
    expected, expected_configs = layout(GOLDEN / f"{name}.h5")
    for key, (shape, lists) in expected.items():
        if shape is not None and "iteration" in key:  # int64 on tensorflow, int32 elsewhere
            shape = (shape[0], found[key][0][1])
        assert found[key] == (shape, lists), key
    assert set(found) == set(expected)
    for ours, theirs in zip(found_configs, expected_configs, strict=True):
        for config in (ours, theirs):
            config.pop("jit_compile", None)
        if isinstance(ours.get("loss"), dict):
            ours["loss"].get("config", {}).pop("axis", None)  # the reference forgets it
        assert ours == theirs


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name, tmp_path):
    path = tmp_path / "ours.h5"
    model = keras.saving.load_model(GOLDEN / f"{name}.h5")
    model.save(path)
    again = keras.saving.load_model(path)
    inputs, _ = golden_test.arrays(name)
    outputs = [golden_test.flat(m.predict(inputs, verbose=0)) for m in (again, model)]
    for found, expected in zip(*outputs, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("by_name", [False, True])
def test_weights_alone(by_name):
    model = keras.saving.load_model(GOLDEN / "mlp_adam.h5")
    expected = model.get_weights()
    model.set_weights([np.zeros_like(w) for w in expected])
    model.load_weights(GOLDEN / "mlp_adam.h5", by_name=by_name)
    for found, weight in zip(model.get_weights(), expected, strict=True):
        np.testing.assert_array_equal(found, weight)


def small(units=2, names=("first", "second")):
    """Dense layers of known names."""
    return keras.Sequential(
        [keras.Input((3,)), *(layers.Dense(units if i == 0 else 2, name=name) for i, name in enumerate(names))],
        name="small",
    )


def test_nested_models(tmp_path):
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="dense")], name="inner")
    x = keras.Input((3,))
    model = keras.Model(x, layers.BatchNormalization(name="norm")(inner(x)), name="outer")
    model.save(tmp_path / "model.h5")
    found = keras.saving.load_model(tmp_path / "model.h5")
    data = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    np.testing.assert_allclose(found.predict(data, verbose=0), model.predict(data, verbose=0), atol=1e-6)
    assert found.get_layer("inner").get_layer("dense").units == 2


def test_the_own_name_of_a_class(tmp_path):
    x = keras.Input((4, 3))
    model = keras.Model(x, layers.GroupQueryAttention(4, 2, 1)(x, x))
    model.save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5") as file:
        config = json.loads(file.attrs["model_config"])
    assert config["config"]["layers"][-1]["class_name"] == "GroupedQueryAttention"  # as 3.15.1 reads and writes it
    copy, data = keras.saving.load_model(tmp_path / "model.h5"), np.ones((1, 4, 3), "float32")
    np.testing.assert_array_equal(copy.predict(data, verbose=0), model.predict(data, verbose=0))


def test_misfits_are_listed(tmp_path):
    path = tmp_path / "small.h5"
    small().save(path)
    with pytest.raises(ValueError) as error:
        small(5).load_weights(path)
    for line in (
        "other shape  small/first/kernel (3, 5), in the file (3, 2)",
        "other shape  small/first/bias (5,), in the file (2,)",
        "other shape  small/second/kernel (5, 2), in the file (2, 2)",
    ):
        assert line in str(error.value)
    with pytest.raises(ValueError, match="has 3 layers with weights, the file 2(.|\n)*missing +small/third/kernel"):
        small(names=("first", "second", "third")).load_weights(path)
    with pytest.raises(ValueError, match="surplus +second/small/second/kernel"):
        small(names=("first",)).load_weights(path)
    model = small(5)
    before = model.get_weights()[0]
    with pytest.warns(UserWarning, match="skip_mismatch"):
        model.load_weights(path, skip_mismatch=True)
    np.testing.assert_array_equal(model.get_weights()[0], before)
    small(names=("first", "another")).load_weights(path, by_name=True)


def test_long_lists_of_names(tmp_path):
    names = tuple(f"layer_with_quite_a_long_name_{i:04}" * 8 for i in range(300))
    path = tmp_path / "long.h5"
    model = keras.Sequential([keras.Input((2,)), *(layers.Activation("linear", name=name) for name in names)])
    model.save(path)
    with h5py.File(path) as file:
        assert "layer_names0" in file["model_weights"].attrs
    assert [layer.name for layer in keras.saving.load_model(path).layers] == list(names)


@pytest.mark.parametrize("damage", ["", "empty", "foreign", "cut", "no config", "config", "layer", "link", "class"])
def test_damaged_files(tmp_path, damage):
    path = tmp_path / "model.h5"
    if damage == "":
        with pytest.raises(FileNotFoundError, match="model.h5"):
            keras.saving.load_model(path)
        return
    shutil.copy(GOLDEN / "mlp_adam.h5", path)
    data = path.read_bytes()
    if damage in ("empty", "foreign", "cut"):
        path.write_bytes({"empty": b"", "foreign": b"PNG" + bytes(500), "cut": data[: len(data) // 2]}[damage])
        expected = "model.h5"
    else:
        expected = _spoil(path, damage)
    with pytest.raises((ValueError, TypeError), match=expected):
        keras.saving.load_model(path)


def _spoil(path, damage):
    with h5py.File(path, "r+") as file:
        if damage == "no config":
            del file.attrs["model_config"]
            return "no model config"
        if damage == "config":
            file.attrs["model_config"] = "{"
            return "JSON"
        if damage == "layer":
            file.attrs["model_config"] = json.dumps(keras.saving.serialize_keras_object(layers.Dense(2)))
            return "must describe a model. Received: Dense"
        if damage == "link":
            del file["model_weights/dense"]
            file["model_weights/dense"] = h5py.SoftLink("/model_weights/dense_1")
            return "link"
        file.attrs["model_config"] = json.dumps({"class_name": "Popen", "config": {}})
    return "Popen"


def test_truncated_at_any_place(tmp_path):
    path = tmp_path / "cut.h5"
    data = (GOLDEN / "mlp_adam.h5").read_bytes()
    for size in range(0, len(data), len(data) // 20):
        path.write_bytes(data[:size])
        with pytest.raises(ValueError):
            keras.saving.load_model(path)


def test_a_failure_leaves_the_former_file(tmp_path, monkeypatch):
    path = tmp_path / "model.h5"
    small().save(path)
    before = path.read_bytes()
    model = small(5)
    monkeypatch.setattr(model, "get_config", lambda: {"x": object()})
    with pytest.raises(TypeError):
        model.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["model.h5"]


def test_loss_and_metrics_of_ones_own(tmp_path):
    def my_loss(y, p):
        return keras.ops.mean(keras.ops.abs(y - p), -1)

    model = small()
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    model.compile(keras.optimizers.Adam(schedule), my_loss, metrics=["mae", keras.metrics.MeanSquaredError(name="q")])
    path = tmp_path / "model.h5"
    model.save(path)
    found = keras.saving.load_model(path, custom_objects={"my_loss": my_loss})
    x, y = np.ones((4, 3), "float32"), np.ones((4, 2), "float32")
    np.testing.assert_allclose(found.evaluate(x, y, verbose=0), model.evaluate(x, y, verbose=0), rtol=1e-5)
    assert found.loss is my_loss
    assert found.optimizer.get_config() == model.optimizer.get_config()
    without = tmp_path / "without.h5"
    keras.saving.save_model(model, without, include_optimizer=False)
    with pytest.warns(UserWarning, match="compile"):
        assert not keras.saving.load_model(without).compiled


def _file_of_keras_2(path, first_layers):
    """A model of one layer as Keras 2 wrote it: no modules, attributes in bytes, `:0` behind names."""
    dense = {
        "name": "dense",
        "trainable": True,
        "batch_input_shape": [None, 3],
        "dtype": "float32",
        "units": 2,
        "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
        "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}},
    }
    model = {"name": "old", "layers": [*first_layers, {"class_name": "Dense", "config": dense}]}
    loss = {"class_name": "MeanSquaredError", "config": {"reduction": "auto", "name": "mean_squared_error"}}
    adam = {"class_name": "Adam", "config": {"name": "Adam", "learning_rate": 0.25, "decay": 0.0, "amsgrad": False}}
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": model}).encode()
        training = {"loss": loss, "metrics": ["mae"], "loss_weights": None, "optimizer_config": adam}
        file.attrs["training_config"] = json.dumps(training).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = np.array([b"dense"])
        group = group.create_group("dense")
        group.attrs["weight_names"] = np.array([b"dense/kernel:0", b"dense/bias:0"])
        group["dense/kernel:0"] = np.ones((3, 2), "float32")
        group["dense/bias:0"] = np.full(2, 0.5, "float32")


@pytest.mark.filterwarnings("ignore:Argument `decay`")
@pytest.mark.parametrize("with_input", [False, True])
def test_files_of_keras_2(tmp_path, with_input):
    path = tmp_path / "old.h5"
    config = {"batch_input_shape": [None, 3], "dtype": "float32", "sparse": False, "ragged": False, "name": "dense_input"}
    _file_of_keras_2(path, [{"class_name": "InputLayer", "config": config}] if with_input else [])
    model = keras.saving.load_model(path)
    np.testing.assert_allclose(model.predict(np.ones((1, 3), "float32"), verbose=0), [[3.5, 3.5]])
    assert model.layers[0].kernel_regularizer.l2 == 0.5
    assert float(model.optimizer.learning_rate) == 0.25
    loss, error = model.evaluate(np.ones((2, 3), "float32"), np.ones((2, 2), "float32"), verbose=0)
    np.testing.assert_allclose([loss, error], [6.25 + 0.5 * 6, 2.5], rtol=1e-6)


def test_text_vectorization():
    """An `.h5` file keeps no vocabulary: with the one of the `.keras` file the model predicts the same."""
    model = keras.saving.load_model(GOLDEN / "text_vectorization.h5")
    other = keras.saving.load_model(GOLDEN / "text_vectorization.keras")
    inputs, outputs = golden_test.arrays("text_vectorization")
    if keras.config.backend() != "tensorflow":  # there the error is the framework's
        with pytest.raises(RuntimeError, match="no vocabulary"):
            model.predict(inputs, verbose=0)
    for layer, known in zip(model.layers, other.layers):
        if isinstance(layer, layers.TextVectorization):
            layer.set_vocabulary(known.get_vocabulary())
    np.testing.assert_allclose(model.predict(inputs, verbose=0), outputs[0], atol=1e-5)


def attention():
    x = keras.Input((3, 4))
    y = layers.AdditiveAttention()([x, layers.Attention()([x, x])])
    y = keras.ops.relu(layers.MultiHeadAttention(2, 2)(x, y)) + x
    return keras.Model(x, layers.Dense(1)(y[:, 1:]))


def short_names():
    model = small()
    model.compile("sgd", "mse", metrics=["mse", "mae"])
    return model


def half_precision():
    return keras.Sequential([keras.Input((3,)), layers.Dense(2, dtype="bfloat16")])


@pytest.mark.parametrize("make", [attention, short_names, half_precision])
def test_what_the_reference_cannot_read_back(make, tmp_path):
    """Layers called on lists and by keyword, operations, metrics by a short name, floats that HDF5 does not know."""
    model = make()
    model.save(tmp_path / "model.h5")
    again = keras.saving.load_model(tmp_path / "model.h5")
    x = np.random.default_rng(0).normal(size=(2, *model.input_shape[1:])).astype("float32")
    outputs = [np.asarray(m.predict(x, verbose=0), "float32") for m in (model, again)]
    np.testing.assert_array_equal(*outputs)
    assert again.compiled == model.compiled
