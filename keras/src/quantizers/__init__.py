"""Quantizers, quantization configs, and the modes in which layers are quantized."""
import contextlib

from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.lazy import attach
from keras.src.saving.object_kinds import as_written
from keras.src.utils.naming import to_snake_case

serialization_lib = LateModule("keras.src.saving.serialization_lib")
_AFFINE = "keras.src.quantizers.affine"  # reached by libraries built on Keras
__getattr__, __dir__, __all__ = attach(
    __name__, compute_quantization_parameters=_AFFINE, dequantize_with_sz_map=_AFFINE,
    quantize_with_sz_map=_AFFINE, ALL_OBJECTS=f"{__name__}.known",
    ALL_OBJECTS_DICT=f"{__name__}.known",
)

_CLASSES = (
    "AbsMaxQuantizer", "Quantizer", "QuantizationConfig", "Int8QuantizationConfig",
    "Int4QuantizationConfig", "Float8QuantizationConfig", "GPTQConfig", "AWQConfig",
)
_NAMES = {spelling: name for name in _CLASSES for spelling in (name, to_snake_case(name))}


def _class_of(name):
    """The class known by a name, as written or in snake case; None if there is none."""
    return globals()["__getattr__"](_NAMES[name]) if name in _NAMES else None


@keras_export("keras.quantizers.serialize")
def serialize(initializer):
    """The config of a quantizer or a quantization config.

    Args:
        initializer: A `Quantizer`, a `QuantizationConfig` or None. (The name is Keras's.)

    Returns:
        A dict of JSON values, None for None.

    Example:

    >>> keras.quantizers.serialize(keras.quantizers.AbsMaxQuantizer(axis=0))["class_name"]
    'AbsMaxQuantizer'
    """
    return serialization_lib.serialize_keras_object(initializer)


@keras_export("keras.quantizers.deserialize")
def deserialize(config, custom_objects=None):
    """The quantizer or quantization config that `serialize` described.

    Args:
        config: A dict as `serialize` gives it, or the short form `{"class_name": ..., "config": {...}}`.
        custom_objects: Dict from names to classes of your own that are looked up first. Default None.

    Returns:
        A `Quantizer` or `QuantizationConfig`.

    Example:

    >>> config = keras.quantizers.serialize(keras.quantizers.AbsMaxQuantizer(axis=0))
    >>> keras.quantizers.deserialize(config).axis
    (0,)
    """
    known = isinstance(config, dict) and "module" not in config and _class_of(config.get("class_name"))
    if known:
        named = {"module": "keras.quantizers", "class_name": known.__name__}
        config = {"registered_name": None, "config": {}, **config, **named}
    return serialization_lib.deserialize_keras_object(config, custom_objects=custom_objects)


@keras_export("keras.quantizers.get")
def get(identifier, **kwargs):
    """The quantizer that an identifier stands for.

    Args:
        identifier: The name of a class, as written or in snake case, a class, a config as `serialize` gives it, a
            quantizer, another callable, or None.
        **kwargs: Arguments of the constructor, where a name or a class is given.

    Returns:
        A quantizer, None for None.

    Raises:
        ValueError: If nothing is known by `identifier`.

    Example:

    >>> keras.quantizers.get("abs_max_quantizer", axis=-1).axis
    (-1,)
    """
    if identifier is None:
        return None
    if isinstance(identifier, dict):
        found = None
        with contextlib.suppress(TypeError):  # of an unknown class
            found = deserialize(identifier)
    elif isinstance(identifier, str):
        cls = _class_of(identifier)
        found = None if cls is None else cls(**kwargs)
    else:
        found = identifier(**kwargs) if isinstance(identifier, type) else identifier
    if callable(found) or type(found).__name__ in _CLASSES:
        return found
    raise ValueError(
        "Argument `identifier` of quantizers.get must be a quantizer, its config, or one of the names "
        f"{', '.join(map(repr, _CLASSES))}. Received: identifier={identifier!r}"
    )
