"""Objects as configs of plain values and back: one codec for every kind of value.

What a config may name is decided in `saving.safety`, and nowhere else.
"""
import contextlib
import reprlib
import types
import warnings

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute, state
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.saving import object_registration, safety
from keras.src.utils import python_utils

_PLAIN = (bool, int, float, str, type(None))
_MOST_GRAPH_STEPS = 50_000  # some seconds
_REFUSAL = "could not be made from its config"
_SAFE_MODE, _SHARING = "safe_mode_saving", "shared_objects"


class SerializableDict:
    """Arguments of a constructor that can be written as a config.

    Args:
        **config: The arguments.
    """

    def __init__(self, **config):
        self.config = config

    def serialize(self):
        """The arguments as plain values."""
        return serialize_dict(self.config)


class SafeModeScope:
    """Inside it loading is safe (True) or runs what files hold (False).

    Args:
        safe_mode: Boolean.
    """

    def __init__(self, safe_mode=True):
        self.safe_mode = safe_mode

    def __enter__(self):
        self._outer = in_safe_mode()
        set_global_attribute(_SAFE_MODE, self.safe_mode)
        return self

    def __exit__(self, *args):
        set_global_attribute(_SAFE_MODE, self._outer)


def in_safe_mode():
    """True or False where somebody has said so, else None, which counts as safe."""
    return get_global_attribute(_SAFE_MODE)


def is_unsafe_allowed():
    """Whether code from a file may run now."""
    return in_safe_mode() is False


@keras_export("keras.config.enable_unsafe_deserialization")
def enable_unsafe_deserialization():
    """Lets loading run code that files bring along, everywhere in this thread.

    Do this only for files whose source you trust. Passing `safe_mode=False` to one loading call says the same for that
    call alone.

    Example:

    >>> keras.config.enable_unsafe_deserialization()
    >>> keras.utils.clear_session()  # loading is safe again
    """
    set_global_attribute(_SAFE_MODE, False)


class ObjectSharingScope:
    """Inside it an object that occurs several times is written, and made again, as one."""

    def __enter__(self):
        self._outer = get_global_attribute(_SHARING)
        set_global_attribute(_SHARING, _Sharing())
        return self

    def __exit__(self, *args):
        set_global_attribute(_SHARING, self._outer)


class _Sharing:
    """What the open ObjectSharingScope has seen: configs by object, objects by id in the file."""

    def __init__(self):
        self.configs = {}
        self.objects = {}

    def note_written(self, obj, config):
        first, _ = self.configs.setdefault(id(obj), (config, obj))  # `obj` stays alive, so that its id stays its own
        if first is not config:
            first["shared_object_id"] = config["shared_object_id"] = id(obj)


def get_shared_object(obj_id):
    """The object that was made under an id of the file, or None."""
    sharing = get_global_attribute(_SHARING)
    return sharing.objects.get(obj_id) if sharing else None


def record_object_after_serialization(obj, config):
    """Notes that `config` stands for `obj`."""
    sharing = get_global_attribute(_SHARING)
    if sharing:
        sharing.note_written(obj, config)


def record_object_after_deserialization(obj, obj_id):
    """Notes that `obj` was made for an id of the file."""
    sharing = get_global_attribute(_SHARING)
    if sharing:
        sharing.objects[obj_id] = obj


# Writing


@keras_export(["keras.saving.serialize_keras_object", "keras.utils.serialize_keras_object"])
def serialize_keras_object(obj):
    """An object as a structure of plain values, from which `deserialize_keras_object` makes an equal one.

    Args:
        obj: A Keras object, a registered or built-in function, a tensor, a plain value, or a structure of these.

    Returns:
        A dict with `module`, `class_name`, `config` and `registered_name` for objects; plain values as they are.

    Raises:
        TypeError: If there is no config for an object of this type.

    Example:

    >>> keras.saving.serialize_keras_object(keras.initializers.Zeros())["class_name"]
    'Zeros'
    """
    if isinstance(obj, _PLAIN) and not isinstance(obj, np.generic):
        return obj
    if isinstance(obj, (list, tuple)):
        items = [serialize_keras_object(item) for item in obj]
        return tuple(items) if isinstance(obj, tuple) else items
    if isinstance(obj, dict):
        return serialize_dict(obj)
    for kind, encode in _ENCODERS:
        if isinstance(obj, kind):
            return encode(obj)
    if hasattr(obj, "get_config"):  # before the question to TensorFlow, which takes long for what is no tensor
        return _encode_object(obj)
    if backend.is_tensor(obj) or isinstance(obj, backend.Variable) or type(obj).__name__ == "ResourceVariable":
        return _encode_array("__tensor__", backend.convert_to_numpy(obj))
    if isinstance(obj, np.generic) or isinstance(obj, np.ndarray) and obj.ndim == 0:
        return obj.item()
    if isinstance(obj, np.ndarray):
        return _encode_array("__numpy__", obj)
    if type(obj).__name__ == "TensorShape":
        return obj.as_list() if obj._dims is not None else None
    if hasattr(obj, "_serialize") and hasattr(obj, "most_specific_common_supertype"):
        return _encode_type_spec(obj)
    if hasattr(obj, "name") and type(obj).__module__.startswith("tensorflow") and type(obj).__name__ == "DType":
        return obj.name
    return _encode_object(obj)


def serialize_dict(obj):
    """A dict with every value serialized."""
    return {key: serialize_keras_object(value) for key, value in obj.items()}


def _coded(class_name, **config):
    return {"class_name": class_name, "config": config}


def _encode_array(class_name, array):
    return _coded(class_name, value=array.tolist(), dtype=safety.checked_dtype(array.dtype.name))


def _encode_type_spec(spec):
    parts = [p.as_list() if hasattr(p, "as_list") else getattr(p, "name", p) for p in spec._serialize()]
    return {
        "class_name": "__typespec__",
        "spec_name": type(spec).__name__,
        "module": type(spec).__module__,
        "config": parts,
        "registered_name": None,
    }


def _encode_keras_tensor(x):
    history = getattr(x, "_keras_history", None)
    if history is not None and history.operation is not None:
        history = [history.operation.name, history.node_index, history.tensor_index]
    else:
        history = None
    return _coded("__keras_tensor__", shape=x.shape, dtype=x.dtype, keras_history=history)


def _encode_function(function):
    if function.__name__ == "<lambda>":
        warnings.warn(
            "A lambda is being written into a config. It can be loaded with `safe_mode=False` only; a named function "
            "with `@keras.saving.register_keras_serializable()` loads safely.",
            stacklevel=4,
        )
        return _coded("__lambda__", value=python_utils.func_dump(function))
    return {
        "module": "builtins",
        "class_name": "function",
        "config": object_registration.get_registered_name(function),
        "registered_name": "function",
    }


def _encode_slice(obj):
    start, stop, step = map(serialize_keras_object, (obj.start, obj.stop, obj.step))
    return _coded("__slice__", start=start, stop=stop, step=step)


_ENCODERS = (
    (bytes, lambda obj: _coded("__bytes__", value=obj.decode("utf-8"))),
    (KerasTensor, _encode_keras_tensor),
    (slice, _encode_slice),
    (type(Ellipsis), lambda obj: _coded("__ellipsis__")),
    ((types.FunctionType, types.BuiltinFunctionType), _encode_function),
)


def _encode_object(obj):
    if isinstance(obj, type) or not hasattr(obj, "get_config"):
        raise TypeError(
            f"An object of type {type(obj).__name__} cannot be written into a config, as it has no `get_config` "
            f"method. Received: {obj!r}"
        )
    cls = type(obj)
    module, class_name = safety.public_home(cls)
    registered_name = object_registration.get_registered_name(cls)
    config = {
        "module": module,
        "class_name": class_name,
        "config": _config_of(obj),
        "registered_name": None if safety.is_public(cls) and registered_name == cls.__name__ else registered_name,
    }
    config.update(get_build_and_compile_config(obj))
    record_object_after_serialization(obj, config)
    return config


def _config_of(obj):
    config = obj.get_config()
    if not isinstance(config, dict):
        raise TypeError(
            f"`get_config` of {type(obj).__name__} must return a dict. It returned {type(config).__name__}: {config!r}"
        )
    return serialize_dict(config)


def get_build_and_compile_config(obj, config=None):
    """The entries `build_config` and `compile_config` of an object's config, where it has them."""
    found = {} if config is None else config
    if hasattr(obj, "get_build_config"):
        build_config = obj.get_build_config()
        if build_config is not None:
            found["build_config"] = serialize_dict(build_config)
    if hasattr(obj, "get_compile_config"):
        compile_config = obj.get_compile_config()
        if compile_config is not None:
            found["compile_config"] = serialize_dict(compile_config)
    return found


# Reading


@keras_export(["keras.saving.deserialize_keras_object", "keras.utils.deserialize_keras_object"])
def deserialize_keras_object(config, custom_objects=None, safe_mode=True, **kwargs):
    """The object that a config describes.

    Only Keras's own modelling classes and functions and registered or given custom objects are made.

    Args:
        config: What `serialize_keras_object` returned.
        custom_objects: Dict from names to classes and functions that the config may name.
        safe_mode: Boolean. `False` allows lambdas, whose code the config brings along.

    Raises:
        TypeError: If a class or function cannot be found, or its constructor refuses the config.
        ValueError: If the config names what files must not name.

    Example:

    >>> config = keras.saving.serialize_keras_object(keras.layers.Dense(3))
    >>> keras.saving.deserialize_keras_object(config).units
    3
    """
    module_objects = kwargs.pop("module_objects", None)
    kwargs.pop("printable_module_name", None)
    if kwargs:
        raise TypeError(f"deserialize_keras_object got unexpected keyword arguments: {', '.join(kwargs)}")
    said = in_safe_mode()
    with SafeModeScope(safe_mode if said is None else said), limited():
        try:
            if isinstance(config, str) and config in (custom_objects or {}):
                return custom_objects[config]
            if custom_objects:
                with object_registration.CustomObjectScope(custom_objects):
                    return _decode(config, module_objects)
            return _decode(config, module_objects)
        except RecursionError:
            raise safety.Refused("The config is nested too deeply.") from None
        except MemoryError as e:
            raise safety.Refused(f"The config asks for more memory than there is. {e}") from e


@contextlib.contextmanager
def limited():
    """Inside it what small configs may add up to has an end: models in models that call each other twice, metrics."""
    outer = state.graph_steps_left
    if outer is None and not is_unsafe_allowed():
        state.graph_steps_left, state.metric_numbers_left = _MOST_GRAPH_STEPS, safety.MOST_METRIC_NUMBERS
    try:
        yield
    finally:
        if outer is None:
            state.graph_steps_left = state.metric_numbers_left = None


def _decode(config, module_objects=None):
    if isinstance(config, str) and config in (module_objects or {}):
        found = module_objects[config]
        return found() if isinstance(found, type) else found
    if isinstance(config, str):
        found = object_registration.get_registered_object(config)
        return config if found is None else found
    if isinstance(config, _PLAIN):
        return config
    if isinstance(config, (list, tuple)):
        items = [_decode(item) for item in config]
        return tuple(items) if isinstance(config, tuple) else items
    if not isinstance(config, dict):
        raise TypeError(f"Argument `config` must be a structure of plain values. Received: config={config!r}")
    if "class_name" not in config or "config" not in config:
        return {key: _decode(value) for key, value in config.items()}
    if config["class_name"] == "__typespec__":
        return safety.type_spec(config.get("module"), config.get("spec_name"), config["config"])
    decode = _DECODERS.get(config["class_name"])
    if decode is not None:
        return decode(config["config"])
    if config["class_name"] == "function":
        return _find(config["config"], "function", config, module_objects)
    return _decode_object(config, module_objects)


def deserialize_arguments(config):
    """Arguments of a constructor: the entries that are configs of objects are made into objects."""
    if not isinstance(config, dict):
        raise TypeError(f"A config must be a dict. Received: config={config!r}")
    return {key: _decode(value) if _holds_config(value) else value for key, value in config.items()}


def _holds_config(value):
    if isinstance(value, dict):
        return "class_name" in value and "config" in value or any(map(_holds_config, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_holds_config, value))


def _decode_object(config, module_objects):
    shared_id = config.get("shared_object_id")
    shared = get_shared_object(shared_id) if shared_id is not None else None
    if shared is not None:
        return shared
    cls = _find(config["class_name"], "class", config, module_objects)
    inner = config["config"] or {}
    if not isinstance(inner, dict):
        raise TypeError(f"The `config` of {config['class_name']} must be a dict. Received: {inner!r}")
    if isinstance(cls, types.FunctionType):
        return cls
    if not hasattr(cls, "from_config"):
        raise TypeError(f"{cls.__name__} has no `from_config` method and cannot be made from a config.")
    instance = _make(cls, inner, config)
    build_config = config.get("build_config")
    if build_config and not getattr(instance, "built", False) and hasattr(instance, "build_from_config"):
        instance.build_from_config(_decode(build_config))
    compile_config = config.get("compile_config")
    if compile_config and hasattr(instance, "compile_from_config"):
        if not isinstance(compile_config, dict):
            raise BadConfig(f"Entry `compile_config` of a config must be a dict. Received: {compile_config!r}")
        instance.compile_from_config(compile_config)
        instance.compiled = True  # also where the method is one of a subclass
    if shared_id is not None:
        record_object_after_deserialization(instance, shared_id)
    return instance


class BadConfig(TypeError, ValueError):
    """A config holds a value that the constructor refuses."""


def _make(cls, inner, config):
    if not is_unsafe_allowed():
        safety.check_arguments(cls, inner)
    with explained(cls, config):
        return cls.from_config(inner)


@contextlib.contextmanager
def explained(cls, config):
    """Says of what is raised inside that it is about a config, unless that was said already.

    Args:
        cls: The class of which an object is made.
        config: The config.

    Raises:
        TypeError: If the constructor refuses the config: a BadConfig if that is for a value.
    """
    try:
        yield
    except safety.Refused:
        raise
    except (TypeError, ValueError, LookupError, AttributeError) as e:
        if _REFUSAL in str(e):
            raise
        error = TypeError if isinstance(e, TypeError) else BadConfig
        raise error(
            f"{cls.__name__} {_REFUSAL}: {e}\nIf its constructor takes Keras objects, its `from_config` must "
            f"deserialize them.\nconfig={reprlib.repr(config)}"
        ) from e


def _find(name, kind, config, module_objects=None):
    """The class or function that a config names: a custom one, or one that files may name."""
    registered, module = config.get("registered_name"), str(config.get("module"))
    if kind == "function":
        candidates = (name,)
    else:  # a custom class does not stand for the one of its name that lies in Keras
        candidates = (registered,) if module.partition(".")[0] == "keras" else (registered, name)
    for candidate in candidates:
        found = object_registration.get_registered_object(candidate, module_objects=module_objects)
        if found is not None:
            return found
    found = safety.allowed_object(config.get("module"), name, kind)
    if found is None:
        raise safety.not_found(config.get("module"), name, kind)
    return found


def _decode_lambda(config):
    if not is_unsafe_allowed():
        raise safety.Refused(
            "The config holds the code of a lambda, which would run unchecked. If you trust the source of the file, "
            "pass `safe_mode=False` to the loading function, or call `keras.config.enable_unsafe_deserialization()`."
        )
    return python_utils.func_load(config["value"], globs=globals())


def _decode_tensor(config):
    return backend.convert_to_tensor(config["value"], dtype=safety.checked_dtype(config["dtype"]))


def _decode_keras_tensor(config):
    return KerasTensor(tuple(config["shape"]), dtype=safety.checked_dtype(config["dtype"]))


def _decode_slice(config):
    return slice(*(_decode(config[part]) for part in ("start", "stop", "step")))


_DECODERS = {
    "__bytes__": lambda config: config["value"].encode("utf-8"),
    "__numpy__": lambda config: np.array(config["value"], dtype=safety.checked_dtype(config["dtype"])),
    "__tensor__": _decode_tensor,
    "__keras_tensor__": _decode_keras_tensor,
    "__slice__": _decode_slice,
    "__ellipsis__": lambda config: Ellipsis,
    "__lambda__": _decode_lambda,
}
