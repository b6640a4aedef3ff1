# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.export.saved_model import ExportArchive as ExportArchive

__all__ = [
    "ExportArchive",
]
