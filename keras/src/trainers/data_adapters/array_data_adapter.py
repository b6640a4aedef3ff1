"""Arrays, tensors and data frames, and nested structures of them."""
import math
from functools import partial

import numpy as np

from keras.src import backend, tree
from keras.src.trainers.data_adapters import conversions, data_adapter_utils
from keras.src.trainers.data_adapters.data_adapter import DataAdapter
from keras.src.trainers.data_adapters.rows import RowRange, is_stored

DEFAULT_BATCH_SIZE = 32


class ArrayDataAdapter(DataAdapter):
    """Batches cut out of arrays along their first axis; nothing is copied as a whole.

    Args:
        x: Inputs: an array-like or a nested structure of them.
        y: Targets, the same, or `None`.
        sample_weight: Array of one weight per sample, or a structure like `y` of such.
        batch_size: Integer. Default: 32, or what makes `steps` batches.
        steps: Integer, the wanted number of batches if `batch_size` is not given.
        shuffle: Boolean, or `"batch"` to permute within each batch only.
        class_weight: Dict from class index to weight; needs a single `y`.

    Raises:
        ValueError: If lengths differ, or weights do not fit the targets.
    """

    def __init__(
        self, x, y=None, sample_weight=None, batch_size=None, steps=None, shuffle=False, class_weight=None
    ):
        if x is None:
            raise ValueError("Argument `x` is missing: give arrays or another source of data. Received: x=None")
        weights = _sample_weights(y, sample_weight, class_weight)
        if type(x) is np.ndarray and (y is None or type(y) is np.ndarray) and weights is None:
            leaves = [x] if y is None else [x, y]  # the common case, with nothing to walk
            self._pack = _only if y is None else tuple
        else:
            if y is not None:
                parts = (x, y) if weights is None else (x, y, weights)
            else:
                parts = (x,) if isinstance(x, (list, tuple)) else x  # as `pack_x_y_sample_weight` has it
            leaves = tree.flatten(parts)
            there = [leaf is not None for leaf in leaves]
            self._pack = partial(tree.pack_sequence_as, parts) if all(there) else partial(_with_gaps, parts, there)
            leaves = [leaf for leaf in leaves if leaf is not None]
        self._sources = [_sliceable(leaf) for leaf in leaves]
        self._num_samples = data_adapter_utils.check_data_cardinality(self._sources and self._pack(self._sources))
        if batch_size is not None and (not isinstance(batch_size, (int, np.integer)) or batch_size < 1):
            raise ValueError(f"Argument `batch_size` must be a positive integer. Received: batch_size={batch_size!r}")
        if batch_size is None:
            batch_size = math.ceil(self._num_samples / steps) or 1 if steps else DEFAULT_BATCH_SIZE
        self._batch_size = int(batch_size)
        self._shuffle = shuffle
        self._rows = None

    def iterate(self, feed):
        if self._rows is None:
            self._rows = [feed.rows(source) for source in self._sources]
        return self._shuffled(feed.Order()) if self._shuffle else self._in_order()

    def _in_order(self):
        rows, size, total, pack = self._rows, self._batch_size, self._num_samples, self._pack
        if all(hasattr(row, "pieces") for row in rows):
            yield from map(pack, zip(*[row.pieces(size) for row in rows]))
            return
        for start in range(0, total, size):
            stop = min(start + size, total)
            yield pack([row.cut(start, stop) for row in rows])

    def _shuffled(self, order):
        rows, size, total, pack = self._rows, self._batch_size, self._num_samples, self._pack
        permutation = None if self._shuffle == "batch" else order.permutation(total)
        for start in range(0, total, size):
            stop = min(start + size, total)
            index = order.within_batch(stop - start) + start if permutation is None else permutation[start:stop]
            yield pack([row.take(index) for row in rows])

    def batches(self):
        return self.iterate(backend.trainer.feed)

    @property
    def num_batches(self):
        return -(-self._num_samples // self._batch_size)

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def has_partial_batch(self):
        return self._num_samples % self._batch_size > 0

    @property
    def partial_batch_size(self):
        return self._num_samples % self._batch_size or None


def _only(leaves):
    """The batch of a single array: that array."""
    return leaves[0]


def _with_gaps(structure, there, leaves):
    """The batch of a structure in which some leaves are None."""
    leaves = iter(leaves)
    return tree.pack_sequence_as(structure, [next(leaves) if full else None for full in there])


def can_convert_arrays(arrays):
    """Whether all leaves of a structure are array-likes that can be cut into batches."""
    if type(arrays) is tuple and all(part is None or type(part) is np.ndarray for part in arrays):  # nothing to walk
        return True
    return all(_is_array_like(leaf) for leaf in tree.flatten(arrays))


def _is_array_like(leaf):
    if leaf is None or isinstance(leaf, np.ndarray):
        return True
    if isinstance(leaf, (str, bytes, int, float, type)):
        return False
    if conversions.is_composite(leaf):
        return True
    return hasattr(leaf, "shape") and (hasattr(leaf, "__array__") or hasattr(leaf, "toarray"))


def _sliceable(leaf):
    """An array-like in a form that has a shape and can be cut along its first axis."""
    if type(leaf) is np.ndarray:
        array = leaf
    elif conversions.framework_of(leaf) == "pandas":
        array = leaf.to_numpy()
        array = array[:, None] if array.ndim == 1 else array  # a column
    elif hasattr(leaf, "tocsr"):
        return leaf.tocsr()
    else:
        array = leaf
    if not hasattr(array, "shape") or len(array.shape) == 0:
        raise ValueError(
            "Arguments `x`, `y` and `sample_weight` must hold arrays with an axis of samples. "
            f"Received: {array!r} (of type {type(array).__name__})"
        )
    if isinstance(array, np.ndarray) and array.dtype.kind == "O" and not _holds_strings(array):
        raise ValueError(
            "Arrays of Python objects cannot be trained on; give arrays of numbers. "
            f"Received: an array of dtype object and shape {array.shape}"
        )
    return array


def _holds_strings(array):
    return array.size > 0 and isinstance(array.flat[0], (str, bytes))


def _sample_weights(y, sample_weight, class_weight):
    """The weights in the structure of `y`, or None."""
    if sample_weight is None and class_weight is None:
        return None
    if sample_weight is not None and class_weight is not None:
        raise ValueError("Arguments `class_weight` and `sample_weight` cannot be used at the same time.")
    if class_weight is not None:
        if tree.is_nested(y):
            raise ValueError(
                "Argument `class_weight` needs a model with a single output. Received `y` with "
                f"{len(tree.flatten(y))} arrays: give `sample_weight` instead."
            )
        return data_adapter_utils.class_weight_to_sample_weights(y, class_weight)
    if tree.is_nested(sample_weight):
        leaves = tree.flatten(sample_weight)
        if len(leaves) == 1 and not tree.is_nested(y):
            return leaves[0]
        try:
            tree.assert_same_structure(y, sample_weight)
        except (ValueError, TypeError) as e:
            raise ValueError(
                "Argument `sample_weight` must be one array or have the structure of `y`. Received: "
                f"{len(leaves)} arrays for {len(tree.flatten(y))} targets"
            ) from e
        return sample_weight
    if not hasattr(sample_weight, "shape"):
        sample_weight = np.asarray(sample_weight)
    return tree.map_structure(lambda _: sample_weight, y)


def train_validation_split(arrays, validation_split):
    """Divides arrays: the last fraction of the samples is for validation.

    Args:
        arrays: Structure of arrays and `None`s.
        validation_split: Float in (0, 1).

    Returns:
        Pair of structures.

    Raises:
        ValueError: If an item is no array, or one side would be empty.
    """
    strangers = [type(a) for a in tree.flatten(arrays) if not _is_array_like(a)]
    if strangers:
        raise ValueError(
            "Argument `validation_split` works on arrays and tensors only; give `validation_data` for other "
            f"sources. Received: x of type {strangers[0].__name__}"
        )
    arrays = tree.map_structure(lambda a: a if a is None else _sliceable(a), arrays)
    leaves = [a for a in tree.flatten(arrays) if a is not None]
    total = leaves[0].shape[0]
    split = int(math.floor(total * (1.0 - validation_split)))
    if not 0 < split < total:
        raise ValueError(
            f"Argument `validation_split` leaves no samples on one side of the split of {total} samples. "
            f"Received: validation_split={validation_split}"
        )

    def rows(array, start, stop):
        if array is None:
            return None
        return RowRange(array, start, stop) if is_stored(array) else array[start:stop]

    def part(start, stop):
        return tree.map_structure(lambda a: rows(a, start, stop), arrays)

    return part(0, split), part(split, total)
