"""The version of the reference that this package matches."""
from keras.src.api_export import keras_export

__version__ = "3.15.1"


@keras_export("keras.version")
def version():
    """The version of Keras, a string.

    Example:

    >>> keras.version() == keras.__version__
    True
    """
    return __version__
