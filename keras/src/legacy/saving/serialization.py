"""Configs in the notation of Keras 2: a class by its name alone."""
import types

from keras.src.api_export import keras_export
from keras.src.saving import object_registration


@keras_export(["keras.legacy.saving.serialize_keras_object", "keras.utils.legacy.serialize_keras_object"])
def serialize_keras_object(instance):
    """An object as `{"class_name": ..., "config": ...}`, a function as its name.

    Args:
        instance: A Keras object, a function, or None.

    Returns:
        Dict, string or None.

    Raises:
        ValueError: If it has neither a config nor a name.

    Example:

    >>> keras.legacy.saving.serialize_keras_object(keras.initializers.Zeros())
    {'class_name': 'Zeros', 'config': {}}
    """
    if instance is None:
        return None
    if not isinstance(instance, type) and hasattr(instance, "get_config"):
        name = object_registration.get_registered_name(type(instance))
        return {"class_name": name, "config": _plain(instance.get_config())}
    if hasattr(instance, "__name__"):
        return object_registration.get_registered_name(instance)
    raise ValueError(
        f"Argument `instance` must have a method `get_config` or a name. Received: instance={instance!r}"
    )


def _plain(value):
    """A config in which objects, too, are written as configs."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        items = [_plain(item) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    if hasattr(value, "get_config") or isinstance(value, types.FunctionType):
        return serialize_keras_object(value)
    return value


@keras_export(["keras.legacy.saving.deserialize_keras_object", "keras.utils.legacy.deserialize_keras_object"])
def deserialize_keras_object(identifier, module_objects=None, custom_objects=None, printable_module_name="object"):
    """The object of a config that `serialize_keras_object` wrote.

    Args:
        identifier: Dict with `class_name` and `config`, name of a function or class, a function, or None.
        module_objects: Dict from names to the classes and functions that may be meant.
        custom_objects: Dict from names to your own, which are looked up first.
        printable_module_name: String for messages: the kind of object.

    Returns:
        An object made from the config, the function of that name, or an instance of the class of that name.

    Raises:
        ValueError: If nothing is known by the name, or it is no such identifier.

    Example:

    >>> config = {"class_name": "L2", "config": {"l2": 0.5}}
    >>> regularizer = keras.legacy.saving.deserialize_keras_object(config, module_objects={"L2": keras.regularizers.L2})
    >>> regularizer.l2
    0.5
    """
    if identifier is None:
        return None
    if isinstance(identifier, dict):
        return _from_config(identifier, module_objects, custom_objects, printable_module_name)
    if isinstance(identifier, str):
        found = _find(identifier, module_objects, custom_objects, printable_module_name)
        return found() if isinstance(found, type) else found
    if isinstance(identifier, types.FunctionType):
        return identifier
    raise ValueError(
        f"Argument `identifier` must be a config, a name or a function. Received: identifier={identifier!r}"
    )


def _from_config(identifier, module_objects, custom_objects, kind):
    if "class_name" not in identifier or "config" not in identifier:
        raise ValueError(
            f"The config of a {kind} must have `class_name` and `config`. Received: identifier={identifier!r}"
        )
    cls = _find(identifier["class_name"], module_objects, custom_objects, kind)
    with object_registration.CustomObjectScope(custom_objects or {}):
        if hasattr(cls, "from_config"):
            return cls.from_config(identifier["config"])
        return cls(**identifier["config"])


def _find(name, module_objects, custom_objects, kind):
    found = object_registration.get_registered_object(name, custom_objects, module_objects)
    if found is None:
        raise ValueError(
            f"Unknown {kind}: {name!r}. If it is your own, register it with "
            "`@keras.saving.register_keras_serializable()` or pass it in `custom_objects`."
        )
    return found
