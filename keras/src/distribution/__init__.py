"""Models and data spread over devices and processes."""
from keras.src.lazy import attach

_HOME = "keras.src.distribution.distribution_lib"
__getattr__, __dir__, __all__ = attach(__name__, Distribution=_HOME, distribution_lib=f"{_HOME}:")
