"""Indexing, searching and sorting arrays, on PyTorch."""


import torch

from keras.src.backend.common.formulas import arrays, indexing
from keras.src.backend.torch.kernels import NUMPY, adopt
from keras.src.backend.torch.numpy_arrays import as_tensor, common

raw_where = torch.where
INDEX_DTYPES = (torch.int32, torch.int64)
FEW = 256  # Indices up to which plain indexing is the fastest.


def get_item(x, key):
    x, key = as_tensor(x), indexing.index_key(key)
    if isinstance(key, slice) or type(key) is tuple:
        x, key = _forward_slices(x, key if type(key) is tuple else (key,))
    return x[key]


def _forward_slices(x, key):
    """PyTorch has no negative steps: flips those axes, and the slices with them."""
    if not any(isinstance(k, slice) and isinstance(k.step, int) and k.step < 0 for k in key):
        return x, key
    consumed = sum(1 for k in key if k is not None and k is not Ellipsis)
    axis, forward = 0, []
    for k in key:
        if k is Ellipsis:
            axis += x.ndim - consumed
        elif k is not None:
            if isinstance(k, slice) and k.step is not None and k.step < 0:
                x, k = torch.flip(x, (axis,)), _flipped(k, x.shape[axis])
            axis += 1
        forward.append(k)
    return x, tuple(forward)


def _flipped(key, size):
    start, stop, step = key.indices(size)
    return slice(size - 1 - start, max(size - 1 - stop, 0), -step)


def _index(indices):
    """Indices as PyTorch indexes with; booleans and bytes would be taken for masks."""
    indices = as_tensor(indices)
    return indices if indices.dtype in INDEX_DTYPES else indices.to(torch.int64)


def take(x, indices, axis=None):
    x, indices = as_tensor(x), _index(indices)
    if axis is None:
        x, axis = x.reshape(-1), 0
    axis = arrays.canonicalize_axis(axis, x.ndim)
    count = indices.numel()
    if type(count) is not int or count > FEW or torch.compiler.is_exporting():  # ONNX indexes with int64 only.
        return _take_many(x, indices, axis)
    return x[(slice(None),) * axis + (indices,)] if axis else x[indices]


def _take_many(x, indices, axis):
    """PyTorch's kernels for this take no negative indices, and beat indexing with many of them several times."""
    from_table = axis == 0 and x.ndim == 2
    if from_table and x.device.type == "cpu" and not torch.compiler.is_compiling():
        try:
            return torch.embedding(x, indices)
        except IndexError:  # Some count from the end, or lead outside.
            pass
    indices = torch.where(indices < 0, indices + x.shape[axis], indices)
    if from_table:
        return torch.embedding(x, indices)
    picked = torch.index_select(x, axis, indices.reshape(-1))
    return picked.reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])


def take_along_axis(x, indices, axis=None):
    x, indices = as_tensor(x), as_tensor(indices).to(torch.int64)
    if axis is None:
        x, indices, axis = x.reshape(-1), indices.reshape(-1), 0
    indices = torch.where(indices < 0, indices + x.shape[axis], indices)
    return torch.take_along_dim(x, indices, dim=axis)


def nonzero(x):
    return torch.nonzero(as_tensor(x)).T.to(torch.int32)


def unravel_index(indices, shape):
    indices = as_tensor(indices)
    return tuple(
        i.to(indices.dtype)
        for i in torch.unravel_index(indices.to(torch.int64), arrays.shape_tuple(shape))
    )


select = adopt(indexing.select)


def isin(x1, x2, assume_unique=False, invert=False):
    x1, x2 = common((x1, x2))
    if x1.dtype is torch.bool:
        x1, x2 = x1.to(torch.int32), x2.to(torch.int32)
    return torch.isin(x1, x2, assume_unique=assume_unique, invert=invert)


def searchsorted(sorted_sequence, values, side="left"):
    sorted_sequence, values = common((sorted_sequence, values))
    indexing.check_searchsorted(sorted_sequence.shape, side)
    if sorted_sequence.dtype is torch.bool:
        sorted_sequence, values = sorted_sequence.to(torch.int32), values.to(torch.int32)
    return torch.searchsorted(sorted_sequence, values, side=side, out_int32=True)


# Sorting


def sort(x, axis=-1):
    x = as_tensor(x)
    return (
        torch.sort(x.reshape(-1), dim=0).values if axis is None else torch.sort(x, dim=axis).values
    )


def argsort(x, axis=-1):
    x = as_tensor(x)
    if axis is None:
        x, axis = x.reshape(-1), 0
    return torch.argsort(x, dim=axis, stable=True).to(torch.int32)


def argpartition(x, kth, axis=-1):
    return argsort(x, axis)


def unique(
    x, sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,
    size=None, fill_value=None,
):
    x = as_tensor(x)
    values, inverse, counts = torch.unique(x, return_inverse=True, return_counts=True, dim=axis)
    first = _first_positions(inverse.reshape(-1), counts.shape[0])
    values, *rest = indexing.sized_unique(
        NUMPY, (values, first, inverse, counts), axis, size, fill_value
    )
    wanted = (return_index, return_inverse, return_counts)
    rest = [r.to(torch.int32) for r, w in zip(rest, wanted) if w]
    return (values, *rest) if rest else values


def _first_positions(inverse, groups):
    positions = torch.arange(inverse.shape[0], device=inverse.device)
    return inverse.new_zeros(groups).scatter_reduce(
        0, inverse, positions, "amin", include_self=False
    )
