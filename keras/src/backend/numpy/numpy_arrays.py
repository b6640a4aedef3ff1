"""Making, reshaping, joining and ordering arrays, on NumPy."""


import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, ranges
from keras.src.backend.config import floatx
from keras.src.backend.numpy.core import convert_to_tensor
from keras.src.backend.numpy.kernels import adopt, joining


def as_tensor(x):
    """`x` as a tensor, the cheapest way when it is one."""
    return x if type(x) is np.ndarray else convert_to_tensor(x)


def _dtype(dtype):
    return floatx() if dtype is None else dtypes.standardize(dtype)


# Creation


def array(x, dtype=None):
    return convert_to_tensor(x, dtype)


def arange(start, stop=None, step=None, dtype=None):
    dtype = ranges.range_dtype(start, stop, step) if dtype is None else dtypes.standardize(dtype)
    if stop is None:
        start, stop = 0, start
    return np.arange(start, stop, 1 if step is None else step, dtype)


def zeros(shape, dtype=None):
    return np.zeros(shape, _dtype(dtype))


def ones(shape, dtype=None):
    return np.ones(shape, _dtype(dtype))


def empty(shape, dtype=None):
    return np.empty(shape, _dtype(dtype))


def full(shape, fill_value, dtype=None):
    return np.full(shape, fill_value, _dtype(dtype))


def zeros_like(x, dtype=None):
    return np.zeros_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def ones_like(x, dtype=None):
    return np.ones_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def empty_like(x, dtype=None):
    return np.empty_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def full_like(x, fill_value, dtype=None):
    return np.full_like(as_tensor(x), fill_value, dtype and dtypes.standardize(dtype))


def eye(N, M=None, k=0, dtype=None):
    return np.eye(N, M, k, _dtype(dtype))


def identity(n, dtype=None):
    return np.identity(n, _dtype(dtype))


def tri(N, M=None, k=0, dtype=None):
    return np.tri(N, M, k, _dtype(dtype))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    compute = ranges.span_dtype(start, stop)
    out = np.linspace(start, stop, num, endpoint, retstep, axis=axis)
    dtype = dtypes.standardize(dtype or compute)
    values, step = out if retstep else (out, None)
    values = (np.floor(values) if "int" in dtype else values).astype(dtype)  # as with NumPy's own dtype
    return (values, step) if retstep else values


def logspace(start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0):
    dtype = dtypes.standardize(dtype or ranges.span_dtype(start, stop))
    return np.logspace(start, stop, num, endpoint, base, axis=axis).astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    dtype = dtypes.standardize(dtype or ranges.span_dtype(start, stop))
    if dtype == "bfloat16":
        start, stop = np.asarray(start, "float32"), np.asarray(stop, "float32")
    return np.geomspace(start, stop, num, endpoint, axis=axis).astype(dtype)


def meshgrid(*x, indexing="xy"):
    return np.meshgrid(*(as_tensor(a) for a in x), indexing=indexing)


bartlett = adopt(ranges.bartlett)
blackman = adopt(ranges.blackman)
hamming = adopt(ranges.hamming)
hanning = adopt(ranges.hanning)
kaiser = adopt(ranges.kaiser)


def copy(x):
    return np.copy(x)


# Shape


def shape(x):
    return np.shape(x)


def ndim(x):
    return np.ndim(x)


def size(x):
    return np.size(x)


def reshape(x, newshape):
    return np.reshape(as_tensor(x), newshape)


def ravel(x):
    return np.ravel(as_tensor(x))


def transpose(x, axes=None):
    return np.transpose(as_tensor(x), axes)


def moveaxis(x, source, destination):
    return np.moveaxis(as_tensor(x), source, destination)


def swapaxes(x, axis1, axis2):
    return np.swapaxes(as_tensor(x), axis1, axis2)


def squeeze(x, axis=None):
    return np.squeeze(as_tensor(x), arrays.axes_of(axis))


def expand_dims(x, axis):
    x = as_tensor(x)
    return x[..., None] if axis == -1 else np.expand_dims(x, arrays.axes_of(axis))


def broadcast_to(x, shape):
    return np.broadcast_to(as_tensor(x), shape)


def view(x, dtype=None):
    x = as_tensor(x)
    dtype = x.dtype if dtype is None else np.dtype(dtypes.standardize(dtype))
    arrays.check_view(x.shape, x.dtype.itemsize, dtype.itemsize)
    return (x if dtype.itemsize == x.dtype.itemsize else np.ascontiguousarray(x)).view(dtype)


# Joining, splitting, repeating


common = joining()  # tensors in their common dtype


def concatenate(xs, axis=0):
    return np.concatenate(common(xs), axis)


def stack(x, axis=0):
    return np.stack(common(x), axis)


vstack = adopt(arrays.vstack)
hstack = adopt(arrays.hstack)
dstack = adopt(arrays.dstack)
append = adopt(arrays.append)


def split(x, indices_or_sections, axis=0):
    x = as_tensor(x)
    if not isinstance(indices_or_sections, int):
        indices_or_sections = [int(i) for i in indices_or_sections]
    elif indices_or_sections > 0 and -x.ndim <= axis < x.ndim and x.shape[axis] % indices_or_sections == 0:
        size, before = x.shape[axis] // indices_or_sections, (slice(None),) * (axis % x.ndim)
        return [x[(*before, slice(i * size, (i + 1) * size))] for i in range(indices_or_sections)]  # 4 times faster
    return np.split(x, indices_or_sections, axis)


array_split = adopt(arrays.array_split)
hsplit = adopt(arrays.hsplit)
vsplit = adopt(arrays.vsplit)
dsplit = adopt(arrays.dsplit)


def repeat(x, repeats, axis=None):
    return np.repeat(as_tensor(x), repeats, axis)


def tile(x, repeats):
    return np.tile(as_tensor(x), repeats)


def pad(x, pad_width, mode="constant", constant_values=None):
    x = as_tensor(x)
    value = arrays.check_pad(mode, constant_values)
    pairs = arrays.pad_pairs(pad_width, x.ndim) or 0
    if mode == "constant":
        return np.pad(x, pairs, constant_values=value)
    return np.pad(x, pairs, mode)


# Order along axes


def flip(x, axis=None):
    return np.flip(as_tensor(x), arrays.axes_of(axis))


fliplr = adopt(arrays.fliplr)
flipud = adopt(arrays.flipud)
rot90 = adopt(arrays.rot90)


def roll(x, shift, axis=None):
    return np.roll(as_tensor(x), shift, axis)


# Diagonals and triangles


def diag(x, k=0):
    return np.diag(as_tensor(x), k)


diagflat = adopt(arrays.diagflat)


def diagonal(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    arrays.normalize_axes((axis1, axis2), x.ndim)
    return np.diagonal(x, offset, axis1, axis2)


def tril(x, k=0):
    return np.tril(as_tensor(x), k)


def triu(x, k=0):
    return np.triu(as_tensor(x), k)
