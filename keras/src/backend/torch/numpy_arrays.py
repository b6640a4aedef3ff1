"""Making, reshaping, joining and ordering arrays, on PyTorch."""


import torch

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, ranges
from keras.src.backend.config import floatx
from keras.src.backend.torch.core import (
    convert_to_tensor,
    get_device,
    to_torch_dtype,
)
from keras.src.backend.torch.kernels import NUMPY, adopt, joining, table

NATIVE = frozenset((torch.Tensor, torch.nn.Parameter))
_range_dtypes = table(dtypes.promote)


def as_tensor(x):
    """`x` as a tensor, the cheapest way when it is one."""
    return x if type(x) in NATIVE else convert_to_tensor(x)


def _dtype(dtype):
    return to_torch_dtype(floatx() if dtype is None else dtype)


def _dtype_like(x, dtype):
    return x.dtype if dtype is None else to_torch_dtype(dtype)


# Creation


def array(x, dtype=None):
    return convert_to_tensor(x, dtype)


def arange(start, stop=None, step=None, dtype=None):
    if dtype is None:
        bounds = (b for b in (start, stop, step) if b is not None)
        key = tuple(getattr(b, "dtype", None) or type(b) for b in bounds)
        dtype = _range_dtypes.get(key) or _range_dtypes.fill(key)
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    if ranges.is_empty(start, stop, step):
        stop = start
    return torch.arange(start, stop, step, dtype=to_torch_dtype(dtype), device=get_device())


def zeros(shape, dtype=None):
    return torch.zeros(arrays.shape_tuple(shape), dtype=_dtype(dtype), device=get_device())


def ones(shape, dtype=None):
    return torch.ones(arrays.shape_tuple(shape), dtype=_dtype(dtype), device=get_device())


def empty(shape, dtype=None):
    return torch.empty(arrays.shape_tuple(shape), dtype=_dtype(dtype), device=get_device())


def full(shape, fill_value, dtype=None):
    shape, dtype = arrays.shape_tuple(shape), _dtype(dtype)
    if isinstance(fill_value, (bool, int, float, complex)):
        return torch.full(shape, fill_value, dtype=dtype, device=get_device())
    return as_tensor(fill_value).to(dtype).expand(shape).clone()


def zeros_like(x, dtype=None):
    x = as_tensor(x)
    return torch.zeros_like(x, dtype=_dtype_like(x, dtype))


def ones_like(x, dtype=None):
    x = as_tensor(x)
    return torch.ones_like(x, dtype=_dtype_like(x, dtype))


def empty_like(x, dtype=None):
    x = as_tensor(x)
    return torch.empty_like(x, dtype=_dtype_like(x, dtype))


def full_like(x, fill_value, dtype=None):
    x = as_tensor(x)
    return full(x.shape, fill_value, _dtype_like(x, dtype))


def eye(N, M=None, k=0, dtype=None):
    M, dtype = N if M is None else M, _dtype(dtype)
    if not k:
        return torch.eye(N, M, dtype=dtype, device=get_device())
    rows = torch.arange(N, device=get_device())[:, None]
    return (rows + k == torch.arange(M, device=get_device())).to(dtype)


def identity(n, dtype=None):
    return eye(n, dtype=dtype)


def tri(N, M=None, k=0, dtype=None):
    return torch.tril(
        torch.ones((N, N if M is None else M), dtype=_dtype(dtype), device=get_device()), k
    )


linspace = adopt(ranges.linspace)
logspace = adopt(ranges.logspace)
geomspace = adopt(ranges.geomspace)


def meshgrid(*x, indexing="xy"):
    return tuple(ranges.meshgrid(NUMPY, *x, indexing=indexing))


bartlett = adopt(ranges.bartlett)
blackman = adopt(ranges.blackman)
hamming = adopt(ranges.hamming)
hanning = adopt(ranges.hanning)
kaiser = adopt(ranges.kaiser)


def copy(x):
    return as_tensor(x).clone()


# Shape


def shape(x):
    return tuple(as_tensor(x).shape)


def ndim(x):
    return as_tensor(x).ndim


def size(x):
    return torch.tensor(as_tensor(x).numel(), device=get_device())


def reshape(x, newshape):
    return torch.reshape(
        as_tensor(x), (newshape,) if isinstance(newshape, int) else tuple(newshape)
    )


def ravel(x):
    return torch.ravel(as_tensor(x))


def transpose(x, axes=None):
    x = as_tensor(x)
    return torch.permute(x, tuple(range(x.ndim))[::-1] if axes is None else tuple(axes))


def moveaxis(x, source, destination):
    return torch.movedim(as_tensor(x), source, destination)


def swapaxes(x, axis1, axis2):
    return torch.swapaxes(as_tensor(x), axis1, axis2)


def squeeze(x, axis=None):
    x = as_tensor(x)
    if axis is None:
        return torch.squeeze(x)
    arrays.check_squeeze(x.shape, axis)
    return torch.squeeze(x, axis if isinstance(axis, int) else tuple(axis))


def expand_dims(x, axis):
    x = as_tensor(x)
    if isinstance(axis, int):
        return torch.unsqueeze(x, arrays.canonicalize_axis(axis, x.ndim + 1))
    for a in sorted(arrays.new_axes(axis, x.ndim)):
        x = torch.unsqueeze(x, a)
    return x


def broadcast_to(x, shape):
    return torch.broadcast_to(as_tensor(x), arrays.shape_tuple(shape))


def view(x, dtype=None):
    x = as_tensor(x)
    dtype = _dtype_like(x, dtype)
    arrays.check_view(x.shape, x.itemsize, dtype.itemsize)
    return (x if dtype.itemsize == x.itemsize else x.contiguous()).view(dtype)


# Joining, splitting, repeating


common = joining()  # tensors in their common dtype


def concatenate(xs, axis=0):
    return torch.cat(common(xs), axis)


def stack(x, axis=0):
    return torch.stack(common(x), axis)


vstack = adopt(arrays.vstack)
hstack = adopt(arrays.hstack)
dstack = adopt(arrays.dstack)
append = adopt(arrays.append)


def split(x, indices_or_sections, axis=0):
    x = as_tensor(x)
    bounds = arrays.section_bounds(
        indices_or_sections, x.shape[arrays.canonicalize_axis(axis, x.ndim)]
    )
    return [x.narrow(axis, begin, end - begin) for begin, end in bounds]


array_split = adopt(arrays.array_split)
hsplit = adopt(arrays.hsplit)
vsplit = adopt(arrays.vsplit)
dsplit = adopt(arrays.dsplit)


def repeat(x, repeats, axis=None):
    x = as_tensor(x)
    if not isinstance(repeats, int):
        repeats = as_tensor(repeats).to(torch.int64)
    return torch.repeat_interleave(x, repeats, dim=axis)


def tile(x, repeats):
    return torch.tile(as_tensor(x), arrays.shape_tuple(repeats))


def pad(x, pad_width, mode="constant", constant_values=None):
    x = as_tensor(x)
    value = arrays.check_pad(mode, constant_values)
    pairs = arrays.pad_pairs(pad_width, x.ndim)
    if mode == "constant":
        flat = [int(w) for pair in reversed(pairs) for w in pair]
        if x.dtype is torch.bool:
            return torch.nn.functional.pad(x, flat, value=bool(value))
        return torch.nn.functional.pad(x, flat, value=value)
    for axis, pair in enumerate(pairs):
        if any(pair):
            positions = arrays.padded_positions(x.shape[axis], pair, mode)
            x = torch.index_select(x, axis, torch.as_tensor(positions, device=x.device))
    return x


# Order along axes


def flip(x, axis=None):
    x = as_tensor(x)
    axes = range(x.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    return torch.flip(x, tuple(axes))


fliplr = adopt(arrays.fliplr)
flipud = adopt(arrays.flipud)
rot90 = adopt(arrays.rot90)


def roll(x, shift, axis=None):
    shifts, axes = arrays.roll_pairs(shift, axis)
    return torch.roll(as_tensor(x), shifts, axes)


# Diagonals and triangles


def diag(x, k=0):
    return torch.diag(as_tensor(x), k)


diagflat = adopt(arrays.diagflat)


def diagonal(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    arrays.normalize_axes((axis1, axis2), x.ndim)
    return torch.diagonal(x, offset, axis1, axis2)


def tril(x, k=0):
    x = as_tensor(x)
    return torch.tril(x if x.ndim > 1 else x.expand(len(x), -1), k)


def triu(x, k=0):
    x = as_tensor(x)
    return torch.triu(x if x.ndim > 1 else x.expand(len(x), -1), k)
