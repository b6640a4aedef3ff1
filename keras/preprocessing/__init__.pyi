# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.preprocessing import image as image
from keras.src.utils.image_dataset_utils import image_dataset_from_directory as image_dataset_from_directory
from keras.preprocessing import sequence as sequence
from keras.src.utils.text_dataset_utils import text_dataset_from_directory as text_dataset_from_directory
from keras.src.utils.timeseries_dataset_utils import timeseries_dataset_from_array as timeseries_dataset_from_array

__all__ = [
    "image",
    "image_dataset_from_directory",
    "sequence",
    "text_dataset_from_directory",
    "timeseries_dataset_from_array",
]
