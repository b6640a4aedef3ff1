"""Keras models as estimators of other libraries."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
