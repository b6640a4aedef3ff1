"""Activation functions. Known names: the functions' own, `swish` and `hard_swish`."""
from keras.src.api_export import keras_export
from keras.src.lazy import attach
from keras.src.saving.object_kinds import ObjectKind

__getattr__, __dir__, __all__ = attach(__name__)

KIND = ObjectKind(
    "activation function",
    __name__,
    base=None,
    functions=True,
    aliases={"swish": "silu", "hard_swish": "hard_silu"},
)
ALL_OBJECTS_DICT, ALL_OBJECTS = KIND, KIND.members


@keras_export("keras.activations.get")
def get(identifier):
    """The activation function that an identifier stands for.

    Args:
        identifier: A known name such as `"relu"`, a config as `serialize` gives it, a callable (returned
            as it is) or None, which stands for `linear`.

    Returns:
        A callable that takes and gives one tensor.

    Raises:
        ValueError: If nothing is known by `identifier`; the message lists the nearest names.

    Example:

    >>> keras.activations.get("relu").__name__
    'relu'
    >>> keras.activations.get(None).__name__
    'linear'
    """
    if identifier is None:
        identifier = "linear"
    if isinstance(identifier, type):
        return identifier
    return KIND.resolve(identifier)


@keras_export("keras.activations.serialize")
def serialize(activation):
    """The config of an activation function.

    Args:
        activation: A callable: one of this package, a registered function, a lambda or a layer.

    Returns:
        The name as a string for a function of this package, else a dict.

    Example:

    >>> keras.activations.serialize(keras.activations.silu)
    'silu'
    """
    if not callable(activation):
        error = ValueError if isinstance(activation, (str, dict, list, tuple)) else TypeError
        raise error(f"Argument `activation` must be callable. Received: activation={activation!r}")
    name = getattr(activation, "__name__", None)
    if name in KIND and activation is KIND[name]:
        return name
    config = KIND.serialize(activation)
    if isinstance(config, dict) and config.get("class_name") == "function" and config["config"] in KIND:
        return config["config"]
    return config


@keras_export("keras.activations.deserialize")
def deserialize(config, custom_objects=None):
    """The activation function of a config.

    Args:
        config: A name, or a dict as `serialize` gives it.
        custom_objects: Dict from names to functions and classes that are looked up first. Defaults to None.

    Returns:
        A callable.

    Raises:
        ValueError: If nothing is known by the name.

    Example:

    >>> keras.activations.deserialize("tanh").__name__
    'tanh'
    """
    return KIND.deserialize(config, custom_objects)
