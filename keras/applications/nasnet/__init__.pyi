# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.nasnet import NASNetLarge as NASNetLarge
from keras.src.applications.nasnet import NASNetMobile as NASNetMobile
from keras.src.applications.nasnet import decode_predictions as decode_predictions
from keras.src.applications.nasnet import preprocess_input as preprocess_input

__all__ = [
    "NASNetLarge",
    "NASNetMobile",
    "decode_predictions",
    "preprocess_input",
]
