"""Operations of `keras.ops.numpy` that join, split, repeat and pad arrays, and put elements in another order."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import arrays, control_flow
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, shape_of
from keras.src.ops.numpy_manipulation import _common_dtype, _shaped
from keras.src.ops.operation_utils import canonicalize_axis

MODULE = "keras.src.ops.numpy"
op = declare(MODULE)

# Joining


def _joined(function, shapes, axis, dtype, sparse=False):
    """The spec of shapes laid end to end along an axis."""
    rank = len(shapes[0])
    axis = canonicalize_axis(axis, rank)
    merged = list(shapes[0])
    for shape in shapes[1:]:
        if len(shape) != rank:
            raise _different(function, shapes)
        for i, size in enumerate(shape):
            if i == axis:
                merged[i] = None if None in (merged[i], size) else merged[i] + size
            elif merged[i] is None:
                merged[i] = size
            elif size is not None and size != merged[i]:
                raise _different(function, shapes)
    return KerasTensor(merged, dtype=dtype, sparse=sparse)


def _different(function, shapes):
    return ValueError(
        f"{function} needs tensors of equal shapes, but for the axis that is joined. Received: {shapes}"
    )


def _concatenate(xs, axis=0):
    _not_empty("concatenate", "xs", xs)
    sparse = all(getattr(x, "sparse", False) for x in xs)
    return _joined("concatenate", [shape_of(x) for x in xs], axis, _common_dtype(xs), sparse)


def _not_empty(function, argument, xs):
    if not len(xs):
        raise ValueError(f"Argument `{argument}` of {function} must hold one tensor or more. Received: {xs}")


@keras_export(["keras.ops.concatenate", "keras.ops.numpy.concatenate"])
@op(spec=_concatenate)
def concatenate(xs, axis=0):
    """Joins tensors along an axis.

    Args:
        xs: List of tensors, of equal shapes but for that axis.
        axis: Integer.

    Returns:
        Tensor of the dtype in which those of `xs` meet.

    Raises:
        ValueError: If shapes do not fit.

    Example:

    >>> tuple(keras.ops.concatenate([keras.ops.zeros((2, 3)), keras.ops.ones((1, 3))]).shape)
    (3, 3)
    """
    return backend.numpy.concatenate(xs, axis)


Concatenate = concatenate.operation


def _stack(x, axis=0):
    _not_empty("stack", "x", x)
    shapes = [shape_of(a) for a in x]
    merged = list(shapes[0])
    for shape in shapes[1:]:
        if len(shape) != len(merged):
            raise _different("stack", shapes)
        for i, size in enumerate(shape):
            if merged[i] is None:
                merged[i] = size
            elif size is not None and size != merged[i]:
                raise _different("stack", shapes)
    merged.insert(canonicalize_axis(axis, len(merged) + 1), len(x))
    return KerasTensor(merged, dtype=_common_dtype(x))


@keras_export(["keras.ops.stack", "keras.ops.numpy.stack"])
@op(spec=_stack)
def stack(x, axis=0):
    """Joins tensors along a new axis.

    Args:
        x: List of tensors of equal shapes.
        axis: Integer, where the new axis stands in the result.

    Returns:
        Tensor with one dimension more, of the dtype in which those of `x` meet.

    Raises:
        ValueError: If shapes differ.

    Example:

    >>> tuple(keras.ops.stack([keras.ops.zeros((3,)), keras.ops.ones((3,))], axis=1).shape)
    (3, 2)
    """
    return backend.numpy.stack(x, axis)


Stack = stack.operation


def _vstack(xs):
    shapes = [shape_of(x) for x in xs]
    shapes = [(1,) * (2 - len(s)) + s for s in shapes]
    return _joined("vstack", shapes, 0, _common_dtype(xs))


@keras_export(["keras.ops.vstack", "keras.ops.numpy.vstack"])
@op(spec=_vstack)
def vstack(xs):
    """Joins tensors along the first axis, vectors as rows.

    Args:
        xs: List of tensors.

    Returns:
        Tensor of 2 dimensions or more.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.vstack([[1, 2], [3, 4]])).tolist()
    [[1, 2], [3, 4]]
    """
    return backend.numpy.vstack(xs)


Vstack = vstack.operation


def _hstack(xs):
    shapes = [shape_of(x) or (1,) for x in xs]
    return _joined("hstack", shapes, 0 if len(shapes[0]) == 1 else 1, _common_dtype(xs))


@keras_export(["keras.ops.hstack", "keras.ops.numpy.hstack"])
@op(spec=_hstack)
def hstack(xs):
    """Joins tensors along the second axis, vectors along their only one.

    Args:
        xs: List of tensors.

    Returns:
        Tensor.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hstack([[1, 2], [3]])).tolist()
    [1, 2, 3]
    """
    return backend.numpy.hstack(xs)


Hstack = hstack.operation


def _dstack(xs):
    lifted = {0: lambda s: (1, 1, 1), 1: lambda s: (1, *s, 1), 2: lambda s: (*s, 1)}
    shapes = [lifted.get(len(s), tuple)(s) for s in map(shape_of, xs)]
    return _joined("dstack", shapes, 2, _common_dtype(xs))


@keras_export(["keras.ops.dstack", "keras.ops.numpy.dstack"])
@op(spec=_dstack)
def dstack(xs):
    """Joins tensors along the third axis.

    Args:
        xs: List of tensors.

    Returns:
        Tensor of 3 dimensions or more.

    Example:

    >>> tuple(keras.ops.dstack([[1, 2], [3, 4]]).shape)
    (1, 2, 2)
    """
    return backend.numpy.dstack(xs)


Dstack = dstack.operation


def _append(x1, x2, axis=None):
    shapes = [shape_of(x1), shape_of(x2)]
    if axis is None:
        shapes = [(arrays.size_of(s),) for s in shapes]
    return _joined("append", shapes, axis or 0, _common_dtype((x1, x2)))


@keras_export(["keras.ops.append", "keras.ops.numpy.append"])
@op(spec=_append, tensors=2)
def append(x1, x2, axis=None):
    """Puts a tensor behind another.

    Args:
        x1: Tensor.
        x2: Tensor.
        axis: Integer. Default: both are flattened.

    Returns:
        Tensor of the dtype in which both meet.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.append([1, 2], 3)).tolist()
    [1, 2, 3]
    """
    return backend.numpy.append(x1, x2, axis)


Append = append.operation

# Splitting


def _parts(x, sizes, axis):
    shape = shape_of(x)
    return [_shaped((*shape[:axis], size, *shape[axis + 1 :]), x) for size in sizes]


def _split(x, indices_or_sections, axis=0, function="split"):
    axis = canonicalize_axis(axis, len(shape_of(x)))
    length = shape_of(x)[axis]
    if isinstance(indices_or_sections, int):
        control_flow.check_count(function, indices_or_sections)
    if length is None:
        if isinstance(indices_or_sections, int):
            return _parts(x, [None] * indices_or_sections, axis)
        cuts = [0, *indices_or_sections]
        known = [end - begin if begin >= 0 <= end else None for begin, end in zip(cuts, cuts[1:])]
        return _parts(x, [*known, None], axis)
    bounds = arrays.section_bounds(indices_or_sections, length, function)
    return _parts(x, [end - begin for begin, end in bounds], axis)


@keras_export(["keras.ops.split", "keras.ops.numpy.split"])
@op(spec=_split)
def split(x, indices_or_sections, axis=0):
    """Splits a tensor along an axis.

    Args:
        x: Tensor.
        indices_or_sections: Integer, number of equal parts; or list of integers, where to cut.
        axis: Integer.

    Returns:
        List of tensors.

    Raises:
        ValueError: If the axis does not divide into so many equal parts.

    Example:

    >>> [tuple(part.shape) for part in keras.ops.split(keras.ops.zeros((6, 2)), [1, 3])]
    [(1, 2), (2, 2), (3, 2)]
    """
    return backend.numpy.split(x, indices_or_sections, axis)


Split = split.operation


def _array_split(x, indices_or_sections, axis=0):
    axis = canonicalize_axis(axis, len(shape_of(x)))
    length = shape_of(x)[axis]
    if isinstance(indices_or_sections, int):
        control_flow.check_count("array_split", indices_or_sections)
    cuts = arrays.nearly_equal_cuts(indices_or_sections, length or 0)
    if length is None:
        return _parts(x, [None] * indices_or_sections, axis)
    return _split(x, cuts, axis)


@keras_export(["keras.ops.array_split", "keras.ops.numpy.array_split"])
@op(spec=_array_split)
def array_split(x, indices_or_sections, axis=0):
    """Splits a tensor along an axis into parts whose sizes differ by one at most.

    Args:
        x: Tensor.
        indices_or_sections: Positive integer, number of parts.
        axis: Integer.

    Returns:
        List of tensors.

    Raises:
        TypeError: If the number of parts is no integer.
        ValueError: If it is not positive.

    Example:

    >>> [tuple(part.shape) for part in keras.ops.array_split([1, 2, 3, 4], 3)]
    [(2,), (1,), (1,)]
    """
    return backend.numpy.array_split(x, indices_or_sections, axis)


ArraySplit = array_split.operation


def _hsplit(x, indices_or_sections):
    return _split(x, indices_or_sections, 0 if len(shape_of(x)) == 1 else 1, "hsplit")


@keras_export(["keras.ops.hsplit", "keras.ops.numpy.hsplit"])
@op(spec=_hsplit)
def hsplit(x, indices_or_sections):
    """Splits a tensor along its second axis, a vector along its only one.

    Args:
        x: Tensor.
        indices_or_sections: Integer, number of equal parts; or list of integers, where to cut.

    Returns:
        List of tensors.

    Example:

    >>> [tuple(part.shape) for part in keras.ops.hsplit(keras.ops.zeros((2, 4)), 2)]
    [(2, 2), (2, 2)]
    """
    return backend.numpy.hsplit(x, indices_or_sections)


Hsplit = hsplit.operation


def _vsplit(x, indices_or_sections):
    arrays.require_rank(x, 2, "vsplit")
    return _split(x, indices_or_sections, 0, "vsplit")


@keras_export(["keras.ops.vsplit", "keras.ops.numpy.vsplit"])
@op(spec=_vsplit)
def vsplit(x, indices_or_sections):
    """Splits a tensor along its first axis.

    Args:
        x: Tensor of 2 dimensions or more.
        indices_or_sections: Integer, number of equal parts; or list of integers, where to cut.

    Returns:
        List of tensors.

    Example:

    >>> [tuple(part.shape) for part in keras.ops.vsplit(keras.ops.zeros((2, 4)), 2)]
    [(1, 4), (1, 4)]
    """
    return backend.numpy.vsplit(x, indices_or_sections)


Vsplit = vsplit.operation


def _dsplit(x, indices_or_sections):
    arrays.require_rank(x, 3, "dsplit")
    return _split(x, indices_or_sections, 2, "dsplit")


@keras_export(["keras.ops.dsplit", "keras.ops.numpy.dsplit"])
@op(spec=_dsplit)
def dsplit(x, indices_or_sections):
    """Splits a tensor along its third axis.

    Args:
        x: Tensor of 3 dimensions or more.
        indices_or_sections: Integer, number of equal parts; or list of integers, where to cut.

    Returns:
        List of tensors.

    Example:

    >>> [tuple(part.shape) for part in keras.ops.dsplit(keras.ops.zeros((1, 2, 4)), 2)]
    [(1, 2, 2), (1, 2, 2)]
    """
    return backend.numpy.dsplit(x, indices_or_sections)


Dsplit = dsplit.operation
