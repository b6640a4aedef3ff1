"""Linear algebra, on NumPy and SciPy."""
import functools

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.factorizations import Factorizations
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.common.late import LateModule
from keras.src.backend.numpy.gradients import jvp  # noqa: F401
from keras.src.backend.numpy.kernels import KERNELS

scipy_linalg = LateModule("scipy.linalg")  # SciPy takes longer to load than all of this backend


def _solve_triangular(a, b, lower):
    return np.linalg.solve(np.tril(a) if lower else np.triu(a), b)


_linalg = Factorizations(
    KERNELS,
    solve=np.linalg.solve,
    solve_triangular=_solve_triangular,
    svd=np.linalg.svd,
    singular_values=functools.partial(np.linalg.svd, compute_uv=False),
)
on_matrices = _linalg.on_matrices
of_squares = _linalg.of_squares


@on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    try:
        factor = np.linalg.cholesky(x)
    except np.linalg.LinAlgError as e:
        raise formulas.not_positive(x) from e
    return np.swapaxes(factor, -1, -2) if upper else factor


cholesky_inverse = _linalg.cholesky_inverse
det = of_squares(lambda x: np.asarray(np.linalg.det(x)), "det")
slogdet = of_squares(np.linalg.slogdet, "slogdet", dtypes.to_float.wide)
logdet = of_squares(lambda x: np.linalg.slogdet(x)[1], "logdet", dtypes.to_float.wide)
inv = of_squares(np.linalg.inv, "inv")
eigh = of_squares(np.linalg.eigh, "eigh")


def eig(x):
    x, _ = _linalg.to_float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(r.astype("complex64") for r in np.linalg.eig(x))


def lu_factor(x):
    x, dtype = _linalg.to_float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    factors = [scipy_linalg.lu_factor(matrix) for matrix in x.reshape(-1, *x.shape[-2:])]
    lu = np.stack([f[0] for f in factors]).reshape(x.shape)
    pivots = np.stack([f[1] for f in factors]).reshape(*x.shape[:-2], -1)
    return _linalg.cast(lu, dtype), pivots.astype("int32")


@on_matrices
def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    formulas.check_matrix(x.shape, "qr")
    return np.linalg.qr(x, mode)


svd = _linalg.svd
norm = _linalg.norm
pinv = _linalg.pinv
matrix_rank = _linalg.matrix_rank
solve = _linalg.solve
solve_triangular = _linalg.solve_triangular
lstsq = _linalg.lstsq
