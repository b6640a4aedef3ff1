"""What is special about optimizers on torch."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
