"""JSON as it lies in `.h5` files."""
import json

import numpy as np

from keras.src.legacy.saving import serialization
from keras.src.saving import safety

_MARKS = ("__tuple__", "__ellipsis__", "TensorShape")


class Encoder(json.JSONEncoder):
    """JSON that tells tuples from lists."""

    def default(self, obj):
        """What plain JSON has no notation for."""
        return get_json_type(obj)

    def encode(self, obj):
        """An object as text; tuples are marked."""
        return super().encode(_mark_tuples(obj))


def _mark_tuples(value):
    if isinstance(value, tuple):
        return {"class_name": "__tuple__", "items": [_mark_tuples(item) for item in value]}
    if isinstance(value, list):
        return [_mark_tuples(item) for item in value]
    if isinstance(value, dict):
        return {key: _mark_tuples(item) for key, item in value.items()}
    return value


def get_json_type(obj):
    """An object that is no JSON value as one.

    Raises:
        TypeError: If there is no notation for it.
    """
    if hasattr(obj, "get_config"):
        return {"class_name": type(obj).__name__, "config": obj.get_config()}
    if isinstance(obj, np.ndarray):
        return obj.tolist()
    if isinstance(obj, np.generic):
        return obj.item()
    if isinstance(obj, np.dtype):
        return obj.name
    if obj is Ellipsis:
        return {"class_name": "__ellipsis__"}
    if type(obj).__name__ == "TensorShape":
        return {"class_name": "TensorShape", "items": obj.as_list()}
    if callable(obj):
        return serialization.serialize_keras_object(obj)
    raise TypeError(f"A value of type {type(obj).__name__} cannot be written as JSON. Received: {obj!r}")


def decode(json_string):
    """The value of JSON text that `Encoder` wrote.

    Args:
        json_string: The text, or its bytes.

    Raises:
        ValueError: If it is no JSON.
    """
    return _unmark(safety.read_json(json_string, "The text"))


def _unmark(value):
    if isinstance(value, list):
        return [_unmark(item) for item in value]
    if not isinstance(value, dict):
        return value
    mark = value.get("class_name")
    if mark not in _MARKS:
        return {key: _unmark(item) for key, item in value.items()}
    if mark == "__ellipsis__":
        return Ellipsis
    return tuple(_unmark(item) for item in value.get("items", ()))
