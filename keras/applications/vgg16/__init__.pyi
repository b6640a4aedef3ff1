# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.vgg16 import VGG16 as VGG16
from keras.src.applications.vgg16 import decode_predictions as decode_predictions
from keras.src.applications.vgg16 import preprocess_input as preprocess_input

__all__ = [
    "VGG16",
    "decode_predictions",
    "preprocess_input",
]
