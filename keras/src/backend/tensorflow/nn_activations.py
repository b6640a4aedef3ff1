"""Activation functions on tensorflow."""
import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.tensorflow.kernels import EAGER, NUMPY, elementary, formula, leading, unary

relu = elementary(tf.nn.relu, lambda x: tf.raw_ops.Relu(features=x), dtypes.promote_number)
relu6 = unary(tf.nn.relu6, dtypes.promote_number)
hard_tanh = formula(nn_family.hard_tanh, dtypes.promote_number)
softplus = unary(tf.math.softplus, dtypes.to_float)
softsign = unary(tf.nn.softsign, dtypes.to_float)
silu = unary(tf.nn.silu, dtypes.to_float)
log_sigmoid = unary(tf.math.log_sigmoid, dtypes.to_float)
selu = unary(tf.nn.selu, dtypes.to_float)
hard_sigmoid = unary(lambda x: tf.nn.relu6(x + 3) / 6, dtypes.to_float)
hard_silu = unary(lambda x: x * (tf.nn.relu6(x + 3) / 6), dtypes.to_float)
tanh_shrink = formula(nn_family.tanh_shrink, dtypes.to_float)
sparse_sigmoid = formula(nn_family.sparse_sigmoid, dtypes.to_float)
sparse_plus = formula(nn_family.sparse_plus, dtypes.to_float)
squareplus = formula(nn_family.squareplus, dtypes.to_float)
soft_shrink = formula(nn_family.soft_shrink, dtypes.to_float)
hard_shrink = formula(nn_family.hard_shrink, dtypes.to_float)
threshold = formula(nn_family.threshold, dtypes.promote_number)
celu = formula(nn_family.celu, dtypes.to_float)
sparsemax = formula(nn_family.sparsemax, dtypes.to_float)


def _glu(x, axis=-1):
    nn_family.check_halves(x.shape, axis)
    value, gate = tf.split(x, 2, axis)
    return value * tf.sigmoid(gate)


glu = leading(_glu, dtypes.to_float)

_gelu = leading(tf.nn.gelu, dtypes.to_float)
_sigmoid = elementary(tf.math.sigmoid, "Sigmoid")
_leaky_relu = leading(
    lambda x, slope: tf.nn.leaky_relu(x, slope) if x.dtype is not tf.float64 else tf.where(x > 0, x, slope * x),
    dtypes.to_float,
)  # tf.nn.leaky_relu has its slope in 32 bits
_elu = unary(tf.nn.elu, dtypes.to_float)


def _over_last(fn, op):
    """A softmax, which eager tensors reach by the raw operation along the last axis."""
    general = leading(fn, dtypes.to_float)

    def kernel(x, axis):
        if axis == -1 and type(x) is EAGER and x.dtype.is_floating and x.ndim:
            return op(logits=x)
        return general(x, axis)

    return kernel


_softmax = _over_last(tf.nn.softmax, tf.raw_ops.Softmax)
_log_softmax = _over_last(tf.nn.log_softmax, tf.raw_ops.LogSoftmax)
_tanh_gelu = formula(nn_family.tanh_gelu, dtypes.to_float)


def _remember_logits(probabilities, logits):
    """Keeps the logits beside probabilities: cross-entropy is more exact on them."""
    probabilities._keras_logits = logits
    return probabilities


def sigmoid(x):
    return _remember_logits(_sigmoid(x), x)


def gelu(x, approximate=True):
    if approximate and type(x) is EAGER:
        return _tanh_gelu(x)  # from raw operations, which take a third of the time
    return _gelu(x, approximate)


def leaky_relu(x, negative_slope=0.2):
    return _leaky_relu(x, negative_slope)


def elu(x, alpha=1.0):
    bent = _elu(x)
    return bent if alpha == 1 else tf.where(bent > 0, bent, bent * alpha)


def softmax(x, axis=-1):
    if type(axis) is int:
        return _remember_logits(_softmax(x, axis), x)
    return nn_family.along_axes(NUMPY, _softmax, x, axis)


def log_softmax(x, axis=-1):
    return _log_softmax(x, axis) if type(axis) is int else nn_family.along_axes(NUMPY, _log_softmax, x, axis)
