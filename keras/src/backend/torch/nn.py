"""Operations of neural networks on torch: all that these files define, each name once, where it is defined."""
# ruff: noqa: F401, F403
from keras.src.backend.torch import (
    numpy as _numpy,  # for shared formulas: torch.compile could not import it then
)
from keras.src.backend.torch.nn_activations import *
from keras.src.backend.torch.nn_attention import *
from keras.src.backend.torch.nn_conv import *
from keras.src.backend.torch.nn_ctc import *
from keras.src.backend.torch.nn_encoding import *
from keras.src.backend.torch.nn_losses import *
from keras.src.backend.torch.nn_norm import *
from keras.src.backend.torch.nn_pool import *
from keras.src.backend.torch.nn_space import *
