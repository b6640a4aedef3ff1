"""Operations in the manner of NumPy on torch: all that these files define, each name once, where it is defined."""
# ruff: noqa: F401, F403
from keras.src.backend.torch.core import cast, convert_to_tensor
from keras.src.backend.torch.linalg import slogdet
from keras.src.backend.torch.numpy_arrays import *
from keras.src.backend.torch.numpy_elementwise import *
from keras.src.backend.torch.numpy_indexing import *
from keras.src.backend.torch.numpy_linear import *
from keras.src.backend.torch.numpy_reductions import *
