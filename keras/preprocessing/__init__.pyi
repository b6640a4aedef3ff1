# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.preprocessing import image as image
from keras.preprocessing import sequence as sequence

__all__ = [
    "image",
    "sequence",
]
