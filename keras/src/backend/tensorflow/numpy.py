"""Operations in the manner of NumPy on TensorFlow: all that these files define, each name once, where it is defined."""
# ruff: noqa: F401, F403
from keras.src.backend.tensorflow.core import cast, convert_to_tensor
from keras.src.backend.tensorflow.linalg import slogdet
from keras.src.backend.tensorflow.numpy_arrays import *
from keras.src.backend.tensorflow.numpy_elementwise import *
from keras.src.backend.tensorflow.numpy_indexing import *
from keras.src.backend.tensorflow.numpy_linear import *
from keras.src.backend.tensorflow.numpy_reductions import *
