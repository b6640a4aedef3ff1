"""Operations in the manner of NumPy on NumPy: all that these files define, each name once, where it is defined."""
# ruff: noqa: F401, F403
from keras.src.backend.numpy.core import cast, convert_to_tensor
from keras.src.backend.numpy.linalg import slogdet
from keras.src.backend.numpy.numpy_arrays import *
from keras.src.backend.numpy.numpy_elementwise import *
from keras.src.backend.numpy.numpy_indexing import *
from keras.src.backend.numpy.numpy_linear import *
from keras.src.backend.numpy.numpy_reductions import *
