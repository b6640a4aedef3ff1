# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.xception import Xception as Xception
from keras.src.applications.xception import decode_predictions as decode_predictions
from keras.src.applications.xception import preprocess_input as preprocess_input

__all__ = [
    "Xception",
    "decode_predictions",
    "preprocess_input",
]
