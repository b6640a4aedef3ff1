"""Operations of `keras.src.ops.numpy`: reductions that leave NaN out."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.ops.declare import declare, reduction
from keras.src.ops.numpy_specs import cumulative_spec, index_spec, running_dtype

op = declare("keras.src.ops.numpy")


@keras_export(["keras.ops.nansum", "keras.ops.numpy.nansum"])
@op(spec=reduction(dtypes.sum_rule))
def nansum(x, axis=None, keepdims=False):
    """Sum over axes that takes NaN for 0.

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

    >>> float(keras.ops.nansum([1.0, float('nan'), 3.0]))
    4.0
    """
    return backend.numpy.nansum(x, axis=axis, keepdims=keepdims)


Nansum = nansum.operation


@keras_export(["keras.ops.nanprod", "keras.ops.numpy.nanprod"])
@op(spec=reduction(dtypes.sum_rule))
def nanprod(x, axis=None, keepdims=False):
    """Product over axes that takes NaN for 1.

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

    >>> float(keras.ops.nanprod([1.0, float('nan'), 3.0]))
    3.0
    """
    return backend.numpy.nanprod(x, axis=axis, keepdims=keepdims)


Nanprod = nanprod.operation


@keras_export(["keras.ops.nanmean", "keras.ops.numpy.nanmean"])
@op(spec=reduction(dtypes.to_float))
def nanmean(x, axis=None, keepdims=False):
    """Arithmetic mean over axes, NaN left out.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats. NaN if there is
        nothing else.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.nanmean([1.0, float('nan'), 3.0]))
    2.0
    """
    return backend.numpy.nanmean(x, axis=axis, keepdims=keepdims)


Nanmean = nanmean.operation


@keras_export(["keras.ops.nanvar", "keras.ops.numpy.nanvar"])
@op(spec=reduction(dtypes.to_float))
def nanvar(x, axis=None, keepdims=False):
    """Variance over axes, NaN left out.

    Formula: `mean(|x - mean(x)| ** 2)`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats. NaN if there is
        nothing else.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.nanvar([1.0, float('nan'), 3.0]))
    1.0
    """
    return backend.numpy.nanvar(x, axis=axis, keepdims=keepdims)


Nanvar = nanvar.operation


@keras_export(["keras.ops.nanstd", "keras.ops.numpy.nanstd"])
@op(spec=reduction(dtypes.to_float))
def nanstd(x, axis=None, keepdims=False):
    """Standard deviation over axes, NaN left out.

    Formula: `sqrt(mean(|x - mean(x)| ** 2))`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats. NaN if there is
        nothing else.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.nanstd([1.0, float('nan'), 3.0]))
    1.0
    """
    return backend.numpy.nanstd(x, axis=axis, keepdims=keepdims)


Nanstd = nanstd.operation


@keras_export(["keras.ops.nanmax", "keras.ops.numpy.nanmax"])
@op(spec=reduction(dtypes.promote))
def nanmax(x, axis=None, keepdims=False):
    """Largest element over axes, NaN left out.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`. NaN if there is nothing else.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.nanmax([1.0, float('nan'), 3.0]))
    3.0
    """
    return backend.numpy.nanmax(x, axis=axis, keepdims=keepdims)


Nanmax = nanmax.operation


@keras_export(["keras.ops.nanmin", "keras.ops.numpy.nanmin"])
@op(spec=reduction(dtypes.promote))
def nanmin(x, axis=None, keepdims=False):
    """Smallest element over axes, NaN left out.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes, of the dtype of `x`. NaN if there is nothing else.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.nanmin([1.0, float('nan'), 3.0]))
    1.0
    """
    return backend.numpy.nanmin(x, axis=axis, keepdims=keepdims)


Nanmin = nanmin.operation


@keras_export(["keras.ops.nanargmax", "keras.ops.numpy.nanargmax"])
@op(spec=index_spec)
def nanargmax(x, axis=None, keepdims=False):
    """Index of the largest element, NaN left out.

    Args:
        x: Tensor of any shape.
        axis: Axis to search along; `None` (default) searches the flattened tensor.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        int32 tensor without the reduced axis. -1 where there is nothing but NaN.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> int(keras.ops.nanargmax([1.0, float('nan'), 3.0]))
    2
    """
    return backend.numpy.nanargmax(x, axis=axis, keepdims=keepdims)


Nanargmax = nanargmax.operation


@keras_export(["keras.ops.nanargmin", "keras.ops.numpy.nanargmin"])
@op(spec=index_spec)
def nanargmin(x, axis=None, keepdims=False):
    """Index of the smallest element, NaN left out.

    Args:
        x: Tensor of any shape.
        axis: Axis to search along; `None` (default) searches the flattened tensor.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        int32 tensor without the reduced axis. -1 where there is nothing but NaN.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> int(keras.ops.nanargmin([1.0, float('nan'), 3.0]))
    0
    """
    return backend.numpy.nanargmin(x, axis=axis, keepdims=keepdims)


Nanargmin = nanargmin.operation


@keras_export(["keras.ops.nanmedian", "keras.ops.numpy.nanmedian"])
@op(spec=reduction(dtypes.to_float))
def nanmedian(x, axis=None, keepdims=False):
    """Median over axes, NaN left out.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats. NaN if there is
        nothing else.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.nanmedian([1.0, float('nan'), 3.0, 8.0]))
    3.0
    """
    return backend.numpy.nanmedian(x, axis=axis, keepdims=keepdims)


Nanmedian = nanmedian.operation


@keras_export(["keras.ops.nancumsum", "keras.ops.numpy.nancumsum"])
@op(spec=cumulative_spec)
def nancumsum(x, axis=None, dtype=None):
    """Cumulative sum that takes NaN for 0.

    Args:
        x: Tensor of any shape.
        axis: Axis to run along; `None` (default) runs over the flattened tensor.
        dtype: Dtype of the result. Defaults to `None`: by the rule below.

    Returns:
        Tensor of the shape of `x` (flat if `axis` is `None`). Booleans become int32.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.nancumsum([1.0, float('nan'), 3.0]))
    array([1., 1., 4.], dtype=float32)
    """
    return backend.numpy.nancumsum(x, axis=axis, dtype=running_dtype(dtype))


Nancumsum = nancumsum.operation


@keras_export(["keras.ops.nancumprod", "keras.ops.numpy.nancumprod"])
@op(spec=cumulative_spec)
def nancumprod(x, axis=None, dtype=None):
    """Cumulative product that takes NaN for 1.

    Args:
        x: Tensor of any shape.
        axis: Axis to run along; `None` (default) runs over the flattened tensor.
        dtype: Dtype of the result. Defaults to `None`: by the rule below.

    Returns:
        Tensor of the shape of `x` (flat if `axis` is `None`). Booleans become int32.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.nancumprod([1.0, float('nan'), 3.0]))
    array([1., 1., 3.], dtype=float32)
    """
    return backend.numpy.nancumprod(x, axis=axis, dtype=running_dtype(dtype))


Nancumprod = nancumprod.operation
