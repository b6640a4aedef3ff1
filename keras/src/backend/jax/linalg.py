"""Linear algebra, on JAX."""
import functools

import jax
import jax.numpy as jnp

from keras.src.backend.common.factorizations import Factorizations
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.jax.gradients import jvp  # noqa: F401
from keras.src.backend.jax.kernels import KERNELS

_linalg = Factorizations(
    KERNELS,
    solve=jnp.linalg.solve,
    solve_triangular=functools.partial(jax.lax.linalg.triangular_solve, left_side=True),
    svd=jnp.linalg.svd,
    singular_values=functools.partial(jnp.linalg.svd, compute_uv=False),
)
on_matrices = _linalg.on_matrices
of_squares = _linalg.of_squares


@on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    factor = jnp.linalg.cholesky(x, upper=upper)
    if not isinstance(factor, jax.core.Tracer) and bool(jnp.isnan(factor).any()):
        raise formulas.not_positive(x)
    return factor


cholesky_inverse = _linalg.cholesky_inverse
det = of_squares(jnp.linalg.det, "det")
slogdet = of_squares(jnp.linalg.slogdet, "slogdet")
logdet = of_squares(lambda x: jnp.linalg.slogdet(x)[1], "logdet")
inv = of_squares(jnp.linalg.inv, "inv")
eigh = of_squares(jnp.linalg.eigh, "eigh")


def eig(x):
    x, _ = _linalg.to_float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(jnp.linalg.eig(x))


def lu_factor(x):
    x, dtype = _linalg.to_float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    lu, pivots, _ = jax.lax.linalg.lu(x)
    return _linalg.cast(lu, dtype), pivots


@on_matrices
def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    formulas.check_matrix(x.shape, "qr")
    return jnp.linalg.qr(x, mode)


svd = _linalg.svd
norm = _linalg.norm
pinv = _linalg.pinv
matrix_rank = _linalg.matrix_rank
solve = _linalg.solve
solve_triangular = _linalg.solve_triangular
lstsq = _linalg.lstsq
