# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.ops.nn_pool import adaptive_average_pool as adaptive_average_pool
from keras.src.ops.nn_pool import adaptive_max_pool as adaptive_max_pool
from keras.src.ops.nn_pool import average_pool as average_pool
from keras.src.ops.nn_norm import batch_normalization as batch_normalization
from keras.src.ops.nn_losses import binary_crossentropy as binary_crossentropy
from keras.src.ops.nn_losses import categorical_crossentropy as categorical_crossentropy
from keras.src.ops.nn_activations import celu as celu
from keras.src.ops.nn_conv import conv as conv
from keras.src.ops.nn_conv import conv_transpose as conv_transpose
from keras.src.ops.nn_ctc import ctc_decode as ctc_decode
from keras.src.ops.nn_ctc import ctc_loss as ctc_loss
from keras.src.ops.nn_space import depth_to_space as depth_to_space
from keras.src.ops.nn_conv import depthwise_conv as depthwise_conv
from keras.src.ops.nn_attention import dot_product_attention as dot_product_attention
from keras.src.ops.nn_activations import elu as elu
from keras.src.ops.nn_space import fold as fold
from keras.src.ops.nn_activations import gelu as gelu
from keras.src.ops.nn_activations import glu as glu
from keras.src.ops.nn_activations import hard_shrink as hard_shrink
from keras.src.ops.nn_activations import hard_sigmoid as hard_sigmoid
from keras.src.ops.nn_activations import hard_silu as hard_silu
from keras.src.ops.nn_activations import hard_silu as hard_swish
from keras.src.ops.nn_activations import hard_tanh as hard_tanh
from keras.src.ops.nn_norm import layer_normalization as layer_normalization
from keras.src.ops.nn_activations import leaky_relu as leaky_relu
from keras.src.ops.nn_activations import log_sigmoid as log_sigmoid
from keras.src.ops.nn_softmax import log_softmax as log_softmax
from keras.src.ops.nn_pool import max_pool as max_pool
from keras.src.ops.nn_norm import moments as moments
from keras.src.ops.nn_encoding import multi_hot as multi_hot
from keras.src.ops.nn_norm import normalize as normalize
from keras.src.ops.nn_encoding import one_hot as one_hot
from keras.src.ops.nn_space import polar as polar
from keras.src.ops.nn_losses import psnr as psnr
from keras.src.ops.nn_activations import relu as relu
from keras.src.ops.nn_activations import relu6 as relu6
from keras.src.ops.nn_norm import rms_normalization as rms_normalization
from keras.src.ops.nn_activations import selu as selu
from keras.src.ops.nn_conv import separable_conv as separable_conv
from keras.src.ops.nn_activations import sigmoid as sigmoid
from keras.src.ops.nn_activations import silu as silu
from keras.src.ops.nn_activations import soft_shrink as soft_shrink
from keras.src.ops.nn_softmax import softmax as softmax
from keras.src.ops.nn_activations import softplus as softplus
from keras.src.ops.nn_activations import softsign as softsign
from keras.src.ops.nn_space import space_to_depth as space_to_depth
from keras.src.ops.nn_losses import sparse_categorical_crossentropy as sparse_categorical_crossentropy
from keras.src.ops.nn_activations import sparse_plus as sparse_plus
from keras.src.ops.nn_activations import sparse_sigmoid as sparse_sigmoid
from keras.src.ops.nn_softmax import sparsemax as sparsemax
from keras.src.ops.nn_activations import squareplus as squareplus
from keras.src.ops.nn_activations import silu as swish
from keras.src.ops.nn_activations import tanh_shrink as tanh_shrink
from keras.src.ops.nn_activations import threshold as threshold
from keras.src.ops.nn_space import unfold as unfold

__all__ = [
    "adaptive_average_pool",
    "adaptive_max_pool",
    "average_pool",
    "batch_normalization",
    "binary_crossentropy",
    "categorical_crossentropy",
    "celu",
    "conv",
    "conv_transpose",
    "ctc_decode",
    "ctc_loss",
    "depth_to_space",
    "depthwise_conv",
    "dot_product_attention",
    "elu",
    "fold",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "layer_normalization",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "max_pool",
    "moments",
    "multi_hot",
    "normalize",
    "one_hot",
    "polar",
    "psnr",
    "relu",
    "relu6",
    "rms_normalization",
    "selu",
    "separable_conv",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "space_to_depth",
    "sparse_categorical_crossentropy",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh_shrink",
    "threshold",
    "unfold",
]
