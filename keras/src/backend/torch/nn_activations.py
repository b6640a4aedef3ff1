"""Activation functions on torch."""
import torch
import torch.nn.functional as F

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.torch.kernels import NUMPY, formula, leading, unary

relu = unary(torch.relu, dtypes.promote_number)
relu6 = unary(F.relu6, dtypes.promote_number)
hard_tanh = unary(lambda x: x.clamp(max=1) if x.dtype is torch.uint8 else F.hardtanh(x), dtypes.promote_number)
sigmoid = unary(torch.sigmoid, dtypes.to_float)
softplus = unary(F.softplus, dtypes.to_float)
softsign = unary(F.softsign, dtypes.to_float)
silu = unary(F.silu, dtypes.to_float)
log_sigmoid = unary(F.logsigmoid, dtypes.to_float)
hard_sigmoid = unary(F.hardsigmoid, dtypes.to_float)
hard_silu = unary(F.hardswish, dtypes.to_float)
selu = unary(F.selu, dtypes.to_float)
tanh_shrink = unary(F.tanhshrink, dtypes.to_float)
sparse_sigmoid = formula(nn_family.sparse_sigmoid, dtypes.to_float)
sparse_plus = formula(nn_family.sparse_plus, dtypes.to_float)
squareplus = formula(nn_family.squareplus, dtypes.to_float)
sparsemax = formula(nn_family.sparsemax, dtypes.to_float)

_soft_shrink = leading(F.softshrink, dtypes.to_float)
_hard_shrink = leading(F.hardshrink, dtypes.to_float)
_threshold = leading(F.threshold, dtypes.promote_number)
_leaky_relu = leading(F.leaky_relu, dtypes.to_float)
_elu = leading(F.elu, dtypes.to_float)
_celu = leading(F.celu, dtypes.to_float)
_gelu = leading(F.gelu, dtypes.to_float)


def _rounded_once(fn):
    """In float16 on a CPU torch rounds on the way; on other devices it does not."""

    def compute(x, axis):
        if x.dtype is torch.float16 and x.device.type == "cpu":
            return fn(x, axis, dtype=torch.float32).to(torch.float16)
        return fn(x, axis)

    return compute


_softmax = leading(_rounded_once(torch.softmax), dtypes.to_float)
_log_softmax = leading(_rounded_once(torch.log_softmax), dtypes.to_float)


def soft_shrink(x, threshold=0.5):
    return _soft_shrink(x, threshold)


def hard_shrink(x, threshold=0.5):
    return _hard_shrink(x, threshold)


def threshold(x, threshold, default_value):
    return _threshold(x, threshold, default_value)


def leaky_relu(x, negative_slope=0.2):
    return _leaky_relu(x, negative_slope)


def elu(x, alpha=1.0):
    return _elu(x, alpha)


def celu(x, alpha=1.0):
    return _celu(x, alpha)


def gelu(x, approximate=True):
    return _gelu(x, approximate="tanh" if approximate else "none")


def _checked_glu(x, axis=-1):
    nn_family.check_halves(x.shape, axis)
    return F.glu(x, axis)


glu = leading(_checked_glu, dtypes.to_float)


def softmax(x, axis=-1):
    return _softmax(x, axis) if type(axis) is int else nn_family.along_axes(NUMPY, _softmax, x, axis)


def log_softmax(x, axis=-1):
    return _log_softmax(x, axis) if type(axis) is int else nn_family.along_axes(NUMPY, _log_softmax, x, axis)
