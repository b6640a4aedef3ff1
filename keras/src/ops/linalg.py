"""Linear algebra of `keras.ops`. Matrices are the last two axes; all before them are stacks."""
from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linalg_family as formulas
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import dtype_of, op, shape_of
from keras.src.ops.operation_utils import reduce_shape


def _float(x):
    return dtypes.to_float(dtype_of(x))


def _square(function):
    """Rule of functions from square matrices to matrices of their shape."""

    def spec(x, **static):
        formulas.check_square(shape_of(x), function)
        return KerasTensor(shape_of(x), dtype=_float(x))

    return spec


@keras_export(["keras.ops.cholesky", "keras.ops.linalg.cholesky"])
@op(spec=_square("cholesky"))
def cholesky(x, upper=False):
    """Cholesky factor of symmetric positive definite matrices: triangular `L` with `x = L @ transpose(L)`.

    Args:
        x: Tensor of shape `(..., n, n)`.
        upper: Boolean, whether to return the upper factor, the transpose of `L`.

    Returns:
        Float tensor of the shape of `x`.

    Raises:
        ValueError: If matrices are not square. What is not positive definite raises an error of the backend.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cholesky([[4.0, 0.0], [0.0, 9.0]])).tolist()
    [[2.0, 0.0], [0.0, 3.0]]
    """
    return backend.linalg.cholesky(x, upper)


Cholesky = cholesky.operation


@keras_export(["keras.ops.cholesky_inverse", "keras.ops.linalg.cholesky_inverse"])
@op(spec=_square("cholesky_inverse"))
def cholesky_inverse(x, upper=False):
    """Inverse of matrices given by their Cholesky factors.

    Args:
        x: Tensor of shape `(..., n, n)`: factors.
        upper: Boolean, whether they are the upper factors.

    Returns:
        Float tensor of the shape of `x`.

    Raises:
        ValueError: If matrices are not square.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cholesky_inverse([[2.0, 0.0], [0.0, 1.0]])).tolist()
    [[0.25, 0.0], [0.0, 1.0]]
    """
    return backend.linalg.cholesky_inverse(x, upper)


CholeskyInverse = cholesky_inverse.operation


def _det(x):
    formulas.check_square(shape_of(x), "det")
    return KerasTensor(shape_of(x)[:-2], dtype=_float(x))


@keras_export(["keras.ops.det", "keras.ops.linalg.det"])
@op(spec=_det)
def det(x):
    """Determinants.

    Args:
        x: Tensor of shape `(..., n, n)`.

    Returns:
        Float tensor of shape `(...)`.

    Raises:
        ValueError: If matrices are not square.

    Example:

    >>> float(keras.ops.det([[2.0, 0.0], [0.0, 3.0]]))
    6.0
    """
    return backend.linalg.det(x)


Det = det.operation


@keras_export(["keras.ops.inv", "keras.ops.linalg.inv"])
@op(spec=_square("inv"))
def inv(x):
    """Inverse matrices.

    Args:
        x: Tensor of shape `(..., n, n)`.

    Returns:
        Float tensor of the shape of `x`.

    Raises:
        ValueError: If matrices are not square.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.inv([[2.0, 0.0], [0.0, 4.0]])).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    return backend.linalg.inv(x)


Inv = inv.operation


def _eig(x):
    formulas.check_square(shape_of(x), "eig")
    return KerasTensor(shape_of(x)[:-1], dtype=_float(x)), KerasTensor(shape_of(x), dtype=_float(x))


@keras_export(["keras.ops.eig", "keras.ops.linalg.eig"])
@op(spec=_eig)
def eig(x):
    """Eigenvalues and eigenvectors of square matrices.

    Args:
        x: Tensor of shape `(..., n, n)`.

    Returns:
        Tuple `(eigenvalues, eigenvectors)` of complex tensors of shapes `(..., n)` and `(..., n, n)`; vectors
        are columns.

    Raises:
        ValueError: If matrices are not square.

    Example:

    >>> values, vectors = keras.ops.eig([[0.0, 1.0], [-1.0, 0.0]])
    >>> tuple(values.shape), tuple(vectors.shape)
    ((2,), (2, 2))
    """
    return backend.linalg.eig(x)


Eig = eig.operation


@keras_export(["keras.ops.eigh", "keras.ops.linalg.eigh"])
@op(spec=_eig)
def eigh(x):
    """Eigenvalues, in ascending order, and eigenvectors of symmetric matrices.

    Args:
        x: Tensor of shape `(..., n, n)`.

    Returns:
        Tuple `(eigenvalues, eigenvectors)` of float tensors of shapes `(..., n)` and `(..., n, n)`; vectors are
        columns.

    Raises:
        ValueError: If matrices are not square.

    Example:

    >>> values, vectors = keras.ops.eigh([[2.0, 0.0], [0.0, 1.0]])
    >>> keras.ops.convert_to_numpy(values).tolist()
    [1.0, 2.0]
    """
    return backend.linalg.eigh(x)


Eigh = eigh.operation


def _shorter_side(shape):
    return None if None in shape[-2:] else min(shape[-2:])


def _lu_factor(x):
    shape = shape_of(x)
    formulas.check_matrix(shape, "lu_factor")
    pivots = KerasTensor((*shape[:-2], _shorter_side(shape)), dtype="int32")
    return KerasTensor(shape, dtype=_float(x)), pivots


@keras_export(["keras.ops.lu_factor", "keras.ops.linalg.lu_factor"])
@op(spec=_lu_factor)
def lu_factor(x):
    """Triangular factors of matrices, with row exchanges.

    Args:
        x: Tensor of shape `(..., m, n)`.

    Returns:
        Tuple `(lu, pivots)`: float tensor of the shape of `x`, the upper factor on and above the diagonal and
        the lower one below; int32 tensor of shape `(..., min(m, n))`, the row that row `i` was exchanged with.

    Example:

    >>> lu, pivots = keras.ops.lu_factor([[0.0, 1.0], [2.0, 0.0]])
    >>> keras.ops.convert_to_numpy(pivots).tolist()
    [1, 1]
    """
    return backend.linalg.lu_factor(x)


LuFactor = lu_factor.operation


def _norm(x, ord=None, axis=None, keepdims=False):
    axes, _ = formulas.norm_axes(ord, axis, len(shape_of(x)))
    return KerasTensor(reduce_shape(shape_of(x), axes, keepdims), dtype=_float(x))


@keras_export(["keras.ops.norm", "keras.ops.linalg.norm"])
@op(spec=_norm)
def norm(x, ord=None, axis=None, keepdims=False):
    """Norms of vectors or matrices.

    Args:
        x: Tensor.
        ord: Order. Of vectors: a number, `inf`, `-inf`; 0 counts what is not zero. Of matrices: `"fro"`, `"nuc"`,
            `inf`, `-inf`, 1, -1, 2, -2. Default: the root of the sum of squares.
        axis: Integer for vectors, pair of integers for matrices. Default: all axes.
        keepdims: Boolean, whether reduced dimensions stay, with size 1.

    Returns:
        Float tensor. The gradient of a root of squares at zero is zero.

    Raises:
        ValueError: If `ord` is no order of what the axes make.

    Example:

    >>> float(keras.ops.norm([3.0, 4.0]))
    5.0
    """
    return backend.linalg.norm(x, ord, axis, keepdims)


Norm = norm.operation


def _pinv(x, rcond=None):
    shape = shape_of(x)
    formulas.check_matrix(shape, "pinv")
    return KerasTensor((*shape[:-2], shape[-1], shape[-2]), dtype=_float(x))


@keras_export(["keras.ops.pinv", "keras.ops.linalg.pinv"])
@op(spec=_pinv)
def pinv(x, rcond=None):
    """Moore-Penrose inverse of matrices.

    Args:
        x: Tensor of shape `(..., m, n)`.
        rcond: Number: singular values below its product with the greatest one count as zero. Default:
            `10 * max(m, n)` times the precision of the dtype.

    Returns:
        Float tensor of shape `(..., n, m)`.

    Example:

    >>> tuple(keras.ops.pinv(keras.ops.ones((2, 3))).shape)
    (3, 2)
    """
    return backend.linalg.pinv(x, rcond)


Pinv = pinv.operation


def _matrix_rank(x, tol=None):
    formulas.check_matrix(shape_of(x), "matrix_rank")
    return KerasTensor(shape_of(x)[:-2], dtype="int32")


@keras_export(["keras.ops.matrix_rank", "keras.ops.linalg.matrix_rank"])
@op(spec=_matrix_rank)
def matrix_rank(x, tol=None):
    """Ranks of matrices: how many singular values are not zero.

    Args:
        x: Tensor of shape `(..., m, n)`.
        tol: Number up to which a singular value counts as zero. Default: the greatest one times `max(m, n)` times
            the precision of the dtype.

    Returns:
        int32 tensor of shape `(...)`.

    Example:

    >>> int(keras.ops.matrix_rank(keras.ops.ones((3, 3))))
    1
    """
    return backend.linalg.matrix_rank(x, tol)


MatrixRank = matrix_rank.operation


def _qr(x, mode="reduced"):
    shape = shape_of(x)
    formulas.check_mode(mode)
    formulas.check_matrix(shape, "qr")
    inner = shape[-2] if mode == "complete" else _shorter_side(shape)
    q = KerasTensor((*shape[:-1], inner), dtype=_float(x))
    return q, KerasTensor((*shape[:-2], inner, shape[-1]), dtype=_float(x))


@keras_export(["keras.ops.qr", "keras.ops.linalg.qr"])
@op(spec=_qr)
def qr(x, mode="reduced"):
    """Decomposition `x = Q @ R` into orthonormal columns and an upper triangular matrix.

    Args:
        x: Tensor of shape `(..., m, n)`.
        mode: `"reduced"`, for `min(m, n)` columns, or `"complete"`, for `m`.

    Returns:
        Tuple `(q, r)` of float tensors of shapes `(..., m, k)` and `(..., k, n)`.

    Raises:
        ValueError: If `mode` is unknown.

    Example:

    >>> q, r = keras.ops.qr(keras.ops.ones((3, 2)))
    >>> tuple(q.shape), tuple(r.shape)
    ((3, 2), (2, 2))
    """
    return backend.linalg.qr(x, mode)


Qr = qr.operation


def _svd(x, full_matrices=True, compute_uv=True):
    shape, dtype = shape_of(x), _float(x)
    formulas.check_matrix(shape, "svd")
    shorter = _shorter_side(shape)
    values = KerasTensor((*shape[:-2], shorter), dtype=dtype)
    if not compute_uv:
        return values
    columns, rows = (shape[-2], shape[-1]) if full_matrices else (shorter, shorter)
    u = KerasTensor((*shape[:-1], columns), dtype=dtype)
    return u, values, KerasTensor((*shape[:-2], rows, shape[-1]), dtype=dtype)


@keras_export(["keras.ops.svd", "keras.ops.linalg.svd"])
@op(spec=_svd, name="SVD")
def svd(x, full_matrices=True, compute_uv=True):
    """Singular value decomposition `x = U @ diag(s) @ Vh`.

    Args:
        x: Tensor of shape `(..., m, n)`.
        full_matrices: Boolean, whether `U` and `Vh` are square.
        compute_uv: Boolean, whether to compute them at all.

    Returns:
        Tuple `(u, s, vh)` of float tensors of shapes `(..., m, m)`, `(..., k)` and `(..., n, n)` with
        `k = min(m, n)`, which also takes the place of the second `m` and the first `n` unless `full_matrices`;
        or `s` alone. Singular values are in descending order.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.svd([[3.0, 0.0], [0.0, 4.0]], compute_uv=False)).tolist()
    [4.0, 3.0]
    """
    return backend.linalg.svd(x, full_matrices, compute_uv)


SVD = svd.operation


def _solved(function):
    def spec(a, b, **static):
        formulas.check_solve(shape_of(a), shape_of(b), function)
        return KerasTensor(shape_of(b), dtype=dtypes.promote_float(dtype_of(a), dtype_of(b)))

    return spec


@keras_export(["keras.ops.solve", "keras.ops.linalg.solve"])
@op(spec=_solved("solve"), tensors=2)
def solve(a, b):
    """Solves systems of linear equations `a @ x = b`.

    Args:
        a: Tensor of shape `(..., n, n)`.
        b: Tensor of shape `(..., n, k)` or `(..., n)`.

    Returns:
        Float tensor of the shape of `b`.

    Raises:
        ValueError: If `a` is not square or `b` does not fit.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])).tolist()
    [1.0, 0.5]
    """
    return backend.linalg.solve(a, b)


Solve = solve.operation


@keras_export(["keras.ops.solve_triangular", "keras.ops.linalg.solve_triangular"])
@op(spec=_solved("solve_triangular"), tensors=2)
def solve_triangular(a, b, lower=False):
    """Solves systems of linear equations `a @ x = b` with a triangular matrix.

    Args:
        a: Tensor of shape `(..., n, n)`, of which one triangle is read.
        b: Tensor of shape `(..., n, k)` or `(..., n)`.
        lower: Boolean, whether that is the lower one.

    Returns:
        Float tensor of the shape of `b`.

    Raises:
        ValueError: If `a` is not square or `b` does not fit.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.solve_triangular([[2.0, 9.0], [0.0, 4.0]], [20.0, 8.0])).tolist()
    [1.0, 2.0]
    """
    return backend.linalg.solve_triangular(a, b, lower)


SolveTriangular = solve_triangular.operation


def _lstsq(a, b, rcond=None):
    rows, columns = shape_of(a)[-2:]
    shape = shape_of(b)
    if None not in (rows, shape[0]) and rows != shape[0]:
        raise ValueError(
            "Argument `b` of lstsq must have as many rows as `a`. "
            f"Received: a.shape={shape_of(a)}, b.shape={shape}"
        )
    return KerasTensor((columns, *shape[1:]), dtype=dtypes.promote_float(dtype_of(a), dtype_of(b)))


@keras_export(["keras.ops.lstsq", "keras.ops.linalg.lstsq"])
@op(spec=_lstsq, tensors=2)
def lstsq(a, b, rcond=None):
    """The shortest `x` for which `a @ x` comes closest to `b`.

    Args:
        a: Tensor of shape `(m, n)`.
        b: Tensor of shape `(m,)` or `(m, k)`.
        rcond: Number: singular values below its product with the greatest one count as zero. Default:
            `max(m, n)` times the precision of the dtype.

    Returns:
        Float tensor of shape `(n,)` or `(n, k)`.

    Example:

    >>> round(float(keras.ops.lstsq([[1.0], [1.0]], [1.0, 3.0])[0]), 4)
    2.0
    """
    return backend.linalg.lstsq(a, b, rcond)


Lstsq = lstsq.operation


def _jvp(fun, primals, tangents, has_aux=False):
    outputs = backend.core.compute_output_spec(fun, *primals)
    outputs, aux = outputs if has_aux else (outputs, None)
    pushed = tree.map_structure(lambda y: KerasTensor(y.shape, dtype=y.dtype), outputs)
    return (outputs, pushed, aux) if has_aux else (outputs, pushed)


@keras_export(["keras.ops.jvp", "keras.ops.linalg.jvp"])
@op(spec=_jvp, tensors=3, name="JVP")
def jvp(fun, primals, tangents, has_aux=False):
    """Value of a function and its derivative in a direction.

    Args:
        fun: Function of `primals`.
        primals: List or tuple of float tensors, the point.
        tangents: List or tuple of tensors of their shapes, the direction.
        has_aux: Boolean, whether `fun` returns a pair `(outputs, aux)`.

    Returns:
        Tuple `(outputs, tangents of outputs)`, or `(outputs, tangents of outputs, aux)`.

    Raises:
        NotImplementedError: On the numpy backend.
        TypeError: If primals or tangents are no list or tuple.

    Example:

    >>> x, direction = keras.ops.array(3.0), keras.ops.array(1.0)
    >>> value, slope = keras.ops.jvp(lambda x: x**2, (x,), (direction,))  # doctest: +SKIP
    >>> float(slope)  # doctest: +SKIP
    6.0
    """
    for name, value in (("primals", primals), ("tangents", tangents)):
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"Argument `{name}` of jvp must be a list or tuple. Received: {name}={value}")
    primals, tangents = tree.map_structure(
        backend.convert_to_tensor, (tuple(primals), tuple(tangents))
    )
    return backend.core.jvp(fun, primals, tangents, has_aux)


JVP = jvp.operation
