"""Projections applied to weights after each update. Known names: the classes' own, and the same in snake case."""
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind, class_and_snake_case

__getattr__, __dir__, __all__ = attach(__name__)

KIND = ObjectKind("constraint", __name__, base="Constraint", spelling=class_and_snake_case)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.constraints.get")
def get(identifier):
    """The constraint that an identifier stands for.

    Args:
        identifier: A known name such as `"non_neg"`, a config, a class, a constraint, a callable that maps a
            weight to a weight, or None.

    Returns:
        A callable, or None for None.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> keras.constraints.get("unit_norm").get_config()
    {'axis': 0}
    """
    return KIND.resolve(identifier)


@keras_export("keras.constraints.serialize")
def serialize(constraint):
    """The config of a constraint.

    Args:
        constraint: A constraint, a function or None.

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.constraints.serialize(keras.constraints.UnitNorm(0))["config"]
    {'axis': 0}
    """
    return KIND.serialize(constraint)


@keras_export("keras.constraints.deserialize")
def deserialize(config, custom_objects=None):
    """The constraint of a config.

    Args:
        config: A dict as `serialize` gives it, or a name.
        custom_objects: Dict from names to classes and functions that are looked up first. Defaults to None.

    Returns:
        A constraint.

    Raises:
        ValueError: If nothing is known by the name.

    Example:

    >>> config = keras.constraints.serialize(keras.constraints.UnitNorm(0))
    >>> type(keras.constraints.deserialize(config)).__name__
    'UnitNorm'
    """
    return KIND.deserialize(config, custom_objects)
