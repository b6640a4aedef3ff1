"""Linear algebra, written once over a backend's `numpy` module (`nb`) and its factorisations."""
import ml_dtypes

from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axes

INF = float("inf")
MATRIX_ORDERS = (None, "fro", "nuc", INF, -INF, 1, -1, 2, -2)


def check_matrix(shape, function):
    """Refuses what has less than two dimensions."""
    if len(shape) < 2:
        raise ValueError(
            f"Argument `x` of {function} must have 2 dimensions or more. Received: x.shape={tuple(shape)}"
        )


def check_square(shape, function):
    """Refuses matrices that are not square."""
    check_matrix(shape, function)
    if None not in shape[-2:] and shape[-1] != shape[-2]:
        raise ValueError(f"Argument `x` of {function} must hold square matrices. Received: x.shape={tuple(shape)}")


def not_positive(x):
    """The error for matrices that have no Cholesky factor."""
    return ValueError(
        f"Argument `x` of cholesky must hold positive definite matrices. Received: x.shape={tuple(x.shape)}"
    )


def check_solve(shape1, shape2, function):
    """Refuses a right side that fits no matrix; returns whether it holds vectors."""
    check_square(shape1, function)
    vectors = len(shape2) == len(shape1) - 1 or len(shape2) == 1
    rows = shape2[-1] if vectors else shape2[-2]
    if None not in (rows, shape1[-1]) and rows != shape1[-1]:
        raise ValueError(
            f"Argument `b` of {function} must have as many rows as `a`. "
            f"Received: a.shape={tuple(shape1)}, b.shape={tuple(shape2)}"
        )
    return vectors


def check_mode(mode):
    """Refuses an unknown kind of QR decomposition."""
    if mode not in ("reduced", "complete"):
        raise ValueError(f"Argument `mode` of qr must be 'reduced' or 'complete'. Received: mode={mode!r}")


def in_columns(nb, solver, a, b, function):
    """`solver(a, b)` for a right side of matrices or of vectors."""
    if not check_solve(a.shape, b.shape, function):
        return solver(a, b)
    return nb.squeeze(solver(a, nb.expand_dims(b, -1)), -1)


def norm_axes(ord, axis, ndim):
    """Axes of a norm, and whether it is one of matrices, of vectors, or (None) of all elements.

    Raises:
        ValueError: If there is no norm of that order.
    """
    if axis is None and (ord is None or ndim == 0):
        return tuple(range(ndim)), None
    axes = canonicalize_axes(axis, ndim)
    if axis is not None and not isinstance(axis, int):
        axes = tuple(a + ndim if a < 0 else a for a in axis)
    if len(axes) == 1 and (ord is None or isinstance(ord, (int, float))):
        return axes, False
    if len(axes) == 2 and ord in MATRIX_ORDERS:
        return axes, True
    raise ValueError(
        f"Argument `ord` of norm does not fit the axes. Received: ord={ord!r}, axis={axis} for a tensor of "
        f"{ndim} dimensions"
    )


def norm(nb, svdvals, x, ord=None, axis=None, keepdims=False):
    """The norm of vectors, matrices, or of all elements."""
    axes, matrices = norm_axes(ord, axis, len(x.shape))
    if matrices is None or ord in (None, "fro") or (ord == 2 and not matrices):
        return _root_of_squares(nb, x, axes, keepdims)
    if matrices:
        return _matrix_norm(nb, svdvals, x, ord, axes, keepdims)
    magnitude = nb.abs(x)
    if ord in (INF, -INF):
        return _largest(nb, magnitude, axes, keepdims) if ord > 0 else nb.min(magnitude, axes, keepdims)
    if ord == 0:
        return nb.cast(nb.sum(nb.cast(magnitude != 0, "int32"), axes, keepdims), x.dtype)
    if ord == 1:
        return nb.sum(magnitude, axes, keepdims)
    return nb.sum(magnitude**ord, axes, keepdims) ** (1.0 / ord)


def _root_of_squares(nb, x, axes, keepdims):
    """Its gradient at zero is zero."""
    magnitude = nb.abs(x) if "complex" in str(x.dtype) else x
    total = nb.sum(magnitude * magnitude, axes, keepdims)
    positive = total > 0
    root = nb.sqrt(nb.where(positive, total, nb.ones_like(total)))
    return nb.where(positive, root, total)


def _largest(nb, magnitudes, axes, keepdims):
    """The greatest magnitude; that of nothing is zero."""
    return nb.max(magnitudes, axes, keepdims, initial=0 if 0 in magnitudes.shape else None)


def _matrix_norm(nb, svdvals, x, ord, axes, keepdims):
    rows, columns = axes
    if ord in (1, -1, INF, -INF):
        summed, kept = (rows, columns) if ord in (1, -1) else (columns, rows)
        sums = nb.sum(nb.abs(x), summed, True)
        result = _largest(nb, sums, kept, True) if ord > 0 else nb.min(sums, kept, True)
        return result if keepdims else nb.squeeze(result, axes)
    values = svdvals(nb.moveaxis(x, axes, (-2, -1)))
    result = _largest(nb, values, -1, False) if ord == 2 else {-2: nb.min, "nuc": nb.sum}[ord](values, -1, False)
    for axis in sorted(axes) if keepdims else ():
        result = nb.expand_dims(result, axis)
    return result


def epsilon_of(dtype):
    """Distance from 1 to the next number of a dtype, given by name."""
    return float(ml_dtypes.finfo(dtype).eps)


epsilon_of._dynamo_marked_constant = True  # torch.compile cannot read NumPy's dtypes


def pinv(nb, svd, x, rcond=None):
    """The Moore-Penrose inverse; singular values below `rcond` times the greatest count as zero."""
    u, values, vh = svd(x, False)
    if rcond is None:
        rcond = 10 * max(x.shape[-2:]) * epsilon_of(dtypes.standardize(x.dtype))
    large = values > rcond * nb.max(values, -1, True)
    safe = nb.where(large, values, nb.ones_like(values))
    inverse = nb.where(large, nb.ones_like(values) / safe, nb.zeros_like(values))
    return nb.matmul(nb.swapaxes(vh, -1, -2) * nb.expand_dims(inverse, -2), nb.swapaxes(u, -1, -2))


def lstsq(nb, svd, a, b, rcond=None):
    """The shortest of the vectors that come closest to solving a system."""
    if rcond is None:
        rcond = epsilon_of(dtypes.standardize(a.dtype)) * max(a.shape[-2:])
    inverse = pinv(nb, svd, a, rcond)
    if len(b.shape) == 1:
        return nb.squeeze(nb.matmul(inverse, nb.expand_dims(b, -1)), -1)
    return nb.matmul(inverse, b)


def matrix_rank(nb, svdvals, x, tol=None):
    """How many singular values exceed a tolerance."""
    values = svdvals(x)
    if tol is None:
        scale = max(x.shape[-2:]) * epsilon_of(dtypes.standardize(x.dtype))
        tol = nb.max(values, -1, True) * scale
    return nb.sum(nb.cast(values > tol, "int32"), -1)


def pivots(nb, x):
    """Numbers whose product is the determinant: the pivots of Gauss's elimination, negative where rows are swapped."""
    found = []
    for _ in range(x.shape[-1]):
        place = nb.argmax(nb.abs(x[..., 0]), axis=-1, keepdims=True)[..., None]
        row = nb.take_along_axis(x, place, axis=-2)
        pivot, swapped = row[..., 0, 0], nb.not_equal(place, 0)
        found.append(nb.where(swapped[..., 0, 0], nb.negative(pivot), pivot))
        chosen = nb.equal(nb.reshape(nb.arange(x.shape[-2], dtype="int32"), (-1, 1)), nb.cast(place, "int32"))
        rest = nb.where(chosen, x[..., :1, :], x)[..., 1:, :]
        head = row[..., :1]
        column = rest[..., :1] / nb.where(nb.equal(head, 0), 1.0, head)  # where the pivot is zero, all of them are
        x = (rest - column * row)[..., 1:]
    return found


def cholesky_inverse(nb, solve_triangular, x, upper=False):
    """The inverse of a matrix, given its Cholesky factor."""
    check_square(x.shape, "cholesky_inverse")
    identity = nb.broadcast_to(nb.eye(x.shape[-1], dtype=x.dtype), nb.shape(x))
    inverse = solve_triangular(x, identity, not upper)
    transposed = nb.swapaxes(inverse, -1, -2)
    return nb.matmul(inverse, transposed) if upper else nb.matmul(transposed, inverse)
