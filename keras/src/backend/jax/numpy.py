"""Operations in the manner of NumPy on jax: all that these files define, each name once, where it is defined."""
# ruff: noqa: F401, F403
from keras.src.backend.jax.core import cast, convert_to_tensor
from keras.src.backend.jax.linalg import slogdet
from keras.src.backend.jax.numpy_arrays import *
from keras.src.backend.jax.numpy_elementwise import *
from keras.src.backend.jax.numpy_indexing import *
from keras.src.backend.jax.numpy_linear import *
from keras.src.backend.jax.numpy_reductions import *
