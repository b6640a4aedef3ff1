# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.resnet_v2 import ResNet101V2 as ResNet101V2
from keras.src.applications.resnet_v2 import ResNet152V2 as ResNet152V2
from keras.src.applications.resnet_v2 import ResNet50V2 as ResNet50V2
from keras.src.applications.resnet_v2 import decode_predictions as decode_predictions
from keras.src.applications.resnet_v2 import preprocess_input as preprocess_input

__all__ = [
    "ResNet101V2",
    "ResNet152V2",
    "ResNet50V2",
    "decode_predictions",
    "preprocess_input",
]
