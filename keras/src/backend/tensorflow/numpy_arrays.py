"""Making, reshaping, joining and ordering arrays, on TensorFlow."""


import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, ranges
from keras.src.backend.config import floatx
from keras.src.backend.tensorflow.core import cast, convert_to_tensor
from keras.src.backend.tensorflow.core import shape as shape_of
from keras.src.backend.tensorflow.kernels import EAGER, NUMPY, adopt, index, joining

NATIVE = frozenset((EAGER,))
RANGE_DTYPES = ("int32", "int64", "float16", "bfloat16", "float32", "float64")


def as_tensor(x):
    """`x` as a tensor, the cheapest way when it is one."""
    return x if type(x) in NATIVE else convert_to_tensor(x)


def _dtype(dtype):
    return floatx() if dtype is None else dtypes.standardize(dtype)


def _dtype_like(x, dtype):
    return x.dtype if dtype is None else dtypes.standardize(dtype)


# Creation


def array(x, dtype=None):
    return convert_to_tensor(x, dtype)


def arange(start, stop=None, step=None, dtype=None):
    dtype = ranges.range_dtype(start, stop, step) if dtype is None else dtypes.standardize(dtype)
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    compute = dtype if dtype in RANGE_DTYPES else "int32"
    bounds = [cast(b, compute) if tf.is_tensor(b) else b for b in (start, stop, step)]
    if ranges.is_empty(*bounds):
        return tf.zeros((0,), dtype)
    return tf.cast(tf.range(*bounds, dtype=compute), dtype)


def zeros(shape, dtype=None):
    return tf.zeros(_static(shape), _dtype(dtype))


def ones(shape, dtype=None):
    return tf.ones(_static(shape), _dtype(dtype))


def _static(shape):
    return (shape,) if isinstance(shape, int) else shape


def empty(shape, dtype=None):
    return tf.zeros(_static(shape), _dtype(dtype))


def full(shape, fill_value, dtype=None):
    return tf.broadcast_to(convert_to_tensor(fill_value, _dtype(dtype)), _static(shape))


def zeros_like(x, dtype=None):
    return tf.zeros_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def ones_like(x, dtype=None):
    return tf.ones_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def empty_like(x, dtype=None):
    return tf.zeros_like(as_tensor(x), dtype and dtypes.standardize(dtype))


def full_like(x, fill_value, dtype=None):
    x = as_tensor(x)
    return tf.broadcast_to(tf.cast(as_tensor(fill_value), _dtype_like(x, dtype)), tf.shape(x))


def eye(N, M=None, k=0, dtype=None):
    M, dtype = N if M is None else M, _dtype(dtype)
    if isinstance(k, int) and k == 0 and dtype != "bool":
        return tf.eye(N, M, dtype=dtype)
    return tf.cast(tf.range(N)[:, None] + k == tf.range(M), dtype)


def identity(n, dtype=None):
    return eye(n, dtype=dtype)


def tri(N, M=None, k=0, dtype=None):
    return tf.cast(tf.range(N)[:, None] + k >= tf.range(N if M is None else M), _dtype(dtype))


linspace = adopt(ranges.linspace)
logspace = adopt(ranges.logspace)
geomspace = adopt(ranges.geomspace)


def meshgrid(*x, indexing="xy"):
    return ranges.meshgrid(NUMPY, *x, indexing=indexing)


bartlett = adopt(ranges.bartlett)
blackman = adopt(ranges.blackman)
hamming = adopt(ranges.hamming)
hanning = adopt(ranges.hanning)
kaiser = adopt(ranges.kaiser)


def copy(x):
    return tf.identity(as_tensor(x))


# Shape


def shape(x):
    return shape_of(x)


def ndim(x):
    return as_tensor(x).shape.rank


def size(x):
    return tf.size(as_tensor(x))


def reshape(x, newshape):
    return tf.reshape(as_tensor(x), _static(newshape))


def ravel(x):
    return tf.reshape(as_tensor(x), (-1,))


def transpose(x, axes=None):
    return tf.transpose(as_tensor(x), axes)


def moveaxis(x, source, destination):
    x = as_tensor(x)
    return tf.transpose(x, arrays.moved_axes(x.shape.rank, source, destination))


def swapaxes(x, axis1, axis2):
    x = as_tensor(x)
    return tf.transpose(x, arrays.swapped_axes(x.shape.rank, axis1, axis2))


def squeeze(x, axis=None):
    x = as_tensor(x)
    if axis is not None:
        axis = arrays.check_squeeze(x.shape, axis)
    return tf.squeeze(x, axis)


def expand_dims(x, axis):
    x = as_tensor(x)
    if isinstance(axis, int):
        return tf.expand_dims(x, arrays.canonicalize_axis(axis, x.shape.rank + 1))
    for a in sorted(arrays.new_axes(axis, x.shape.rank)):
        x = tf.expand_dims(x, a)
    return x


def broadcast_to(x, shape):
    return tf.broadcast_to(as_tensor(x), shape)


def view(x, dtype=None):
    x = as_tensor(x)
    dtype = tf.as_dtype(_dtype_like(x, dtype))
    if dtype == x.dtype:  # There is no bitcast of booleans.
        return x
    old, new = x.dtype.size, dtype.size
    out_shape = arrays.check_view(shape_of(x), old, new)
    if new > old:
        x = tf.reshape(x, (*out_shape, new // old))
    return tf.reshape(tf.bitcast(x, dtype), out_shape)


# Joining, splitting, repeating


common = joining()  # tensors in their common dtype


def concatenate(xs, axis=0):
    xs = common(xs)
    if len(xs) > 1 and type(xs[0]) is EAGER and tf.executing_eagerly():
        return tf.raw_ops.ConcatV2(values=xs, axis=index(axis))
    return tf.concat(xs, axis)


def stack(x, axis=0):
    return tf.stack(common(x), axis)


vstack = adopt(arrays.vstack)
hstack = adopt(arrays.hstack)
dstack = adopt(arrays.dstack)
append = adopt(arrays.append)


def split(x, indices_or_sections, axis=0):
    x = as_tensor(x)
    if isinstance(indices_or_sections, int):
        return tf.split(x, indices_or_sections, axis)
    length = shape_of(x)[arrays.canonicalize_axis(axis, x.shape.rank)]
    if isinstance(length, int):
        sizes = [end - begin for begin, end in arrays.section_bounds(indices_or_sections, length)]
    else:
        cuts = [0, *indices_or_sections, length]
        sizes = [end - begin for begin, end in zip(cuts, cuts[1:])]
    return tf.split(x, sizes, axis)


array_split = adopt(arrays.array_split)
hsplit = adopt(arrays.hsplit)
vsplit = adopt(arrays.vsplit)
dsplit = adopt(arrays.dsplit)


def repeat(x, repeats, axis=None):
    x = as_tensor(x)
    if x.dtype is tf.uint16:  # TensorFlow has no such kernel.
        return tf.cast(tf.repeat(tf.cast(x, tf.int32), repeats, axis), tf.uint16)
    return tf.repeat(x, repeats, axis)


def tile(x, repeats):
    x = as_tensor(x)
    repeats = arrays.shape_tuple(repeats)
    rank = x.shape.rank
    if len(repeats) > rank:
        x = tf.reshape(x, (1,) * (len(repeats) - rank) + tuple(shape_of(x)))
    return tf.tile(x, (1,) * (rank - len(repeats)) + repeats)


def pad(x, pad_width, mode="constant", constant_values=None):
    x = as_tensor(x)
    value = arrays.check_pad(mode, constant_values)
    pairs = arrays.pad_pairs(pad_width, x.shape.rank)
    if mode == "constant" and pairs:
        return _pad_with_constant(x, pairs, value)
    for axis, pair in enumerate(pairs):
        if any(pair):
            positions = arrays.padded_positions(x.shape[axis], pair, mode)
            x = tf.gather(x, positions, axis=axis)
    return x


def _pad_with_constant(x, pairs, value):
    if x.dtype == tf.bool:
        return tf.cast(tf.pad(tf.cast(x, "int8"), pairs, constant_values=int(bool(value))), "bool")
    if not isinstance(value, (bool, int, float)):
        value = cast(value, x.dtype)
    return tf.pad(x, pairs, constant_values=value)


# Order along axes


def flip(x, axis=None):
    x = as_tensor(x)
    axes = range(x.shape.rank) if axis is None else (axis,) if isinstance(axis, int) else axis
    return tf.reverse(x, list(axes))


fliplr = adopt(arrays.fliplr)
flipud = adopt(arrays.flipud)
rot90 = adopt(arrays.rot90)


def roll(x, shift, axis=None):
    x = as_tensor(x)
    shifts, axes = arrays.roll_pairs(shift, axis)
    if axes is None:
        return tf.reshape(tf.roll(tf.reshape(x, (-1,)), shifts, 0), tf.shape(x))
    return tf.roll(x, shifts, axes)


# Diagonals and triangles


def diag(x, k=0):
    x = as_tensor(x)
    if x.shape.rank == 1:
        return tf.linalg.diag(x, k=k)
    if x.shape.rank == 2:
        return diagonal(x, k)
    raise ValueError(f"Argument `x` of diag must have 1 or 2 dimensions. Received: x.shape={tuple(x.shape)}")


diagflat = adopt(arrays.diagflat)


def diagonal(x, offset=0, axis1=0, axis2=1):
    x = as_tensor(x)
    rank = x.shape.rank
    axis1, axis2 = arrays.normalize_axes((axis1, axis2), rank)
    x = tf.transpose(x, [a for a in range(rank) if a not in (axis1, axis2)] + [axis1, axis2])
    rows, columns = x.shape[-2], x.shape[-1]
    if rows is not None and offset <= -rows or columns is not None and offset >= columns:
        return tf.zeros([*shape_of(x)[:-2], 0], x.dtype)
    return tf.linalg.diag_part(x, k=offset)


def tril(x, k=0):
    return _triangle(x, lambda rows, columns: rows + k >= columns)


def triu(x, k=0):
    return _triangle(x, lambda rows, columns: rows + k <= columns)


def _triangle(x, keep):
    x = as_tensor(x)
    if x.shape.rank == 1:
        x = tf.broadcast_to(x, (x.shape[0], x.shape[0]))
    rows, columns = shape_of(x)[-2:]
    return tf.where(keep(tf.range(rows)[:, None], tf.range(columns)), x, tf.zeros((), x.dtype))
