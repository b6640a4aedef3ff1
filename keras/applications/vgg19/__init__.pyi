# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.vgg19 import VGG19 as VGG19
from keras.src.applications.vgg19 import decode_predictions as decode_predictions
from keras.src.applications.vgg19 import preprocess_input as preprocess_input

__all__ = [
    "VGG19",
    "decode_predictions",
    "preprocess_input",
]
