# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.mobilenet import MobileNet as MobileNet
from keras.src.applications.mobilenet import decode_predictions as decode_predictions
from keras.src.applications.mobilenet import preprocess_input as preprocess_input

__all__ = [
    "MobileNet",
    "decode_predictions",
    "preprocess_input",
]
