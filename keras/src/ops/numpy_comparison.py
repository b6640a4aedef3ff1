"""Operations of `keras.src.ops.numpy`: comparisons, tests of numbers, logic, bits."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import broadcast, declare, elementwise, shape_of
from keras.src.ops.operation_utils import broadcast_shapes

op = declare("keras.src.ops.numpy")


def allclose_spec(x1, x2, **static):
    broadcast_shapes(shape_of(x1), shape_of(x2))
    return KerasTensor((), dtype="bool")


@keras_export(["keras.ops.equal", "keras.ops.numpy.equal"])
@op(spec=broadcast(dtypes.to_bool))
def equal(x1, x2):
    """Whether two elements are equal; NaN equals nothing.

    Formula: `x1 == x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.equal([1, 2, 3], [3, 2, 1]))
    array([False,  True, False])
    """
    return backend.numpy.equal(x1, x2)


Equal = equal.operation


@keras_export(["keras.ops.not_equal", "keras.ops.numpy.not_equal"])
@op(spec=broadcast(dtypes.to_bool))
def not_equal(x1, x2):
    """Whether two elements differ.

    Formula: `x1 != x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.not_equal([1, 2, 3], [3, 2, 1]))
    array([ True, False,  True])
    """
    return backend.numpy.not_equal(x1, x2)


NotEqual = not_equal.operation


@keras_export(["keras.ops.greater", "keras.ops.numpy.greater"])
@op(spec=broadcast(dtypes.to_bool))
def greater(x1, x2):
    """Whether the first element is above the second.

    Formula: `x1 > x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.greater([1, 2, 3], [3, 2, 1]))
    array([False, False,  True])
    """
    return backend.numpy.greater(x1, x2)


Greater = greater.operation


@keras_export(["keras.ops.greater_equal", "keras.ops.numpy.greater_equal"])
@op(spec=broadcast(dtypes.to_bool))
def greater_equal(x1, x2):
    """Whether the first element is not below the second.

    Formula: `x1 >= x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.greater_equal([1, 2, 3], [3, 2, 1]))
    array([False,  True,  True])
    """
    return backend.numpy.greater_equal(x1, x2)


GreaterEqual = greater_equal.operation


@keras_export(["keras.ops.less", "keras.ops.numpy.less"])
@op(spec=broadcast(dtypes.to_bool))
def less(x1, x2):
    """Whether the first element is below the second.

    Formula: `x1 < x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.less([1, 2, 3], [3, 2, 1]))
    array([ True, False, False])
    """
    return backend.numpy.less(x1, x2)


Less = less.operation


@keras_export(["keras.ops.less_equal", "keras.ops.numpy.less_equal"])
@op(spec=broadcast(dtypes.to_bool))
def less_equal(x1, x2):
    """Whether the first element is not above the second.

    Formula: `x1 <= x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.less_equal([1, 2, 3], [3, 2, 1]))
    array([ True,  True, False])
    """
    return backend.numpy.less_equal(x1, x2)


LessEqual = less_equal.operation


@keras_export(["keras.ops.logical_and", "keras.ops.numpy.logical_and"])
@op(spec=broadcast(dtypes.to_bool))
def logical_and(x1, x2):
    """Whether both elements hold (are not 0).

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logical_and([True, True, False], [True, False, False]))
    array([ True, False, False])
    """
    return backend.numpy.logical_and(x1, x2)


LogicalAnd = logical_and.operation


@keras_export(["keras.ops.logical_or", "keras.ops.numpy.logical_or"])
@op(spec=broadcast(dtypes.to_bool))
def logical_or(x1, x2):
    """Whether either element holds (is not 0).

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logical_or([True, True, False], [True, False, False]))
    array([ True,  True, False])
    """
    return backend.numpy.logical_or(x1, x2)


LogicalOr = logical_or.operation


@keras_export(["keras.ops.logical_xor", "keras.ops.numpy.logical_xor"])
@op(spec=broadcast(dtypes.to_bool))
def logical_xor(x1, x2):
    """Whether just one of two elements holds (is not 0).

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logical_xor([True, True, False], [True, False, False]))
    array([False,  True, False])
    """
    return backend.numpy.logical_xor(x1, x2)


LogicalXor = logical_xor.operation


@keras_export(["keras.ops.logical_not", "keras.ops.numpy.logical_not"])
@op(spec=elementwise(dtypes.to_bool))
def logical_not(x):
    """Whether an element is 0 or false.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logical_not([True, False]))
    array([False,  True])
    """
    return backend.numpy.logical_not(x)


LogicalNot = logical_not.operation


@keras_export(["keras.ops.isnan", "keras.ops.numpy.isnan"])
@op(spec=elementwise(dtypes.to_bool))
def isnan(x):
    """Whether an element is NaN.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isnan([1.0, float('nan'), float('inf')]))
    array([False,  True, False])
    """
    return backend.numpy.isnan(x)


Isnan = isnan.operation


@keras_export(["keras.ops.isinf", "keras.ops.numpy.isinf"])
@op(spec=elementwise(dtypes.to_bool))
def isinf(x):
    """Whether an element is infinite, of either sign.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isinf([1.0, float('nan'), float('inf')]))
    array([False, False,  True])
    """
    return backend.numpy.isinf(x)


Isinf = isinf.operation


@keras_export(["keras.ops.isfinite", "keras.ops.numpy.isfinite"])
@op(spec=elementwise(dtypes.to_bool))
def isfinite(x):
    """Whether an element is neither NaN nor infinite.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isfinite([1.0, float('nan'), float('inf')]))
    array([ True, False, False])
    """
    return backend.numpy.isfinite(x)


Isfinite = isfinite.operation


@keras_export(["keras.ops.isposinf", "keras.ops.numpy.isposinf"])
@op(spec=elementwise(dtypes.to_bool))
def isposinf(x):
    """Whether an element is positive infinity.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isposinf([1.0, float('nan'), float('inf')]))
    array([False, False,  True])
    """
    return backend.numpy.isposinf(x)


Isposinf = isposinf.operation


@keras_export(["keras.ops.isneginf", "keras.ops.numpy.isneginf"])
@op(spec=elementwise(dtypes.to_bool))
def isneginf(x):
    """Whether an element is negative infinity.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isneginf([1.0, float('nan'), float('inf')]))
    array([False, False, False])
    """
    return backend.numpy.isneginf(x)


Isneginf = isneginf.operation


@keras_export(["keras.ops.isreal", "keras.ops.numpy.isreal"])
@op(spec=elementwise(dtypes.to_bool))
def isreal(x):
    """Whether an element has no imaginary part.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isreal([1.0, 2.0]))
    array([ True,  True])
    """
    return backend.numpy.isreal(x)


Isreal = isreal.operation


@keras_export(["keras.ops.signbit", "keras.ops.numpy.signbit"])
@op(spec=elementwise(dtypes.to_bool))
def signbit(x):
    """Whether the sign bit of an element is set; it is for -0.0.

    Args:
        x: Tensor of any shape.

    Returns:
        Boolean tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.signbit([-1.0, -0.0, 0.0]))
    array([ True,  True, False])
    """
    return backend.numpy.signbit(x)


Signbit = signbit.operation


@keras_export(["keras.ops.isclose", "keras.ops.numpy.isclose"])
@op(spec=broadcast(dtypes.to_bool), in_call=("rtol", "atol"))
def isclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Whether two elements are equal within a tolerance.

    Formula: `|x1 - x2| <= atol + rtol * |x2|`

    Infinities are close to themselves only.

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.
        rtol: Tolerance relative to `x2`. Defaults to `1e-5`.
        atol: Absolute tolerance. Defaults to `1e-8`.
        equal_nan: Whether two NaN count as close. Defaults to `False`.

    Returns:
        Boolean tensor of the broadcast shape.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.isclose([1.0, 2.0], [1.000001, 2.1]))
    array([ True, False])
    """
    return backend.numpy.isclose(x1, x2, rtol=rtol, atol=atol, equal_nan=equal_nan)


Isclose = isclose.operation


@keras_export(["keras.ops.allclose", "keras.ops.numpy.allclose"])
@op(spec=allclose_spec, tensors=2, name="AllClose")
def allclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Whether all elements of two tensors are equal within a tolerance.

    Formula: `all(|x1 - x2| <= atol + rtol * |x2|)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.
        rtol: Tolerance relative to `x2`. Defaults to `1e-5`.
        atol: Absolute tolerance. Defaults to `1e-8`.
        equal_nan: Whether two NaN count as close. Defaults to `False`.

    Returns:
        Boolean scalar tensor.

    Example:

    >>> bool(keras.ops.allclose([1.0, 2.0], [1.000001, 2.0]))
    True
    """
    return backend.numpy.allclose(x1, x2, rtol=rtol, atol=atol, equal_nan=equal_nan)


AllClose = allclose.operation


@keras_export(["keras.ops.bitwise_and", "keras.ops.numpy.bitwise_and"])
@op(spec=broadcast(dtypes.promote))
def bitwise_and(x, y):
    """Bits set in both integers.

    Formula: `x & y`

    Args:
        x: Integer or boolean tensor.
        y: Integer or boolean tensor. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_and([6, 5], [3, 1]))
    array([2, 1], dtype=int32)
    """
    return backend.numpy.bitwise_and(x, y)


BitwiseAnd = bitwise_and.operation


@keras_export(["keras.ops.bitwise_or", "keras.ops.numpy.bitwise_or"])
@op(spec=broadcast(dtypes.promote))
def bitwise_or(x, y):
    """Bits set in either integer.

    Formula: `x | y`

    Args:
        x: Integer or boolean tensor.
        y: Integer or boolean tensor. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_or([6, 5], [3, 1]))
    array([7, 5], dtype=int32)
    """
    return backend.numpy.bitwise_or(x, y)


BitwiseOr = bitwise_or.operation


@keras_export(["keras.ops.bitwise_xor", "keras.ops.numpy.bitwise_xor"])
@op(spec=broadcast(dtypes.promote))
def bitwise_xor(x, y):
    """Bits set in just one of two integers.

    Formula: `x ^ y`

    Args:
        x: Integer or boolean tensor.
        y: Integer or boolean tensor. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_xor([6, 5], [3, 1]))
    array([5, 4], dtype=int32)
    """
    return backend.numpy.bitwise_xor(x, y)


BitwiseXor = bitwise_xor.operation


@keras_export(["keras.ops.bitwise_left_shift", "keras.ops.numpy.bitwise_left_shift"])
@op(spec=broadcast(dtypes.promote_number))
def bitwise_left_shift(x, y):
    """Bits of an integer shifted to the left.

    Formula: `x * 2 ** y`

    Args:
        x: Integer tensor.
        y: Number of bits, integers. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_left_shift([8, 5], 1))
    array([16, 10], dtype=int32)
    """
    return backend.numpy.bitwise_left_shift(x, y)


BitwiseLeftShift = bitwise_left_shift.operation


@keras_export(["keras.ops.left_shift", "keras.ops.numpy.left_shift"])
@op(spec=broadcast(dtypes.promote_number))
def left_shift(x, y):
    """Bits shifted to the left: another name of `keras.ops.bitwise_left_shift`.

    Formula: `x * 2 ** y`

    Args:
        x: Integer tensor.
        y: Number of bits, integers. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.left_shift([8, 5], 1))
    array([16, 10], dtype=int32)
    """
    return backend.numpy.left_shift(x, y)


LeftShift = left_shift.operation


@keras_export(["keras.ops.bitwise_right_shift", "keras.ops.numpy.bitwise_right_shift"])
@op(spec=broadcast(dtypes.promote_number))
def bitwise_right_shift(x, y):
    """Bits of an integer shifted to the right; the sign stays.

    Formula: `floor(x / 2 ** y)`

    Args:
        x: Integer tensor.
        y: Number of bits, integers. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_right_shift([8, 5], 1))
    array([4, 2], dtype=int32)
    """
    return backend.numpy.bitwise_right_shift(x, y)


BitwiseRightShift = bitwise_right_shift.operation


@keras_export(["keras.ops.right_shift", "keras.ops.numpy.right_shift"])
@op(spec=broadcast(dtypes.promote_number))
def right_shift(x, y):
    """Bits shifted to the right: another name of `keras.ops.bitwise_right_shift`.

    Formula: `floor(x / 2 ** y)`

    Args:
        x: Integer tensor.
        y: Number of bits, integers. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.right_shift([8, 5], 1))
    array([4, 2], dtype=int32)
    """
    return backend.numpy.right_shift(x, y)


RightShift = right_shift.operation


@keras_export(["keras.ops.bitwise_not", "keras.ops.numpy.bitwise_not"])
@op(spec=elementwise(dtypes.same))
def bitwise_not(x):
    """Each bit of an integer turned over; of a boolean its negation.

    Formula: `~x`

    Args:
        x: Integer or boolean tensor.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_not([0, 5]))
    array([-1, -6], dtype=int32)
    """
    return backend.numpy.bitwise_not(x)


BitwiseNot = bitwise_not.operation


@keras_export(["keras.ops.bitwise_invert", "keras.ops.numpy.bitwise_invert"])
@op(spec=elementwise(dtypes.same))
def bitwise_invert(x):
    """Each bit turned over: another name of `keras.ops.bitwise_not`.

    Formula: `~x`

    Args:
        x: Integer or boolean tensor.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bitwise_invert([0, 5]))
    array([-1, -6], dtype=int32)
    """
    return backend.numpy.bitwise_invert(x)


BitwiseInvert = bitwise_invert.operation
