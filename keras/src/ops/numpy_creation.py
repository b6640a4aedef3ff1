"""Operations of `keras.ops.numpy` that make arrays."""
import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, ranges
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.operation import Operation
from keras.src.ops.operation_utils import broadcast_shapes

MODULE = "keras.src.ops.numpy"
op = declare(MODULE)


def _exported(function):
    """Exports an undeclared function as `keras.ops.<name>` would be, under the public module."""
    function.__module__ = MODULE
    return function


def _like(x, dtype=None, **static):
    sparse = getattr(x, "sparse", False)
    return KerasTensor(shape_of(x), dtype=dtype_of(x) if dtype is None else dtype, sparse=sparse)


def _dense_like(x, dtype=None, **static):
    return KerasTensor(shape_of(x), dtype=dtypes.standardize(dtype or dtype_of(x)))


@keras_export(["keras.ops.array", "keras.ops.numpy.array"])
@op(spec=_dense_like)
def array(x, dtype=None):
    """Makes a tensor.

    Args:
        x: Tensor, array, number, or nested list of numbers.
        dtype: Name of the dtype. Default: that of `x`.

    Returns:
        Tensor of the shape of `x`, which shares no memory with a NumPy array.

    Example:

    >>> keras.ops.array([1, 2, 3]).shape == (3,)
    True
    """
    if type(x) is np.ndarray and backend.core.SHARES_MEMORY_OF_ARRAYS:
        x = x.copy()
    return backend.numpy.array(x, dtype)


Array = array.operation


def _arange_unknown(start, stop=None, step=None, dtype=None):
    dtype = dtype or ranges.range_dtype(start, stop, step)
    return KerasTensor((None,), dtype=dtype)


def _arange(start, stop=None, step=None, dtype=None):
    if _is_static(start, stop, step):
        return KerasTensor(
            _range_shape(start, stop, step), dtype=dtype or ranges.range_dtype(start, stop, step)
        )
    return _arange_unknown(start, stop, step, dtype)


def _is_static(*bounds):
    return all(b is None or isinstance(b, (int, float)) for b in bounds)


def _range_shape(start, stop, step):
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    return (max(0, -int(-(stop - start) // step)),)


@keras_export(["keras.ops.arange", "keras.ops.numpy.arange"])
@op(spec=_arange, tensors=3)
def arange(start, stop=None, step=None, dtype=None):
    """Evenly spaced numbers from `start` to before `stop`.

    Args:
        start: Number or scalar tensor; with `stop=None`, the end of a range from 0.
        stop: Number or scalar tensor, not included.
        step: Number or scalar tensor. Default 1.
        dtype: Name of the dtype. Default: that in which the arguments meet.

    Returns:
        Tensor of shape `(ceil((stop - start) / step),)`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arange(0, 10, 3)).tolist()
    [0, 3, 6, 9]
    """
    return backend.numpy.arange(start, stop, step, dtype)


Arange = arange.operation


@keras_export(["keras.ops.zeros", "keras.ops.numpy.zeros"])
@_exported
def zeros(shape, dtype=None):
    """Tensor of zeros.

    Args:
        shape: Integer or tuple of integers.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of that shape and dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.zeros((2,), "int32")).tolist()
    [0, 0]
    """
    return backend.numpy.zeros(shape, dtype)


@keras_export(["keras.ops.ones", "keras.ops.numpy.ones"])
@_exported
def ones(shape, dtype=None):
    """Tensor of ones.

    Args:
        shape: Integer or tuple of integers.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of that shape and dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.ones((2,), "int32")).tolist()
    [1, 1]
    """
    return backend.numpy.ones(shape, dtype)


@keras_export(["keras.ops.empty", "keras.ops.numpy.empty"])
@_exported
def empty(shape, dtype=None):
    """Tensor whose values are whatever its memory holds.

    Args:
        shape: Integer or tuple of integers.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of that shape and dtype.

    Example:

    >>> tuple(keras.ops.empty((2, 3)).shape)
    (2, 3)
    """
    return backend.numpy.empty(shape, dtype)


def _full(shape, fill_value, dtype=None):
    return KerasTensor(arrays.shape_tuple(shape), dtype=dtypes.standardize(dtype))


@keras_export(["keras.ops.full", "keras.ops.numpy.full"])
@op(spec=_full, tensors=2, operands=["fill_value"])
def full(shape, fill_value, dtype=None):
    """Tensor filled with a value.

    Args:
        shape: Integer or tuple of integers.
        fill_value: Number, or tensor that broadcasts to `shape`.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of that shape and dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.full((2,), 7)).tolist()
    [7.0, 7.0]
    """
    return backend.numpy.full(shape, fill_value, dtype)


Full = full.operation


@keras_export(["keras.ops.zeros_like", "keras.ops.numpy.zeros_like"])
@op(spec=_like)
def zeros_like(x, dtype=None):
    """Zeros in the shape of a tensor.

    Args:
        x: Tensor.
        dtype: Name of the dtype. Default: that of `x`.

    Returns:
        Tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.zeros_like([5, 6])).tolist()
    [0, 0]
    """
    return backend.numpy.zeros_like(x, dtype)


ZerosLike = zeros_like.operation


@keras_export(["keras.ops.ones_like", "keras.ops.numpy.ones_like"])
@op(spec=_like)
def ones_like(x, dtype=None):
    """Ones in the shape of a tensor.

    Args:
        x: Tensor.
        dtype: Name of the dtype. Default: that of `x`.

    Returns:
        Tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.ones_like([5, 6])).tolist()
    [1, 1]
    """
    return backend.numpy.ones_like(x, dtype)


OnesLike = ones_like.operation


@keras_export(["keras.ops.empty_like", "keras.ops.numpy.empty_like"])
@op(spec=_dense_like)
def empty_like(x, dtype=None):
    """Tensor in the shape of another, with whatever values its memory holds.

    Args:
        x: Tensor.
        dtype: Name of the dtype. Default: that of `x`.

    Returns:
        Tensor of the shape of `x`.

    Example:

    >>> tuple(keras.ops.empty_like([5, 6]).shape)
    (2,)
    """
    return backend.numpy.empty_like(x, dtype)


EmptyLike = empty_like.operation


def _full_like(x, fill_value, dtype=None):
    return KerasTensor(shape_of(x), dtype=dtype_of(x) if dtype is None else dtype)


@keras_export(["keras.ops.full_like", "keras.ops.numpy.full_like"])
@op(spec=_full_like, tensors=2)
def full_like(x, fill_value, dtype=None):
    """Tensor in the shape of another, filled with a value.

    Args:
        x: Tensor.
        fill_value: Number, or tensor that broadcasts to the shape of `x`.
        dtype: Name of the dtype. Default: that of `x`.

    Returns:
        Tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.full_like([5, 6], 3)).tolist()
    [3, 3]
    """
    return backend.numpy.full_like(x, fill_value, dtype)


FullLike = full_like.operation


@keras_export(["keras.ops.eye", "keras.ops.numpy.eye"])
@_exported
def eye(N, M=None, k=0, dtype=None):
    """Matrix with ones on a diagonal.

    Args:
        N: Integer, number of rows.
        M: Integer, number of columns. Default: `N`.
        k: Integer, the diagonal: positive above the main one, negative below.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of shape `(N, M)`.

    Raises:
        TypeError: If a size is no integer.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.eye(2, dtype="int32")).tolist()
    [[1, 0], [0, 1]]
    """
    _check_size("N", N)
    if M is not None:
        _check_size("M", M)
    return backend.numpy.eye(N, M, k, dtype)


def _check_size(name, value):
    if isinstance(value, float) or not (isinstance(value, int) or hasattr(value, "dtype")):
        raise TypeError(f"Argument `{name}` of eye must be an integer or an integer tensor. Received: {name}={value}")


@keras_export(["keras.ops.identity", "keras.ops.numpy.identity"])
@_exported
def identity(n, dtype=None):
    """Square matrix with ones on its main diagonal.

    Args:
        n: Integer, number of rows and columns.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of shape `(n, n)`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.identity(2, "int32")).tolist()
    [[1, 0], [0, 1]]
    """
    return backend.numpy.identity(n, dtype)


@keras_export(["keras.ops.tri", "keras.ops.numpy.tri"])
@_exported
def tri(N, M=None, k=0, dtype=None):
    """Matrix with ones at and below a diagonal.

    Args:
        N: Integer, number of rows.
        M: Integer, number of columns. Default: `N`.
        k: Integer, the diagonal: positive above the main one, negative below.
        dtype: Name of the dtype. Default: `floatx()`.

    Returns:
        Tensor of shape `(N, M)`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tri(2, dtype="int32")).tolist()
    [[1, 0], [1, 1]]
    """
    return backend.numpy.tri(N, M, k, dtype)


def _span(start, stop, num=50, endpoint=True, dtype=None, axis=0, **static):
    shape = list(broadcast_shapes(shape_of(start), shape_of(stop)))
    axis = arrays.canonicalize_axis(axis, len(shape) + 1)
    shape.insert(axis, num)
    return KerasTensor(shape, dtype=dtypes.standardize(dtype or ranges.span_dtype(start, stop)))


def _linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    values = _span(start, stop, num, endpoint, dtype, axis)
    if not retstep:
        return values
    shape = broadcast_shapes(shape_of(start), shape_of(stop))
    return values, KerasTensor(shape, dtype=values.dtype)


@keras_export(["keras.ops.linspace", "keras.ops.numpy.linspace"])
@op(spec=_linspace, tensors=2)
def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """Evenly spaced numbers between two bounds.

    Args:
        start: Number or tensor, the first value.
        stop: Number or tensor, the last value, or the one after it.
        num: Integer, how many numbers.
        endpoint: Boolean, whether `stop` is the last of them.
        retstep: Boolean, whether to return the distance between two of them as well.
        dtype: Name of the dtype. Default: the float dtype in which the bounds meet.
        axis: Integer, the new axis along which the numbers lie, when the bounds are tensors.

    Returns:
        Tensor with a new axis of size `num`; with `retstep`, a tuple `(tensor, step)`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.linspace(0, 1, 5)).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    return backend.numpy.linspace(start, stop, num, endpoint, retstep, dtype, axis)


Linspace = linspace.operation


@keras_export(["keras.ops.logspace", "keras.ops.numpy.logspace"])
@op(spec=_span, tensors=2)
def logspace(start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0):
    """Numbers spaced evenly on a logarithmic scale, from `base ** start` to `base ** stop`.

    Args:
        start: Number or tensor, the first exponent.
        stop: Number or tensor, the last exponent, or the one after it.
        num: Integer, how many numbers.
        endpoint: Boolean, whether `stop` is the last exponent.
        base: Number. Default 10.
        dtype: Name of the dtype. Default: the float dtype in which the bounds meet.
        axis: Integer, the new axis along which the numbers lie, when the bounds are tensors.

    Returns:
        Tensor with a new axis of size `num`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logspace(0, 2, 3)).tolist()
    [1.0, 10.0, 100.0]
    """
    return backend.numpy.logspace(start, stop, num, endpoint, base, dtype, axis)


Logspace = logspace.operation


@keras_export(["keras.ops.geomspace", "keras.ops.numpy.geomspace"])
@op(spec=_span, tensors=2)
def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Numbers between two bounds with a constant ratio from each to the next.

    Args:
        start: Number or tensor, the first value, not zero.
        stop: Number or tensor, the last value, or the one after it; of the same sign.
        num: Integer, how many numbers.
        endpoint: Boolean, whether `stop` is the last of them.
        dtype: Name of the dtype. Default: the float dtype in which the bounds meet.
        axis: Integer, the new axis along which the numbers lie, when the bounds are tensors.

    Returns:
        Tensor with a new axis of size `num`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.geomspace(1, 100, 3)).tolist()
    [1.0, 10.0, 100.0]
    """
    return backend.numpy.geomspace(start, stop, num, endpoint, dtype, axis)


Geomspace = geomspace.operation


class Meshgrid(Operation):
    """Operation of `keras.ops.meshgrid`."""

    def __init__(self, indexing="xy", *, name=None):
        super().__init__(name=name)
        self.indexing = indexing

    def call(self, *x):
        return backend.numpy.meshgrid(*x, indexing=self.indexing)

    @as_computed
    def compute_output_spec(self, *x):
        sizes = [arrays.size_of(shape_of(a)) for a in x]
        if self.indexing == "xy":
            sizes[:2] = sizes[:2][::-1]
        return [KerasTensor(sizes, dtype=dtype_of(a)) for a in x]


Meshgrid.__module__ = MODULE


@keras_export(["keras.ops.meshgrid", "keras.ops.numpy.meshgrid"])
@_exported
def meshgrid(*x, indexing="xy"):
    """Coordinate tensors of a grid from the coordinates along each of its axes.

    Args:
        *x: 1D tensors; others are flattened.
        indexing: `"xy"` for Cartesian order, in which the first two axes are swapped, or `"ij"` for matrix order.

    Returns:
        Sequence of tensors, one for each of `x`, whose shape is made of the sizes of all.

    Raises:
        ValueError: If `indexing` is unknown.

    Example:

    >>> rows, columns = keras.ops.meshgrid([1, 2], [3, 4, 5], indexing="ij")
    >>> tuple(rows.shape)
    (2, 3)
    """
    ranges.check_indexing(indexing)
    if KerasTensor in map(type, x):
        return Meshgrid(indexing=indexing).symbolic_call(*x)
    return backend.numpy.meshgrid(*x, indexing=indexing)
