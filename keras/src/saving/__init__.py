"""Saving and loading: objects as configs, models as files."""
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, custom_object_scope="keras.src.saving.object_registration")
