"""The classes that have names."""
from keras.src import quantizers

ALL_OBJECTS_DICT = {name: getattr(quantizers, public) for name, public in quantizers._NAMES.items()}
ALL_OBJECTS = set(ALL_OBJECTS_DICT.values())
