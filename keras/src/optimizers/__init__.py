"""Optimizers. Known names: those of the classes, in any letter case."""
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind, lower_case

__getattr__, __dir__, __all__ = attach(__name__)

KIND = ObjectKind(
    "optimizer", __name__, base="Optimizer", spelling=lower_case, ignore_case=True, any_callable=False
)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.optimizers.serialize")
def serialize(optimizer):
    """The config of an optimizer.

    Args:
        optimizer: An optimizer, or None.

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.optimizers.serialize(keras.optimizers.SGD(momentum=0.5))["config"]["momentum"]
    0.5
    """
    return KIND.serialize(optimizer)


@keras_export("keras.optimizers.deserialize")
def deserialize(config, custom_objects=None):
    """The optimizer of a config.

    Args:
        config: A dict as `serialize` gives it.
        custom_objects: Dict from names to classes that are looked up first. Defaults to None.

    Returns:
        An optimizer.

    Raises:
        TypeError: If `config` is no config.
        ValueError: If nothing is known by the name.

    Example:

    >>> config = keras.optimizers.serialize(keras.optimizers.SGD(momentum=0.5))
    >>> keras.optimizers.deserialize(config).momentum
    0.5
    """
    if not isinstance(config, (dict, str)):
        raise TypeError(f"Argument `config` must be the config of an optimizer. Received: config={config!r}")
    return KIND.deserialize(config, custom_objects)


@keras_export("keras.optimizers.get")
def get(identifier):
    """The optimizer that an identifier stands for.

    Args:
        identifier: A known name such as `"adam"`, in any letter case, a config, a class, an optimizer, or None.

    Returns:
        An optimizer, None for None.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> type(keras.optimizers.get("adam")).__name__
    'Adam'
    """
    return KIND.resolve(identifier)


@keras_export(
    [
        "keras.optimizers.legacy.Adagrad",
        "keras.optimizers.legacy.Adam",
        "keras.optimizers.legacy.Ftrl",
        "keras.optimizers.legacy.RMSprop",
        "keras.optimizers.legacy.SGD",
        "keras.optimizers.legacy.Optimizer",
    ]
)
class LegacyOptimizerWarning:
    """Stands for the optimizers of Keras 2, which Keras 3 does not have.

    Raises:
        ImportError: Always.

    Example:

    >>> try:
    ...     keras.optimizers.legacy.SGD()
    ... except ImportError:
    ...     print("not there")
    not there
    """

    def __init__(self, *args, **kwargs):
        raise ImportError(
            "Keras 3 has no `keras.optimizers.legacy`. Take the optimizer of the same name from `keras.optimizers`."
        )
