"""Makers of table lines over torch functions."""
import torch

from keras.src.backend.common.kernels import Kernels
from keras.src.backend.torch.core import convert_to_tensor, get_device, to_torch_dtype


def _number(x, dtype):
    """Python numbers go in as they are: torch reads them in the dtype of the tensor beside them.

    But torch subtracts no booleans.
    """
    return int(x) if x.__class__ is bool and dtype is not torch.bool else x


def _number_tensor(x, dtype):
    return torch.scalar_tensor(x, dtype=dtype, device=get_device())


_kernels = Kernels(
    native=(torch.Tensor, torch.nn.Parameter),
    convert=convert_to_tensor,
    cast=torch.Tensor.to,
    scalar=_number,
    scalar_tensor=_number_tensor,
    to_native=to_torch_dtype,
    numpy="keras.src.backend.torch.numpy",
    wide=True,
)
unary = _kernels.unary
leading = _kernels.leading
reduction = _kernels.reduction
binary = _kernels.binary
formula = _kernels.formula
binary_formula = _kernels.binary_formula
table = _kernels.table
NUMPY = _kernels.numpy  # the whole `numpy` module, for shared formulas
