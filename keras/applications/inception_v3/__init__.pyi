# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.inception_v3 import InceptionV3 as InceptionV3
from keras.src.applications.inception_v3 import decode_predictions as decode_predictions
from keras.src.applications.inception_v3 import preprocess_input as preprocess_input

__all__ = [
    "InceptionV3",
    "decode_predictions",
    "preprocess_input",
]
