"""Configs in the notation of Keras 2, and JSON as `.h5` files hold it."""
import json

import h5py
import numpy as np
import pytest

import keras
from keras.src.backend.common import global_state
from keras.src.legacy.backend import int_shape
from keras.src.legacy.saving import (
    json_utils,
    legacy_config,
    legacy_h5_format,
    saving_options,
    saving_utils,
)

legacy = keras.legacy.saving


@keras.saving.register_keras_serializable("legacy_test")
def registered(x):
    """A function of one's own."""
    return x


@pytest.mark.parametrize(
    "instance, expected",
    [
        (None, None),
        (keras.initializers.Zeros(), {"class_name": "Zeros", "config": {}}),
        (keras.regularizers.L1(0.5), {"class_name": "L1", "config": {"l1": 0.5}}),
        (keras.activations.relu, "relu"),
        (registered, "legacy_test>registered"),
    ],
)
def test_serialize(instance, expected):
    assert legacy.serialize_keras_object(instance) == expected


def test_round_trip():
    config = legacy.serialize_keras_object(keras.layers.Dense(3, name="d"))
    found = legacy.deserialize_keras_object(config, module_objects={"Dense": keras.layers.Dense})
    assert (found.units, found.name) == (3, "d")
    assert legacy.deserialize_keras_object("legacy_test>registered") is registered
    assert legacy.deserialize_keras_object("mine", custom_objects={"mine": registered}) is registered
    assert isinstance(legacy.deserialize_keras_object("Zeros", vars(keras.initializers)), keras.initializers.Zeros)
    assert legacy.deserialize_keras_object(None) is None


@pytest.mark.parametrize(
    "act, part",
    [
        (lambda: legacy.serialize_keras_object(3), "instance=3"),
        (lambda: legacy.deserialize_keras_object({"class_name": "Dense2", "config": {}}), "'Dense2'"),
        (lambda: legacy.deserialize_keras_object({"config": {}}), "class_name"),
        (lambda: legacy.deserialize_keras_object("rlu", {"relu": 1}, printable_module_name="thing"), "thing: 'rlu'"),
        (lambda: legacy.deserialize_keras_object(3), "identifier=3"),
    ],
)
def test_refusals(act, part):
    with pytest.raises(ValueError, match=part):
        act()


def test_json_keeps_tuples():
    value = {"a": (1, 2), "b": np.float32(2), "c": [(1,)], "d": np.arange(3), "e": Ellipsis}
    assert json_utils.decode(json_utils.Encoder().encode(value)) == {
        "a": (1, 2), "b": 2.0, "c": [(1,)], "d": [0, 1, 2], "e": Ellipsis
    }
    with pytest.raises(TypeError, match="object"):
        json_utils.Encoder().encode(object())
    with pytest.raises(ValueError, match="JSON"):
        json_utils.decode("{")


def test_configs_of_keras_2():
    """Classes without modules, input shapes under their former name, initializers beside layers."""
    dense = {"units": 2, "kernel_initializer": {"class_name": "Zeros", "config": {}}, "name": "d", "trainable": True}
    config = {
        "class_name": "Model",
        "config": {
            "name": "m",
            "layers": [
                {
                    "class_name": "InputLayer",
                    "config": {"batch_input_shape": [None, 3], "dtype": "float32", "name": "x"},
                    "name": "x",
                    "inbound_nodes": [],
                },
                {"class_name": "Dense", "config": dense, "name": "d", "inbound_nodes": [[["x", 0, 0, {}]]]},
            ],
            "input_layers": [["x", 0, 0]],
            "output_layers": [["d", 0, 0]],
        },
    }
    modern = legacy_config.with_modules(json.loads(json.dumps(config)))
    model = keras.saving.deserialize_keras_object(modern)
    assert np.abs(model.get_layer("d").get_weights()[0]).max() == 0
    assert model.predict(np.ones((2, 3)), verbose=0).shape == (2, 2)


def test_int_shape():
    assert int_shape(keras.Input((3,))) == (None, 3)
    assert int_shape(2) is None


def test_what_a_file_says_of_a_model():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse", metrics=["mae"])
    found = saving_utils.model_metadata(model)
    assert found["model_config"]["class_name"] == "Sequential" and found["backend"] == keras.config.backend()
    assert saving_utils.model_from_config(found["model_config"]).output_shape == (None, 2)
    arguments = saving_utils.compile_args_from_training_config(found["training_config"])
    assert type(arguments["optimizer"]).__name__ == "SGD" and arguments["metrics"] == ["mae"]
    assert "training_config" not in saving_utils.model_metadata(model, include_optimizer=False)
    functional = keras.Model(model.inputs, model.outputs)
    functional.compile("sgd", "mse", metrics=["mae"])
    saving_utils.try_build_compiled_arguments(functional)
    assert functional._compile_metrics.built and functional._compile_loss.built
    with pytest.raises(TypeError, match="config"):
        saving_utils.model_from_config([])
    with saving_options.keras_option_scope():
        assert global_state.get_global_attribute("use_legacy_config")
    assert not global_state.get_global_attribute("use_legacy_config")


def test_lists_of_names_and_arrays(tmp_path):
    layer = keras.layers.Dense(2)
    layer.build((1, 3))
    long = ["x" * 1000 + str(i) for i in range(100)]
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name, names in (("short", ["a", "b"]), ("long", long)):
            legacy_h5_format.save_attributes_to_hdf5_group(file, name, names)
            assert legacy_h5_format.load_attributes_from_hdf5_group(file, name) == names
        assert legacy_h5_format.load_attributes_from_hdf5_group(file, "none") == []
        legacy_h5_format.save_subset_weights_to_hdf5_group(file.create_group("w"), layer.weights)
        kernel, bias = legacy_h5_format.load_subset_weights_from_hdf5_group(file["w"])
    assert kernel.shape == (3, 2) and bias.tolist() == [0, 0]
