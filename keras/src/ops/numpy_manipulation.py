"""Operations of `keras.ops.numpy` that rearrange arrays: shape, axes, joining, splitting, repeating."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, elementwise, shape_of
from keras.src.ops.operation_utils import (
    broadcast_shapes,
    compute_expand_dims_output_shape,
    compute_reshape_output_shape,
    compute_transpose_output_shape,
)

MODULE = "keras.src.ops.numpy"
op = declare(MODULE)


def _dtype(x):
    """Dtype name of an argument, numbers in that of the tensor they become."""
    dtype = dtype_of(x)
    return dtypes.promote(dtype) if isinstance(dtype, type) else dtype


def _shaped(shape, x, sparse=False):
    return KerasTensor(shape, dtype=_dtype(x), sparse=sparse and getattr(x, "sparse", False))


def _common_dtype(xs):
    return dtypes.promote(*(dtype_of(x) for x in xs))


# Shape


def _reshape(x, newshape):
    return _shaped(compute_reshape_output_shape(shape_of(x), newshape, "newshape"), x, sparse=True)


@keras_export(["keras.ops.reshape", "keras.ops.numpy.reshape"])
@op(spec=_reshape)
def reshape(x, newshape):
    """The same elements in another shape.

    Args:
        x: Tensor.
        newshape: Integer or tuple of integers. One of them may be -1: it follows from the others.

    Returns:
        Tensor of shape `newshape` and the dtype of `x`.

    Raises:
        ValueError: If the number of elements differs.

    Example:

    >>> tuple(keras.ops.reshape(keras.ops.zeros((2, 3)), (3, -1)).shape)
    (3, 2)
    """
    return backend.numpy.reshape(x, newshape)


Reshape = reshape.operation


def _ravel(x):
    return _shaped((arrays.size_of(shape_of(x)),), x)


@keras_export(["keras.ops.ravel", "keras.ops.numpy.ravel"])
@op(spec=_ravel)
def ravel(x):
    """The elements as a vector.

    Args:
        x: Tensor.

    Returns:
        1D tensor of the dtype of `x`.

    Example:

    >>> tuple(keras.ops.ravel(keras.ops.zeros((2, 3))).shape)
    (6,)
    """
    return backend.numpy.ravel(x)


Ravel = ravel.operation


def _transpose(x, axes=None):
    return _shaped(compute_transpose_output_shape(shape_of(x), axes), x, sparse=True)


@keras_export(["keras.ops.transpose", "keras.ops.numpy.transpose"])
@op(spec=_transpose)
def transpose(x, axes=None):
    """Permutes the axes.

    Args:
        x: Tensor.
        axes: Tuple of integers, for each axis of the result the axis of `x` that it is. Default: reversed.

    Returns:
        Tensor of the permuted shape.

    Raises:
        ValueError: If `axes` is no permutation.

    Example:

    >>> tuple(keras.ops.transpose(keras.ops.zeros((2, 3, 4)), (1, 0, 2)).shape)
    (3, 2, 4)
    """
    return backend.numpy.transpose(x, axes)


Transpose = transpose.operation


def _moveaxis(x, source, destination):
    shape = shape_of(x)
    order = arrays.moved_axes(len(shape), source, destination)
    return _shaped([shape[a] for a in order], x)


@keras_export(["keras.ops.moveaxis", "keras.ops.numpy.moveaxis"])
@op(spec=_moveaxis)
def moveaxis(x, source, destination):
    """Moves axes to other places; the rest keep their order.

    Args:
        x: Tensor.
        source: Integer or tuple of integers, axes to move.
        destination: Integer or tuple of integers, where they go.

    Returns:
        Tensor of the permuted shape.

    Raises:
        ValueError: If an axis is out of range or named twice.

    Example:

    >>> tuple(keras.ops.moveaxis(keras.ops.zeros((2, 3, 4)), 0, -1).shape)
    (3, 4, 2)
    """
    return backend.numpy.moveaxis(x, source, destination)


Moveaxis = moveaxis.operation


def _swapaxes(x, axis1, axis2):
    shape = shape_of(x)
    return _shaped([shape[a] for a in arrays.swapped_axes(len(shape), axis1, axis2)], x)


@keras_export(["keras.ops.swapaxes", "keras.ops.numpy.swapaxes"])
@op(spec=_swapaxes)
def swapaxes(x, axis1, axis2):
    """Exchanges two axes.

    Args:
        x: Tensor.
        axis1: Integer.
        axis2: Integer.

    Returns:
        Tensor of the permuted shape.

    Example:

    >>> tuple(keras.ops.swapaxes(keras.ops.zeros((2, 3, 4)), 0, 2).shape)
    (4, 3, 2)
    """
    return backend.numpy.swapaxes(x, axis1, axis2)


Swapaxes = swapaxes.operation


def _squeeze(x, axis=None):
    shape = shape_of(x)
    dropped = (
        [a for a, size in enumerate(shape) if size == 1]
        if axis is None
        else arrays.check_squeeze([0 if size is None else size for size in shape], axis)
    )
    return _shaped([size for a, size in enumerate(shape) if a not in dropped], x, sparse=True)


@keras_export(["keras.ops.squeeze", "keras.ops.numpy.squeeze"])
@op(spec=_squeeze)
def squeeze(x, axis=None):
    """Drops dimensions of size 1.

    Args:
        x: Tensor.
        axis: Integer or tuple of integers, the dimensions to drop. Default: all of size 1.

    Returns:
        Tensor with fewer dimensions.

    Raises:
        ValueError: If a named dimension is not 1.

    Example:

    >>> tuple(keras.ops.squeeze(keras.ops.zeros((1, 3, 1))).shape)
    (3,)
    """
    return backend.numpy.squeeze(x, axis)


Squeeze = squeeze.operation


def _expand_dims(x, axis):
    return _shaped(compute_expand_dims_output_shape(shape_of(x), axis), x, sparse=True)


@keras_export(["keras.ops.expand_dims", "keras.ops.numpy.expand_dims"])
@op(spec=_expand_dims)
def expand_dims(x, axis):
    """Adds dimensions of size 1.

    Args:
        x: Tensor.
        axis: Integer or tuple of integers, where the new dimensions stand in the result.

    Returns:
        Tensor with more dimensions.

    Raises:
        ValueError: If a place is out of range or named twice.

    Example:

    >>> tuple(keras.ops.expand_dims(keras.ops.zeros((3,)), (0, 2)).shape)
    (1, 3, 1)
    """
    return backend.numpy.expand_dims(x, axis)


ExpandDims = expand_dims.operation


def _broadcast_to(x, shape):
    shape = arrays.shape_tuple(shape)
    broadcast_shapes(shape_of(x), shape)
    return _shaped(shape, x)


@keras_export(["keras.ops.broadcast_to", "keras.ops.numpy.broadcast_to"])
@op(spec=_broadcast_to)
def broadcast_to(x, shape):
    """Repeats a tensor along dimensions of size 1 and new leading ones until it has a shape.

    Args:
        x: Tensor.
        shape: Tuple of integers.

    Returns:
        Tensor of that shape.

    Raises:
        ValueError: If `x` cannot be broadcast to it.

    Example:

    >>> tuple(keras.ops.broadcast_to([1, 2, 3], (2, 3)).shape)
    (2, 3)
    """
    return backend.numpy.broadcast_to(x, shape)


BroadcastTo = broadcast_to.operation


@keras_export(["keras.ops.copy", "keras.ops.numpy.copy"])
@op(spec=elementwise(sparse=True))
def copy(x):
    """A tensor of its own with the same values.

    Args:
        x: Tensor.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.copy([1, 2])).tolist()
    [1, 2]
    """
    return backend.numpy.copy(x)


Copy = copy.operation


def _view(x, dtype=None):
    dtype = _dtype(x) if dtype is None else dtypes.standardize(dtype)
    shape = arrays.check_view(shape_of(x), arrays.item_size(_dtype(x)), arrays.item_size(dtype))
    return KerasTensor(shape, dtype=dtype)


@keras_export(["keras.ops.view", "keras.ops.numpy.view"])
@op(spec=_view)
def view(x, dtype=None):
    """The bytes of a tensor read as another dtype.

    Args:
        x: Tensor.
        dtype: Name of the dtype. Default: that of `x`. Where it has another size, the last dimension changes.

    Returns:
        Tensor of that dtype.

    Raises:
        ValueError: If the last dimension does not divide into items of the new dtype.

    Example:

    >>> tuple(keras.ops.view(keras.ops.zeros((2, 3)), "uint8").shape)
    (2, 12)
    """
    return backend.numpy.view(x, dtype)


View = view.operation


def _ndim(x):
    return KerasTensor((len(shape_of(x)),), dtype="float32")


@keras_export(["keras.ops.ndim", "keras.ops.numpy.ndim"])
@op(spec=_ndim)
def ndim(x):
    """Number of dimensions.

    Args:
        x: Tensor.

    Returns:
        Integer.

    Example:

    >>> keras.ops.ndim(keras.ops.zeros((2, 3)))
    2
    """
    return backend.numpy.ndim(x)


Ndim = ndim.operation


def _size(x):
    return KerasTensor((), dtype="int32")


@keras_export(["keras.ops.size", "keras.ops.numpy.size"])
@op(spec=_size)
def size(x):
    """Number of elements.

    Args:
        x: Tensor.

    Returns:
        Integer, or scalar integer tensor on tensorflow and torch.

    Example:

    >>> int(keras.ops.size(keras.ops.zeros((2, 3))))
    6
    """
    return backend.numpy.size(x)


Size = size.operation
