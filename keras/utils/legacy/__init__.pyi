# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.legacy.saving.serialization import deserialize_keras_object as deserialize_keras_object
from keras.src.legacy.saving.serialization import serialize_keras_object as serialize_keras_object

__all__ = [
    "deserialize_keras_object",
    "serialize_keras_object",
]
