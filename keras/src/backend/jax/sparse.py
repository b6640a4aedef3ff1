"""Sparse arrays on jax: functions named as operations, which return None where they keep nothing sparse.

`jax.experimental.sparse` takes a second to import; this module is read when there is a sparse array already.
"""
import math

import jax.numpy as jnp
from jax.experimental import sparse as jax_sparse

from keras.src.backend.common import dtypes
from keras.src.backend.jax.core import cast, convert_to_tensor, is_sparse

_NUMBERS = (bool, int, float)


def dense(x):
    """A sparse array as a dense one."""
    return x.todense()


def map_values(function, x):
    """A function that maps zero to zero."""
    x = x if x.unique_indices else x.sum_duplicates(nse=x.nse)
    return jax_sparse.BCOO(
        (function(x.data), x.indices),
        shape=x.shape,
        indices_sorted=x.indices_sorted,
        unique_indices=True,
    )


def _sparse(function):
    """Lets a function of dense arrays compute with sparse ones."""
    return jax_sparse.sparsify(function)


def _dtype(x):
    return type(x) if isinstance(x, _NUMBERS) else x.dtype


def _meet(x1, x2, rule=dtypes.promote):
    """Both as arrays of their common dtype, sparse ones kept."""
    x1, x2 = (x if isinstance(x, _NUMBERS) or is_sparse(x) else convert_to_tensor(x) for x in (x1, x2))
    dtype = rule(_dtype(x1), _dtype(x2))
    return [jnp.asarray(x, dtype) if isinstance(x, _NUMBERS) else cast(x, dtype) for x in (x1, x2)]


def _both(function):
    """A function of two arrays that are both sparse."""

    def form(x1, x2):
        return function(*_meet(x1, x2)) if is_sparse(x1) and is_sparse(x2) else None

    return form


add = _both(_sparse(jnp.add))
subtract = _both(_sparse(jnp.subtract))
maximum = _both(lambda x1, x2: jax_sparse.BCOO.fromdense(jnp.maximum(dense(x1), dense(x2))))
minimum = _both(lambda x1, x2: jax_sparse.BCOO.fromdense(jnp.minimum(dense(x1), dense(x2))))


def multiply(x1, x2):
    """The product is zero where one factor is."""
    x1, x2 = _meet(x1, x2)
    if is_sparse(x1) and is_sparse(x2):
        return jax_sparse.bcoo_multiply_sparse(x1, x2)
    sparse, factor = (x1, x2) if is_sparse(x1) else (x2, x1)
    if not factor.ndim:
        return map_values(lambda values: values * factor, sparse)
    scaled = jax_sparse.bcoo_multiply_dense(sparse, jnp.broadcast_to(factor, sparse.shape))
    return jax_sparse.BCOO((scaled, sparse.indices), shape=sparse.shape)


def divide(x1, x2):
    """Sparse over dense is sparse, with NaN where both are zero."""
    if not is_sparse(x1) or is_sparse(x2):
        return None
    x1, x2 = _meet(x1, x2, dtypes.promote_float)
    if not x2.ndim:
        return map_values(lambda values: values / x2, x1)
    return jax_sparse.BCOO.fromdense(dense(x1) / x2)


true_divide = divide


def matmul(x1, x2):
    return _sparse(jnp.matmul)(*_meet(x1, x2))


def sum(x, axis=None, keepdims=False):
    axes = tuple(range(x.ndim)) if axis is None else axis if isinstance(axis, (tuple, list)) else (axis,)
    axes = [a % x.ndim for a in axes]
    shape = [1 if a in axes else size for a, size in enumerate(x.shape)]
    total = jax_sparse.bcoo_reduce_sum(cast(x, dtypes.sum_rule.wide(x.dtype)), axes=axes)
    return total.reshape(shape) if keepdims else total


def mean(x, axis=None, keepdims=False):
    total = sum(cast(x, dtypes.mean_rule.wide(x.dtype)), axis, keepdims)
    count = x.size // math.prod(total.shape)
    return map_values(lambda values: values / count, total)


def concatenate(xs, axis=0):
    if not all(map(is_sparse, xs)):
        return None
    dtype = dtypes.promote.wide(*(x.dtype for x in xs))
    return jax_sparse.bcoo_concatenate([cast(x, dtype) for x in xs], dimension=axis % xs[0].ndim)


def transpose(x, axes=None):
    return x.transpose(axes)


def reshape(x, newshape):
    known = -math.prod(newshape)
    return x.reshape(tuple(x.size // known if size == -1 else size for size in newshape))


def expand_dims(x, axis):
    axes = (axis,) if isinstance(axis, int) else axis
    rank = x.ndim + len(axes)
    new, sizes = [a % rank for a in axes], iter(x.shape)
    return x.reshape(tuple(1 if a in new else next(sizes) for a in range(rank)))


def squeeze(x, axis=None):
    axes = (axis,) if isinstance(axis, int) else axis
    dropped = [a for a, size in enumerate(x.shape) if size == 1] if axes is None else [a % x.ndim for a in axes]
    return x.reshape(tuple(size for a, size in enumerate(x.shape) if a not in dropped))
