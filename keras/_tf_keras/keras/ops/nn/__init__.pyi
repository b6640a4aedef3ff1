# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.ops.nn_activations import celu as celu
from keras.src.ops.nn_activations import elu as elu
from keras.src.ops.nn_activations import gelu as gelu
from keras.src.ops.nn_activations import glu as glu
from keras.src.ops.nn_activations import hard_shrink as hard_shrink
from keras.src.ops.nn_activations import hard_sigmoid as hard_sigmoid
from keras.src.ops.nn_activations import hard_silu as hard_silu
from keras.src.ops.nn_activations import hard_silu as hard_swish
from keras.src.ops.nn_activations import hard_tanh as hard_tanh
from keras.src.ops.nn_activations import leaky_relu as leaky_relu
from keras.src.ops.nn_activations import log_sigmoid as log_sigmoid
from keras.src.ops.nn_activations import relu as relu
from keras.src.ops.nn_activations import relu6 as relu6
from keras.src.ops.nn_activations import selu as selu
from keras.src.ops.nn_activations import sigmoid as sigmoid
from keras.src.ops.nn_activations import silu as silu
from keras.src.ops.nn_activations import soft_shrink as soft_shrink
from keras.src.ops.nn_activations import softplus as softplus
from keras.src.ops.nn_activations import softsign as softsign
from keras.src.ops.nn_activations import sparse_plus as sparse_plus
from keras.src.ops.nn_activations import sparse_sigmoid as sparse_sigmoid
from keras.src.ops.nn_activations import squareplus as squareplus
from keras.src.ops.nn_activations import silu as swish
from keras.src.ops.nn_activations import tanh_shrink as tanh_shrink
from keras.src.ops.nn_activations import threshold as threshold

__all__ = [
    "celu",
    "elu",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "squareplus",
    "swish",
    "tanh_shrink",
    "threshold",
]
