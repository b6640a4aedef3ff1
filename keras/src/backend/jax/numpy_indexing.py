"""Indexing, searching and sorting arrays, on JAX."""


import jax.numpy as jnp

from keras.src.backend.common.formulas import indexing
from keras.src.backend.jax.kernels import adopt
from keras.src.backend.jax.numpy_arrays import as_tensor, common

raw_where = jnp.where


def get_item(x, key):
    key = indexing.index_key(key)
    if type(key) is tuple:
        key = tuple([jnp.asarray(k) if type(k) is list else k for k in key])
    return as_tensor(x)[jnp.asarray(key) if type(key) is list else key]  # jax takes no lists


def take(x, indices, axis=None):
    return jnp.take(as_tensor(x), as_tensor(indices), axis)


def take_along_axis(x, indices, axis=None):
    return jnp.take_along_axis(as_tensor(x), as_tensor(indices), axis)


def nonzero(x):
    return tuple(i.astype("int32") for i in jnp.nonzero(as_tensor(x)))


def unravel_index(indices, shape):
    indices = as_tensor(indices)
    return tuple(i.astype(indices.dtype) for i in jnp.unravel_index(indices, shape))


select = adopt(indexing.select)


def isin(x1, x2, assume_unique=False, invert=False):
    x1, x2 = common((x1, x2))
    return jnp.isin(x1, x2, assume_unique=assume_unique, invert=invert)


def searchsorted(sorted_sequence, values, side="left"):
    sorted_sequence, values = common((sorted_sequence, values))
    indexing.check_searchsorted(sorted_sequence.shape, side)
    return jnp.searchsorted(sorted_sequence, values, side=side).astype("int32")


# Sorting


def sort(x, axis=-1):
    return jnp.sort(as_tensor(x), axis=axis)


def argsort(x, axis=-1):
    return jnp.argsort(as_tensor(x), axis=axis).astype("int32")


def argpartition(x, kth, axis=-1):
    x = as_tensor(x)
    if x.dtype.kind in "bu":  # jax partitions by the negative, which these do not have.
        return argsort(x, axis)
    return jnp.argpartition(x, kth, axis).astype("int32")


def unique(
    x, sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,
    size=None, fill_value=None,
):
    found = jnp.unique(
        as_tensor(x), return_index, return_inverse, return_counts, axis, size=size,
        fill_value=fill_value,
    )
    if not isinstance(found, tuple):
        return found
    return (found[0], *(f.astype("int32") for f in found[1:]))
