"""The shape that indexing gives, for all that NumPy takes as index."""
from keras.src.ops.declare import dtype_of, shape_of
from keras.src.ops.operation_utils import broadcast_shapes


def indexed_shape(shape, key):
    """The shape of `x[key]` for an `x` of a shape that may hold None.

    Raises:
        IndexError: If `key` has more indices than there are dimensions, or an integer is out of range.
    """
    parts = list(key) if isinstance(key, tuple) else [key]
    parts = _without_ellipsis(parts, len(shape))
    result, axis, arrays = [], 0, []
    for part in parts:
        if part is None:
            result.append(1)
            continue
        if isinstance(part, slice):
            result.append(_sliced(shape[axis], part))
            axis += 1
            continue
        if isinstance(part, int) and not isinstance(part, bool):
            _check_index(part, shape[axis], axis)
            part_shape, used = (), 1
        else:
            part_shape, used = _array_index(part)
        arrays.append((part_shape, len(result)))
        axis += used
    result.extend(shape[axis:])
    joined = ()
    for part_shape, _ in arrays:
        joined = broadcast_shapes(joined, part_shape)
    if joined:
        # Indices that a slice stands between put their dimensions first.
        places = {p for _, p in arrays}
        at = 0 if len(places) > 1 else places.pop()
        result[at:at] = joined
    return tuple(result)


def _without_ellipsis(parts, rank):
    """The indices with `...` written out as full slices."""
    used = sum(_dimensions_used(p) for p in parts)
    if used > rank:
        raise IndexError(f"There are {used} indices for a tensor of {rank} dimensions.")
    at = [i for i, p in enumerate(parts) if p is Ellipsis]
    if len(at) > 1:
        raise IndexError("An index may hold a single Ellipsis.")
    if at:
        parts[at[0] : at[0] + 1] = [slice(None)] * (rank - used)
    return parts


def _dimensions_used(part):
    if part is None or part is Ellipsis:
        return 0
    if isinstance(part, (int, slice)):
        return 1
    return _array_index(part)[1]


def _array_index(part):
    """Shape that an array adds when it is an index, and how many dimensions it indexes."""
    shape = shape_of(part)
    if dtype_of(part) in ("bool", bool):
        return (None,), len(shape)
    return shape, 1


def _check_index(index, size, axis):
    if size is not None and not -size <= index < size:
        raise IndexError(f"index {index} is out of bounds for axis {axis} with size {size}")


def _sliced(size, key):
    """Number of elements of a slice; None where it depends on an unknown size."""
    known = all(b is None or isinstance(b, int) for b in (key.start, key.stop, key.step))
    return len(range(*key.indices(size))) if known and size is not None else None
