# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.preprocessing import image as image
from keras.preprocessing import sequence as sequence
from keras.src.utils.timeseries_dataset_utils import timeseries_dataset_from_array as timeseries_dataset_from_array

__all__ = [
    "image",
    "sequence",
    "timeseries_dataset_from_array",
]
