"""Indexing and searching, written once over a backend's `numpy` module (`nb`)."""
from keras.src.backend.common import dtypes


def select(nb, condlist, choicelist, default=0):
    """From each position's first true condition, its choice."""
    check_select(condlist, choicelist)
    numbers = (bool, int, float, complex)
    values = [v if isinstance(v, numbers) else nb.convert_to_tensor(v) for v in (*choicelist, default)]
    dtype = dtypes.promote(*(type(v) if isinstance(v, numbers) else v.dtype for v in values))
    values = [nb.convert_to_tensor(v, dtype) for v in values]
    conditions = [nb.convert_to_tensor(c, "bool") for c in condlist]
    result = values[-1]
    for condition, value in zip(reversed(conditions), reversed(values[:-1])):
        result = nb.raw_where(condition, value, result)
    return result


def check_select(condlist, choicelist):
    """Refuses lists of different lengths."""
    if len(condlist) != len(choicelist) or not condlist:
        raise ValueError(
            "Arguments `condlist` and `choicelist` of select must be lists of the same length, not empty. "
            f"Received: {len(condlist)} conditions, {len(choicelist)} choices"
        )


def check_searchsorted(shape, side):
    """Refuses sequences that are no vectors, and sides that are neither left nor right."""
    if len(shape) != 1:
        raise ValueError(
            "Argument `sorted_sequence` of searchsorted must have 1 dimension; map over more with "
            f"`keras.ops.vectorized_map`. Received: sorted_sequence.shape={tuple(shape)}"
        )
    if side not in ("left", "right"):
        raise ValueError(f"Argument `side` of searchsorted must be 'left' or 'right'. Received: side={side!r}")


def sized_unique(nb, found, axis, size, fill_value, number=None):
    """`(values, index, inverse, counts)` of `unique`, values, index and counts cut or padded to `size`.

    Values are padded with `fill_value`, or with zero; indices with the first, counts with 0.
    `number` tells how many there are, where that is not the length of `values`.
    """
    if size is None:
        return found
    values, index, inverse, counts = found
    axis = 0 if axis is None else axis
    places = nb.arange(size, dtype="int32")
    number = nb.shape(values)[axis] if number is None else number  # which compiled functions do not know
    present = places < number
    places = nb.where(present, places, 0)
    values, index, counts = nb.take(values, places, axis), nb.take(index, places), nb.take(counts, places)
    counts = nb.where(present, counts, nb.zeros_like(counts))
    present = nb.reshape(present, [-1 if i == axis % len(values.shape) else 1 for i in range(len(values.shape))])
    values = nb.where(present, values, nb.cast(0 if fill_value is None else fill_value, values.dtype))
    return values, index, inverse, counts


def index_key(key):
    """An index as frameworks take it; after a round trip through JSON a tuple is a list."""
    if isinstance(key, list) and any(
        k is None or k is Ellipsis or isinstance(k, slice) for k in key
    ):
        return tuple(key)
    return key
