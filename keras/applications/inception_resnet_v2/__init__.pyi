# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.applications.inception_resnet_v2 import InceptionResNetV2 as InceptionResNetV2
from keras.src.applications.inception_resnet_v2 import decode_predictions as decode_predictions
from keras.src.applications.inception_resnet_v2 import preprocess_input as preprocess_input

__all__ = [
    "InceptionResNetV2",
    "decode_predictions",
    "preprocess_input",
]
