"""First values of weights. Known names: the classes' own, and the same in snake case."""
import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind, class_and_snake_case

__getattr__, __dir__, __all__ = attach(__name__)

KIND = ObjectKind(
    "initializer",
    __name__,
    base="Initializer",
    spelling=class_and_snake_case,
    aliases={
        "normal": "RandomNormal",
        "uniform": "RandomUniform",
        "IdentityInitializer": "Identity",
        "OrthogonalInitializer": "Orthogonal",
        "STFTInitializer": "STFT",
        "stft": "STFT",
        "one": "Ones",
        "zero": "Zeros",
    },
)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.initializers.get")
def get(identifier):
    """The initializer that an identifier stands for.

    Args:
        identifier: A known name such as `"glorot_uniform"`, a config, a class, an initializer, a callable
            `f(shape, dtype=None)`, a tensor (the values themselves), or None.

    Returns:
        A callable, or None for None.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> keras.initializers.get("random_normal").get_config()["stddev"]
    0.05
    """
    if isinstance(identifier, np.ndarray) or backend.is_tensor(identifier):
        return _values(identifier)
    return KIND.resolve(identifier)


def _values(array):
    """The initializer that gives the values of an array."""

    def initialize_from_values(shape, dtype=None):
        return backend.convert_to_tensor(array, dtype=dtype)

    return initialize_from_values


@keras_export("keras.initializers.serialize")
def serialize(initializer):
    """The config of an initializer.

    Args:
        initializer: An initializer, a function or None.

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.initializers.serialize(keras.initializers.Constant(0.5))["config"]
    {'value': 0.5}
    """
    return KIND.serialize(initializer)


@keras_export("keras.initializers.deserialize")
def deserialize(config, custom_objects=None):
    """The initializer of a config.

    Args:
        config: A dict as `serialize` gives it, or a name.
        custom_objects: Dict from names to classes and functions that are looked up first. Defaults to None.

    Returns:
        An initializer.

    Raises:
        ValueError: If nothing is known by the name.

    Example:

    >>> config = keras.initializers.serialize(keras.initializers.Ones())
    >>> type(keras.initializers.deserialize(config)).__name__
    'Ones'
    """
    return KIND.deserialize(config, custom_objects)
