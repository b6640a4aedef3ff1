"""Linear algebra, on NumPy and SciPy."""

import functools

import numpy as np

from keras.src import tree
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.common.late import LateModule
from keras.src.backend.numpy.core import DTYPES
from keras.src.backend.numpy.gradients import jvp  # noqa: F401
from keras.src.backend.numpy.kernels import NUMPY
from keras.src.backend.numpy.numpy_arrays import as_tensor

scipy_linalg = LateModule("scipy.linalg")  # SciPy takes longer to load than all of this backend

_SINGLE = DTYPES["float32"]


def _float(x, rule=dtypes.to_float):
    """An array in a dtype that LAPACK computes in, and the dtype of results."""
    x = as_tensor(x)
    dtype = DTYPES[rule(x.dtype)]
    return x.astype(_SINGLE if dtype.itemsize < 4 else dtype, copy=False), dtype


def _on_matrices(fn, rule=dtypes.to_float):
    """`fn(x, ...)` of a float array, its results in the dtype of `x`."""

    @functools.wraps(fn)
    def function(x, *args, **kwargs):
        x, dtype = _float(x, rule)
        results = fn(x, *args, **kwargs)
        return tree.map_structure(lambda r: r.astype(dtype, copy=False), results)

    return function


_keeping_64_bits = functools.partial(_on_matrices, rule=dtypes.to_float.wide)


@_on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    try:
        factor = np.linalg.cholesky(x)
    except np.linalg.LinAlgError as e:
        raise formulas.not_positive(x) from e
    return np.swapaxes(factor, -1, -2) if upper else factor


@_on_matrices
def cholesky_inverse(x, upper=False):
    return formulas.cholesky_inverse(NUMPY, solve_triangular, x, upper)


det = _on_matrices(formulas.of_squares(lambda x: np.asarray(np.linalg.det(x)), "det"))
slogdet = _keeping_64_bits(formulas.of_squares(np.linalg.slogdet, "slogdet"))
logdet = _keeping_64_bits(formulas.of_squares(lambda x: np.linalg.slogdet(x)[1], "logdet"))
inv = _on_matrices(formulas.of_squares(np.linalg.inv, "inv"))
eigh = _on_matrices(formulas.of_squares(np.linalg.eigh, "eigh"))


def eig(x):
    x, _ = _float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(r.astype("complex64") for r in np.linalg.eig(x))


def lu_factor(x):
    x, dtype = _float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    factors = [scipy_linalg.lu_factor(matrix) for matrix in x.reshape(-1, *x.shape[-2:])]
    lu = np.stack([f[0] for f in factors]).reshape(x.shape)
    pivots = np.stack([f[1] for f in factors]).reshape(*x.shape[:-2], -1)
    return lu.astype(dtype, copy=False), pivots.astype("int32")


@_on_matrices
def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    formulas.check_matrix(x.shape, "qr")
    return tuple(np.linalg.qr(x, mode))


@_on_matrices
def svd(x, full_matrices=True, compute_uv=True):
    formulas.check_matrix(x.shape, "svd")
    result = np.linalg.svd(x, full_matrices, compute_uv)
    return tuple(result) if compute_uv else result


def _singular_values(x):
    return np.linalg.svd(x, compute_uv=False)


@_on_matrices
def norm(x, ord=None, axis=None, keepdims=False):
    return formulas.norm(NUMPY, _singular_values, x, ord, axis, keepdims)


@_on_matrices
def pinv(x, rcond=None):
    formulas.check_matrix(x.shape, "pinv")
    return formulas.pinv(NUMPY, np.linalg.svd, x, rcond)


def matrix_rank(x, tol=None):
    x, _ = _float(x)
    formulas.check_matrix(x.shape, "matrix_rank")
    return formulas.matrix_rank(NUMPY, _singular_values, x, tol)


def _floats(a, b):
    """Both sides of a system in one float dtype, and that of results."""
    a, b = as_tensor(a), as_tensor(b)
    dtype = DTYPES[dtypes.promote_float(a.dtype, b.dtype)]
    compute = _SINGLE if dtype.itemsize < 4 else dtype
    return a.astype(compute, copy=False), b.astype(compute, copy=False), dtype


def solve(a, b):
    a, b, dtype = _floats(a, b)
    return formulas.in_columns(NUMPY, np.linalg.solve, a, b, "solve").astype(dtype, copy=False)


def solve_triangular(a, b, lower=False):
    a, b, dtype = _floats(a, b)
    triangle = np.tril(a) if lower else np.triu(a)
    result = formulas.in_columns(NUMPY, np.linalg.solve, triangle, b, "solve_triangular")
    return result.astype(dtype, copy=False)


def lstsq(a, b, rcond=None):
    a, b, dtype = _floats(a, b)
    return formulas.lstsq(NUMPY, np.linalg.svd, a, b, rcond).astype(dtype, copy=False)
