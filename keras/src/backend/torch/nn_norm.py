"""Normalization on torch, by its fused functions where they apply."""
import sys

import torch
import torch.nn.functional as F

from keras.src.backend.common.backend_utils import canonicalize_axes
from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.config import epsilon as default_epsilon
from keras.src.backend.torch import replicas
from keras.src.backend.torch.kernels import adopt
from keras.src.backend.torch.numpy_arrays import as_tensor

_HALF = (torch.float16, torch.bfloat16)
_batch_normalization = adopt(nn_norm.batch_normalization)
_layer_normalization = adopt(nn_norm.layer_normalization)
_rms_normalization = adopt(nn_norm.rms_normalization)
normalize = adopt(nn_norm.normalize)


def moments(x, axes, keepdims=False, synchronized=False):
    nn_norm.refuse_synchronized(synchronized)
    x = as_tensor(x)
    if not x.is_floating_point():
        x = x.to(torch.float32)
    axes = axes if isinstance(axes, int) else tuple(axes)
    if axes == ():  # which torch takes for all axes
        return x.clone(), torch.zeros_like(x)
    wide = x.to(torch.float32) if x.dtype in _HALF else x
    variance, mean = torch.var_mean(wide, axes, correction=0, keepdim=keepdims)
    if x.dtype is torch.float16:  # Finite statistics stay finite.
        mean, variance = (value.clamp(-nn_norm.LARGEST_HALF, nn_norm.LARGEST_HALF) for value in (mean, variance))
    return (mean.to(x.dtype), variance.to(x.dtype)) if wide is not x else (mean, variance)


def batch_normalization(x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
    x, mean, variance = as_tensor(x), as_tensor(mean), as_tensor(variance)
    if mean.requires_grad or variance.requires_grad or x.ndim < 2 or not x.is_floating_point():
        # The fused function has no gradient in the statistics, and takes channels behind a batch.
        return _batch_normalization(x, mean, variance, axis, offset, scale, epsilon)
    shape = mean.shape
    statistics = _parameter(mean, x, shape), _parameter(variance, x, shape)
    first = axis == 1 or axis == -1 and x.ndim == 2
    moved = x if first else x.movedim(axis, 1)
    scale, offset = _parameter(scale, x, shape), _parameter(offset, x, shape)
    result = torch.batch_norm(moved, scale, offset, *statistics, False, 0.0, epsilon, torch.backends.cudnn.enabled)
    return result if first else result.movedim(1, axis)


def _normalized_shape(x, axis):
    """The sizes of the axes if they are the last ones, else None."""
    if axis == -1 or axis == (-1,):
        return x.shape[-1:]
    axes = canonicalize_axes(axis, x.ndim)
    return x.shape[axes[0] :] if axes == tuple(range(x.ndim - len(axes), x.ndim)) else None


def _parameter(parameter, x, shape):
    if parameter is None:
        return None
    parameter = as_tensor(parameter)
    if parameter.dtype is not x.dtype:
        parameter = parameter.to(x.dtype)
    if parameter.shape == shape:
        return parameter
    return parameter.reshape(shape) if parameter.shape else parameter.expand(shape)


def layer_normalization(x, gamma=None, beta=None, axis=-1, epsilon=None, rms_scaling=False):
    x = as_tensor(x)
    shape = _normalized_shape(x, axis) if x.is_floating_point() and not rms_scaling else None
    if shape is None:
        return _layer_normalization(x, gamma, beta, axis, epsilon, rms_scaling)
    epsilon = default_epsilon() if epsilon is None else epsilon
    return torch.layer_norm(x, shape, _parameter(gamma, x, shape), _parameter(beta, x, shape), epsilon)


def rms_normalization(x, scale=None, axis=-1, epsilon=None):
    x = as_tensor(x)
    shape = _normalized_shape(x, axis) if x.is_floating_point() else None
    if shape is None:
        return _rms_normalization(x, scale, axis, epsilon)
    return F.rms_norm(x, shape, _parameter(scale, x, shape), default_epsilon() if epsilon is None else epsilon)


def _moments_of_whole_batch(x, axis):
    """Mean and variance over the rows of all processes."""
    wide = x.to(torch.float32) if x.dtype in _HALF else x
    axes = [i for i in range(x.ndim) if i != axis]
    mean = replicas.current.mean(wide.mean(axes, keepdim=True))
    variance = replicas.current.mean((wide - mean).square().mean(axes))
    return mean.reshape(-1).to(x.dtype), variance.to(x.dtype)


def normalize_batch(x, axis, offset=None, scale=None, epsilon=1e-3):
    """The fused function leaves the statistics in its buffers, the variance as of a sample of a larger whole."""
    x = as_tensor(x)
    size = x.shape[axis]
    count = x.numel() // max(size, 1)
    if replicas.current is not None:
        mean, variance = _moments_of_whole_batch(x, axis % x.ndim)
        return batch_normalization(x, mean, variance, axis, offset, scale, epsilon), mean, variance
    fused = x.ndim > 1 and count > 1 and epsilon > 0 and x.dtype not in _HALF and x.is_floating_point()
    if not fused:
        return nn_norm.normalize_batch(sys.modules[__name__], x, axis, offset, scale, epsilon)
    mean, variance = x.new_zeros(size), x.new_zeros(size)
    first = x.ndim == 2 and axis in (1, -1)
    moved = x if first else x.movedim(axis, 1)
    scale, offset = _parameter(scale, x, (size,)), _parameter(offset, x, (size,))
    outputs = F.batch_norm(moved, mean, variance, scale, offset, True, 1.0, epsilon)
    return outputs.movedim(1, axis) if x.ndim > 2 else outputs, mean, variance * ((count - 1) / count)
