# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.utils.sequence_utils import pad_sequences as pad_sequences

__all__ = [
    "pad_sequences",
]
