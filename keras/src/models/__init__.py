"""Models. They are imported when they are first used."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, Functional="keras.src.models.functional")
