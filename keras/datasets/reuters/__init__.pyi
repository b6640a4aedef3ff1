# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.datasets.reuters import get_label_names as get_label_names
from keras.src.datasets.reuters import get_word_index as get_word_index
from keras.src.datasets.reuters import load_data as load_data

__all__ = [
    "get_label_names",
    "get_word_index",
    "load_data",
]
