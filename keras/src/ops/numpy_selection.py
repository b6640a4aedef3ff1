"""Operations of `keras.src.ops.numpy`: choosing between values and limiting them."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import broadcast, declare, dtype_of, elementwise, shape_of, step_by_step
from keras.src.ops.operation_utils import broadcast_shapes

op = declare("keras.src.ops.numpy")


@step_by_step(3)
def where_spec(condition, x1=None, x2=None):
    """Broadcast of the three. The indices of what holds cannot be told without its values."""
    if x1 is None or x2 is None:
        raise ValueError(
            "Arguments `x1` and `x2` of where must be given for symbolic tensors. "
            f"Received: x1={x1}, x2={x2}"
        )
    shape = broadcast_shapes(broadcast_shapes(shape_of(condition), shape_of(x1)), shape_of(x2))
    return KerasTensor(shape, dtype=dtypes.promote(dtype_of(x1), dtype_of(x2)))


@keras_export(["keras.ops.maximum", "keras.ops.numpy.maximum"])
@op(spec=broadcast(dtypes.promote, sparse=all))
def maximum(x1, x2):
    """Larger of two elements; NaN if either is NaN.

    Formula: `max(x1, x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.maximum([1, 5], [3, 2]))
    array([3, 5], dtype=int32)
    """
    return backend.numpy.maximum(x1, x2)


Maximum = maximum.operation


@keras_export(["keras.ops.minimum", "keras.ops.numpy.minimum"])
@op(spec=broadcast(dtypes.promote, sparse=all))
def minimum(x1, x2):
    """Smaller of two elements; NaN if either is NaN.

    Formula: `min(x1, x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.minimum([1, 5], [3, 2]))
    array([1, 2], dtype=int32)
    """
    return backend.numpy.minimum(x1, x2)


Minimum = minimum.operation


@keras_export(["keras.ops.fmax", "keras.ops.numpy.fmax"])
@op(spec=broadcast(dtypes.promote))
def fmax(x1, x2):
    """Larger of two elements, where a NaN gives way to the other one.

    Formula: `max(x1, x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.fmax([1.0, float('nan')], [0.0, 2.0]))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.fmax(x1, x2)


Fmax = fmax.operation


@keras_export(["keras.ops.fmin", "keras.ops.numpy.fmin"])
@op(spec=broadcast(dtypes.promote))
def fmin(x1, x2):
    """Smaller of two elements, where a NaN gives way to the other one.

    Formula: `min(x1, x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.fmin([1.0, float('nan')], [0.0, 2.0]))
    array([0., 2.], dtype=float32)
    """
    return backend.numpy.fmin(x1, x2)


Fmin = fmin.operation


@keras_export(["keras.ops.sign", "keras.ops.numpy.sign"])
@op(spec=elementwise(dtypes.same, sparse=True))
def sign(x):
    """Sign of each element: -1, 0 or 1.

    Formula: `x / |x|, 0 at 0`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sign([-3.0, 0.0, 2.0]))
    array([-1.,  0.,  1.], dtype=float32)
    """
    return backend.numpy.sign(x)


Sign = sign.operation


@keras_export(["keras.ops.heaviside", "keras.ops.numpy.heaviside"])
@op(spec=broadcast(dtypes.promote_strong))
def heaviside(x1, x2):
    """Step function: 0 below 0, 1 above, the second operand at 0.

    Formula: `0 if x1 < 0, x2 if x1 == 0, 1 if x1 > 0`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Value at 0. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.heaviside([-1.0, 0.0, 2.0], 0.5))
    array([0. , 0.5, 1. ], dtype=float32)
    """
    return backend.numpy.heaviside(x1, x2)


Heaviside = heaviside.operation


@keras_export(["keras.ops.nextafter", "keras.ops.numpy.nextafter"])
@op(spec=broadcast(dtypes.promote_float))
def nextafter(x1, x2):
    """Next representable float after the first operand, towards the second.

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> bool(keras.ops.nextafter(1.0, 2.0) > 1.0)
    True
    """
    return backend.numpy.nextafter(x1, x2)


Nextafter = nextafter.operation


@step_by_step()
def _clipped(x, x_min, x_max):
    shape = broadcast_shapes(shape_of(x), broadcast_shapes(shape_of(x_min), shape_of(x_max)))
    return KerasTensor(shape, dtype=dtypes.promote_number(dtype_of(x)))


@keras_export(["keras.ops.clip", "keras.ops.numpy.clip"])
@op(spec=_clipped)
def clip(x, x_min, x_max):
    """Elements limited to an interval.

    Formula: `min(max(x, x_min), x_max)`

    Where the bounds cross, the upper one wins.

    Args:
        x: Tensor of any shape.
        x_min: Lower bound, a number or a tensor that broadcasts to `x`.
        x_max: Upper bound, the same.

    Returns:
        Tensor of the shape and dtype of `x`; booleans become int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.clip([-2.0, 0.5, 3.0], -1.0, 1.0))
    array([-1. ,  0.5,  1. ], dtype=float32)
    """
    return backend.numpy.clip(x, x_min, x_max)


Clip = clip.operation


@keras_export(["keras.ops.nan_to_num", "keras.ops.numpy.nan_to_num"])
@op(spec=elementwise(dtypes.same))
def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    """NaN and infinities replaced by finite numbers.

    Args:
        x: Tensor of any shape.
        nan: What NaN becomes. Defaults to `0.0`.
        posinf: What positive infinity becomes. Defaults to `None`: the largest finite number of the dtype.
        neginf: What negative infinity becomes. Defaults to `None`: the lowest finite number of the dtype.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.nan_to_num([float('nan'), 1.0, float('inf')], posinf=9.0))
    array([0., 1., 9.], dtype=float32)
    """
    return backend.numpy.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf)


NanToNum = nan_to_num.operation


@keras_export(["keras.ops.where", "keras.ops.numpy.where"])
@op(spec=where_spec, tensors=3)
def where(condition, x1=None, x2=None):
    """Elements of one tensor where a condition holds, of another elsewhere.

    The gradient flows to the taken elements only; a NaN in the gradient of the function that made
    the others still spreads, so make that function safe first.

    Args:
        condition: Tensor; what is not boolean holds where it is not 0.
        x1: What to take where it holds. Defaults to `None`.
        x2: What to take elsewhere. Defaults to `None`. The three shapes must broadcast.

    Returns:
        Tensor of the broadcast shape, dtype by promotion of `x1` and `x2`. With neither of them:
        the indices at which `condition` holds, one integer tensor an axis.

    Raises:
        ValueError: If only one of `x1` and `x2` is given.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.where([True, False], [1, 2], [3, 4]))
    array([1, 4], dtype=int32)
    """
    return backend.numpy.where(condition, x1, x2)


Where = where.operation
