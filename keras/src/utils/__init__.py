"""Utilities."""
from keras.src.lazy import attach

_PYTHON = dict.fromkeys(("default", "is_default", "removeprefix", "removesuffix"), "keras.src.utils.python_utils")

__getattr__, __dir__, __all__ = attach(__name__, **_PYTHON)
