"""Operations of neural networks on TensorFlow: all that these files define, each name once, where it is defined."""
# ruff: noqa: F403
from keras.src.backend.tensorflow.nn_activations import *
from keras.src.backend.tensorflow.nn_attention import *
from keras.src.backend.tensorflow.nn_conv import *
from keras.src.backend.tensorflow.nn_ctc import *
from keras.src.backend.tensorflow.nn_encoding import *
from keras.src.backend.tensorflow.nn_losses import *
from keras.src.backend.tensorflow.nn_norm import *
from keras.src.backend.tensorflow.nn_pool import *
from keras.src.backend.tensorflow.nn_space import *
