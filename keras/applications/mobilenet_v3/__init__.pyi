# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.mobilenet_v3 import decode_predictions as decode_predictions
from keras.src.applications.mobilenet_v3 import preprocess_input as preprocess_input

__all__ = [
    "decode_predictions",
    "preprocess_input",
]
