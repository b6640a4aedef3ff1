"""Formulas of `keras.ops.nn` that several backends compose of their own array functions.

Each takes the backend's `numpy` module first (`nb`) and works on that backend's tensors.
"""
import math

from keras.src.backend.common.backend_utils import canonicalize_axes

SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805

# Activations


def relu6(nb, x):
    return nb.clip(x, 0, 6)


def sparse_sigmoid(nb, x):
    """A line from 0 at -1 to 1 at 1."""
    return nb.clip(nb.multiply(nb.add(x, 1), 0.5), 0, 1)


def sparse_plus(nb, x):
    """The integral of `sparse_sigmoid`; clipped first, so that large arguments do not overflow."""
    bent = nb.multiply(nb.square(nb.add(nb.clip(x, -1, 1), 1)), 0.25)
    return nb.where(nb.greater_equal(x, 1), x, bent)


def squareplus(nb, x, b=4):
    return nb.multiply(nb.add(x, nb.sqrt(nb.add(nb.square(x), b))), 0.5)


def soft_shrink(nb, x, threshold=0.5):
    return nb.subtract(x, nb.clip(x, -threshold, threshold))


def hard_shrink(nb, x, threshold=0.5):
    return nb.where(nb.greater(nb.abs(x), threshold), x, 0)


def tanh_shrink(nb, x):
    return nb.subtract(x, nb.tanh(x))


def threshold(nb, x, threshold, default_value):
    return nb.where(nb.greater(x, threshold), x, default_value)


def hard_sigmoid(nb, x):
    return nb.clip(nb.add(nb.divide(x, 6), 0.5), 0, 1)


def hard_silu(nb, x):
    return nb.multiply(x, hard_sigmoid(nb, x))


def hard_tanh(nb, x):
    return nb.clip(x, -1, 1)


def leaky_relu(nb, x, negative_slope=0.2):
    return nb.where(nb.greater(x, 0), x, nb.multiply(x, negative_slope))


def elu(nb, x, alpha=1.0):
    """The exponential of positive numbers is not taken, so that it cannot overflow."""
    return nb.where(nb.greater(x, 0), x, nb.multiply(nb.expm1(nb.minimum(x, 0)), alpha))


def selu(nb, x):
    return nb.multiply(elu(nb, x, SELU_ALPHA), SELU_SCALE)


def celu(nb, x, alpha=1.0):
    bent = nb.multiply(nb.expm1(nb.divide(nb.minimum(x, 0), alpha)), alpha)
    return nb.add(nb.maximum(x, 0), bent)


def softplus(nb, x):
    return nb.logaddexp(x, 0)


def softsign(nb, x):
    return nb.divide(x, nb.add(nb.abs(x), 1))


def tanh_gelu(nb, x):
    """The approximation of GELU by a hyperbolic tangent."""
    inner = nb.multiply(nb.add(x, nb.multiply(nb.power(x, 3), 0.044715)), math.sqrt(2 / math.pi))
    return nb.multiply(nb.multiply(x, 0.5), nb.add(nb.tanh(inner), 1))


def glu(nb, x, axis=-1):
    size = x.shape[axis]
    if size is not None and size % 2:
        raise ValueError(f"glu halves axis {axis}, whose size must be even. Received: shape={tuple(x.shape)}")
    value, gate = nb.split(x, 2, axis=axis)
    return nb.multiply(value, nb.divide(1, nb.add(1, nb.exp(nb.negative(gate)))))


def along_axes(nb, function, x, axis):
    """`function(x, axis)` over one axis, several, or all (None): several are joined into one at the end."""
    if isinstance(axis, int):
        return function(x, axis)
    ndim = len(x.shape)
    axes = canonicalize_axes(axis, ndim)
    others = [i for i in range(ndim) if i not in axes]
    order = [*others, *axes]
    moved = nb.transpose(x, order)
    joined = function(nb.reshape(moved, [*(x.shape[i] for i in others), -1]), -1)
    back = [order.index(i) for i in range(ndim)]
    return nb.transpose(nb.reshape(joined, [x.shape[i] for i in order]), back)


def softmax(nb, x, axis=-1):
    exponentials = nb.exp(nb.subtract(x, nb.max(x, axis=axis, keepdims=True)))
    return nb.divide(exponentials, nb.sum(exponentials, axis=axis, keepdims=True))


def log_softmax(nb, x, axis=-1):
    shifted = nb.subtract(x, nb.max(x, axis=axis, keepdims=True))
    return nb.subtract(shifted, nb.log(nb.sum(nb.exp(shifted), axis=axis, keepdims=True)))


def sparsemax(nb, x, axis=-1):
    """Euclidean projection onto the simplex: `max(x - tau, 0)`, tau making the sum 1.

    In descending order, the support is the longest prefix with `1 + k x_k > x_1 + ... + x_k`.
    """
    ordered = nb.flip(nb.sort(x, axis=axis), axis=axis)
    size, ndim = x.shape[axis], len(x.shape)
    ranks = nb.reshape(nb.arange(1, size + 1, dtype=x.dtype), [size if i == axis % ndim else 1 for i in range(ndim)])
    sums = nb.cumsum(ordered, axis=axis)
    supported = nb.greater(nb.add(nb.multiply(ranks, ordered), 1), sums)
    support = nb.cast(nb.sum(nb.cast(supported, "int32"), axis=axis, keepdims=True), x.dtype)
    total = nb.sum(nb.where(supported, ordered, 0), axis=axis, keepdims=True)
    return nb.maximum(nb.subtract(x, nb.divide(nb.subtract(total, 1), support)), 0)
