"""Products of arrays, written once over a backend's `numpy` module (`nb`)."""
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.formulas.arrays import normalize_axes


def cross(nb, x1, x2, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """The cross product of vectors with 2 or 3 components; of two vectors with 2, its third component."""
    if axis is not None:
        axisa = axisb = axisc = axis
    x1, x2 = nb.common((x1, x2))
    sizes = cross_sizes(x1.shape, x2.shape, axisa, axisb)
    a, b = _components(nb, x1, axisa, sizes[0]), _components(nb, x2, axisb, sizes[1])
    third = a[0] * b[1] - a[1] * b[0]
    if sizes == (2, 2):
        return third
    zero = third - third
    first = (a[1] * b[2] if sizes[1] == 3 else zero) - (a[2] * b[1] if sizes[0] == 3 else zero)
    second = (a[2] * b[0] if sizes[0] == 3 else zero) - (a[0] * b[2] if sizes[1] == 3 else zero)
    return nb.stack([first, second, third], canonicalize_axis(axisc, len(third.shape) + 1))


def _components(nb, x, axis, size):
    x = nb.moveaxis(x, axis, -1)
    return [x[..., i] for i in range(size)]


def cross_sizes(shape1, shape2, axisa, axisb):
    """Numbers of components of two vectors.

    Raises:
        ValueError: If one is neither 2 nor 3.
    """
    size1 = shape1[canonicalize_axis(axisa, len(shape1))]
    size2 = shape2[canonicalize_axis(axisb, len(shape2))]
    for name, size in (("x1", size1), ("x2", size2)):
        if size not in (2, 3, None):
            raise ValueError(f"Argument `{name}` of cross must hold vectors of 2 or 3 components. Received: {size}")
    return size1, size2


def kron(nb, x1, x2):
    """The Kronecker product: every element of `x1` times all of `x2`."""
    x1, x2 = nb.common((x1, x2))
    rank = max(len(x1.shape), len(x2.shape))
    shape1 = (1,) * (rank - len(x1.shape)) + tuple(nb.shape(x1))
    shape2 = (1,) * (rank - len(x2.shape)) + tuple(nb.shape(x2))
    x1 = nb.reshape(x1, [d for size in shape1 for d in (size, 1)])
    x2 = nb.reshape(x2, [d for size in shape2 for d in (1, size)])
    return nb.reshape(x1 * x2, [d1 * d2 for d1, d2 in zip(shape1, shape2)])


def check_vander(shape, N):
    """Refuses what has no Vandermonde matrix; returns its number of columns."""
    if len(shape) != 1:
        raise ValueError(f"Argument `x` of vander must have 1 dimension. Received: x.shape={tuple(shape)}")
    return shape[0] if N is None else N


def tensordot_axes(axes, ndim1, ndim2):
    """Axes that `tensordot` sums over, in both arrays."""
    if isinstance(axes, int):
        if axes > min(ndim1, ndim2):
            raise ValueError(f"Argument `axes` of tensordot is more than there are dimensions. Received: axes={axes}")
        return list(range(ndim1 - axes, ndim1)), list(range(axes))
    first, second = axes
    return list(normalize_axes(first, ndim1)), list(normalize_axes(second, ndim2))


def affine(np, x, kernel, bias):
    """`x @ kernel + bias`, which is one function in some frameworks."""
    return np.add(np.matmul(x, kernel), bias)


def einsum_affine(np, subscripts, x, kernel, bias):
    """An einsum of two tensors with a bias added."""
    return np.add(np.einsum(subscripts, x, kernel), bias)


def explain_product(error, x1, x2):
    """Says in our words that the dimensions which a product sums over differ."""
    shape1, shape2 = tuple(x1.shape), tuple(x2.shape)
    inner = {shape1[-1:], shape2[-2:-1] or shape2[-1:]}
    if () in inner or len(inner) > 1 and None not in {size for (size,) in inner}:
        raise ValueError(
            "Arguments `x1` and `x2` of a product must agree in the dimension that is summed over. "
            f"Received: x1.shape={shape1}, x2.shape={shape2}"
        ) from error


def leave_error(error, x1, x2):
    """The framework's own error is clear enough."""


_EXACT = 1024  # So many products of two int8 add up in float32 without rounding.


def int8_matmul(matmul, cast, x, weight):
    """Integers times a matrix of integers, int8 into int32, where the framework has no fast product of integers.

    `matmul` and `cast` are the framework's own; the products are float32's, in parts that stay exact.
    """
    total = None
    for start in range(0, weight.shape[0], _EXACT):
        part = slice(start, start + _EXACT)
        product = cast(matmul(cast(x[..., part], "float32"), cast(weight[part], "float32")), "int32")
        total = product if total is None else total + product
    return total
