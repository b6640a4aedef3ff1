"""Activation functions on jax."""
import jax

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.jax.kernels import compiled, formula, leading, unary, whole

relu = unary(whole(jax.nn.relu), dtypes.promote_number)
relu6 = unary(whole(lambda x: jax.nn.relu6(x).astype(x.dtype)), dtypes.promote_number)
hard_tanh = unary(lambda x: x.clip(max=1) if x.dtype.kind == "u" else jax.nn.hard_tanh(x), dtypes.promote_number)
sigmoid = unary(jax.nn.sigmoid, dtypes.to_float)
sparse_sigmoid = unary(jax.nn.sparse_sigmoid, dtypes.to_float)
sparse_plus = unary(jax.nn.sparse_plus, dtypes.to_float)
softplus = unary(jax.nn.softplus, dtypes.to_float)
softsign = unary(jax.nn.soft_sign, dtypes.to_float)
silu = unary(jax.nn.silu, dtypes.to_float)
log_sigmoid = unary(jax.nn.log_sigmoid, dtypes.to_float)
hard_sigmoid = unary(jax.nn.hard_sigmoid, dtypes.to_float)
hard_silu = unary(jax.nn.hard_silu, dtypes.to_float)
selu = unary(jax.nn.selu, dtypes.to_float)
squareplus = leading(jax.nn.squareplus, dtypes.to_float)
_leaky_relu = leading(jax.nn.leaky_relu, dtypes.to_float)
elu = leading(jax.nn.elu, dtypes.to_float)
celu = leading(jax.nn.celu, dtypes.to_float)
gelu = leading(whole(jax.nn.gelu, static_argnames="approximate"), dtypes.to_float)
glu = leading(compiled(nn_family.glu, static_argnames="axis"), dtypes.to_float)
soft_shrink = formula(nn_family.soft_shrink, dtypes.to_float)
hard_shrink = formula(nn_family.hard_shrink, dtypes.to_float)
tanh_shrink = formula(nn_family.tanh_shrink, dtypes.to_float)
threshold = formula(nn_family.threshold, dtypes.promote_number)
sparsemax = leading(compiled(nn_family.sparsemax, static_argnames="axis"), dtypes.to_float)

_softmax = leading(whole(jax.nn.softmax, static_argnames="axis"), dtypes.to_float)
_log_softmax = leading(jax.nn.log_softmax, dtypes.to_float)


def leaky_relu(x, negative_slope=0.2):
    return _leaky_relu(x, negative_slope)


def softmax(x, axis=-1):
    return _softmax(x, tuple(axis) if type(axis) is list else axis)


def log_softmax(x, axis=-1):
    return _log_softmax(x, tuple(axis) if type(axis) is list else axis)
