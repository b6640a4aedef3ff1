"""Keras on jax: primitives on the framework's own tensors, and the glue to layers and training."""
import importlib

_MODULES = ("core", "image", "linalg", "math", "nn", "numpy", "random", "rnn")


def __getattr__(name):
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.core"), name)
    globals()[name] = value
    return value
