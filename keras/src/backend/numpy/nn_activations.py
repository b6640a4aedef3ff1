"""Activation functions on numpy."""
import numpy as np
import scipy.special

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.numpy.kernels import formula, unary


def _log_sigmoid(x):
    return -np.logaddexp(-x, x.dtype.type(0))


def _sigmoid(x):
    return scipy.special.expit(x, dtype="float32").astype(x.dtype) if x.dtype.itemsize < 4 else scipy.special.expit(x)


def _silu(x):
    return x * _sigmoid(x)


def _exact_gelu(x):
    return x * scipy.special.ndtr(x).astype(x.dtype)


relu = unary(lambda x: np.maximum(x, x.dtype.type(0)))
relu6 = formula(nn_family.relu6)
hard_tanh = formula(nn_family.hard_tanh)
sigmoid = unary(_sigmoid, dtypes.to_float)
softplus = formula(nn_family.softplus, dtypes.to_float)
softsign = formula(nn_family.softsign, dtypes.to_float)
silu = unary(_silu, dtypes.to_float)
log_sigmoid = unary(_log_sigmoid, dtypes.to_float)
hard_sigmoid = formula(nn_family.hard_sigmoid, dtypes.to_float)
hard_silu = formula(nn_family.hard_silu, dtypes.to_float)
selu = formula(nn_family.selu, dtypes.to_float)
tanh_shrink = formula(nn_family.tanh_shrink, dtypes.to_float)
sparse_sigmoid = formula(nn_family.sparse_sigmoid, dtypes.to_float)
sparse_plus = formula(nn_family.sparse_plus, dtypes.to_float)
squareplus = formula(nn_family.squareplus, dtypes.to_float)
soft_shrink = formula(nn_family.soft_shrink, dtypes.to_float)
hard_shrink = formula(nn_family.hard_shrink, dtypes.to_float)
threshold = formula(nn_family.threshold)
leaky_relu = formula(nn_family.leaky_relu, dtypes.to_float)
elu = formula(nn_family.elu, dtypes.to_float)
celu = formula(nn_family.celu, dtypes.to_float)
glu = formula(nn_family.glu, dtypes.to_float)
softmax = formula(nn_family.softmax, dtypes.to_float)
log_softmax = formula(nn_family.log_softmax, dtypes.to_float)
sparsemax = formula(nn_family.sparsemax, dtypes.to_float)

_tanh_gelu = formula(nn_family.tanh_gelu, dtypes.to_float)
_gelu = unary(_exact_gelu, dtypes.to_float)


def gelu(x, approximate=True):
    return _tanh_gelu(x) if approximate else _gelu(x)
