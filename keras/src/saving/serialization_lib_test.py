"""Configs: every kind of value goes out and comes back; nothing that files must not name is made."""
import json
import types

import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.saving import serialization_lib

serialize, deserialize = keras.saving.serialize_keras_object, keras.saving.deserialize_keras_object


@keras.saving.register_keras_serializable("serialization_test")
class Registered(keras.layers.Layer):
    """A custom layer that files can name."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@keras.saving.register_keras_serializable("serialization_test")
def registered_function(x):
    """A custom function that files can name."""
    return x + 1


def test_numbers_of_numpy_in_slices_and_values_of_variables():
    config = json.loads(json.dumps(serialize(slice(np.int64(1), None, np.int32(2)))))
    assert deserialize(config) == slice(1, None, 2)
    config = json.loads(json.dumps(serialize(keras.Variable([1.0, 2.0]))))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(deserialize(config)), [1, 2])


PLAIN = [1, None, "a", 1.5, True, [1, (2, 3)], {"a": (1, 2)}, slice(1, None, 2), Ellipsis, b"ab", (None, 2)]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_come_back(value):
    assert deserialize(serialize(value)) == value


@pytest.mark.parametrize("value", [np.arange(3), np.ones((2, 1), "int8")], ids=repr)
def test_arrays_come_back(value):
    config = json.loads(json.dumps(serialize(value)))
    assert config["class_name"] == ("__tensor__" if backend.is_tensor(value) else "__numpy__")
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(deserialize(config)), value)


def test_arrays_without_axes_are_numbers_and_arrays_of_text_are_refused():
    if not backend.is_tensor(np.array(2.0)):  # on numpy it is a tensor
        assert serialize({"a": np.array(2.0), "b": np.array(3)}) == {"a": 2.0, "b": 3}
    for array in (np.array(["a"]), np.array([None], object)):
        with pytest.raises(ValueError, match="arrays of numbers"):
            serialize(array)


OBJECTS = {
    "layer": lambda: keras.layers.Dense(3, kernel_regularizer="l2", name="d"),
    "initializer": lambda: keras.initializers.GlorotUniform(seed=1),
    "regularizer": lambda: keras.regularizers.L1(0.1),
    "constraint": lambda: keras.constraints.NonNeg(),
    "loss": lambda: keras.losses.MeanSquaredError(),
    "metric": lambda: keras.metrics.Mean(name="m"),
    "optimizer": lambda: keras.optimizers.SGD(0.5, momentum=0.5),
    "schedule": lambda: keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5),
    "policy": lambda: keras.DTypePolicy("mixed_bfloat16"),
    "operation": lambda: keras.src.ops.numpy.Mean(axis=1),
    "registered layer": lambda: Registered(3.0),
}


@pytest.mark.parametrize("make", OBJECTS.values(), ids=OBJECTS)
def test_objects_come_back_equal(make):
    obj = make()
    config = json.loads(json.dumps(serialize(obj)))
    again = deserialize(config)
    assert type(again) is type(obj)
    assert json.loads(json.dumps(serialize(again))) == config


def test_public_objects_are_named_by_their_public_module():
    config = serialize(keras.layers.Dense(3))
    assert (config["module"], config["class_name"], config["registered_name"]) == ("keras.layers", "Dense", None)
    config = serialize(keras.src.ops.numpy.Add())
    assert (config["module"], config["class_name"]) == ("keras.src.ops.numpy", "Add")
    assert serialize(Registered())["registered_name"] == "serialization_test>Registered"


@pytest.mark.parametrize("function", [keras.activations.relu, keras.losses.mean_squared_error, registered_function])
def test_functions_come_back(function):
    assert deserialize(serialize(function)) is function


def test_shared_objects_are_made_once():
    seeds = keras.initializers.GlorotUniform(seed=1)
    with serialization_lib.ObjectSharingScope():
        config = serialize([seeds, seeds])
    with serialization_lib.ObjectSharingScope():
        first, second = deserialize(config)
    assert first is second


def test_numpy_values_are_told_from_tensors():
    if keras.backend.backend() == "numpy":  # where arrays and their scalars are the tensors
        assert serialize(np.array([1.0]))["class_name"] == serialize(np.float32(2))["class_name"] == "__tensor__"
        return
    config = serialize(np.array([1.0, 2.0]))
    assert config == {"class_name": "__numpy__", "config": {"value": [1.0, 2.0], "dtype": "float64"}}
    assert isinstance(deserialize(config), np.ndarray)
    assert serialize(keras.ops.array([1, 2]))["class_name"] == "__tensor__"
    assert [type(serialize(x)) for x in (np.float32(1.5), np.int64(3))] == [float, int]


def test_lambda_layer_is_refused_as_code():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x + 1)])
    with pytest.raises(ValueError, match="safe_mode=False"):
        deserialize(serialize(model))


def test_lambda_needs_unsafe_mode():
    with pytest.warns(UserWarning, match="lambda"):
        config = serialize(lambda x: x + 1)
    with pytest.raises(ValueError, match="safe_mode=False"):
        deserialize(config)
    with pytest.raises(ValueError, match="safe_mode=False"):
        deserialize(config, safe_mode=True)
    assert deserialize(config, safe_mode=False)(2) == 3


def test_strings_of_custom_objects():
    def custom(y_true, y_pred):
        return 7.0 + 0.0 * keras.ops.sum(y_true - y_pred, axis=-1)

    config = {"loss": "custom", "metrics": [["custom", "mse"]]}
    expected = {"loss": custom, "metrics": [[custom, "mse"]]}
    assert deserialize(config, custom_objects={"custom": custom}) == expected
    with keras.saving.custom_object_scope({"custom": custom}):
        assert deserialize(config) == expected
    assert deserialize(["serialization_test>registered_function"]) == [registered_function]
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    config = json.loads(json.dumps(serialize(model)))
    copy = deserialize(config, custom_objects={"mse": custom})
    assert copy.evaluate(np.ones((2, 2), "float32"), np.ones((2, 1), "float32"), verbose=0) == 7.0


def test_a_custom_class_does_not_stand_for_one_of_keras():
    class Dense(keras.layers.Dense):
        pass

    config = serialize(keras.layers.Dense(2))
    assert type(deserialize(config, custom_objects={"Dense": Dense})) is keras.layers.Dense
    with keras.saving.custom_object_scope({"Dense": Dense}):
        assert type(deserialize(config)) is keras.layers.Dense
        assert type(deserialize(config | {"module": None})) is Dense


def test_custom_objects_are_found_in_scope_and_argument():
    class Local(keras.layers.Layer):
        pass

    config = serialize(Local(name="x"))
    with pytest.raises(TypeError, match="Local"):
        deserialize(config)
    assert isinstance(deserialize(config, custom_objects={"Local": Local}), Local)
    with keras.saving.custom_object_scope({"Local": Local}):
        assert isinstance(deserialize(config), Local)


FORBIDDEN = [
    ("os", "system"),
    ("builtins", "eval"),
    ("subprocess", "Popen"),
    ("keras.utils", "get_file"),
    ("keras.utils", "clear_session"),
    ("keras.config", "enable_unsafe_deserialization"),
    ("keras.config", "set_floatx"),
    ("keras.config", "set_max_epochs"),
    ("keras.saving", "load_model"),
    ("keras.models", "load_model"),
    ("keras.src.saving.saving_lib", "load_model"),
    ("keras.src.utils.file_utils", "get_file"),
    ("keras.src.layers.layer", "importlib"),
    ("keras.src.ops.numpy", "backend"),
    ("keras.saving", "custom_object_scope"),
    ("keras.callbacks", "LambdaCallback"),
]


@pytest.mark.parametrize(("module", "name"), FORBIDDEN)
@pytest.mark.parametrize("inner", ["x", {"path": "x"}, {}], ids=["string", "dict", "empty"])
def test_nothing_else_can_be_named(module, name, inner):
    config = {"module": module, "class_name": name, "config": inner, "registered_name": name}
    with pytest.raises((ValueError, TypeError)):
        deserialize(config)
    as_function = {"module": module, "class_name": "function", "config": name, "registered_name": "function"}
    with pytest.raises((ValueError, TypeError)):
        deserialize(as_function)


def test_forbidden_names_are_refused_as_arguments_too():
    config = serialize(keras.layers.Dense(3))
    config["config"]["activation"] = {
        "module": "os",
        "class_name": "function",
        "config": "system",
        "registered_name": "function",
    }
    with pytest.raises((ValueError, TypeError), match="system"):
        deserialize(config)


def test_objects_without_config_are_refused():
    with pytest.raises(TypeError, match="get_config"):
        serialize(types.SimpleNamespace())
    with pytest.raises(TypeError, match="get_config"):
        serialize({1, 2})


def test_wrong_arguments_name_the_class():
    config = serialize(keras.layers.Dense(3))
    config["config"]["bogus"] = 1
    with pytest.raises(TypeError, match="Dense"):
        deserialize(config)


@pytest.mark.skipif(keras.config.backend() != "tensorflow", reason="its subject is TensorFlow")
def test_type_specs_come_back():
    tf = pytest.importorskip("tensorflow")
    for spec in (
        tf.TensorSpec((2,), "int32", name="x"),
        tf.TensorSpec((None, 2), "float32"),
        tf.SparseTensorSpec((None, 2), "float32"),
        tf.RaggedTensorSpec((None, None), "float32", 1, "int32"),
    ):
        config = keras.saving.serialize_keras_object(spec)
        assert keras.saving.deserialize_keras_object(json.loads(json.dumps(config))) == spec
    config = keras.saving.serialize_keras_object(tf.Variable([1.0]))
    assert config == {"class_name": "__tensor__", "config": {"value": [1.0], "dtype": "float32"}}


def test_names_among_the_objects_given():
    known = {"flatten": keras.layers.Flatten}
    assert isinstance(serialization_lib.deserialize_keras_object("flatten", module_objects=known), keras.layers.Flatten)
    assert serialization_lib.deserialize_keras_object("flatten", custom_objects=known) is keras.layers.Flatten


@pytest.mark.parametrize("config", [{"units": 2, "evil": 1}, {"units": -1}, {"units": 2, "activation": "evil"}])
@pytest.mark.parametrize("error", [TypeError, ValueError])
def test_a_config_that_the_constructor_refuses(config, error):
    """Both errors at once: it is 3.15.1's TypeError, and a value that is wrong."""
    with pytest.raises(error, match="Dense could not be made from its config"):
        keras.layers.Dense.from_config(config)
    with pytest.raises(error, match="Dense could not be made from its config"):
        keras.layers.deserialize({"module": "keras.layers", "class_name": "Dense", "config": config})
