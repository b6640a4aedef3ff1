"""Operations of neural networks on NumPy: all that these files define, each name once, where it is defined."""
# ruff: noqa: F403
from keras.src.backend.numpy.nn_activations import *
from keras.src.backend.numpy.nn_attention import *
from keras.src.backend.numpy.nn_conv import *
from keras.src.backend.numpy.nn_ctc import *
from keras.src.backend.numpy.nn_encoding import *
from keras.src.backend.numpy.nn_losses import *
from keras.src.backend.numpy.nn_norm import *
from keras.src.backend.numpy.nn_pool import *
from keras.src.backend.numpy.nn_space import *
