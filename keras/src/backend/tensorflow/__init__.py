"""Keras on tensorflow: primitives on the framework's own tensors, and the glue to layers and training."""
from keras.src.backend.common.late import modules_and_core

__getattr__ = modules_and_core(__name__)
