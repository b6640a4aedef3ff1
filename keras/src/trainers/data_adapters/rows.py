"""Rows of array-likes: a batch is cut or picked, converted and nothing else is touched."""
import functools

import numpy as np

from keras.src import tree
from keras.src.backend import config
from keras.src.backend.common import dtypes
from keras.src.backend.common.variables import is_float_dtype
from keras.src.trainers.data_adapters.conversions import framework_of, numpy_array


class NumpyRows:
    """Rows of a NumPy array (also one that is mapped from a file).

    Args:
        array: The array.
        dtype: What batches are cast to, or None.
    """

    __slots__ = ("array", "dtype", "is_packed")

    def __init__(self, array, dtype=None):
        self.array = array
        self.dtype = dtype
        self.is_packed = type(array) is np.ndarray and array.ndim > 1 and array.flags.c_contiguous

    def cut(self, start, stop):
        """Rows `start` to `stop`."""
        part = self.array[start:stop]
        return part if self.dtype is None else part.astype(self.dtype)

    def take(self, index):
        """The rows of these indices, in their order."""
        # `take` is faster than an index, but would first copy the whole of an array that is not packed.
        part = self.array.take(index, 0) if self.is_packed else self.array[index]
        return part if self.dtype is None else part.astype(self.dtype)


class TextRows(NumpyRows):
    """Rows of an array of strings: they stay in NumPy, for layers that turn them into numbers."""

    __slots__ = ()


class SparseRows(NumpyRows):
    """Rows of a scipy.sparse matrix, as dense arrays."""

    __slots__ = ()

    def cut(self, start, stop):
        return np.asarray(self.array[start:stop].toarray(), self.dtype)

    def take(self, index):
        return np.asarray(self.array[index].toarray(), self.dtype)


def is_stored(array):
    """Whether an array-like reads from a store when it is indexed, as an h5py dataset or a zarr array does."""
    return (
        not isinstance(array, np.ndarray)
        and isinstance(getattr(array, "dtype", None), np.dtype)
        and hasattr(array, "__getitem__")
        and not hasattr(array, "toarray")
        and framework_of(array) not in ("jax", "pandas", "tensorflow", "torch")
    )


class RowRange:
    """Some rows of a store, which are read when indexed and no sooner.

    Args:
        source: The store.
        start: Integer, the first row.
        stop: Integer, the row after the last.
    """

    def __init__(self, source, start, stop):
        self.source, self.start, self.stop = source, start, stop
        self.shape, self.dtype = (stop - start, *source.shape[1:]), source.dtype

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, index):
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return self.source[self.start + start : self.start + stop : step]
        return self.source[self.start + np.asarray(index)]

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.source[self.start : self.stop], dtype)


class StoredRows(NumpyRows):
    """Rows of something that reads from a store when indexed, as an h5py dataset: increasing indices only."""

    __slots__ = ()

    def cut(self, start, stop):
        return np.asarray(self.array[start:stop], self.dtype)

    def take(self, index):
        order = np.argsort(index)
        part = np.empty((len(index), *self.array.shape[1:]), self.dtype or self.array.dtype)
        part[order] = self.array[np.asarray(index)[order]]
        return part


def float_target(dtype):
    """The dtype that rows of this one are cast to: floats to `floatx()`, others stay (None)."""
    return _float_target(dtype, config.floatx())


@functools.cache
def _float_target(dtype, floatx):
    name = dtypes.standardize(dtype)
    return floatx if is_float_dtype(name) and name != floatx else None


def refuse_strings(structure, cause=None):
    """Raises ValueError if there are arrays of strings in a batch that a step could not take."""
    for leaf in tree.flatten(structure):
        if isinstance(leaf, np.ndarray) and leaf.dtype.kind in "USO":
            raise ValueError(
                "The model takes numbers. Turn strings into numbers first, with a preprocessing layer. "
                f"Received: an array of dtype {leaf.dtype} ({leaf.dtype.name})"
            ) from cause


def numpy_rows(array):
    """Rows of an array-like, as NumPy batches."""
    if isinstance(array, np.ndarray):
        if array.dtype.kind in "USO":
            return TextRows(array)
        return NumpyRows(array, float_target(array.dtype))
    if hasattr(array, "toarray"):
        return SparseRows(array, float_target(array.dtype) or array.dtype)
    if is_stored(array):
        return StoredRows(array, float_target(array.dtype))
    array = numpy_array(array)
    return NumpyRows(array, float_target(array.dtype))


class NumpyOrder:
    """Random orders drawn from NumPy's global generator."""

    @staticmethod
    def permutation(count):
        """An order of all samples."""
        return np.random.permutation(count)

    @staticmethod
    def within_batch(count):
        """An order of the samples of one batch."""
        return np.random.permutation(count)


READS_LIKE_TF_DATA = False  # as Keras 3 does there: a PyDataset is looked at by index, a pass of tf.data begins at once
READS_AHEAD = False  # whether a thread reads the next batch from Python while a step runs


def before_pass(adapter):
    """Nothing is drawn from random generators when a pass begins."""


def after_pass(adapter=None):
    """Nothing is drawn when a pass ends."""
