"""Makers of table lines over NumPy functions."""
import functools

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.kernels import Kernels
from keras.src.backend.numpy.core import DTYPES, cast, convert_to_tensor


def _cast(x, dtype):
    return x.astype(dtype)


_BFLOAT16 = DTYPES["bfloat16"]


def _number(x, dtype):
    """Python numbers are weak beside NumPy's own dtypes, but would widen bfloat16."""
    return np.asarray(x, dtype) if dtype is _BFLOAT16 else x


KERNELS = Kernels(
    native=(np.ndarray,), convert=convert_to_tensor, cast=_cast, scalar=_number,
    scalar_tensor=np.asarray, to_native=DTYPES.__getitem__, numpy="keras.src.backend.numpy.numpy",
    wide=False,
)
unary = KERNELS.unary
leading = KERNELS.leading
reduction = KERNELS.reduction
binary = KERNELS.binary
adopt = KERNELS.adopt
formula = KERNELS.formula
binary_formula = KERNELS.binary_formula
table = KERNELS.table
joining = KERNELS.joining
choice = KERNELS.choice
NUMPY = KERNELS.numpy  # the whole `numpy` module, for shared formulas


class _Own:
    """NumPy's own functions for shared formulas: those of this backend bring 64 bits to 32, as most do in 3.15.1."""

    cast = staticmethod(cast)

    def convert_to_tensor(self, x, dtype=None):
        return x if dtype is None and type(x) is np.ndarray else convert_to_tensor(x, dtype)

    def __getattr__(self, name):
        return getattr(np, name)


OWN = _Own()


def numpy_for(x):
    """The functions for a formula over `x`: a float64 stays one with NumPy's own."""
    return OWN if getattr(x, "dtype", None) == np.float64 else NUMPY


def wide_formula(fn, rule=dtypes.to_float.wide):
    """As `formula`, for those of which 3.15.1 leaves results in float64."""
    usual = formula(fn, rule)

    @functools.wraps(usual)
    def kernel(x, *args, **kwargs):
        if type(x) is np.ndarray and x.dtype.itemsize == 8 and rule(x.dtype.name) == "float64":
            return fn(OWN, x.astype("float64", copy=False), *args, **kwargs)
        return usual(x, *args, **kwargs)

    return kernel
