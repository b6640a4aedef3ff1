"""`python -m keras.convert`, and layers of Keras 2 in all their spellings."""
import json
import subprocess
import sys

import golden_test
import h5py
import numpy as np
import pytest

import keras
from keras.src.legacy import convert
from keras.src.legacy.saving import old_layers

IMAGE, STEPS, ROW = [None, 6, 6, 2], [None, 5, 4], [None, 4]
ZEROS = {"class_name": "Zeros", "config": {}}
CONV = {
    "filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "data_format": "channels_last",
    "dilation_rate": [1, 1], "groups": 1, "activation": "relu", "use_bias": True, "bias_initializer": ZEROS,
}
WITHOUT_KERNEL = {key: value for key, value in CONV.items() if key != "filters"}
RECURRENT = {
    "units": 2, "return_sequences": False, "return_state": False, "go_backwards": False, "stateful": False,
    "unroll": False, "time_major": False, "activation": "tanh", "use_bias": True, "dropout": 0.0,
}
OLD = [  # class, shape of the input, arguments as Keras 2 wrote them
    ("BatchNormalization", IMAGE, {"axis": [3], "momentum": 0.99, "epsilon": 0.001, "beta_initializer": ZEROS}),
    ("BatchNormalization", IMAGE, {"axis": -1, "renorm": False, "virtual_batch_size": None}),
    ("SyncBatchNormalization", IMAGE, {"axis": [3]}),
    ("LayerNormalization", ROW, {"axis": [1], "epsilon": 0.001}),
    ("Conv2D", IMAGE, CONV),
    ("Conv2DTranspose", IMAGE, {**CONV, "output_padding": None}),
    ("DepthwiseConv2D", IMAGE, {**WITHOUT_KERNEL, "depth_multiplier": 1, "depthwise_initializer": ZEROS}),
    ("SeparableConv2D", IMAGE, {**CONV, "depth_multiplier": 1, "pointwise_initializer": ZEROS}),
    ("LSTM", STEPS, {**RECURRENT, "implementation": 2, "recurrent_activation": "hard_sigmoid", "unit_forget_bias": True}),
    ("GRU", STEPS, {**RECURRENT, "implementation": 1, "reset_after": False}),
    ("SimpleRNN", STEPS, RECURRENT),
    ("Bidirectional", STEPS, {"layer": {"class_name": "LSTM", "config": {"name": "l", **RECURRENT}}}),
    ("RNN", STEPS, {"cell": {"class_name": "LSTMCell", "config": {"name": "c", "units": 2}}, "time_major": False}),
    ("Embedding", [None, 5], {"input_dim": 10, "output_dim": 3, "input_length": 5, "mask_zero": False}),
    ("LeakyReLU", ROW, {"alpha": 0.3}),
    ("ThresholdedReLU", ROW, {"theta": 1.0}),
    ("ReLU", ROW, {"max_value": {"type": "ndarray", "value": 6.0}, "negative_slope": 0.0}),
    ("SpatialDropout2D", IMAGE, {"rate": 0.1, "noise_shape": None, "seed": None}),
    ("Activation", ROW, {"activation": "swish"}),
    ("Normalization", ROW, {"axis": [-1], "mean": None, "variance": None}),
]


def sequential(name, shape, config):
    """A model of one layer as Keras 2 describes it."""
    layer = {"name": "l", "trainable": True, "dtype": "float32", "batch_input_shape": shape, **config}
    return {"class_name": "Sequential", "config": {"name": "m", "layers": [{"class_name": name, "config": layer}]}}


def functional(name, shape, config):
    """The same with an input of its own."""
    first = {"batch_input_shape": shape, "dtype": "float32", "sparse": False, "ragged": False, "name": "x"}
    layers = [
        {"class_name": "InputLayer", "config": first, "name": "x", "inbound_nodes": []},
        {
            "class_name": name,
            "config": {"name": "l", "trainable": True, "dtype": "float32", **config},
            "name": "l",
            "inbound_nodes": [[["x", 0, 0, {}]]],
        },
    ]
    graph = {"name": "m", "layers": layers, "input_layers": [["x", 0, 0]], "output_layers": [["l", 0, 0]]}
    return {"class_name": "Model", "config": graph}


@pytest.mark.parametrize("kind", [sequential, functional])
@pytest.mark.parametrize("name, shape, config", OLD, ids=[row[0] for row in OLD])
def test_old_arguments(name, shape, config, kind):
    model = keras.models.model_from_json(json.dumps(kind(name, shape, config)))
    assert model.input_shape == tuple(shape) and model.output_shape[0] is None


@pytest.mark.parametrize(
    "name, config, expected",
    [
        ("LSTM", {"units": 2, "time_major": False}, ["`time_major=False` is left out"]),
        ("LSTM", {"units": 2, "time_major": True}, []),  # it means something: the layer will refuse it
        ("ThresholdedReLU", {"theta": 2}, ["ThresholdedReLU is ReLU now", "`theta` is `threshold` now"]),
        ("Dense", {"units": 2}, []),
    ],
)
def test_notes(name, config, expected):
    assert old_layers.modern(name, config)[2] == expected


def test_arguments_that_mean_something_are_refused():
    config = sequential("LSTM", STEPS, {**RECURRENT, "time_major": True})
    with pytest.raises(ValueError, match="time_major"):
        keras.models.model_from_json(json.dumps(config))


def test_thresholded_relu():
    model = keras.models.model_from_json(json.dumps(sequential("ThresholdedReLU", ROW, {"theta": 1.0})))
    np.testing.assert_allclose(model.predict(np.array([[0.5, 1.5, -2, 3]]), verbose=0), [[0, 1.5, 0, 3]])


def test_lambda_of_keras_2_is_refused():
    config = {"function": ["4wEAAAA=", None, None], "function_type": "lambda", "module": "__main__", "arguments": {}}
    with pytest.raises(ValueError, match="byte code"):
        keras.models.model_from_json(json.dumps(sequential("Lambda", ROW, config)))


def test_lambda_of_keras_2_by_name():
    config = {"function": "halve", "function_type": "function", "module": "mine", "output_shape": None,
              "output_shape_type": "raw", "output_shape_module": None, "arguments": {}}
    text = json.dumps(sequential("Lambda", ROW, config))
    model = keras.models.model_from_json(text, custom_objects={"halve": lambda x: x / 2})
    np.testing.assert_allclose(model.predict(np.ones((1, 4)), verbose=0), np.full((1, 4), 0.5))
    with pytest.raises((ValueError, TypeError), match="halve"):
        keras.models.model_from_json(text)


# The command


@pytest.mark.parametrize("name", [n for n in golden_test.NAMES if n != "text_vectorization"])
def test_golden_files(name, tmp_path, capsys):
    target = tmp_path / "new.keras"
    assert convert.main([str(golden_test.GOLDEN / f"{name}.h5"), str(target)]) == 0
    model = keras.saving.load_model(target)
    inputs, outputs = golden_test.arrays(name)
    for found, expected in zip(golden_test.flat(model.predict(inputs, verbose=0)), outputs, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3 if name == "mixed_precision" else 1e-5)
    told = capsys.readouterr().out
    for layer in model.layers:
        assert layer.name in told
    assert f"{len(model.weights)} weights were read back" in told


def test_it_tells_what_it_changed(tmp_path, capsys):
    source = tmp_path / "old.h5"
    config = sequential("LSTM", STEPS, RECURRENT)
    weights = keras.models.model_from_json(json.dumps(config)).get_weights()
    with h5py.File(source, "w") as file:
        file.attrs["model_config"] = json.dumps(config).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [b"l"]
        names = [f"l/{name}:0" for name in ("kernel", "recurrent_kernel", "bias")]
        group.create_group("l").attrs["weight_names"] = [name.encode() for name in names]
        for name, weight in zip(names, weights):
            group["l"][name] = weight
    assert convert.main([str(source), str(tmp_path / "new.keras")]) == 0
    told = capsys.readouterr().out
    for part in ("LSTM", "`time_major=False` is left out", "`batch_input_shape`", "compiled: no"):
        assert part in told
    found = keras.saving.load_model(tmp_path / "new.keras").get_weights()
    for a, b in zip(found, weights, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("target, part", [("new.h5", "target"), ("new.keras", "no such file")])
def test_failures(target, part, tmp_path, capsys):
    assert convert.main([str(tmp_path / "missing.h5"), str(tmp_path / target)]) == 1
    assert part in capsys.readouterr().err


def test_the_module_runs():
    done = subprocess.run([sys.executable, "-m", "keras.convert", "--help"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and ".keras" in done.stdout
