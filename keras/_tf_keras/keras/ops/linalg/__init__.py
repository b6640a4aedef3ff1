"""`keras.ops.linalg` as TensorFlow shows it under `tf.keras`."""
# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src._namespace import mirror
from keras.src.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, **mirror("keras.ops.linalg"))
