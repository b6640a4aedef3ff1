"""What a file may name. Every reader asks here; the rule is an allow-list."""
import importlib
import types

from keras.src.api_export import export_path
from keras.src.backend.common import dtypes
from keras.src.saving.keras_saveable import KerasSaveable

# Public packages whose classes and functions are parts of models.
_CLASS_PACKAGES = (
    "keras",
    "keras.constraints",
    "keras.distillation",
    "keras.dtype_policies",
    "keras.initializers",
    "keras.layers",
    "keras.losses",
    "keras.metrics",
    "keras.mixed_precision",
    "keras.models",
    "keras.optimizers",
    "keras.optimizers.schedules",
    "keras.quantizers",
    "keras.random",
    "keras.regularizers",
    "keras.utils",  # its classes only: FeatureSpace and the like are layers
)
_FUNCTION_PACKAGES = (
    "keras.activations",
    "keras.constraints",
    "keras.initializers",
    "keras.losses",
    "keras.metrics",
    "keras.ops",
    "keras.regularizers",
)
_NOT_MODELLING = {"get", "serialize", "deserialize"}  # functions of these packages that act on configs
_INTERNAL = "keras.src."
_INTERNAL_PACKAGES = tuple(
    f"{_INTERNAL}{name}"
    for name in (
        "constraints",
        "distillation",
        "dtype_policies",
        "initializers",
        "layers",
        "losses",
        "metrics",
        "models",
        "ops",
        "optimizers",
        "quantizers",
        "random",
        "regularizers",
    )
)


def public_home(cls):
    """`(module, class_name)` by which a config names a class: its public path where it has one."""
    path = export_path(cls)
    if path is not None:
        module, _, name = path.rpartition(".")
        return module, name
    module = cls.__module__
    return (None if module in ("builtins", "__main__") else module), cls.__name__


def is_public(cls):
    """Whether a class has a public path."""
    return export_path(cls) is not None


def allowed_object(module, name, kind):
    """A class or function of Keras that configs may name, or None if Keras has none of this name there.

    Args:
        module: The config's `module`, such as `"keras.layers"`, `"keras.src.ops.numpy"` or `"builtins"`.
        name: The name in it.
        kind: `"class"` or `"function"`.

    Raises:
        ValueError: If the name exists but is not a part of models.
    """
    if not isinstance(name, str) or not name.isidentifier():
        return None
    if kind == "function":
        return _allowed_function(name)
    if not isinstance(module, str):
        return None
    if module in _CLASS_PACKAGES:
        found = _attribute(module, name)
    elif module.startswith(_INTERNAL_PACKAGES):
        found = _attribute(module, name)
    elif module == "keras" or module.startswith("keras."):
        found = _attribute(module, name)
        if found is not None:
            raise _refused(module, name)
        return None
    else:
        return None
    if found is None and module.startswith("keras"):
        raise ValueError(f"{module}.{name} does not exist, or is no part of a model. Update Keras if it is newer.")
    if not _is_modelling_class(found):
        raise _refused(module, name)
    return found


def _attribute(module, name):
    """`module.name`, only if the module belongs to Keras."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def _allowed_function(name):
    if name in _NOT_MODELLING or name.startswith("_"):
        return None
    for package in _FUNCTION_PACKAGES:
        found = getattr(importlib.import_module(package), name, None)
        if isinstance(found, types.FunctionType):
            return found
    return None


def _is_modelling_class(found):
    """Whether instances of a class are made from configs: it says so by its methods and stems from Keras."""
    if not isinstance(found, type) or not found.__module__.startswith("keras.src."):
        return False
    return issubclass(found, KerasSaveable) or hasattr(found, "from_config") and hasattr(found, "get_config")


def _refused(module, name):
    return ValueError(
        f"A config may not name {module}.{name}: it is no layer, model, loss, metric, optimizer, initializer, operation "
        "or other part of a model. Only such parts and registered custom objects are made from files."
    )


def checked_dtype(dtype):
    """The name of a numeric dtype of Keras; other dtype strings, such as huge string types, are refused."""
    name = dtypes.standardize(dtype) if isinstance(dtype, str) else None
    if name is None or name == "string":
        raise ValueError(f"A config may only hold arrays of numbers. Received: dtype={dtype!r}")
    return name


def type_spec(module, name, parts):
    """A TensorFlow type spec, one of the three kinds that describe model inputs."""
    if not module.startswith("tensorflow.") or name not in ("TensorSpec", "SparseTensorSpec", "RaggedTensorSpec"):
        raise ValueError(f"A config may not name the type spec {module}.{name}.")
    import tensorflow as tf  # The subject is TensorFlow; such configs exist only with it.

    shape, dtype, *rest = parts
    return getattr(tf, name)(tf.TensorShape(shape), tf.as_dtype(checked_dtype(dtype)), *rest[:0])
