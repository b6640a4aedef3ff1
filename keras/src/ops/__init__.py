"""Operations: every exported function of the modules below, under its short name."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
