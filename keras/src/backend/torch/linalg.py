"""Linear algebra, on PyTorch."""
import torch

from keras.src.backend.common.factorizations import Factorizations
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.torch.gradients import jvp  # noqa: F401
from keras.src.backend.torch.kernels import KERNELS


def _solve_triangular(a, b, lower):
    return torch.linalg.solve_triangular(a, b, upper=not lower)


_linalg = Factorizations(
    KERNELS,
    solve=torch.linalg.solve,
    solve_triangular=_solve_triangular,
    svd=torch.linalg.svd,
    singular_values=torch.linalg.svdvals,
)
on_matrices = _linalg.on_matrices
of_squares = _linalg.of_squares


@on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    try:
        return torch.linalg.cholesky(x, upper=upper)
    except torch.linalg.LinAlgError as e:
        raise formulas.not_positive(x) from e


@on_matrices
def cholesky_inverse(x, upper=False):
    formulas.check_square(x.shape, "cholesky_inverse")
    return torch.cholesky_inverse(x, upper)


det = of_squares(torch.linalg.det, "det")
slogdet = of_squares(torch.linalg.slogdet, "slogdet")
logdet = of_squares(torch.logdet, "logdet")
inv = of_squares(torch.linalg.inv, "inv")
eigh = of_squares(torch.linalg.eigh, "eigh")


def eig(x):
    x, _ = _linalg.to_float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(torch.linalg.eig(x))


def lu_factor(x):
    x, dtype = _linalg.to_float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    lu, pivots = torch.linalg.lu_factor(x)
    return _linalg.cast(lu, dtype), pivots - 1  # PyTorch counts rows from 1.


@on_matrices
def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    formulas.check_matrix(x.shape, "qr")
    return torch.linalg.qr(x, mode)


svd = _linalg.svd
norm = _linalg.norm
pinv = _linalg.pinv
matrix_rank = _linalg.matrix_rank
solve = _linalg.solve
solve_triangular = _linalg.solve_triangular
lstsq = _linalg.lstsq

# Loaded for shared formulas under torch.compile; last, because it takes `slogdet` from here.
from keras.src.backend.torch import numpy as _numpy  # noqa: E402, F401
