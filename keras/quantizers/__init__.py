"""The public names of `keras.quantizers`."""
# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.lazy import attach as _attach

__getattr__, __dir__, __all__ = _attach(__name__)
