"""Random numbers: the functions of `keras.random` and the SeedGenerator."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
