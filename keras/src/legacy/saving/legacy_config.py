"""Configs of models and compile arguments in the notation of `.h5` files, which is that of Keras 2, and back.

There a layer is `{"class_name": "Dense", "config": {...}}`, without the module that the class lies in.
"""
import contextlib

from keras.src import losses, metrics, optimizers
from keras.src.legacy.saving import old_graphs, old_layers, old_optimizers, serialization
from keras.src.saving import object_registration, safety, serialization_lib

_FUNCTIONAL = ("keras.src.models.functional", "Functional")
_MODELS = {"Sequential": ("keras", "Sequential"), "Functional": _FUNCTIONAL, "Model": _FUNCTIONAL}
_PACKAGES = {  # last word of an argument's name: where the classes of its values lie
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
}

_OLD_MODULES = ("keras", "keras.layers", "keras.models")
_OLD_PACKAGES = ("keras.src.engine.", "keras.engine.", "tf_keras.", "keras.layers.experimental")
_OPERATIONS = [f"keras.src.ops.{name}" for name in ("numpy", "nn", "core", "math", "linalg", "image")]


# Writing


def model_config(model):
    """The config of a whole model.

    Raises:
        NotImplementedError: If the model's class has no `get_config`.
    """
    config = model.get_config()
    return {"class_name": _name(model), "config": _with_old_layers(config)}


def _name(obj):
    return object_registration.get_registered_name(type(obj))


def _with_old_layers(config):
    """A model's config whose layers, and the layers of models among them, are in the old notation."""
    if not isinstance(config, dict) or not isinstance(config.get("layers"), (list, tuple)):
        return config
    return {**config, "layers": [_old_layer(layer) for layer in config["layers"]]}


def _old_layer(data):
    if not isinstance(data, dict) or "class_name" not in data:
        return data
    if str(data.get("module", "")).startswith("keras.src.ops"):
        return data  # `Add`, say, is a layer and an operation: the module tells which.
    found = safety.allowed_object(data.get("module"), data["class_name"], "class")
    name = data.get("registered_name") or (found.__name__ if found else data["class_name"])
    old = {"class_name": name, "config": _with_old_layers(data["config"])}
    return old | {key: data[key] for key in ("name", "inbound_nodes") if key in data}


def training_config(model):
    """The compile arguments of a compiled model."""
    given = model._compile_config
    config = {key: _old(given.get(key)) for key in ("loss", "loss_weights", "metrics", "weighted_metrics")}
    steps = 1 if model.steps_per_execution == "auto" else model.steps_per_execution
    config |= {"run_eagerly": model.run_eagerly, "steps_per_execution": steps}
    config["jit_compile"] = model.jit_compile
    optimizer = model.optimizer
    config["optimizer_config"] = {"class_name": _name(optimizer), "config": optimizer.get_config()}
    return config


def _old(value):
    if isinstance(value, dict):
        return {key: _old(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_old(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return serialization.serialize_keras_object(value)


# Reading


def with_modules(config, custom_objects=None, version=None):
    """A config in the old notation with the module of every class of Keras written into it.

    Args:
        config: Structure of plain values.
        custom_objects: Dict from names to your own classes, which are left to be found by their names.
        version: String, the version of Keras that wrote it, or None for one that did not say.

    Raises:
        ValueError: If it is none that Keras wrote.
    """
    with object_registration.CustomObjectScope(custom_objects or {}):
        try:
            return _with_modules(config, "", is_of_keras_2(version))
        except (LookupError, TypeError, AttributeError) as e:
            raise ValueError(f"The config is not one that Keras wrote: {type(e).__name__}: {e}") from e


def is_of_keras_2(version):
    """Whether a version, None if a file does not say, is one before Keras 3."""
    major = str(version).partition(".")[0]
    return not major.isdigit() or int(major) < 3


def _with_modules(config, argument, of_keras_2):
    """The same for the value of an argument of this name."""
    if isinstance(config, list):
        return [_with_modules(item, argument, of_keras_2) for item in config]
    if not isinstance(config, dict):
        return config
    name = config.get("class_name")
    inner = config.get("config")
    if name in _MODELS and isinstance(inner, dict) and old_graphs.is_old(inner):
        config = {**config, "config": old_graphs.modern(inner)}
    entries = {key: _with_modules(value, str(key), of_keras_2) for key, value in config.items()}
    if not isinstance(name, str) or "config" not in config or name.startswith("__") or not _is_old(config):
        return entries
    is_custom = object_registration.get_registered_object(config.get("registered_name") or name) is not None
    if isinstance(config["config"], dict):
        entries["config"] = _renamed(name, entries["config"], config["config"])
        if not is_custom:
            name, entries["config"], _ = old_layers.modern(name, entries["config"], of_keras_2)
    if is_custom and "module" in config:
        return entries
    if of_keras_2 and name not in _MODELS:
        entries.pop("build_config", None)  # the graph builds layers; what was written here, not all can be built from
    if is_custom:
        return {**entries, "module": None, "registered_name": name}
    if name in _MODELS:
        module, name = _MODELS[name]
    elif "inbound_nodes" in config and "trainable" not in config["config"] and (found := _operation_module(name)):
        module = found  # Keras 3.15.1 leaves it out; layers always say whether they are trainable.
    else:
        module = _PACKAGES.get(argument.rpartition("_")[2], "keras.layers")
    return {**entries, "module": module, "class_name": name, "registered_name": None}


def _is_old(config):
    """Whether an object is written without a module, or with one where layers and models of Keras 2 lay."""
    module = config.get("module")
    if module in _OLD_MODULES:
        return module == "keras.layers" or config["class_name"] in _MODELS
    return "module" not in config or str(module).startswith(_OLD_PACKAGES)


def _renamed(name, entries, given):
    """A layer's config with the input shape of Keras 2, if it has one, where it lies today."""
    shape = entries.pop("batch_input_shape", None)
    if name == "InputLayer" and shape is not None:
        return {"batch_shape": shape, **entries}
    if name == "Sequential" and given.get("layers") and "build_input_shape" not in entries:
        first = given["layers"][0]
        shape = first["config"].get("batch_input_shape") if isinstance(first, dict) else None
        return entries if shape is None else {**entries, "build_input_shape": shape}
    return entries


def _operation_module(name):
    """The module of the operation of this class name, or None."""
    for module in _OPERATIONS:
        with contextlib.suppress(ValueError):
            if safety.allowed_object(module, name, "class"):
                return module
    return None


def compile_arguments(config, custom_objects=None):
    """The arguments of `compile` of a training config.

    Args:
        config: Dict as `training_config` gives it.
        custom_objects: Dict from names to your own losses, metrics and optimizers.

    Raises:
        ValueError: If it names something unknown.
    """
    with object_registration.CustomObjectScope(custom_objects or {}), serialization_lib.limited():
        return {
            "optimizer": optimizers.deserialize(old_optimizers.modern(config["optimizer_config"])),
            "loss": _new(config.get("loss"), losses),
            "metrics": _new(config.get("metrics"), metrics),
            "weighted_metrics": _new(config.get("weighted_metrics"), metrics),
            "loss_weights": config.get("loss_weights"),
        }


def _new(value, package):
    """Losses or metrics of a structure of names and configs; names that Keras knows stay names."""
    if isinstance(value, dict) and "class_name" in value:
        return _loss_or_metric(value, package)
    if isinstance(value, dict):
        return {key: _new(item, package) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_new(item, package) for item in value]
    if isinstance(value, str):
        return object_registration.get_registered_object(value) or value
    return value


def _function(name):
    return serialization_lib.deserialize_keras_object({"class_name": "function", "config": name})


def _loss_or_metric(config, package):
    """One loss or metric; those of Keras 2 say which function they compute by its name."""
    inner = config.get("config")
    if not isinstance(inner, dict):
        return package.deserialize(config)
    function, rest = inner.get("fn"), {key: value for key, value in inner.items() if key != "fn"}
    if not isinstance(function, str):
        rest = inner
    elif config["class_name"] == "MeanMetricWrapper":
        named = {"name": rest.get("name"), "dtype": rest.get("dtype")}
        known = metrics.KIND.get(function)  # some compute another sign than the loss of their name
        return known(**named) if isinstance(known, type) else metrics.MeanMetricWrapper(_function(function), **named)
    elif config["class_name"] == "LossFunctionWrapper":
        return _function(function)
    if rest.get("reduction") == "auto":  # what is the default today
        rest = {**rest, "reduction": "sum_over_batch_size"}
    return package.deserialize({**config, "config": rest})
