"""Operations that are not mathematics: conversion, casts, slicing, scattering, gradients stopped or replaced."""
import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.formulas import arrays, control_flow
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.control_flow import (  # noqa: F401 - parts of this module
    AssociativeScan,
    Cond,
    ForiLoop,
    Map,
    Scan,
    Switch,
    VectorizedMap,
    WhileLoop,
    associative_scan,
    cond,
    fori_loop,
    map,
    scan,
    switch,
    vectorized_map,
    while_loop,
)
from keras.src.ops.declare import dtype_of, elementwise, op, shape_of, step_by_step


def _plain_dtype(x):
    return dtypes.promote(dtype_of(x)) if isinstance(dtype_of(x), type) else dtype_of(x)


def _scatter(indices, values, shape):
    control_flow.check_coordinates("scatter", shape_of(indices), shape_of(values), arrays.shape_tuple(shape))
    return KerasTensor(arrays.shape_tuple(shape), dtype=_plain_dtype(values))


@keras_export("keras.ops.scatter")
@op(spec=_scatter, tensors=2)
def scatter(indices, values, shape):
    """Adds values into an array of zeros.

    Args:
        indices: Integer tensor of shape `(..., k)`: coordinates along the first `k` axes.
        values: Tensor whose first dimensions are those of `indices` without the last.
        shape: Tuple of integers, the shape of the result.

    Returns:
        Tensor of that shape and the dtype of `values`. Values with equal coordinates are summed.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.scatter([[0], [2]], [5, 6], (4,))).tolist()
    [5, 0, 6, 0]
    """
    return backend.core.scatter(indices, values, shape)


Scatter = scatter.operation


def _scatter_update(inputs, indices, updates, reduction=None):
    control_flow.check_reduction(reduction)
    control_flow.check_coordinates("scatter_update", shape_of(indices), shape_of(updates), shape_of(inputs))
    return KerasTensor(shape_of(inputs), dtype=_plain_dtype(inputs))


@keras_export("keras.ops.scatter_update")
@op(spec=_scatter_update, tensors=3)
def scatter_update(inputs, indices, updates, reduction=None):
    """A tensor with other values at given coordinates.

    Args:
        inputs: Tensor.
        indices: Integer tensor of shape `(..., k)`: coordinates along the first `k` axes.
        updates: Tensor whose first dimensions are those of `indices` without the last.
        reduction: How an update joins what is there: `"add"`, `"max"`, `"min"` or `"mul"`. Default: it
            replaces it, the last one winning on numpy, any one elsewhere.

    Returns:
        Tensor of the shape and dtype of `inputs`.

    Raises:
        ValueError: If `reduction` is unknown.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.scatter_update([1, 2, 3], [[1]], [9])).tolist()
    [1, 9, 3]
    """
    return backend.core.scatter_update(inputs, indices, updates, reduction)


ScatterUpdate = scatter_update.operation


def _slice(inputs, start_indices, shape):
    control_flow.check_window("slice", shape_of(inputs), shape_of(start_indices), arrays.shape_tuple(shape))
    return KerasTensor(arrays.shape_tuple(shape), dtype=_plain_dtype(inputs))


@keras_export("keras.ops.slice")
@op(spec=_slice, tensors=2)
def slice(inputs, start_indices, shape):
    """A window of a tensor.

    Args:
        inputs: Tensor.
        start_indices: List of integers or integer tensor, where the window begins along each axis.
        shape: Tuple of integers, the size of the window.

    Returns:
        Tensor of that shape and the dtype of `inputs`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.slice([1, 2, 3, 4], [1], [2])).tolist()
    [2, 3]
    """
    return backend.core.slice(inputs, start_indices, shape)


Slice = slice.operation


def _slice_update(inputs, start_indices, updates):
    control_flow.check_window("slice_update", shape_of(inputs), shape_of(start_indices), shape_of(updates))
    return KerasTensor(shape_of(inputs), dtype=_plain_dtype(inputs))


@keras_export("keras.ops.slice_update")
@op(spec=_slice_update, tensors=3)
def slice_update(inputs, start_indices, updates):
    """A tensor with other values in a window.

    Args:
        inputs: Tensor.
        start_indices: List of integers or integer tensor, where the window begins along each axis.
        updates: Tensor of the rank of `inputs`: the window.

    Returns:
        Tensor of the shape and dtype of `inputs`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.slice_update([1, 2, 3], [1], [8, 9])).tolist()
    [1, 8, 9]
    """
    return backend.core.slice_update(inputs, start_indices, updates)


SliceUpdate = slice_update.operation


@keras_export("keras.ops.stop_gradient")
@op(spec=elementwise(sparse=True))
def stop_gradient(variable):
    """The same values, through which no gradient flows back.

    Args:
        variable: Tensor or `keras.Variable`.

    Returns:
        Tensor.

    Example:

    >>> float(keras.ops.stop_gradient(keras.Variable(3.0)))
    3.0
    """
    return backend.core.stop_gradient(variable)


StopGradient = stop_gradient.operation


@keras_export("keras.ops.shape")
def shape(x):
    """The shape of a tensor.

    Args:
        x: Tensor.

    Returns:
        Tuple of integers. Dimensions of a symbolic tensor may be None; inside a `tf.function`, unknown ones are
        scalar tensors.

    Example:

    >>> keras.ops.shape(keras.ops.zeros((2, 3)))
    (2, 3)
    """
    return x.shape if type(x) is KerasTensor else backend.core.shape(x)


@keras_export("keras.ops.dtype")
def dtype(x):
    """The dtype of a tensor.

    Args:
        x: Tensor.

    Returns:
        Name of the dtype.

    Example:

    >>> keras.ops.dtype(keras.ops.zeros((2,)))
    'float32'
    """
    return dtypes.standardize(x.dtype)


@step_by_step()
def _cast(x, dtype):
    return KerasTensor(
        shape_of(x), dtype=dtypes.standardize(dtype), sparse=getattr(x, "sparse", False)
    )


@keras_export("keras.ops.cast")
@op(spec=_cast)
def cast(x, dtype):
    """A tensor in another dtype.

    Args:
        x: Tensor.
        dtype: Name of the dtype.

    Returns:
        Tensor of that dtype. Floats are truncated towards zero when they become integers.

    Raises:
        ValueError: If the dtype is unknown.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cast([1.9, -1.9], "int32")).tolist()
    [1, -1]
    """
    return backend.core.cast(x, dtype)


Cast = cast.operation


@step_by_step()
def _saturate_cast(x, dtype):
    return KerasTensor(
        shape_of(x), dtype=dtypes.standardize(dtype), sparse=getattr(x, "sparse", False)
    )


@keras_export("keras.ops.saturate_cast")
@op(spec=_saturate_cast)
def saturate_cast(x, dtype):
    """A tensor in another dtype; values beyond its range become the nearest one within.

    Args:
        x: Tensor.
        dtype: Name of the dtype.

    Returns:
        Tensor of that dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.saturate_cast([300.0, -300.0], "uint8")).tolist()
    [255, 0]
    """
    x, target = backend.core.convert_to_tensor(x), dtypes.standardize(dtype)
    low, high = control_flow.saturation_bounds(dtypes.standardize(x.dtype), target)
    return backend.core.cast(backend.numpy.clip(x, low, high), target)


SaturateCast = saturate_cast.operation


def _convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    stays_sparse = getattr(x, "sparse", False) and sparse is not False
    dtype = _plain_dtype(x) if dtype is None else dtypes.standardize(dtype)
    return KerasTensor(shape_of(x), dtype=dtype, sparse=stays_sparse)


@keras_export("keras.ops.convert_to_tensor")
@op(spec=_convert_to_tensor)
def convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    """Makes a tensor of the backend.

    Args:
        x: Tensor, `keras.Variable`, array, number, or nested list of numbers.
        dtype: Name of the dtype. Default: that of `x`, in 32 bits where Python numbers or NumPy have 64.
        sparse: Boolean, whether a sparse tensor is to stay one. Default: as it is.
        ragged: Boolean, whether a ragged tensor is to stay one. Default: as it is.

    Returns:
        Tensor, which shares no memory with a NumPy array.

    Example:

    >>> keras.ops.dtype(keras.ops.convert_to_tensor([1.5, 2]))
    'float32'
    """
    if type(x) is np.ndarray and backend.core.SHARES_MEMORY_OF_ARRAYS:
        x = x.copy()
    return backend.core.convert_to_tensor(x, dtype, sparse, ragged)


ConvertToTensor = convert_to_tensor.operation


@keras_export("keras.ops.convert_to_numpy")
def convert_to_numpy(x):
    """Makes a NumPy array of a tensor.

    Args:
        x: Tensor, `keras.Variable`, number, or nested list of numbers.

    Returns:
        `numpy.ndarray`.

    Raises:
        ValueError: If `x` is symbolic.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.ones((2,))).tolist()
    [1.0, 1.0]
    """
    return backend.core.convert_to_numpy(x)


@keras_export("keras.ops.is_tensor")
def is_tensor(x):
    """Whether an object is a tensor of the backend.

    Args:
        x: Any object.

    Returns:
        Boolean. Symbolic tensors are none.

    Example:

    >>> keras.ops.is_tensor(keras.ops.ones((2,))), keras.ops.is_tensor([1, 2])
    (True, False)
    """
    return backend.core.is_tensor(x)


def _unstack(x, num=None, axis=0):
    shape = shape_of(x)
    axis = canonicalize_axis(axis, len(shape))
    if num is None and shape[axis] is None:
        raise ValueError(
            f"Argument `num` of unstack is needed, as axis {axis} has no known size. Received: shape={shape}"
        )
    control_flow.check_num(num, shape, axis)
    rest = shape[:axis] + shape[axis + 1 :]
    count = shape[axis] if num is None else num
    control_flow.check_count("unstack", count)
    return [KerasTensor(rest, dtype=_plain_dtype(x)) for _ in range(count)]


@keras_export("keras.ops.unstack")
@op(spec=_unstack)
def unstack(x, num=None, axis=0):
    """The slices of a tensor along an axis.

    Args:
        x: Tensor.
        num: Integer, the size of the axis, where that is not known.
        axis: Integer.

    Returns:
        List of tensors with one dimension less (a tuple on torch).

    Raises:
        ValueError: If `num` is not the size of the axis, or is missing.

    Example:

    >>> [int(part) for part in keras.ops.unstack([1, 2, 3])]
    [1, 2, 3]
    """
    return backend.core.unstack(x, num, axis)


Unstack = unstack.operation


@keras_export("keras.ops.custom_gradient")
def custom_gradient(f):
    """Decorator: a function that brings its own gradient.

    Args:
        f: Function of tensors that returns `outputs, grad`. `grad(*args, upstream=None)` gets the gradient of the
            outputs, as `upstream` or as its only positional argument, and returns that of each argument of `f`.

    Returns:
        Function that returns `outputs` alone.

    Example:

    >>> @keras.ops.custom_gradient
    ... def softplus(x):
    ...     e = keras.ops.exp(x)
    ...     def grad(*args, upstream=None):
    ...         return (args[0] if upstream is None else upstream) * e / (1 + e)
    ...     return keras.ops.log(1 + e), grad
    >>> round(float(softplus(keras.ops.array(0.0))), 4)
    0.6931
    """
    return backend.core.custom_gradient(f)
