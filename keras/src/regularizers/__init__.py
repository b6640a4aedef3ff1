"""Penalties on weights. Known names: the classes' own, and the same in snake case."""
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind, class_and_snake_case

__getattr__, __dir__, __all__ = attach(__name__)

KIND = ObjectKind("regularizer", __name__, base="Regularizer", spelling=class_and_snake_case)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.regularizers.get")
def get(identifier):
    """The regularizer that an identifier stands for.

    Args:
        identifier: A known name such as `"l2"`, a config, a class, a regularizer, a callable that maps a
            weight to a scalar, or None.

    Returns:
        A callable, or None for None.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> keras.regularizers.get("l2").get_config()
    {'l2': 0.01}
    """
    return KIND.resolve(identifier)


@keras_export("keras.regularizers.serialize")
def serialize(regularizer):
    """The config of a regularizer.

    Args:
        regularizer: A regularizer, a function or None.

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.regularizers.serialize(keras.regularizers.L2(0.5))["config"]
    {'l2': 0.5}
    """
    return KIND.serialize(regularizer)


@keras_export("keras.regularizers.deserialize")
def deserialize(config, custom_objects=None):
    """The regularizer of a config.

    Args:
        config: A dict as `serialize` gives it, or a name.
        custom_objects: Dict from names to classes and functions that are looked up first. Defaults to None.

    Returns:
        A regularizer.

    Raises:
        ValueError: If nothing is known by the name.

    Example:

    >>> config = keras.regularizers.serialize(keras.regularizers.L1(0.5))
    >>> type(keras.regularizers.deserialize(config)).__name__
    'L1'
    """
    return KIND.deserialize(config, custom_objects)
