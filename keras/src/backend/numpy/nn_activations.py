"""Activation functions on numpy."""
import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.common.late import LateModule
from keras.src.backend.numpy.kernels import formula, leading, unary, wide_formula

special = LateModule("scipy.special")  # SciPy takes longer to load than all of this backend


def _log_sigmoid(x):
    return -np.logaddexp(-x, x.dtype.type(0))


def _sigmoid(x):
    """Right to the last digits down to where `exp(-x)` overflows and the result is 0; faster than SciPy's `expit`."""
    wide = x.astype("float32") if x.dtype.itemsize < 4 else x
    with np.errstate(over="ignore"):
        result = 1 / (1 + np.exp(-wide))
    return result if wide is x else result.astype(x.dtype)


def _silu(x):
    return x * _sigmoid(x)


def _exact_gelu(x):
    return x * special.ndtr(x).astype(x.dtype)


def _hard_sigmoid(x):
    result = np.clip(x / x.dtype.type(6) + x.dtype.type(0.5), x.dtype.type(0), x.dtype.type(1))
    return result.astype(x.dtype, copy=False)  # NumPy's clip makes float32 of bfloat16


def _shifted(x, axis):
    """Exponentials of the distances to the maximum do not overflow."""
    axis = tuple(axis) if type(axis) is list else axis
    return x - np.maximum.reduce(x, axis, None, None, True), axis


def _total(x, axis):
    """Sums, of bfloat16 in single: in bfloat16 one stands still at 256 times its terms."""
    if x.dtype.kind != "V":
        return np.add.reduce(x, axis, None, None, True)
    return np.add.reduce(x.astype("float32"), axis, None, None, True)


def _softmax(x, axis=-1):
    x, axis = _shifted(x, axis)
    powers = np.exp(x)
    return (powers / _total(powers, axis)).astype(x.dtype, copy=False)


def _log_softmax(x, axis=-1):
    x, axis = _shifted(x, axis)
    return (x - np.log(_total(np.exp(x), axis))).astype(x.dtype, copy=False)


relu = unary(lambda x: np.maximum(x, x.dtype.type(0)), dtypes.promote_number)
relu6 = unary(lambda x: np.minimum(np.maximum(x, x.dtype.type(0)), x.dtype.type(6)), dtypes.promote_number)
hard_tanh = formula(nn_family.hard_tanh, dtypes.promote_number)
sigmoid = unary(_sigmoid, dtypes.to_float)
softplus = formula(nn_family.softplus, dtypes.to_float)
softsign = formula(nn_family.softsign, dtypes.to_float)
silu = unary(_silu, dtypes.to_float)
log_sigmoid = unary(_log_sigmoid, dtypes.to_float)
hard_sigmoid = unary(_hard_sigmoid, dtypes.to_float.wide)
hard_silu = unary(lambda x: x * _hard_sigmoid(x), dtypes.to_float.wide)
selu = formula(nn_family.selu, dtypes.to_float)
tanh_shrink = formula(nn_family.tanh_shrink, dtypes.to_float)
sparse_sigmoid = formula(nn_family.sparse_sigmoid, dtypes.to_float)
sparse_plus = wide_formula(nn_family.sparse_plus)
squareplus = formula(nn_family.squareplus, dtypes.to_float)
soft_shrink = wide_formula(nn_family.soft_shrink)
hard_shrink = formula(nn_family.hard_shrink, dtypes.to_float)
threshold = formula(nn_family.threshold, dtypes.promote_number)
leaky_relu = formula(nn_family.leaky_relu, dtypes.to_float)
elu = formula(nn_family.elu, dtypes.to_float)
celu = formula(nn_family.celu, dtypes.to_float)
glu = formula(nn_family.glu, dtypes.to_float)
softmax = leading(_softmax, dtypes.to_float.wide)
log_softmax = leading(_log_softmax, dtypes.to_float.wide)
sparsemax = wide_formula(nn_family.sparsemax)

_tanh_gelu = formula(nn_family.tanh_gelu, dtypes.to_float)
_gelu = unary(_exact_gelu, dtypes.to_float)


def gelu(x, approximate=True):
    return _tanh_gelu(x) if approximate else _gelu(x)
