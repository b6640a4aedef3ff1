"""Operations of neural networks on jax: all that these files define, each name once, where it is defined."""
# ruff: noqa: F403
from keras.src.backend.jax.nn_activations import *
from keras.src.backend.jax.nn_attention import *
from keras.src.backend.jax.nn_conv import *
from keras.src.backend.jax.nn_ctc import *
from keras.src.backend.jax.nn_encoding import *
from keras.src.backend.jax.nn_losses import *
from keras.src.backend.jax.nn_norm import *
from keras.src.backend.jax.nn_pool import *
from keras.src.backend.jax.nn_space import *
