"""Layers. They are imported when they are first used."""
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, IndexLookup="keras.src.layers.preprocessing.index_lookup")

_serialization = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.serialize")
def serialize(layer):
    """The config of a layer, from which `deserialize` makes an equal one.

    Args:
        layer: A `Layer`.

    Returns:
        Dict of JSON values.

    Example:

    >>> keras.layers.serialize(keras.layers.Flatten())["class_name"]
    'Flatten'
    """
    return _serialization.serialize_keras_object(layer)


@keras_export("keras.layers.deserialize")
def deserialize(config, custom_objects=None):
    """The layer that `serialize` described.

    Args:
        config: Dict as `serialize` returns it.
        custom_objects: Dict from names to classes that are looked up first. Default None.

    Returns:
        A `Layer`, not built.

    Raises:
        ValueError: If the config is not one of a layer.

    Example:

    >>> keras.layers.deserialize(keras.layers.serialize(keras.layers.Dense(3))).units
    3
    """
    from keras.src.layers.layer import Layer

    layer = _serialization.deserialize_keras_object(config, custom_objects=custom_objects)
    if not isinstance(layer, Layer):
        raise ValueError(f"Argument `config` must be the config of a layer. Received: config={config}")
    return layer
