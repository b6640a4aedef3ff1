# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.datasets.fashion_mnist import load_data as load_data

__all__ = [
    "load_data",
]
