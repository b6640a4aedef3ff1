"""Distillation: training a small model to do what a large one does."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
