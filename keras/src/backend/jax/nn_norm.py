"""Normalization on jax: formulas compiled as one program each, for eager calls."""
import sys

from keras.src.backend.common.formulas import arrays, nn_norm
from keras.src.backend.config import epsilon as default_epsilon
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import compiled

_moments = compiled(nn_norm.moments, static_argnames=("axes", "keepdims"))
_batch_normalization = compiled(nn_norm.batch_normalization, static_argnames=("axis", "epsilon"))
_layer_normalization = compiled(nn_norm.layer_normalization, static_argnames=("axis", "epsilon", "rms_scaling"))
_rms_normalization = compiled(nn_norm.rms_normalization, static_argnames=("axis", "epsilon"))
_normalize = compiled(nn_norm.normalize, static_argnames=("axis", "order", "epsilon"))


def _optional(x):
    return None if x is None else convert_to_tensor(x)


def moments(x, axes, keepdims=False, synchronized=False):
    nn_norm.refuse_synchronized(synchronized)
    return _moments(convert_to_tensor(x), axes=arrays.axes_of(axes), keepdims=keepdims)


def batch_normalization(x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
    x, mean, variance = convert_to_tensor(x), convert_to_tensor(mean), convert_to_tensor(variance)
    return _batch_normalization(
        x, mean, variance, axis=axis, offset=_optional(offset), scale=_optional(scale), epsilon=epsilon
    )


def layer_normalization(x, gamma=None, beta=None, axis=-1, epsilon=None, rms_scaling=False):
    epsilon = default_epsilon() if epsilon is None else epsilon
    return _layer_normalization(
        convert_to_tensor(x), _optional(gamma), _optional(beta), axis=arrays.axes_of(axis),
        epsilon=epsilon, rms_scaling=rms_scaling,
    )


def rms_normalization(x, scale=None, axis=-1, epsilon=None):
    epsilon = default_epsilon() if epsilon is None else epsilon
    return _rms_normalization(convert_to_tensor(x), _optional(scale), axis=arrays.axes_of(axis), epsilon=epsilon)


def normalize(x, axis=-1, order=2, epsilon=None):
    epsilon = default_epsilon() if epsilon is None else epsilon
    return _normalize(convert_to_tensor(x), axis=arrays.axes_of(axis), order=order, epsilon=epsilon)


def normalize_batch(x, axis, offset=None, scale=None, epsilon=1e-3):
    return nn_norm.normalize_batch(sys.modules[__name__], x, axis, offset, scale, epsilon)
