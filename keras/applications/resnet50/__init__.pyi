# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.resnet import ResNet50 as ResNet50
from keras.src.applications.resnet import decode_predictions as decode_predictions
from keras.src.applications.resnet import preprocess_input as preprocess_input

__all__ = [
    "ResNet50",
    "decode_predictions",
    "preprocess_input",
]
