"""Indexing, searching and sorting arrays, on TensorFlow."""
import functools

import tensorflow as tf

from keras.src.backend.common.formulas import arrays, indexing
from keras.src.backend.tensorflow.core import (
    has_gpu,
)
from keras.src.backend.tensorflow.core import shape as shape_of
from keras.src.backend.tensorflow.kernels import HELD, NUMPY, adopt
from keras.src.backend.tensorflow.numpy_arrays import as_tensor, common

raw_where = tf.where
INDEX_DTYPES = (tf.int32, tf.int64)


def get_item(x, key):
    x, key = as_tensor(x), indexing.index_key(key)
    parts = key if type(key) is tuple else (key,)
    if all(_is_basic(k) for k in parts):
        return x[key]
    return _get_with_arrays(x, parts)


def _is_basic(key):
    if key is None or key is Ellipsis or isinstance(key, (int, slice)):
        return True
    return tf.is_tensor(key) and key.shape.rank == 0 and key.dtype in INDEX_DTYPES


def _get_with_arrays(x, parts):
    """Indexing with arrays: `tf.gather` along one axis, `tf.gather_nd` along several leading ones."""
    parts = [p if _is_basic(p) else as_tensor(p) for p in parts]
    masks = [p for p in parts if tf.is_tensor(p) and p.dtype == tf.bool]
    if masks:
        if len(parts) > 1:
            raise ValueError("Indexing takes a boolean mask only by itself on the tensorflow backend.")
        return tf.boolean_mask(x, masks[0])
    used = sum(1 for p in parts if p is not None and p is not Ellipsis)
    if Ellipsis in [p for p in parts if not tf.is_tensor(p)]:
        at = next(i for i, p in enumerate(parts) if p is Ellipsis)
        parts[at : at + 1] = [slice(None)] * (x.shape.rank - used)
    arrays_at = [i for i, p in enumerate(parts) if tf.is_tensor(p) and p.shape.rank]
    if len(arrays_at) == 1:
        at = arrays_at[0]
        axis = sum(1 for p in parts[:at] if p is None or isinstance(p, slice))
        x = x[tuple(slice(None) if i == at else p for i, p in enumerate(parts))]
        return take(x, parts[at], axis)
    if any(p is None or isinstance(p, slice) for p in parts[: arrays_at[-1]]):
        raise ValueError("Indexing with several arrays needs them to come first on the tensorflow backend.")
    lead = arrays_at[-1] + 1
    sizes = shape_of(x)
    indices = [_wrapped(as_tensor(p), sizes[i]) for i, p in enumerate(parts[:lead])]
    rest = (slice(None),) * 1 + tuple(parts[lead:])
    shape = functools.reduce(tf.broadcast_static_shape, [i.shape for i in indices])
    picked = tf.gather_nd(x, tf.stack([tf.broadcast_to(i, shape) for i in indices], -1))
    return picked if len(rest) == 1 else picked[(slice(None),) * len(shape) + rest[1:]]


def _wrapped(indices, size):
    """Indices counted from the end become positive."""
    if indices.dtype.is_floating:
        raise TypeError(f"Indices must be integers. Received: indices.dtype={indices.dtype.name}")
    if indices.dtype not in INDEX_DTYPES:
        indices = tf.cast(indices, tf.int32)
    return tf.where(indices < 0, indices + tf.cast(size, indices.dtype), indices)


def take(x, indices, axis=None):
    x, indices = x if type(x) in HELD else as_tensor(x), as_tensor(indices)
    if type(indices) is tf.RaggedTensor:
        return indices.with_flat_values(take(x, indices.flat_values, axis))
    if axis is None:
        x, axis = tf.reshape(x, (-1,)), 0
    axis = arrays.canonicalize_axis(axis, x.shape.rank)
    if tf.executing_eagerly() and indices.dtype in INDEX_DTYPES and not has_gpu():
        try:
            return tf.raw_ops.GatherV2(params=x, indices=indices, axis=axis)
        except tf.errors.InvalidArgumentError:  # Some count from the end, or lead outside.
            pass
    return tf.gather(x, _wrapped(indices, shape_of(x)[axis]), axis=axis)


def take_along_axis(x, indices, axis=None):
    x, indices = as_tensor(x), as_tensor(indices)
    if indices.dtype.is_floating:
        indices = tf.cast(indices, tf.int32)
    if axis is None:
        x, indices, axis = tf.reshape(x, (-1,)), tf.reshape(indices, (-1,)), 0
    rank = x.shape.rank
    axis = arrays.canonicalize_axis(axis, rank)
    if indices.shape.rank != rank:
        raise ValueError(
            "Arguments `x` and `indices` of take_along_axis must have the same number of dimensions. "
            f"Received: x.shape={tuple(x.shape)}, indices.shape={tuple(indices.shape)}"
        )
    sizes, wanted = shape_of(x), shape_of(indices)
    lead = [tf.maximum(sizes[a], wanted[a]) if a != axis else None for a in range(rank)]
    x = tf.broadcast_to(x, [sizes[a] if a == axis else lead[a] for a in range(rank)])
    indices = tf.broadcast_to(indices, [wanted[a] if a == axis else lead[a] for a in range(rank)])
    order = arrays.moved_axes(rank, axis, -1)
    back = arrays.moved_axes(rank, -1, axis)
    picked = tf.gather(
        tf.transpose(x, order),
        tf.transpose(_wrapped(indices, sizes[axis]), order),
        batch_dims=rank - 1,
    )
    return tf.transpose(picked, back)


def nonzero(x):
    x = as_tensor(x)
    return tf.unstack(tf.cast(tf.where(tf.cast(x, "bool")), "int32"), x.shape.rank, axis=1)


def unravel_index(indices, shape):
    indices = as_tensor(indices)
    rest, coordinates = indices, []
    for dimension in reversed(arrays.shape_tuple(shape)):
        coordinates.append(rest % dimension)
        rest = rest // dimension
    return tuple(reversed(coordinates))


select = adopt(indexing.select)


def isin(x1, x2, assume_unique=False, invert=False):
    x1, x2 = common((x1, x2))
    found = tf.reduce_any(x1[..., None] == tf.reshape(x2, (-1,)), axis=-1)
    return ~found if invert else found


def searchsorted(sorted_sequence, values, side="left"):
    sorted_sequence, values = common((sorted_sequence, values))
    indexing.check_searchsorted(sorted_sequence.shape, side)
    if sorted_sequence.dtype == tf.bool:
        sorted_sequence, values = tf.cast(sorted_sequence, "int32"), tf.cast(values, "int32")
    find = tf.raw_ops.LowerBound if side == "left" else tf.raw_ops.UpperBound  # tf.searchsorted fails on no values
    positions = find(sorted_inputs=sorted_sequence[None], values=tf.reshape(values, (1, -1)))
    return tf.reshape(positions, tf.shape(values))


# Sorting


def _sortable(x):
    """Booleans are sorted as integers."""
    return tf.cast(x, "int8") if x.dtype == tf.bool else x


def sort(x, axis=-1):
    x = as_tensor(x)
    if axis is None:
        return sort(tf.reshape(x, (-1,)))
    return tf.cast(tf.sort(_sortable(x), axis=axis), x.dtype)


def argsort(x, axis=-1):
    x = as_tensor(x)
    if axis is None:
        return argsort(tf.reshape(x, (-1,)))
    return tf.argsort(_sortable(x), axis=axis, stable=True)


def argpartition(x, kth, axis=-1):
    return argsort(x, axis)


def unique(
    x, sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,
    size=None, fill_value=None,
):
    x = as_tensor(x)
    if axis is None:
        x = tf.reshape(x, (-1,))
    along = 0 if axis is None else arrays.canonicalize_axis(axis, x.shape.rank)
    grouped = _groups if size is None or tf.executing_eagerly() else _groups_of_known_size
    first, inverse, counts, number = grouped(_sortable(x), along, sorted)
    found = tf.gather(x, first, axis=along), first, inverse, counts
    values, *rest = indexing.sized_unique(NUMPY, found, axis, size, fill_value, number)
    rest = [r for r, w in zip(rest, (return_index, return_inverse, return_counts)) if w]
    return (values, *rest) if rest else values


def _groups(x, axis, sorted):
    """`(first, inverse, counts, number)` of the slices along an axis that are equal."""
    values, inverse, counts = tf.raw_ops.UniqueWithCountsV2(x=x, axis=[axis])
    number = tf.size(counts)
    if sorted:
        order = _lexicographic_order(_rows(values, axis))
        counts, inverse = tf.gather(counts, order), tf.gather(tf.math.invert_permutation(order), inverse)
    return tf.math.unsorted_segment_min(tf.range(tf.size(inverse)), inverse, number), inverse, counts, number


def _groups_of_known_size(x, axis, sorted):
    """The same by sorting alone, for XLA: `first` and `counts` go on beyond `number`, to the length of the axis."""
    rows = _rows(x, axis)
    order = _lexicographic_order(rows)
    length, ordered = tf.size(order), tf.gather(rows, order)
    begins = tf.concat([[False], tf.reduce_any(ordered[1:] != ordered[:-1], axis=1)], 0)[:length]
    group = tf.cumsum(tf.cast(begins, "int32"))
    first, number = tf.math.unsorted_segment_min(order, group, length), tf.reduce_max(group) + 1
    if not sorted:
        place = tf.argsort(tf.argsort(first))
        group, first = tf.gather(place, group), tf.sort(first)
    counts = tf.math.unsorted_segment_sum(tf.ones_like(group), group, length)
    inverse = tf.scatter_nd(order[:, None], group, [length])
    return tf.minimum(first, length - 1), inverse, counts, number


def _rows(x, axis):
    """The slices along an axis as the rows of a matrix."""
    order = arrays.moved_axes(x.shape.rank, axis, 0)
    return tf.reshape(tf.transpose(x, order), (tf.shape(x)[axis], -1))


def _lexicographic_order(rows):
    """The order of rows: by their first elements, then by their second ones, ..."""
    order = tf.range(tf.shape(rows)[0])
    for column in reversed(range(rows.shape[1] or 1)):
        order = tf.gather(order, tf.argsort(tf.gather(rows[:, column], order), stable=True))
    return order
