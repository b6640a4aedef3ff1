"""Makers of table lines over torch functions."""
import torch

from keras.src.backend.common.kernels import Kernels
from keras.src.backend.common.tables import CastTable
from keras.src.backend.torch.core import convert_to_tensor, get_device, to_torch_dtype


def _number(x, dtype):
    """Python numbers go in as they are: torch reads them in the dtype of the tensor beside them.

    But torch subtracts no booleans.
    """
    return int(x) if x.__class__ is bool and dtype is not torch.bool else x


def _number_tensor(x, dtype):
    return torch.scalar_tensor(x, dtype=dtype, device=get_device())


class _Table(CastTable):
    """A table that `torch.compile` reads while it traces: what is missing it works out as a constant and leaves out."""

    __slots__ = ("index",)
    all = []

    def __init__(self, rule, to_native):
        super().__init__(rule, to_native)
        self.index = len(self.all)
        self.all.append(self)

    def fill(self, key):
        found = _work_out(self.index, key)
        if not torch.compiler.is_compiling():
            self[key] = found
        return found


def _work_out(index, key):
    return _Table.all[index].work_out(key)


# What `torch.compiler.assume_constant_result` does; calling that would import the compiler, which takes seconds.
_work_out._dynamo_marked_constant = True


def watched(fn, formula):
    """`formula` over `fn` where gradients are asked for, which makes them right; else `fn` alone."""

    def call(x, *args, **kwargs):
        if torch.is_grad_enabled() and (x.requires_grad or (args and args[0].requires_grad)):
            return formula(NUMPY, fn, x, *args, **kwargs)
        return fn(x, *args, **kwargs)

    return call


KERNELS = Kernels(
    native=(torch.Tensor, torch.nn.Parameter), convert=convert_to_tensor, cast=torch.Tensor.to,
    scalar=_number, scalar_tensor=_number_tensor, to_native=to_torch_dtype,
    numpy="keras.src.backend.torch.numpy", wide=True, table=_Table,
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
