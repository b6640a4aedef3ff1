"""Keras: deep learning on jax, tensorflow and torch, inference on numpy as well."""
# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
import os as _os

from keras.src.backend import config as _config  # Raises if the chosen backend is not installed.
from keras.src.lazy import attach as _attach
from keras.src.version import __version__

__getattr__, __dir__, __all__ = _attach(__name__)

if _os.environ.get("KERAS_EAGER_IMPORT") == "1":
    from keras.src.eager_import import import_everything as _import_everything

    _import_everything()
