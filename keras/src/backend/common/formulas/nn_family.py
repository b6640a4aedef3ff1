"""Formulas of `keras.ops.nn` that several backends compose of their own array functions.

Each takes the backend's `numpy` module first (`nb`) and works on that backend's tensors.
"""
import math

from keras.src.backend.common import windows
from keras.src.backend.common.backend_utils import canonicalize_axes

SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def add_bias(nb, x, bias, channels_last):
    """The result `x` of a convolution with a bias for each channel."""
    return nb.add(x, bias if channels_last else nb.reshape(bias, (-1,) + (1,) * (len(x.shape) - 2)))


# Activations


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
    return nb.where(nb.greater(x, threshold), x, nb.array(default_value, x.dtype))


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
    return nb.where(nb.greater(x, 0), x, bent)


def softplus(nb, x):
    return nb.logaddexp(x, 0)


def softsign(nb, x):
    return nb.divide(x, nb.add(nb.abs(x), 1))


def tanh_gelu(nb, x):
    """The approximation of GELU by a hyperbolic tangent."""
    inner = nb.multiply(nb.add(x, nb.multiply(nb.multiply(nb.square(x), x), 0.044715)), math.sqrt(2 / math.pi))
    return nb.multiply(nb.multiply(x, 0.5), nb.add(nb.tanh(inner), 1))


def check_halves(shape, axis):
    """Raises ValueError unless `glu` can halve this axis."""
    size = shape[axis]
    if size is not None and size % 2:
        raise ValueError(f"glu halves axis {axis}, whose size must be even. Received: x.shape={tuple(shape)}")


def glu(nb, x, axis=-1):
    check_halves(x.shape, axis)
    value, gate = nb.split(x, 2, axis=axis)
    return nb.multiply(value, nb.divide(1, nb.add(1, nb.exp(nb.negative(gate)))))


def along_axes(nb, function, x, axis):
    """`function(x, axis)` over one axis, several, or all (None): several are joined into one at the end."""
    if isinstance(axis, int):
        return function(x, axis)
    x = nb.convert_to_tensor(x)
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
    rest = nb.subtract(x, nb.divide(nb.subtract(total, 1), support))
    return nb.where(nb.greater(rest, 0), rest, 0)


# Space and channels


def depth_to_space(nb, x, block_size, data_format="channels_last"):
    """Channels are `(row in block, column in block, channel)`."""
    return _blocks(nb, x, block_size, data_format, _spread)


def space_to_depth(nb, x, block_size, data_format="channels_last"):
    return _blocks(nb, x, block_size, data_format, _gather)


def _blocks(nb, x, block_size, data_format, move):
    """Runs `move` on channels-last images."""
    if data_format == "channels_last":
        return move(nb, x, block_size)
    return nb.transpose(move(nb, nb.transpose(x, (0, 2, 3, 1)), block_size), (0, 3, 1, 2))


def _spread(nb, x, block):
    height, width, channels = x.shape[1:]
    x = nb.reshape(x, (-1, height, width, block, block, channels // block**2))
    return nb.reshape(nb.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, height * block, width * block, channels // block**2))


def _gather(nb, x, block):
    height, width, channels = x.shape[1:]
    x = nb.reshape(x, (-1, height // block, block, width // block, block, channels))
    return nb.reshape(
        nb.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, height // block, width // block, channels * block**2)
    )


# Complex numbers


def polar(nb, absolute, angle):
    """`absolute * (cos(angle) + i sin(angle))`, made of its two parts."""
    return nb.add(nb.multiply(absolute, nb.cos(angle)), nb.multiply(nb.multiply(absolute, nb.sin(angle)), 1j))


# Windows


def adaptive_pool(nb, inputs, output_size, data_format=None, *, reduce):
    """Pools by `reduce(x, axis)` axis by axis, as the windows are boxes of equal share: means of means are means."""
    x = inputs
    p = windows.pooling(tuple(x.shape), 1, None, "valid", data_format)
    axes = windows.spatial_axes(p.rank, "channels_last" if p.channels_last else "channels_first")
    for axis, size in zip(axes, windows.adaptive_sizes(output_size, p.rank)):
        starts, ends = windows.adaptive_windows(x.shape[axis], size)
        before = (slice(None),) * axis
        pieces = [reduce(x[(*before, slice(start, end))], axis) for start, end in zip(starts, ends)]
        x = nb.stack(pieces, axis=axis)
    return x


def unfold(nb, x, kernel_size, dilation=1, padding=0, stride=1):
    """One strided slice of the image for every place in the window."""
    (kh, kw), (dh, dw), (ph, pw), (sh, sw) = _pairs(kernel_size, dilation, padding, stride)
    check_image(x.shape)
    batch, channels, height, width = x.shape
    rows = windows.output_size(height + 2 * ph, kh, sh, dh, "valid")
    columns = windows.output_size(width + 2 * pw, kw, sw, dw, "valid")
    windows.check_fit(x.shape, (height + 2 * ph, width + 2 * pw), (kh, kw), (dh, dw), "valid")
    x = nb.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    places = [
        x[:, :, i * dh : i * dh + (rows - 1) * sh + 1 : sh, j * dw : j * dw + (columns - 1) * sw + 1 : sw]
        for i in range(kh)
        for j in range(kw)
    ]
    return nb.reshape(nb.stack(places, axis=2), (-1, channels * kh * kw, rows * columns))


def fold(nb, x, output_size, kernel_size, dilation=1, padding=0, stride=1, *, conv_transpose):
    """The sum of overlapping windows is a transposed convolution by a kernel of single ones, one for each place."""
    (h, w), (kh, kw), (dh, dw), (ph, pw), (sh, sw) = _pairs(output_size, kernel_size, dilation, padding, stride)
    rows = windows.output_size(h + 2 * ph, kh, sh, dh, "valid")
    columns = windows.output_size(w + 2 * pw, kw, sw, dw, "valid")
    if x.shape[2] != rows * columns:
        raise ValueError(
            f"fold with these arguments takes {rows * columns} windows. Received: x.shape={tuple(x.shape)}"
        )
    channels = x.shape[1] // (kh * kw)
    x = nb.reshape(x, (-1, kh * kw, rows, columns))
    ones = nb.reshape(nb.eye(kh * kw, dtype=x.dtype), (kh, kw, 1, kh * kw))
    whole = conv_transpose(x, ones, (sh, sw), "valid", 0, "channels_first", (dh, dw))
    missing = [h + 2 * ph - whole.shape[2], w + 2 * pw - whole.shape[3]]
    whole = nb.pad(whole, ((0, 0), (0, 0), (0, missing[0]), (0, missing[1])))
    return nb.reshape(whole[:, :, ph : ph + h, pw : pw + w], (-1, channels, h, w))


def _pairs(*values):
    return [windows.per_axis(value, 2, "size") for value in values]


def check_image(shape):
    """Raises ValueError unless this is a shape of images, channels first."""
    if len(shape) != 4:
        raise ValueError(f"unfold needs an input of shape (batch, channels, height, width). Received: x.shape={shape}")
