"""Linear algebra, on JAX."""

import functools

import jax
import jax.numpy as jnp

from keras.src import tree
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.jax.gradients import jvp  # noqa: F401
from keras.src.backend.jax.kernels import NUMPY
from keras.src.backend.jax.numpy_arrays import as_tensor


def _float(x):
    """An array in a dtype that LAPACK computes in, and the dtype of results."""
    x = as_tensor(x)
    dtype = dtypes.to_float.wide(x.dtype)
    return x.astype(formulas.compute_dtype(dtype)), dtype


def _on_matrices(fn):
    """`fn(x, ...)` of a float array, its results in the dtype of `x`."""

    @functools.wraps(fn)
    def function(x, *args, **kwargs):
        x, dtype = _float(x)
        return tree.map_structure(lambda r: r.astype(dtype), fn(x, *args, **kwargs))

    return function


@_on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    factor = jnp.linalg.cholesky(x, upper=upper)
    if not isinstance(factor, jax.core.Tracer) and bool(jnp.isnan(factor).any()):
        raise formulas.not_positive(x)
    return factor


@_on_matrices
def cholesky_inverse(x, upper=False):
    return formulas.cholesky_inverse(NUMPY, solve_triangular, x, upper)


det = _on_matrices(formulas.of_squares(jnp.linalg.det, "det"))
slogdet = _on_matrices(formulas.of_squares(jnp.linalg.slogdet, "slogdet"))
logdet = _on_matrices(formulas.of_squares(lambda x: jnp.linalg.slogdet(x)[1], "logdet"))
inv = _on_matrices(formulas.of_squares(jnp.linalg.inv, "inv"))
eigh = _on_matrices(formulas.of_squares(jnp.linalg.eigh, "eigh"))


def eig(x):
    x, _ = _float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(jnp.linalg.eig(x))


def lu_factor(x):
    x, dtype = _float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    lu, pivots, _ = jax.lax.linalg.lu(x)
    return lu.astype(dtype), pivots


@_on_matrices
def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    formulas.check_matrix(x.shape, "qr")
    return tuple(jnp.linalg.qr(x, mode))


@_on_matrices
def svd(x, full_matrices=True, compute_uv=True):
    formulas.check_matrix(x.shape, "svd")
    result = jnp.linalg.svd(x, full_matrices, compute_uv)
    return tuple(result) if compute_uv else result


def _singular_values(x):
    return jnp.linalg.svd(x, compute_uv=False)


@_on_matrices
def norm(x, ord=None, axis=None, keepdims=False):
    return formulas.norm(NUMPY, _singular_values, x, ord, axis, keepdims)


@_on_matrices
def pinv(x, rcond=None):
    formulas.check_matrix(x.shape, "pinv")
    return formulas.pinv(NUMPY, jnp.linalg.svd, x, rcond)


def matrix_rank(x, tol=None):
    x, _ = _float(x)
    formulas.check_matrix(x.shape, "matrix_rank")
    return formulas.matrix_rank(NUMPY, _singular_values, x, tol)


def _floats(a, b):
    """Both sides of a system in one float dtype, and that of results."""
    a, b = as_tensor(a), as_tensor(b)
    dtype = dtypes.promote_float.wide(a.dtype, b.dtype)
    return a.astype(formulas.compute_dtype(dtype)), b.astype(formulas.compute_dtype(dtype)), dtype


def solve(a, b):
    a, b, dtype = _floats(a, b)
    return formulas.in_columns(NUMPY, jnp.linalg.solve, a, b, "solve").astype(dtype)


def solve_triangular(a, b, lower=False):
    a, b, dtype = _floats(a, b)
    solver = functools.partial(jax.lax.linalg.triangular_solve, left_side=True, lower=lower)
    return formulas.in_columns(NUMPY, solver, a, b, "solve_triangular").astype(dtype)


def lstsq(a, b, rcond=None):
    a, b, dtype = _floats(a, b)
    return formulas.lstsq(NUMPY, jnp.linalg.svd, a, b, rcond).astype(dtype)
