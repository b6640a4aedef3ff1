"""Operations of `keras.ops.numpy` that repeat, pad and reverse arrays, and work on their diagonals."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.backend_utils import canonicalize_axes
from keras.src.backend.common.formulas import arrays
from keras.src.ops.declare import declare, elementwise, shape_of
from keras.src.ops.numpy_manipulation import _shaped
from keras.src.ops.operation_utils import canonicalize_axis

MODULE = "keras.src.ops.numpy"
op = declare(MODULE)

# Repeating and padding


def _repeat(x, repeats, axis=None):
    shape = list(shape_of(x))
    if axis is None:
        shape, axis = [arrays.size_of(shape)], 0
    axis = canonicalize_axis(axis, len(shape))
    counts = [repeats] if isinstance(repeats, int) else [int(r) for r in repeats]
    if len(counts) == 1:
        shape[axis] = None if shape[axis] is None else shape[axis] * counts[0]
    else:
        shape[axis] = sum(counts) if shape[axis] is not None else None
    return _shaped(shape, x)


@keras_export(["keras.ops.repeat", "keras.ops.numpy.repeat"])
@op(spec=_repeat)
def repeat(x, repeats, axis=None):
    """Repeats each element.

    Args:
        x: Tensor.
        repeats: Integer, or list of integers, one for each element of the axis.
        axis: Integer. Default: `x` is flattened.

    Returns:
        Tensor of the dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.repeat([1, 2], 2)).tolist()
    [1, 1, 2, 2]
    """
    return backend.numpy.repeat(x, repeats, axis)


Repeat = repeat.operation


def _tile(x, repeats):
    shape, repeats = shape_of(x), arrays.shape_tuple(repeats)
    rank = max(len(shape), len(repeats))
    shape = (1,) * (rank - len(shape)) + shape
    repeats = (1,) * (rank - len(repeats)) + repeats
    return _shaped([None if d is None else d * r for d, r in zip(shape, repeats)], x)


@keras_export(["keras.ops.tile", "keras.ops.numpy.tile"])
@op(spec=_tile)
def tile(x, repeats):
    """Repeats a tensor as a whole.

    Args:
        x: Tensor.
        repeats: Integer or tuple of integers, repetitions along the last axes.

    Returns:
        Tensor of the dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tile([1, 2], 2)).tolist()
    [1, 2, 1, 2]
    """
    return backend.numpy.tile(x, repeats)


Tile = tile.operation


def _pad(x, pad_width, mode="constant", constant_values=None):
    arrays.check_pad(mode, constant_values)
    shape = shape_of(x)
    pairs = arrays.pad_pairs(pad_width, len(shape))
    return _shaped(
        [None if d is None else d + before + after for d, (before, after) in zip(shape, pairs)], x
    )


@keras_export(["keras.ops.pad", "keras.ops.numpy.pad"])
@op(spec=_pad, in_call=("constant_values",))
def pad(x, pad_width, mode="constant", constant_values=None):
    """Adds elements before and after, along each axis.

    Args:
        x: Tensor.
        pad_width: Integer, pair of integers, or one pair `(before, after)` for each axis.
        mode: `"constant"`, `"reflect"`, `"symmetric"`, `"edge"` or `"wrap"`.
        constant_values: Number, with mode `"constant"` only. Default 0.

    Returns:
        Tensor of the dtype of `x`.

    Raises:
        ValueError: If `mode` is unknown, or takes no constant.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.pad([1, 2, 3], (2, 1), mode="reflect")).tolist()
    [3, 2, 1, 2, 3, 2]
    """
    return backend.numpy.pad(x, pad_width, mode, constant_values)


Pad = pad.operation

# Order along axes


def _along_axes(x, axis=None):
    """The shape stays; the axes must be there."""
    canonicalize_axes(axis, len(shape_of(x)))
    return _shaped(shape_of(x), x)


def _rolled(x, shift, axis=None):
    return _along_axes(x, axis)


@keras_export(["keras.ops.flip", "keras.ops.numpy.flip"])
@op(spec=_along_axes)
def flip(x, axis=None):
    """Reverses the order along axes.

    Args:
        x: Tensor.
        axis: Integer or tuple of integers. Default: all axes.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.flip([1, 2, 3])).tolist()
    [3, 2, 1]
    """
    return backend.numpy.flip(x, axis)


Flip = flip.operation


def _fliplr(x):
    arrays.require_rank(x, 2, "fliplr")
    return _shaped(shape_of(x), x)


@keras_export(["keras.ops.fliplr", "keras.ops.numpy.fliplr"])
@op(spec=_fliplr)
def fliplr(x):
    """Reverses the second axis.

    Args:
        x: Tensor of 2 dimensions or more.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.fliplr([[1, 2]])).tolist()
    [[2, 1]]
    """
    return backend.numpy.fliplr(x)


Fliplr = fliplr.operation


@keras_export(["keras.ops.flipud", "keras.ops.numpy.flipud"])
@op(spec=elementwise(moves=True))
def flipud(x):
    """Reverses the first axis.

    Args:
        x: Tensor of 1 dimension or more.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.flipud([[1], [2]])).tolist()
    [[2], [1]]
    """
    return backend.numpy.flipud(x)


Flipud = flipud.operation


def _rot90(array, k=1, axes=(0, 1)):
    shape = list(shape_of(array))
    first, second = arrays.check_rot90(len(shape), tuple(shape), axes)
    if k % 2:
        shape[first], shape[second] = shape[second], shape[first]
    return _shaped(shape, array)


@keras_export(["keras.ops.rot90", "keras.ops.numpy.rot90"])
@op(spec=_rot90)
def rot90(array, k=1, axes=(0, 1)):
    """Rotates by right angles in the plane of two axes.

    Args:
        array: Tensor of 2 dimensions or more.
        k: Integer, number of right angles, from the first axis towards the second.
        axes: Pair of different integers.

    Returns:
        Tensor of the dtype of `array`.

    Raises:
        ValueError: If the axes are equal or out of range.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.rot90([[1, 2], [3, 4]])).tolist()
    [[2, 4], [1, 3]]
    """
    return backend.numpy.rot90(array, k, axes)


Rot90 = rot90.operation


@keras_export(["keras.ops.roll", "keras.ops.numpy.roll"])
@op(spec=_rolled)
def roll(x, shift, axis=None):
    """Shifts elements along axes; those that leave at the end come back at the beginning.

    Args:
        x: Tensor.
        shift: Integer, or tuple of integers, one for each axis.
        axis: Integer or tuple of integers. Default: `x` is shifted as if it were flat.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.roll([1, 2, 3], 1)).tolist()
    [3, 1, 2]
    """
    return backend.numpy.roll(x, shift, axis)


Roll = roll.operation

# Diagonals and triangles


def _diagonal_length(rows, columns, offset):
    if rows is None or columns is None:
        return None
    return max(0, min(rows + min(offset, 0), columns - max(offset, 0)))


def _diag(x, k=0):
    shape = shape_of(x)
    if len(shape) == 1:
        side = None if shape[0] is None else shape[0] + abs(k)
        return _shaped((side, side), x)
    if len(shape) == 2:
        return _shaped((_diagonal_length(*shape, k),), x)
    raise ValueError(f"Argument `x` of diag must have 1 or 2 dimensions. Received: x.shape={shape}")


@keras_export(["keras.ops.diag", "keras.ops.numpy.diag"])
@op(spec=_diag)
def diag(x, k=0):
    """A diagonal of a matrix, or a matrix with a vector on a diagonal.

    Args:
        x: Tensor of 1 or 2 dimensions.
        k: Integer, the diagonal: positive above the main one, negative below.

    Returns:
        Tensor of the dtype of `x`.

    Raises:
        ValueError: If `x` has another rank.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.diag([1, 2])).tolist()
    [[1, 0], [0, 2]]
    """
    return backend.numpy.diag(x, k)


Diag = diag.operation


def _diagflat(x, k=0):
    length = arrays.size_of(shape_of(x))
    side = None if length is None else length + abs(k)
    return _shaped((side, side), x)


@keras_export(["keras.ops.diagflat", "keras.ops.numpy.diagflat"])
@op(spec=_diagflat)
def diagflat(x, k=0):
    """A matrix with the flattened tensor on a diagonal.

    Args:
        x: Tensor.
        k: Integer, the diagonal: positive above the main one, negative below.

    Returns:
        2D tensor of the dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.diagflat([[1], [2]])).tolist()
    [[1, 0], [0, 2]]
    """
    return backend.numpy.diagflat(x, k)


Diagflat = diagflat.operation


def diagonal_shape(shape, offset, axis1, axis2):
    """The shape of `diagonal`: without the two axes, and the diagonal last."""
    axis1, axis2 = arrays.normalize_axes((axis1, axis2), len(shape))
    rest = [d for a, d in enumerate(shape) if a not in (axis1, axis2)]
    return (*rest, _diagonal_length(shape[axis1], shape[axis2], offset))


def _diagonal(x, offset=0, axis1=0, axis2=1):
    return _shaped(diagonal_shape(shape_of(x), offset, axis1, axis2), x)


@keras_export(["keras.ops.diagonal", "keras.ops.numpy.diagonal"])
@op(spec=_diagonal)
def diagonal(x, offset=0, axis1=0, axis2=1):
    """Diagonals of the matrices in two axes.

    Args:
        x: Tensor of 2 dimensions or more.
        offset: Integer, the diagonal: positive above the main one, negative below.
        axis1: Integer, axis of the rows.
        axis2: Integer, axis of the columns.

    Returns:
        Tensor without these axes and with the diagonal as last one.

    Raises:
        ValueError: If an axis is out of range.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.diagonal([[1, 2], [3, 4]])).tolist()
    [1, 4]
    """
    return backend.numpy.diagonal(x, offset, axis1, axis2)


Diagonal = diagonal.operation


@keras_export(["keras.ops.tril", "keras.ops.numpy.tril"])
@op(spec=elementwise())
def tril(x, k=0):
    """The lower triangles: zero above a diagonal.

    Args:
        x: Tensor of 2 dimensions or more.
        k: Integer, the diagonal: positive above the main one, negative below.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tril([[1, 2], [3, 4]])).tolist()
    [[1, 0], [3, 4]]
    """
    return backend.numpy.tril(x, k)


Tril = tril.operation


@keras_export(["keras.ops.triu", "keras.ops.numpy.triu"])
@op(spec=elementwise())
def triu(x, k=0):
    """The upper triangles: zero below a diagonal.

    Args:
        x: Tensor of 2 dimensions or more.
        k: Integer, the diagonal: positive above the main one, negative below.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.triu([[1, 2], [3, 4]])).tolist()
    [[1, 2], [0, 4]]
    """
    return backend.numpy.triu(x, k)


Triu = triu.operation
