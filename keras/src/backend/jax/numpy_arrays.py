"""Making, reshaping, joining and ordering arrays, on JAX."""
import functools

import jax
import jax.numpy as jnp
import numpy as np
from jax._src.array import ArrayImpl as ARRAY
from jax._src.core import trace_state_clean  # has no public name

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, ranges
from keras.src.backend.config import floatx
from keras.src.backend.jax.core import convert_to_tensor, to_native_dtype
from keras.src.backend.jax.kernels import adopt, joining, whole


def as_tensor(x):
    """`x` as a tensor, the cheapest way when it is one."""
    return x if type(x) is ARRAY else convert_to_tensor(x)


def _dtype(dtype):
    return floatx() if dtype is None else dtypes.standardize(dtype)


def _on_tensor(function):
    """`function(x, ...)` after `x` has become a tensor."""

    @functools.wraps(function, assigned=("__doc__", "__name__"))
    def kernel(x, *args, **kwargs):
        return function(as_tensor(x), *args, **kwargs)

    return kernel


# Creation


def array(x, dtype=None):
    return convert_to_tensor(x, dtype)


def arange(start, stop=None, step=None, dtype=None):
    dtype = ranges.range_dtype(start, stop, step) if dtype is None else dtypes.standardize(dtype)
    return jnp.arange(start, stop, 1 if step is None else step, dtype)


def _filled(shape, value, dtype):
    """Made on the host outside of traced functions, where JAX would compile a program for every shape."""
    if trace_state_clean():
        return jax.device_put(np.full(shape, value, to_native_dtype(_dtype(dtype))))
    return jnp.full(shape, value, _dtype(dtype))


def zeros(shape, dtype=None):
    return _filled(shape, 0, dtype)


def ones(shape, dtype=None):
    return _filled(shape, 1, dtype)


def empty(shape, dtype=None):
    return jnp.empty(shape, _dtype(dtype))


def full(shape, fill_value, dtype=None):
    return jnp.full(shape, fill_value, _dtype(dtype))


def zeros_like(x, dtype=None):
    return jnp.zeros_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def ones_like(x, dtype=None):
    return jnp.ones_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def empty_like(x, dtype=None):
    return jnp.empty_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def full_like(x, fill_value, dtype=None):
    return jnp.full_like(as_tensor(x), fill_value, dtype and dtypes.standardize(dtype))


def eye(N, M=None, k=0, dtype=None):
    return jnp.eye(N, M, k, _dtype(dtype))


def identity(n, dtype=None):
    return jnp.identity(n, _dtype(dtype))


def tri(N, M=None, k=0, dtype=None):
    return jnp.tri(N, M, k, _dtype(dtype))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    dtype = dtypes.standardize(dtype or ranges.span_dtype(start, stop))
    return jnp.linspace(start, stop, num, endpoint, retstep, dtype, axis)


def logspace(start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0):
    dtype = dtypes.standardize(dtype or ranges.span_dtype(start, stop))
    return jnp.logspace(start, stop, num, endpoint, base, dtype, axis)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    dtype = dtypes.standardize(dtype or ranges.span_dtype(start, stop))
    return jnp.geomspace(start, stop, num, endpoint, dtype, axis)


def meshgrid(*x, indexing="xy"):
    return jnp.meshgrid(*map(ravel, x), indexing=indexing)


bartlett = adopt(ranges.bartlett)
blackman = adopt(ranges.blackman)
hamming = adopt(ranges.hamming)
hanning = adopt(ranges.hanning)
kaiser = adopt(ranges.kaiser)


def copy(x):
    return jnp.array(as_tensor(x), copy=True)


# Shape


def shape(x):
    return jnp.shape(as_tensor(x))


def ndim(x):
    return jnp.ndim(as_tensor(x))


def size(x):
    return jnp.size(as_tensor(x))


def reshape(x, newshape):
    return jnp.reshape(as_tensor(x), newshape)


def ravel(x):
    return jnp.ravel(as_tensor(x))


def transpose(x, axes=None):
    return jnp.transpose(as_tensor(x), axes)


moveaxis = _on_tensor(jnp.moveaxis)
swapaxes = _on_tensor(jnp.swapaxes)


def squeeze(x, axis=None):
    return jnp.squeeze(as_tensor(x), arrays.axes_of(axis))


def expand_dims(x, axis):
    return jnp.expand_dims(as_tensor(x), arrays.axes_of(axis))


broadcast_to = _on_tensor(jnp.broadcast_to)


def view(x, dtype=None):
    x = as_tensor(x)
    dtype = x.dtype if dtype is None else jnp.dtype(dtypes.standardize(dtype))
    arrays.check_view(x.shape, x.dtype.itemsize, dtype.itemsize)
    return x.view(dtype)


# Joining, splitting, repeating


common = joining()  # tensors in their common dtype


_concatenate = whole(jnp.concatenate, static_argnames="axis")


def concatenate(xs, axis=0):
    return _concatenate(common(xs), axis)


def stack(x, axis=0):
    return jnp.stack(common(x), axis)


vstack = adopt(arrays.vstack)
hstack = adopt(arrays.hstack)
dstack = adopt(arrays.dstack)
append = adopt(arrays.append)


def split(x, indices_or_sections, axis=0):
    x = as_tensor(x)
    axis = arrays.canonicalize_axis(axis, x.ndim)
    if not isinstance(indices_or_sections, int):
        bounds = arrays.section_bounds(indices_or_sections, x.shape[axis])
        indices_or_sections = [begin for begin, _ in bounds[1:]]
    return jnp.split(x, indices_or_sections, axis)


array_split = adopt(arrays.array_split)
hsplit = adopt(arrays.hsplit)
vsplit = adopt(arrays.vsplit)
dsplit = adopt(arrays.dsplit)


def repeat(x, repeats, axis=None):
    return jnp.repeat(
        as_tensor(x), repeats if isinstance(repeats, int) else jnp.asarray(repeats), axis
    )


def tile(x, repeats):
    return jnp.tile(as_tensor(x), repeats)


def pad(x, pad_width, mode="constant", constant_values=None):
    x = as_tensor(x)
    value = arrays.check_pad(mode, constant_values)
    pairs = arrays.pad_pairs(pad_width, x.ndim) or 0
    if mode == "constant":
        return jnp.pad(x, pairs, constant_values=value)
    return jnp.pad(x, pairs, mode)


# Order along axes


def flip(x, axis=None):
    return jnp.flip(as_tensor(x), arrays.axes_of(axis))


fliplr = adopt(arrays.fliplr)
flipud = adopt(arrays.flipud)
rot90 = adopt(arrays.rot90)
roll = _on_tensor(jnp.roll)

# Diagonals and triangles

diag = _on_tensor(jnp.diag)
diagflat = adopt(arrays.diagflat)


def diagonal(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    arrays.normalize_axes((axis1, axis2), x.ndim)
    return jnp.diagonal(x, offset, axis1, axis2)


tril = _on_tensor(jnp.tril)
triu = _on_tensor(jnp.triu)
