# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.datasets.imdb import get_word_index as get_word_index
from keras.src.datasets.imdb import load_data as load_data

__all__ = [
    "get_word_index",
    "load_data",
]
