"""Indexing, searching and sorting arrays, on NumPy."""


import numpy as np

from keras.src.backend.common.formulas import indexing
from keras.src.backend.numpy.core import convert_to_tensor
from keras.src.backend.numpy.kernels import NUMPY, adopt
from keras.src.backend.numpy.numpy_arrays import as_tensor, common

raw_where = np.where


def get_item(x, key):
    return as_tensor(x)[indexing.index_key(key)]


def take(x, indices, axis=None):
    return np.take(as_tensor(x), as_tensor(indices), axis)


def take_along_axis(x, indices, axis=None):
    x, indices = as_tensor(x), as_tensor(indices)
    return np.take_along_axis(x, indices.astype("int64", copy=False), axis)


def nonzero(x):
    return tuple(i.astype("int32") for i in np.nonzero(as_tensor(x)))


def unravel_index(indices, shape):
    indices = as_tensor(indices)
    return tuple(i.astype(indices.dtype) for i in np.unravel_index(indices, shape))


select = adopt(indexing.select)


def isin(x1, x2, assume_unique=False, invert=False):
    x1, x2 = common((x1, x2))
    return np.isin(x1, x2, assume_unique=assume_unique, invert=invert)


def searchsorted(sorted_sequence, values, side="left"):
    sorted_sequence, values = common((sorted_sequence, values))
    indexing.check_searchsorted(sorted_sequence.shape, side)
    return np.searchsorted(sorted_sequence, values, side).astype("int32")


# Sorting


def sort(x, axis=-1):
    return np.sort(as_tensor(x), axis)


def argsort(x, axis=-1):
    return np.argsort(as_tensor(x), axis, kind="stable").astype("int32")


def argpartition(x, kth, axis=-1):
    return np.argpartition(as_tensor(x), kth, axis).astype("int32")


def unique(
    x, sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,
    size=None, fill_value=None,
):
    found = np.unique(convert_to_tensor(x), True, True, True, axis)
    values, *rest = indexing.sized_unique(NUMPY, found, axis, size, fill_value)
    wanted = (return_index, return_inverse, return_counts)
    rest = [r.astype("int32") for r, w in zip(rest, wanted) if w]
    return (values, *rest) if rest else values
