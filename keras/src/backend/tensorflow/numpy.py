"""Operations in the manner of NumPy on tensorflow: the table of contents."""
# ruff: noqa: F401
from keras.src.backend.tensorflow.core import cast, convert_to_tensor
