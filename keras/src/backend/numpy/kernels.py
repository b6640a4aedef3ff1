"""Makers of table lines over NumPy functions."""
import numpy as np

from keras.src.backend.common.kernels import Kernels
from keras.src.backend.numpy.core import DTYPES, convert_to_tensor


def _cast(x, dtype):
    return x.astype(dtype)


_BFLOAT16 = DTYPES["bfloat16"]


def _number(x, dtype):
    """Python numbers are weak beside NumPy's own dtypes, but would widen bfloat16."""
    return np.asarray(x, dtype) if dtype is _BFLOAT16 else x


_kernels = Kernels(
    native=(np.ndarray,),
    convert=convert_to_tensor,
    cast=_cast,
    scalar=_number,
    scalar_tensor=np.asarray,
    to_native=DTYPES.__getitem__,
    numpy="keras.src.backend.numpy.numpy",
    wide=False,
)
unary = _kernels.unary
leading = _kernels.leading
reduction = _kernels.reduction
binary = _kernels.binary
formula = _kernels.formula
binary_formula = _kernels.binary_formula
table = _kernels.table
joining = _kernels.joining
choice = _kernels.choice
NUMPY = _kernels.numpy  # the whole `numpy` module, for shared formulas
