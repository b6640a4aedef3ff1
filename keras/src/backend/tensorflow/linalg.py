"""Linear algebra, on TensorFlow."""
import functools

import tensorflow as tf

from keras.src.backend.common.factorizations import Factorizations
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.tensorflow.core import in_xla
from keras.src.backend.tensorflow.gradients import jvp  # noqa: F401
from keras.src.backend.tensorflow.kernels import KERNELS, NUMPY
from keras.src.backend.tensorflow.numpy_arrays import as_tensor


def _svd(x, full_matrices=True):
    values, u, v = tf.linalg.svd(x, full_matrices=full_matrices)
    return u, values, tf.linalg.adjoint(v)


_linalg = Factorizations(
    KERNELS,
    solve=tf.linalg.solve,
    solve_triangular=tf.linalg.triangular_solve,
    svd=_svd,
    singular_values=functools.partial(tf.linalg.svd, compute_uv=False),
)
on_matrices = _linalg.on_matrices
of_squares = _linalg.of_squares


@on_matrices
def cholesky(x, upper=False):
    formulas.check_square(x.shape, "cholesky")
    try:
        # TensorFlow marks what it cannot factor by NaN.
        factor = tf.debugging.check_numerics(tf.linalg.cholesky(x), "not positive definite")
    except tf.errors.InvalidArgumentError as e:
        raise formulas.not_positive(x) from e
    return tf.linalg.matrix_transpose(factor) if upper else factor


cholesky_inverse = _linalg.cholesky_inverse


@on_matrices
def det(x):
    formulas.check_square(x.shape, "det")
    if in_xla():
        return functools.reduce(tf.multiply, formulas.pivots(NUMPY, x))
    return tf.linalg.det(x)


@on_matrices
def slogdet(x):
    formulas.check_square(x.shape, "slogdet")
    if in_xla():
        pivots = tf.stack(formulas.pivots(NUMPY, x))
        return tf.reduce_prod(tf.sign(pivots), 0), tf.reduce_sum(tf.math.log(tf.abs(pivots)), 0)
    return tf.linalg.slogdet(x)


logdet = of_squares(tf.linalg.logdet, "logdet")
inv = of_squares(tf.linalg.inv, "inv")
eigh = of_squares(tf.linalg.eigh, "eigh")


def eig(x):
    x, _ = _linalg.to_float(x)
    formulas.check_square(x.shape, "eig")
    return tuple(tf.linalg.eig(x))


def lu_factor(x):
    x, dtype = _linalg.to_float(x)
    formulas.check_matrix(x.shape, "lu_factor")
    rows, columns = x.shape[-2:]
    if rows == columns:
        lu, permutation = _lu(x)
    else:
        lu, permutation = _lu_of_tall(x) if rows > columns else _lu_of_wide(x)
    pivots, order = _pivots(permutation, min(rows, columns))
    if rows > columns:  # Without the exchanges that the added columns brought.
        place = tf.gather(tf.argsort(permutation), order, axis=-1, batch_dims=order.shape.rank - 1)
        lu = tf.gather(lu, place, axis=-2, batch_dims=order.shape.rank - 1)
    return _linalg.cast(lu, dtype), pivots


@tf.custom_gradient
def _lu(x):
    """Factors of square matrices `x[permutation] = lower @ upper`, with the gradient that TensorFlow's have not.

    From `lower^-1 dx[permutation] upper^-1 = lower^-1 dlower + dupper upper^-1`, whose terms are triangular.
    """

    def gradient(of_lu, _):
        lu, permutation = _lu(x)  # anew, so that the gradient has one too
        lower, upper = tf.linalg.set_diag(lu, tf.ones_like(lu[..., 0])), tf.linalg.band_part(lu, 0, -1)
        lower, of_upper = tf.linalg.band_part(lower, -1, 0), tf.linalg.band_part(of_lu, 0, -1)
        below = tf.linalg.matmul(lower, of_lu - of_upper, transpose_a=True)
        below -= tf.linalg.band_part(below, 0, -1)
        terms = below + tf.linalg.band_part(tf.linalg.matmul(of_upper, upper, transpose_b=True), 0, -1)
        terms = tf.linalg.matrix_transpose(tf.linalg.triangular_solve(lower, terms, adjoint=True))
        terms = tf.linalg.matrix_transpose(tf.linalg.triangular_solve(upper, terms, lower=False))
        return tf.gather(terms, tf.argsort(permutation), axis=-2, batch_dims=permutation.shape.rank - 1)

    return tf.linalg.lu(x), gradient


def _lu_of_tall(x):
    """TensorFlow factors square matrices. Columns that are added behind do not change the factors before them."""
    rows, columns = x.shape[-2:]
    filling = tf.sin(
        tf.range(1, rows * (rows - columns) + 1, dtype=x.dtype) ** 2
    )  # Hardly dependent.
    filling = tf.reshape(filling, (rows, rows - columns))
    lead = tf.shape(x)[:-2]
    filling = tf.broadcast_to(filling, tf.concat([lead, tf.shape(filling)], 0))
    lu, permutation = tf.linalg.lu(tf.concat([x, filling], -1))
    return lu[..., :columns], permutation


def _lu_of_wide(x):
    """TensorFlow factors square matrices. The columns behind are what the lower factor makes of them."""
    rows = x.shape[-2]
    lu, permutation = tf.linalg.lu(x[..., :rows])
    rest = tf.gather(x[..., rows:], permutation, axis=-2, batch_dims=x.shape.rank - 2)
    lower = tf.linalg.set_diag(lu, tf.ones(tf.shape(lu)[:-1], lu.dtype))
    return tf.concat([lu, tf.linalg.triangular_solve(lower, rest, lower=True)], -1), permutation


def _pivots(permutation, count):
    """The first row exchanges of those that amount to a permutation, and the order of rows after them."""
    size = permutation.shape[-1]
    rows = tf.broadcast_to(tf.range(size), tf.shape(permutation))
    pivots = []
    for i in range(count):
        wanted = permutation[..., i : i + 1]
        place = tf.argmax(tf.cast(rows == wanted, tf.int32), -1, output_type=tf.int32)
        pivots.append(place)
        at_i = tf.range(size) == i
        at_place = tf.range(size) == place[..., None]
        rows = tf.where(at_i, wanted, tf.where(at_place, rows[..., i : i + 1], rows))
    return tf.stack(pivots, -1), rows


def qr(x, mode="reduced"):
    formulas.check_mode(mode)
    x = as_tensor(x)
    # TensorFlow decomposes float16 itself; with this `Orthogonal` draws the reference's numbers.
    compute, dtype = (x, x.dtype) if x.dtype is tf.float16 else _linalg.to_float(x)
    formulas.check_matrix(x.shape, "qr")
    return _linalg.cast(tf.linalg.qr(compute, full_matrices=mode == "complete"), dtype)


svd = _linalg.svd
norm = _linalg.norm
pinv = _linalg.pinv
matrix_rank = _linalg.matrix_rank
solve = _linalg.solve
solve_triangular = _linalg.solve_triangular
lstsq = _linalg.lstsq
