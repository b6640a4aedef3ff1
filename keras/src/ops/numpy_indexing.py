"""Operations of `keras.ops.numpy` that index, search and sort arrays."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas import indexing
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, shape_of
from keras.src.ops.index_shapes import indexed_shape
from keras.src.ops.numpy_manipulation import _common_dtype, _dtype, _shaped
from keras.src.ops.operation_utils import (
    broadcast_shapes,
    canonicalize_axis,
    compute_take_along_axis_output_shape,
)

MODULE = "keras.src.ops.numpy"
op = declare(MODULE)


def _get_item(x, key):
    return _shaped(indexed_shape(shape_of(x), key), x)


@keras_export(["keras.ops.get_item", "keras.ops.numpy.get_item"])
# The key is an argument of the recorded call, as in the reference's files.
@op(spec=_get_item, tensors=2)
def get_item(x, key):
    """`x[key]`.

    Args:
        x: Tensor.
        key: Integer, slice, `None`, `Ellipsis`, integer or boolean tensor, or a tuple of these.

    Returns:
        Tensor of the dtype of `x`.

    Raises:
        IndexError: If there are more indices than dimensions.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.get_item([1, 2, 3], slice(1, None))).tolist()
    [2, 3]
    """
    return backend.numpy.get_item(x, key)


GetItem = get_item.operation


def _take(x, indices, axis=None):
    shape, places = shape_of(x), shape_of(indices)
    if axis is None:
        return _shaped(places, x)
    axis = canonicalize_axis(axis, len(shape))
    return _shaped((*shape[:axis], *places, *shape[axis + 1 :]), x)


@keras_export(["keras.ops.take", "keras.ops.numpy.take"])
@op(spec=_take, tensors=2)
def take(x, indices, axis=None):
    """Elements, or slices along an axis, at given indices.

    Args:
        x: Tensor.
        indices: Integer tensor of any shape; negative numbers count from the end.
        axis: Integer. Default: `x` is flattened.

    Returns:
        Tensor of the dtype of `x`, the axis replaced by the dimensions of `indices`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.take([10, 20, 30], [2, 0])).tolist()
    [30, 10]
    """
    return backend.numpy.take(x, indices, axis)


Take = take.operation


def _take_along_axis(x, indices, axis=None):
    return _shaped(compute_take_along_axis_output_shape(shape_of(x), shape_of(indices), axis), x)


@keras_export(["keras.ops.take_along_axis", "keras.ops.numpy.take_along_axis"])
@op(spec=_take_along_axis, tensors=2)
def take_along_axis(x, indices, axis=None):
    """Elements along an axis, at indices of their own for each position beside it.

    Args:
        x: Tensor.
        indices: Integer tensor of the rank of `x`, which broadcasts against it but for the axis.
        axis: Integer. Default: both are flattened.

    Returns:
        Tensor of the dtype of `x`.

    Raises:
        ValueError: If ranks differ.

    Example:

    >>> x = [[10, 20], [30, 40]]
    >>> keras.ops.convert_to_numpy(keras.ops.take_along_axis(x, [[1], [0]], axis=1)).tolist()
    [[20], [30]]
    """
    return backend.numpy.take_along_axis(x, indices, axis)


TakeAlongAxis = take_along_axis.operation


def _nonzero(x):
    return tuple(KerasTensor((None,), dtype="int32") for _ in shape_of(x))


@keras_export(["keras.ops.nonzero", "keras.ops.numpy.nonzero"])
@op(spec=_nonzero)
def nonzero(x):
    """Where the elements are that are not zero.

    Args:
        x: Tensor.

    Returns:
        Indices along each axis: int32 tensors, one for each dimension of `x`.

    Example:

    >>> (indices,) = keras.ops.nonzero([0, 5, 6])
    >>> keras.ops.convert_to_numpy(indices).tolist()
    [1, 2]
    """
    return backend.numpy.nonzero(x)


Nonzero = nonzero.operation


def _unravel_index(indices, shape):
    return [_shaped(shape_of(indices), indices) for _ in shape]


@keras_export(["keras.ops.unravel_index", "keras.ops.numpy.unravel_index"])
@op(spec=_unravel_index)
def unravel_index(indices, shape):
    """Coordinates of flat indices in an array of a shape.

    Args:
        indices: Integer tensor.
        shape: Tuple of integers.

    Returns:
        Tuple of tensors of the shape and dtype of `indices`, one for each dimension.

    Example:

    >>> [int(i) for i in keras.ops.unravel_index(5, (2, 3))]
    [1, 2]
    """
    return backend.numpy.unravel_index(indices, shape)


UnravelIndex = unravel_index.operation


def _select(condlist, choicelist, default=0):
    shape = shape_of(default)
    for x in (*condlist, *choicelist):
        shape = broadcast_shapes(shape, shape_of(x))
    indexing.check_select(condlist, choicelist)
    return KerasTensor(shape, dtype=_common_dtype([*choicelist, default]))


@keras_export(["keras.ops.select", "keras.ops.numpy.select"])
@op(spec=_select, tensors=3)
def select(condlist, choicelist, default=0):
    """At each position, the choice whose condition is the first to hold.

    Args:
        condlist: List of boolean tensors.
        choicelist: List of tensors, as many.
        default: Number or tensor, where no condition holds.

    Returns:
        Tensor of the dtype and shape in which choices and default meet.

    Raises:
        ValueError: If the lists differ in length.

    Example:

    >>> x = keras.ops.array([1, 2, 3])
    >>> keras.ops.convert_to_numpy(keras.ops.select([x < 2, x > 2], [x, 10 * x], 0)).tolist()
    [1, 0, 30]
    """
    return backend.numpy.select(condlist, choicelist, default)


Select = select.operation


def _isin(x1, x2, assume_unique=False, invert=False):
    return KerasTensor(shape_of(x1), dtype="bool")


@keras_export(["keras.ops.isin", "keras.ops.numpy.isin"])
@op(spec=_isin, tensors=2, name="IsIn")
def isin(x1, x2, assume_unique=False, invert=False):
    """Whether each element of a tensor is among those of another.

    Args:
        x1: Tensor.
        x2: Tensor or list, the elements to look for.
        assume_unique: Boolean, whether neither repeats an element, which may save time.
        invert: Boolean, whether to tell instead which elements are not among them.

    Returns:
        Boolean tensor of the shape of `x1`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isin([1, 2, 3], [3, 4])).tolist()
    [False, False, True]
    """
    return backend.numpy.isin(x1, x2, assume_unique, invert)


IsIn = isin.operation


def _searchsorted(sorted_sequence, values, side="left"):
    indexing.check_searchsorted(shape_of(sorted_sequence), side)
    return KerasTensor(shape_of(values), dtype="int32")


@keras_export(["keras.ops.searchsorted", "keras.ops.numpy.searchsorted"])
@op(spec=_searchsorted, tensors=2, name="SearchSorted")
def searchsorted(sorted_sequence, values, side="left"):
    """Where values would have to be inserted into a sorted vector to keep it sorted.

    Args:
        sorted_sequence: 1D tensor in ascending order.
        values: Tensor.
        side: `"left"` or `"right"` of elements equal to the value.

    Returns:
        int32 tensor of the shape of `values`.

    Raises:
        ValueError: If `sorted_sequence` is no vector, or `side` unknown.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.searchsorted([1, 3, 5], [3, 4])).tolist()
    [1, 2]
    """
    return backend.numpy.searchsorted(sorted_sequence, values, side)


SearchSorted = searchsorted.operation

# Sorting


def _flat_or_same(x, axis):
    shape = shape_of(x)
    if axis is None:
        return (None if None in shape else _product(shape),)
    canonicalize_axis(axis, len(shape))
    return shape


def _product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


def _sort(x, axis=-1):
    return _shaped(_flat_or_same(x, axis), x)


@keras_export(["keras.ops.sort", "keras.ops.numpy.sort"])
@op(spec=_sort)
def sort(x, axis=-1):
    """Elements in ascending order.

    Args:
        x: Tensor.
        axis: Integer, or None to sort the flattened tensor.

    Returns:
        Tensor of the dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sort([3, 1, 2])).tolist()
    [1, 2, 3]
    """
    return backend.numpy.sort(x, axis)


Sort = sort.operation


def _argsort(x, axis=-1):
    return KerasTensor(_flat_or_same(x, axis), dtype="int32")


@keras_export(["keras.ops.argsort", "keras.ops.numpy.argsort"])
@op(spec=_argsort)
def argsort(x, axis=-1):
    """The indices that put elements in ascending order; equal ones keep their order.

    Args:
        x: Tensor.
        axis: Integer, or None to sort the flattened tensor.

    Returns:
        int32 tensor.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.argsort([3, 1, 2])).tolist()
    [1, 2, 0]
    """
    return backend.numpy.argsort(x, axis)


Argsort = argsort.operation


def _argpartition(x, kth, axis=-1):
    return KerasTensor(_flat_or_same(x, axis), dtype="int32")


@keras_export(["keras.ops.argpartition", "keras.ops.numpy.argpartition"])
@op(spec=_argpartition)
def argpartition(x, kth, axis=-1):
    """Indices that put the `kth` element where sorting would, smaller ones before it, greater ones behind.

    Args:
        x: Tensor.
        kth: Integer.
        axis: Integer, or None to use the flattened tensor.

    Returns:
        int32 tensor.

    Example:

    >>> int(keras.ops.argpartition([30, 10, 20], 0)[0])
    1
    """
    return backend.numpy.argpartition(x, kth, axis)


Argpartition = argpartition.operation


def _unique(
    x, sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,
    size=None, fill_value=None,
):
    shape = shape_of(x)
    if axis is None:
        values, inverse = (size,), shape
    else:
        axis = canonicalize_axis(axis, len(shape))
        values, inverse = (*shape[:axis], size, *shape[axis + 1 :]), (shape[axis],)
    further = [(return_index, (size,)), (return_inverse, inverse), (return_counts, (size,))]
    found = [KerasTensor(values, dtype=_dtype(x))]
    found += [KerasTensor(s, dtype="int32") for wanted, s in further if wanted]
    return tuple(found) if len(found) > 1 else found[0]


@keras_export(["keras.ops.unique", "keras.ops.numpy.unique"])
@op(spec=_unique)
def unique(
    x, sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,
    size=None, fill_value=None,
):
    """The different elements, or slices along an axis, in ascending order.

    Args:
        x: Tensor.
        sorted: Boolean, whether they have to be in order. Else TensorFlow leaves them in that of their
            appearance; the other backends sort in any case.
        return_index: Boolean, whether to return where each stands first.
        return_inverse: Boolean, whether to return the indices that rebuild `x` from them.
        return_counts: Boolean, whether to return how often each occurs.
        axis: Integer. Default: the elements of the flattened tensor.
        size: Integer, how many to return, whatever there are: needed in functions that `jax.jit` or XLA compiles.
        fill_value: Number that fills up to `size`. Default: zero, on jax the least element.

    Returns:
        Tensor of the dtype of `x`; a tuple with it and int32 tensors, if any of them is asked for.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.unique([3, 1, 3])).tolist()
    [1, 3]
    """
    return backend.numpy.unique(
        x, sorted, return_index, return_inverse, return_counts, axis, size, fill_value
    )


Unique = unique.operation
