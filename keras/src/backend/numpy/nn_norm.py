"""Normalization on numpy."""
import functools
import sys

import numpy as np

from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.numpy.core import cast
from keras.src.backend.numpy.kernels import NUMPY
from keras.src.backend.numpy.numpy_arrays import as_tensor


class _Functions:
    """NumPy's own functions: those of this backend bring float64 to 32 bits, as 3.15.1 does, but not here."""

    convert_to_tensor = staticmethod(as_tensor)
    cast = staticmethod(cast)

    def __getattr__(self, name):
        return getattr(np, name)


_NUMPY = _Functions()
_moments = functools.partial(nn_norm.moments, _NUMPY)
batch_normalization = functools.partial(nn_norm.batch_normalization, _NUMPY)
layer_normalization = functools.partial(nn_norm.layer_normalization, _NUMPY)
rms_normalization = functools.partial(nn_norm.rms_normalization, _NUMPY)
normalize = functools.partial(nn_norm.normalize, NUMPY)


def moments(x, axes, keepdims=False, synchronized=False):
    if synchronized:
        raise NotImplementedError("Argument `synchronized=True` of moments is for the tensorflow backend.")
    return _moments(x, axes, keepdims)


def normalize_batch(x, axis, offset=None, scale=None, epsilon=1e-3):
    return nn_norm.normalize_batch(sys.modules[__name__], x, axis, offset, scale, epsilon)
