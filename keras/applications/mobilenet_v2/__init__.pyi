# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.mobilenet_v2 import MobileNetV2 as MobileNetV2
from keras.src.applications.mobilenet_v2 import decode_predictions as decode_predictions
from keras.src.applications.mobilenet_v2 import preprocess_input as preprocess_input

__all__ = [
    "MobileNetV2",
    "decode_predictions",
    "preprocess_input",
]
