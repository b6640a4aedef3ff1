"""Operations of `keras.src.ops.numpy`: reductions over axes and running reductions."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.ops.declare import declare, reduction
from keras.src.ops.numpy_specs import (
    count_spec,
    cumulative_spec,
    index_spec,
    prod_spec,
    running_dtype,
)

op = declare("keras.src.ops.numpy")


@keras_export(["keras.ops.sum", "keras.ops.numpy.sum"])
@op(spec=reduction(dtypes.sum_rule, sparse=True))
def sum(x, axis=None, keepdims=False):
    """Sum over axes.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Booleans and small integers become int32 (unsigned:
        uint32).

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sum([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([4., 8.], dtype=float32)
    """
    return backend.numpy.sum(x, axis=axis, keepdims=keepdims)


Sum = sum.operation


@keras_export(["keras.ops.mean", "keras.ops.numpy.mean"])
@op(spec=reduction(dtypes.mean_rule, sparse=True))
def mean(x, axis=None, keepdims=False):
    """Arithmetic mean over axes.

    Formula: `sum(x) / count(x)`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.mean([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([2., 4.], dtype=float32)
    """
    return backend.numpy.mean(x, axis=axis, keepdims=keepdims)


Mean = mean.operation


@keras_export(["keras.ops.prod", "keras.ops.numpy.prod"])
@op(spec=prod_spec)
def prod(x, axis=None, keepdims=False, dtype=None):
    """Product over axes.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.
        dtype: Dtype of the result. Defaults to `None`: by the rule below.

    Returns:
        Tensor without the reduced axes. Booleans and small integers become int32 (unsigned:
        uint32).

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.prod([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([ 3., 12.], dtype=float32)
    """
    return backend.numpy.prod(x, axis=axis, keepdims=keepdims, dtype=dtype)


Prod = prod.operation


@keras_export(["keras.ops.var", "keras.ops.numpy.var"])
@op(spec=reduction(dtypes.to_float))
def var(x, axis=None, keepdims=False):
    """Variance over axes, divided by the number of elements.

    Formula: `mean(|x - mean(x)| ** 2)`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.var([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([1., 4.], dtype=float32)
    """
    return backend.numpy.var(x, axis=axis, keepdims=keepdims)


Var = var.operation


@keras_export(["keras.ops.std", "keras.ops.numpy.std"])
@op(spec=reduction(dtypes.to_float))
def std(x, axis=None, keepdims=False):
    """Standard deviation over axes: the square root of the variance.

    Formula: `sqrt(mean(|x - mean(x)| ** 2))`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.std([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.std(x, axis=axis, keepdims=keepdims)


Std = std.operation


@keras_export(["keras.ops.max", "keras.ops.numpy.max"])
@op(spec=reduction(dtypes.same))
def max(x, axis=None, keepdims=False, initial=None):
    """Largest element over axes; NaN if there is one.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.
        initial: Starting value, which also is the result over no element. Defaults to `None`: an
            empty reduction is an error.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.max([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([3., 6.], dtype=float32)
    """
    return backend.numpy.max(x, axis=axis, keepdims=keepdims, initial=initial)


Max = max.operation


@keras_export(["keras.ops.min", "keras.ops.numpy.min"])
@op(spec=reduction(dtypes.same))
def min(x, axis=None, keepdims=False, initial=None):
    """Smallest element over axes; NaN if there is one.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.
        initial: Starting value, which also is the result over no element. Defaults to `None`: an
            empty reduction is an error.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.min([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.min(x, axis=axis, keepdims=keepdims, initial=initial)


Min = min.operation


@keras_export(["keras.ops.amax", "keras.ops.numpy.amax"])
@op(spec=reduction(dtypes.same))
def amax(x, axis=None, keepdims=False):
    """Largest element over axes: `keras.ops.max` without `initial`.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.amax([[1.0, 2.0], [3.0, 6.0]], axis=1))
    array([2., 6.], dtype=float32)
    """
    return backend.numpy.amax(x, axis=axis, keepdims=keepdims)


Amax = amax.operation


@keras_export(["keras.ops.amin", "keras.ops.numpy.amin"])
@op(spec=reduction(dtypes.same))
def amin(x, axis=None, keepdims=False):
    """Smallest element over axes: `keras.ops.min` without `initial`.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.amin([[1.0, 2.0], [3.0, 6.0]], axis=1))
    array([1., 3.], dtype=float32)
    """
    return backend.numpy.amin(x, axis=axis, keepdims=keepdims)


Amin = amin.operation


@keras_export(["keras.ops.ptp", "keras.ops.numpy.ptp"])
@op(spec=reduction(dtypes.same))
def ptp(x, axis=None, keepdims=False):
    """Range over axes, from peak to peak.

    Formula: `max(x) - min(x)`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.ptp([[1.0, 2.0], [3.0, 6.0]], axis=0))
    array([2., 4.], dtype=float32)
    """
    return backend.numpy.ptp(x, axis=axis, keepdims=keepdims)


Ptp = ptp.operation


@keras_export(["keras.ops.all", "keras.ops.numpy.all"])
@op(spec=reduction(dtypes.to_bool))
def all(x, axis=None, keepdims=False):
    """Whether all elements hold (are not 0) over axes.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Boolean tensor without the reduced axes.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.all([[True, False], [True, True]], axis=1))
    array([False,  True])
    """
    return backend.numpy.all(x, axis=axis, keepdims=keepdims)


All = all.operation


@keras_export(["keras.ops.any", "keras.ops.numpy.any"])
@op(spec=reduction(dtypes.to_bool))
def any(x, axis=None, keepdims=False):
    """Whether some element holds (is not 0) over axes.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Boolean tensor without the reduced axes.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.any([[True, False], [False, False]], axis=1))
    array([ True, False])
    """
    return backend.numpy.any(x, axis=axis, keepdims=keepdims)


Any = any.operation


@keras_export(["keras.ops.count_nonzero", "keras.ops.numpy.count_nonzero"])
@op(spec=count_spec)
def count_nonzero(x, axis=None):
    """Number of elements that are not 0, over axes.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.

    Returns:
        int32 tensor without the reduced axes.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.count_nonzero([[0, 1], [2, 3]], axis=1))
    array([1, 2], dtype=int32)
    """
    return backend.numpy.count_nonzero(x, axis=axis)


CountNonzero = count_nonzero.operation


@keras_export(["keras.ops.argmax", "keras.ops.numpy.argmax"])
@op(spec=index_spec)
def argmax(x, axis=None, keepdims=False):
    """Index of the largest element; the first one if there are several.

    Args:
        x: Tensor of any shape.
        axis: Axis to search along; `None` (default) searches the flattened tensor.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        int32 tensor without the reduced axis.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.argmax([[1.0, 2.0], [3.0, 6.0]], axis=1))
    array([1, 1], dtype=int32)
    """
    return backend.numpy.argmax(x, axis=axis, keepdims=keepdims)


Argmax = argmax.operation


@keras_export(["keras.ops.argmin", "keras.ops.numpy.argmin"])
@op(spec=index_spec)
def argmin(x, axis=None, keepdims=False):
    """Index of the smallest element; the first one if there are several.

    Args:
        x: Tensor of any shape.
        axis: Axis to search along; `None` (default) searches the flattened tensor.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        int32 tensor without the reduced axis.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.argmin([[1.0, 2.0], [3.0, 6.0]], axis=1))
    array([0, 0], dtype=int32)
    """
    return backend.numpy.argmin(x, axis=axis, keepdims=keepdims)


Argmin = argmin.operation


@keras_export(["keras.ops.cumsum", "keras.ops.numpy.cumsum"])
@op(spec=cumulative_spec)
def cumsum(x, axis=None, dtype=None):
    """Cumulative sum: each element plus all before it.

    Args:
        x: Tensor of any shape.
        axis: Axis to run along; `None` (default) runs over the flattened tensor.
        dtype: Dtype of the result. Defaults to `None`: by the rule below.

    Returns:
        Tensor of the shape of `x` (flat if `axis` is `None`). Booleans become int32.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cumsum([1, 2, 3]))
    array([1, 3, 6], dtype=int32)
    """
    return backend.numpy.cumsum(x, axis=axis, dtype=running_dtype(dtype))


Cumsum = cumsum.operation


@keras_export(["keras.ops.cumprod", "keras.ops.numpy.cumprod"])
@op(spec=cumulative_spec)
def cumprod(x, axis=None, dtype=None):
    """Cumulative product: each element times all before it.

    Args:
        x: Tensor of any shape.
        axis: Axis to run along; `None` (default) runs over the flattened tensor.
        dtype: Dtype of the result. Defaults to `None`: by the rule below.

    Returns:
        Tensor of the shape of `x` (flat if `axis` is `None`). Booleans become int32.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cumprod([1, 2, 3]))
    array([1, 2, 6], dtype=int32)
    """
    return backend.numpy.cumprod(x, axis=axis, dtype=running_dtype(dtype))


Cumprod = cumprod.operation
