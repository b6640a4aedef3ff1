"""Normalization on numpy."""
import functools
import sys

from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.numpy.kernels import OWN, adopt

_moments = functools.partial(nn_norm.moments, OWN)
batch_normalization = functools.partial(nn_norm.batch_normalization, OWN)
layer_normalization = functools.partial(nn_norm.layer_normalization, OWN)
rms_normalization = functools.partial(nn_norm.rms_normalization, OWN)
normalize = adopt(nn_norm.normalize)


def moments(x, axes, keepdims=False, synchronized=False):
    nn_norm.refuse_synchronized(synchronized)
    return _moments(x, axes, keepdims)


def normalize_batch(x, axis, offset=None, scale=None, epsilon=1e-3):
    return nn_norm.normalize_batch(sys.modules[__name__], x, axis, offset, scale, epsilon)
