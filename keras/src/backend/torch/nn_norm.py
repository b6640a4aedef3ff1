"""Normalization on torch, by its fused functions where they apply."""
import functools

import torch
import torch.nn.functional as F

from keras.src.backend.common.backend_utils import canonicalize_axes
from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.config import epsilon as default_epsilon
from keras.src.backend.torch.core import convert_to_tensor
from keras.src.backend.torch.kernels import NUMPY

_HALF = (torch.float16, torch.bfloat16)
_batch_normalization = functools.partial(nn_norm.batch_normalization, NUMPY)
_layer_normalization = functools.partial(nn_norm.layer_normalization, NUMPY)
_rms_normalization = functools.partial(nn_norm.rms_normalization, NUMPY)
normalize = functools.partial(nn_norm.normalize, NUMPY)


def moments(x, axes, keepdims=False, synchronized=False):
    if synchronized:
        raise NotImplementedError("Argument `synchronized=True` of moments is for the tensorflow backend.")
    x = convert_to_tensor(x)
    if not x.is_floating_point():
        x = x.to(torch.float32)
    axes = axes if isinstance(axes, int) else tuple(axes)
    wide = x.to(torch.float32) if x.dtype in _HALF else x
    variance, mean = torch.var_mean(wide, axes, correction=0, keepdim=keepdims)
    return (mean.to(x.dtype), variance.to(x.dtype)) if wide is not x else (mean, variance)


def batch_normalization(x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
    x, mean, variance = convert_to_tensor(x), convert_to_tensor(mean), convert_to_tensor(variance)
    if mean.requires_grad or variance.requires_grad or not x.is_floating_point():
        # The fused function has no gradient in the statistics.
        return _batch_normalization(x, mean, variance, axis, offset, scale, epsilon)
    like = x.dtype
    offset = None if offset is None else convert_to_tensor(offset).to(like)
    scale = None if scale is None else convert_to_tensor(scale).to(like)
    moved = x.movedim(axis, 1) if x.ndim > 2 else x
    result = F.batch_norm(moved, mean.to(like), variance.to(like), scale, offset, False, 0.0, epsilon)
    return result.movedim(1, axis) if x.ndim > 2 else result


def _normalized_shape(x, axis):
    """The sizes of the axes if they are the last ones, else None."""
    axes = canonicalize_axes(axis, x.ndim)
    return x.shape[axes[0] :] if axes == tuple(range(x.ndim - len(axes), x.ndim)) else None


def _parameter(parameter, x, shape):
    return None if parameter is None else convert_to_tensor(parameter).to(x.dtype).reshape(shape)


def layer_normalization(x, gamma=None, beta=None, axis=-1, epsilon=None, rms_scaling=False):
    x = convert_to_tensor(x)
    shape = _normalized_shape(x, axis) if x.is_floating_point() and not rms_scaling else None
    if shape is None:
        return _layer_normalization(x, gamma, beta, axis, epsilon, rms_scaling)
    epsilon = default_epsilon() if epsilon is None else epsilon
    return F.layer_norm(x, shape, _parameter(gamma, x, shape), _parameter(beta, x, shape), epsilon)


def rms_normalization(x, scale=None, axis=-1, epsilon=None):
    x = convert_to_tensor(x)
    shape = _normalized_shape(x, axis) if x.is_floating_point() else None
    if shape is None:
        return _rms_normalization(x, scale, axis, epsilon)
    return F.rms_norm(x, shape, _parameter(scale, x, shape), default_epsilon() if epsilon is None else epsilon)
