"""The rule from names, configs and objects to objects, on the kinds that packages declare."""
import pytest

import keras
from keras.src import (
    activations,
    constraints,
    initializers,
    losses,
    metrics,
    optimizers,
    quantizers,
    regularizers,
)

KINDS = {
    # kind: a known name, its class, an unknown name, a near name that the message lists
    "losses": (losses, "Huber", keras.losses.Huber, "Hubert", "Huber"),
    "metrics": (metrics, "binary_accuracy", keras.metrics.BinaryAccuracy, "binary_acc", "binary_accuracy"),
    "optimizers": (optimizers, "RMSPROP", keras.optimizers.RMSprop, "rmspro", "rmsprop"),
    "regularizers": (regularizers, "l1l2", keras.regularizers.L1L2, "l1_l2_", "l1l2"),
    "constraints": (constraints, "unit_norm", keras.constraints.UnitNorm, "unit_nrm", "unit_norm"),
}


@pytest.mark.parametrize("package,name,cls,unknown,near", KINDS.values(), ids=KINDS)
def test_names_configs_classes_and_objects(package, name, cls, unknown, near):
    obj = package.get(name)
    assert type(obj) is cls
    assert package.get(None) is None and package.get(obj) is obj and type(package.get(cls)) is cls
    config = package.serialize(obj)
    assert type(package.get(config)) is cls and type(package.deserialize(config)) is cls
    short = {"class_name": cls.__name__, "config": config["config"]}
    assert type(package.deserialize(short)) is cls
    assert name in package.KIND and unknown not in package.KIND
    assert package.KIND.get(name) is cls


@pytest.mark.parametrize("package,name,cls,unknown,near", KINDS.values(), ids=KINDS)
def test_unknown_names_list_the_nearest(package, name, cls, unknown, near):
    for identifier in (unknown, {"class_name": unknown, "config": {}}):
        with pytest.raises(ValueError, match=f"{unknown!r}.*Did you mean.*{near!r}"):
            package.get(identifier)
    with pytest.raises(ValueError, match="type int"):
        package.get(3)


def test_custom_objects_are_found():
    def own(y_true, y_pred):
        return y_pred

    assert losses.deserialize("own", custom_objects={"own": own}) is own
    with keras.saving.custom_object_scope({"own": own}):
        assert losses.get("own") is own and metrics.get("own") is own
    with pytest.raises(ValueError, match="register_keras_serializable"):
        losses.get("own")


def test_custom_objects_come_before_classes_of_the_kind():
    class Own(keras.initializers.Zeros):
        pass

    config = {"class_name": "Zeros", "config": {}}
    assert type(keras.initializers.deserialize(config, custom_objects={"Zeros": Own})) is Own
    with keras.saving.custom_object_scope({"Zeros": Own}):
        assert type(keras.initializers.get(config)) is Own and type(keras.initializers.get("Zeros")) is Own


def test_registered_objects_come_before_custom_objects():
    @keras.saving.register_keras_serializable("kinds", name="Twin")
    class Own(keras.layers.Layer):
        pass

    assert keras.saving.get_registered_object("kinds>Twin", custom_objects={"kinds>Twin": len}) is Own
    with keras.saving.custom_object_scope({"kinds>Twin": len}):
        assert keras.saving.get_registered_object("kinds>Twin") is len


@pytest.mark.parametrize("package, name", [(keras.quantizers, "AbsMaxQuantizer"), (keras.dtype_policies, "DTypePolicy")])
def test_configs_without_settings_mean_the_defaults(package, name):
    for config in ({"class_name": name}, {"class_name": name, "config": None}):
        assert type(package.get(config)).__name__ == type(package.deserialize(config)).__name__ == name
    assert keras.dtype_policies.get({"class_name": "DTypePolicy"}).name == "float32"
    with pytest.raises(ValueError, match="class_name"):
        keras.dtype_policies.deserialize({"config": {}})


def test_custom_objects_come_before_functions_of_the_kind():
    config = {"module": "builtins", "class_name": "function", "config": "relu", "registered_name": "function"}
    assert keras.activations.deserialize(config) is keras.activations.relu
    assert keras.activations.deserialize(config, custom_objects={"relu": len}) is len


def test_the_names_of_a_kind_cost_no_import_and_hold_members_only():
    assert "Loss" in losses.KIND and "get" not in losses.KIND
    assert "cosinedecay" not in optimizers.KIND  # A schedule, though it lives below the package.
    assert len(list(losses.KIND)) == len(losses.KIND) > 40
    assert dict(optimizers.ALL_OBJECTS_DICT)["adam"] is optimizers.Adam


def test_libraries_add_names(monkeypatch):
    monkeypatch.setattr(activations.KIND, "_added", {})
    activations.ALL_OBJECTS_DICT["lecun_tanh"] = abs
    assert activations.get("lecun_tanh") is abs and "lecun_tanh" in list(activations.KIND)


def test_a_function_in_a_config_is_the_metric_of_its_name():
    config = metrics.serialize(losses.mean_squared_error)
    assert losses.deserialize(config) is losses.mean_squared_error
    assert isinstance(metrics.deserialize(config), metrics.MeanSquaredError)


@pytest.mark.parametrize("package", [activations, constraints, initializers, losses, metrics, regularizers])
def test_objects_stand_for_themselves(package):
    for obj in (len, losses.Huber(), losses.Huber):
        assert package.deserialize(obj) is obj


def test_the_sets_and_dicts_of_all_objects():
    packages = (activations, constraints, initializers, losses, metrics, optimizers, quantizers, regularizers)
    for package in packages:
        assert set(package.ALL_OBJECTS) == set(package.ALL_OBJECTS_DICT.values())
        assert len(package.ALL_OBJECTS) > 4 and None not in package.ALL_OBJECTS
    assert losses.Huber in losses.ALL_OBJECTS and losses.huber in losses.ALL_OBJECTS
    assert keras.quantizers.AbsMaxQuantizer in quantizers.ALL_OBJECTS
