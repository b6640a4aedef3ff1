"""Models as artifacts that run without Keras, and such artifacts as layers."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
