"""Linear algebra, on PyTorch."""

import functools

import torch

from keras.src import tree
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.torch.gradients import jvp  # noqa: F401
from keras.src.backend.torch.kernels import NUMPY, table
from keras.src.backend.torch.numpy_arrays import as_tensor

_HALF = (torch.float16, torch.bfloat16)
_float_dtypes = table(dtypes.to_float)
_common_dtypes = table(dtypes.promote_float)


def _float(x):
    """A tensor in a dtype that LAPACK computes in, and the dtype of results."""
    x = as_tensor(x)
    dtype = _float_dtypes.get(x.dtype) or _float_dtypes.fill(x.dtype)
    return x.to(torch.float32 if dtype in _HALF else dtype), dtype


def _on_matrices(fn):
    """`fn(x, ...)` of a float tensor, its results in the dtype of `x`."""

    @functools.wraps(fn)
    def function(x, *args, **kwargs):
        x, dtype = _float(x)
        return tree.map_structure(lambda r: r.to(dtype), fn(x, *args, **kwargs))

    return function


@_on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    try:
        return torch.linalg.cholesky(x, upper=upper)
    except torch.linalg.LinAlgError as e:
        raise formulas.not_positive(x) from e


@_on_matrices
def cholesky_inverse(x, upper=False):
    formulas.check_square(x.shape, "cholesky_inverse")
    return torch.cholesky_inverse(x, upper)


det = _on_matrices(formulas.of_squares(torch.linalg.det, "det"))
slogdet = _on_matrices(formulas.of_squares(torch.linalg.slogdet, "slogdet"))
logdet = _on_matrices(formulas.of_squares(torch.logdet, "logdet"))
inv = _on_matrices(formulas.of_squares(torch.linalg.inv, "inv"))
eigh = _on_matrices(formulas.of_squares(torch.linalg.eigh, "eigh"))


def eig(x):
    x, _ = _float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(torch.linalg.eig(x))


def lu_factor(x):
    x, dtype = _float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    lu, pivots = torch.linalg.lu_factor(x)
    return lu.to(dtype), pivots - 1  # PyTorch counts rows from 1.


@_on_matrices
def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    formulas.check_matrix(x.shape, "qr")
    return tuple(torch.linalg.qr(x, mode))


@_on_matrices
def svd(x, full_matrices=True, compute_uv=True):
    formulas.check_matrix(x.shape, "svd")
    return tuple(torch.linalg.svd(x, full_matrices)) if compute_uv else torch.linalg.svdvals(x)


@_on_matrices
def norm(x, ord=None, axis=None, keepdims=False):
    return formulas.norm(NUMPY, torch.linalg.svdvals, x, ord, axis, keepdims)


@_on_matrices
def pinv(x, rcond=None):
    formulas.check_matrix(x.shape, "pinv")
    return formulas.pinv(NUMPY, torch.linalg.svd, x, rcond)


def matrix_rank(x, tol=None):
    x, _ = _float(x)
    formulas.check_matrix(x.shape, "matrix_rank")
    return formulas.matrix_rank(NUMPY, torch.linalg.svdvals, x, tol)


def _floats(a, b):
    """Both sides of a system in one float dtype, and that of results."""
    a, b = as_tensor(a), as_tensor(b)
    key = (a.dtype, b.dtype)
    dtype = _common_dtypes.get(key) or _common_dtypes.fill(key)
    compute = torch.float32 if dtype in _HALF else dtype
    return a.to(compute), b.to(compute), dtype


def solve(a, b):
    a, b, dtype = _floats(a, b)
    return formulas.in_columns(NUMPY, torch.linalg.solve, a, b, "solve").to(dtype)


def solve_triangular(a, b, lower=False):
    a, b, dtype = _floats(a, b)
    solver = functools.partial(torch.linalg.solve_triangular, upper=not lower)
    return formulas.in_columns(NUMPY, solver, a, b, "solve_triangular").to(dtype)


def lstsq(a, b, rcond=None):
    a, b, dtype = _floats(a, b)
    return formulas.lstsq(NUMPY, torch.linalg.svd, a, b, rcond).to(dtype)


# Loaded for shared formulas under torch.compile; last, because it takes `slogdet` from here.
from keras.src.backend.torch import numpy as _numpy  # noqa: E402, F401
