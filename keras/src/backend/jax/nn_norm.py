"""Normalization on jax: formulas compiled as one program each, for eager calls."""
import functools
import sys

import jax

from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.config import epsilon as default_epsilon
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import NUMPY


def _program(formula, *static):
    return jax.jit(functools.partial(formula, NUMPY), static_argnames=static)


_moments = _program(nn_norm.moments, "axes", "keepdims")
_batch_normalization = _program(nn_norm.batch_normalization, "axis", "epsilon")
_layer_normalization = _program(nn_norm.layer_normalization, "axis", "epsilon", "rms_scaling")
_rms_normalization = _program(nn_norm.rms_normalization, "axis", "epsilon")
_normalize = _program(nn_norm.normalize, "axis", "order", "epsilon")


def _optional(x):
    return None if x is None else convert_to_tensor(x)


def _hashable(axis):
    return axis if axis is None or isinstance(axis, int) else tuple(axis)


def moments(x, axes, keepdims=False, synchronized=False):
    if synchronized:
        raise NotImplementedError("Argument `synchronized=True` of moments is for the tensorflow backend.")
    return _moments(convert_to_tensor(x), axes=_hashable(axes), keepdims=keepdims)


def batch_normalization(x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
    x, mean, variance = convert_to_tensor(x), convert_to_tensor(mean), convert_to_tensor(variance)
    return _batch_normalization(
        x, mean, variance, axis=axis, offset=_optional(offset), scale=_optional(scale), epsilon=epsilon
    )


def layer_normalization(x, gamma=None, beta=None, axis=-1, epsilon=None, rms_scaling=False):
    epsilon = default_epsilon() if epsilon is None else epsilon
    return _layer_normalization(
        convert_to_tensor(x), _optional(gamma), _optional(beta), axis=_hashable(axis),
        epsilon=epsilon, rms_scaling=rms_scaling,
    )


def rms_normalization(x, scale=None, axis=-1, epsilon=None):
    epsilon = default_epsilon() if epsilon is None else epsilon
    return _rms_normalization(convert_to_tensor(x), _optional(scale), axis=_hashable(axis), epsilon=epsilon)


def normalize(x, axis=-1, order=2, epsilon=None):
    epsilon = default_epsilon() if epsilon is None else epsilon
    return _normalize(convert_to_tensor(x), axis=_hashable(axis), order=order, epsilon=epsilon)


def normalize_batch(x, axis, offset=None, scale=None, epsilon=1e-3):
    return nn_norm.normalize_batch(sys.modules[__name__], x, axis, offset, scale, epsilon)
