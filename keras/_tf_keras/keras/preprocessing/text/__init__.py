"""`keras.preprocessing.text` as TensorFlow shows it under `tf.keras`."""
# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src._namespace import mirror as _mirror
from keras.src.lazy import attach as _attach

__getattr__, __dir__, __all__ = _attach(__name__, **_mirror("keras.preprocessing.text"))
