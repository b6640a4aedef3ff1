"""Names under which custom classes and functions are written into files and found again."""
from keras.src.api_export import keras_export
from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute

GLOBAL_CUSTOM_OBJECTS = {}  # registered name -> object
GLOBAL_CUSTOM_NAMES = {}  # object -> registered name
_SCOPE = "custom_objects_scope_dict"


@keras_export(
    [
        "keras.utils.CustomObjectScope",
        "keras.saving.CustomObjectScope",
        "keras.saving.custom_object_scope",
        "keras.utils.custom_object_scope",
    ]
)
class CustomObjectScope:
    """Inside it the given names stand for the given classes and functions when something is loaded.

    Args:
        custom_objects: Dict from names to classes and functions.

    Example:

    >>> class Twice(keras.layers.Layer):
    ...     def call(self, x):
    ...         return 2 * x
    >>> config = keras.saving.serialize_keras_object(Twice())
    >>> with keras.saving.custom_object_scope({"Twice": Twice}):
    ...     layer = keras.saving.deserialize_keras_object(config)
    """

    def __init__(self, custom_objects):
        self.custom_objects = custom_objects or {}

    def __enter__(self):
        self._outer = get_global_attribute(_SCOPE, {})
        set_global_attribute(_SCOPE, {**self._outer, **self.custom_objects})
        return self

    def __exit__(self, *args):
        set_global_attribute(_SCOPE, self._outer)


custom_object_scope = CustomObjectScope


@keras_export(["keras.utils.get_custom_objects", "keras.saving.get_custom_objects"])
def get_custom_objects():
    """The registry of custom objects: a dict from registered name to class or function, which may be changed.

    Example:

    >>> keras.saving.get_custom_objects().get("Custom>Unknown") is None
    True
    """
    return GLOBAL_CUSTOM_OBJECTS


@keras_export(["keras.utils.register_keras_serializable", "keras.saving.register_keras_serializable"])
def register_keras_serializable(package="Custom", name=None):
    """Decorator that lets saved files name a class or function, as `package>name`.

    A registered object needs no `custom_objects` when a file that names it is loaded.

    Args:
        package: String, the first half of the name.
        name: String, the second half. Default: the name of the class or function.

    Raises:
        ValueError: If a class has no `get_config` method, which saving needs.

    Example:

    >>> @keras.saving.register_keras_serializable(package="docs")
    ... def halve(x):
    ...     return x / 2
    >>> keras.saving.get_registered_name(halve)
    'docs>halve'
    """

    def decorator(symbol):
        registered_name = f"{package}>{name or symbol.__name__}"
        if isinstance(symbol, type) and not hasattr(symbol, "get_config"):
            raise ValueError(
                f"A class without `get_config` cannot be registered. Received: {symbol.__name__} as "
                f"{registered_name!r}"
            )
        GLOBAL_CUSTOM_OBJECTS[registered_name] = symbol
        GLOBAL_CUSTOM_NAMES[symbol] = registered_name
        return symbol

    return decorator


@keras_export(["keras.utils.get_registered_name", "keras.saving.get_registered_name"])
def get_registered_name(obj):
    """The name of a class or function in files.

    Args:
        obj: Class or function.

    Returns:
        String: the registered name, else the object's own name.

    Example:

    >>> keras.saving.get_registered_name(keras.layers.Dense)
    'Dense'
    """
    return GLOBAL_CUSTOM_NAMES.get(obj) or obj.__name__


@keras_export(["keras.utils.get_registered_object", "keras.saving.get_registered_object"])
def get_registered_object(name, custom_objects=None, module_objects=None):
    """The class or function that a name stands for.

    Args:
        name: String, as `get_registered_name` gives it.
        custom_objects: Dict from names to objects, asked after the custom object scope and the registry.
        module_objects: Dict that is asked last.

    Returns:
        The object, or None.

    Example:

    >>> keras.saving.get_registered_object("Custom>Unknown") is None
    True
    """
    scope = get_global_attribute(_SCOPE)
    for known in (scope, GLOBAL_CUSTOM_OBJECTS, custom_objects, module_objects):
        if known and name in known:
            return known[name]
    return None
