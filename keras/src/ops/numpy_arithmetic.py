"""Operations of `keras.src.ops.numpy`: arithmetic."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.ops.declare import broadcast, declare, elementwise

op = declare("keras.src.ops.numpy")


def _only_first(sparse):
    return sparse[0] and not sparse[1]


@keras_export(["keras.ops.add", "keras.ops.numpy.add"])
@op(spec=broadcast(dtypes.promote, sparse=all))
def add(x1, x2):
    """Sum of two tensors, element by element.

    Formula: `x1 + x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.add([1, 2], [3, 4]))
    array([4, 6], dtype=int32)
    """
    return backend.numpy.add(x1, x2)


Add = add.operation


@keras_export(["keras.ops.subtract", "keras.ops.numpy.subtract"])
@op(spec=broadcast(dtypes.promote, sparse=all))
def subtract(x1, x2):
    """Difference of two tensors, element by element.

    Formula: `x1 - x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.subtract([5, 3], [1, 4]))
    array([ 4, -1], dtype=int32)
    """
    return backend.numpy.subtract(x1, x2)


Subtract = subtract.operation


@keras_export(["keras.ops.multiply", "keras.ops.numpy.multiply"])
@op(spec=broadcast(dtypes.promote, sparse=any))
def multiply(x1, x2):
    """Product of two tensors, element by element.

    Formula: `x1 * x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.multiply([2, 3], [4, 5]))
    array([ 8, 15], dtype=int32)
    """
    return backend.numpy.multiply(x1, x2)


Multiply = multiply.operation


@keras_export(["keras.ops.divide", "keras.ops.numpy.divide"])
@op(spec=broadcast(dtypes.promote_float, sparse=_only_first))
def divide(x1, x2):
    """Quotient of two tensors, element by element.

    Formula: `x1 / x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.divide([1.0, 3.0], [2.0, 4.0]))
    array([0.5 , 0.75], dtype=float32)
    """
    return backend.numpy.divide(x1, x2)


Divide = divide.operation


@keras_export(["keras.ops.true_divide", "keras.ops.numpy.true_divide"])
@op(spec=broadcast(dtypes.promote_float, sparse=_only_first))
def true_divide(x1, x2):
    """Quotient of two tensors: another name of `keras.ops.divide`.

    Formula: `x1 / x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.true_divide([1, 3], 2))
    array([0.5, 1.5], dtype=float32)
    """
    return backend.numpy.true_divide(x1, x2)


TrueDivide = true_divide.operation


@keras_export(["keras.ops.divide_no_nan", "keras.ops.numpy.divide_no_nan"])
@op(spec=broadcast(dtypes.promote_float))
def divide_no_nan(x1, x2):
    """Quotient of two tensors, 0 wherever the divisor is 0.

    Formula: `x1 / x2 if x2 != 0 else 0`

    The gradient is 0 as well where `x2` is 0.

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.divide_no_nan([1.0, 3.0], [0.0, 2.0]))
    array([0. , 1.5], dtype=float32)
    """
    return backend.numpy.divide_no_nan(x1, x2)


DivideNoNan = divide_no_nan.operation


@keras_export(["keras.ops.floor_divide", "keras.ops.numpy.floor_divide"])
@op(spec=broadcast(dtypes.promote_number))
def floor_divide(x1, x2):
    """Quotient rounded towards minus infinity.

    Formula: `floor(x1 / x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.floor_divide([7, -7], [2, 2]))
    array([ 3, -4], dtype=int32)
    """
    return backend.numpy.floor_divide(x1, x2)


FloorDivide = floor_divide.operation


@keras_export(["keras.ops.mod", "keras.ops.numpy.mod"])
@op(spec=broadcast(dtypes.promote_number))
def mod(x1, x2):
    """Remainder of floor division; it has the sign of the divisor.

    Formula: `x1 - floor(x1 / x2) * x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two, two booleans give int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.mod([7, -7], 3))
    array([1, 2], dtype=int32)
    """
    return backend.numpy.mod(x1, x2)


Mod = mod.operation


@keras_export(["keras.ops.fmod", "keras.ops.numpy.fmod"])
@op(spec=broadcast(dtypes.promote_number))
def fmod(x1, x2):
    """Remainder of truncated division; it has the sign of the dividend.

    Formula: `x1 - trunc(x1 / x2) * x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two, two booleans give int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.fmod([7, -7], 3))
    array([ 1, -1], dtype=int32)
    """
    return backend.numpy.fmod(x1, x2)


Fmod = fmod.operation


@keras_export(["keras.ops.power", "keras.ops.numpy.power"])
@op(spec=broadcast(dtypes.promote_number))
def power(x1, x2):
    """First operand raised to the power of the second.

    Formula: `x1 ** x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.power([2, 3], [3, 2]))
    array([8, 9], dtype=int32)
    """
    return backend.numpy.power(x1, x2)


Power = power.operation


@keras_export(["keras.ops.negative", "keras.ops.numpy.negative"])
@op(spec=elementwise(dtypes.same, sparse=True))
def negative(x):
    """Each element with its sign changed.

    Formula: `-x`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.negative([1, -2]))
    array([-1,  2], dtype=int32)
    """
    return backend.numpy.negative(x)


Negative = negative.operation


@keras_export(["keras.ops.abs", "keras.ops.numpy.abs"])
@op(spec=elementwise(dtypes.real_rule, sparse=True))
def abs(x):
    """Absolute value; of a complex number its modulus.

    Formula: `|x|`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, of its dtype (complex: of the real dtype).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.abs([-1, 2]))
    array([1, 2], dtype=int32)
    """
    return backend.numpy.abs(x)


Abs = abs.operation


@keras_export(["keras.ops.absolute", "keras.ops.numpy.absolute"])
@op(spec=elementwise(dtypes.real_rule, sparse=True))
def absolute(x):
    """Absolute value: another name of `keras.ops.abs`.

    Formula: `|x|`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, of its dtype (complex: of the real dtype).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.absolute([-1.5, 2.0]))
    array([1.5, 2. ], dtype=float32)
    """
    return backend.numpy.absolute(x)


Absolute = Abs.recorded_as = absolute.operation


@keras_export(["keras.ops.fabs", "keras.ops.numpy.fabs"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def fabs(x):
    """Absolute value as a float.

    Formula: `|x|`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.fabs([-1, 2]))
    array([1., 2.], dtype=float32)
    """
    return backend.numpy.fabs(x)


Fabs = fabs.operation


@keras_export(["keras.ops.square", "keras.ops.numpy.square"])
@op(spec=elementwise(dtypes.promote_number, sparse=True))
def square(x):
    """Square of each element.

    Formula: `x * x`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`; booleans become int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.square([2, -3]))
    array([4, 9], dtype=int32)
    """
    return backend.numpy.square(x)


Square = square.operation


@keras_export(["keras.ops.sqrt", "keras.ops.numpy.sqrt"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def sqrt(x):
    """Square root; NaN below 0.

    Formula: `x ** 0.5`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sqrt([4.0, 9.0])).round(4)
    array([2., 3.], dtype=float32)
    """
    return backend.numpy.sqrt(x)


Sqrt = sqrt.operation


@keras_export(["keras.ops.cbrt", "keras.ops.numpy.cbrt"])
@op(spec=elementwise(dtypes.to_long_float))
def cbrt(x):
    """Real cube root, of negative numbers too.

    Formula: `x ** (1 / 3)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cbrt([8.0, -27.0])).round(4)
    array([ 2., -3.], dtype=float32)
    """
    return backend.numpy.cbrt(x)


Cbrt = cbrt.operation


@keras_export(["keras.ops.reciprocal", "keras.ops.numpy.reciprocal"])
@op(spec=elementwise(dtypes.to_float))
def reciprocal(x):
    """One divided by each element.

    Formula: `1 / x`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.reciprocal([2.0, 4.0]))
    array([0.5 , 0.25], dtype=float32)
    """
    return backend.numpy.reciprocal(x)


Reciprocal = reciprocal.operation


@keras_export(["keras.ops.hypot", "keras.ops.numpy.hypot"])
@op(spec=broadcast(dtypes.promote_float))
def hypot(x1, x2):
    """Length of the hypotenuse, without overflow on the way.

    Formula: `sqrt(x1 ** 2 + x2 ** 2)`

    Infinite if either operand is infinite, even if the other one is NaN.

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hypot([3.0, 5.0], [4.0, 12.0])).round(4)
    array([ 5., 13.], dtype=float32)
    """
    return backend.numpy.hypot(x1, x2)


Hypot = hypot.operation


@keras_export(["keras.ops.gcd", "keras.ops.numpy.gcd"])
@op(spec=broadcast(dtypes.promote))
def gcd(x1, x2):
    """Greatest common divisor of integers.

    Args:
        x1: Integer tensor or Python int.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.gcd([12, 8], [18, 20]))
    array([6, 4], dtype=int32)
    """
    return backend.numpy.gcd(x1, x2)


Gcd = gcd.operation


@keras_export(["keras.ops.lcm", "keras.ops.numpy.lcm"])
@op(spec=broadcast(dtypes.promote))
def lcm(x1, x2):
    """Least common multiple of integers.

    Args:
        x1: Integer tensor or Python int.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.lcm([4, 6], [6, 8]))
    array([12, 24], dtype=int32)
    """
    return backend.numpy.lcm(x1, x2)


Lcm = lcm.operation


@keras_export(["keras.ops.ldexp", "keras.ops.numpy.ldexp"])
@op(spec=broadcast(dtypes.promote_float))
def ldexp(x1, x2):
    """First operand times two to the power of the second.

    Formula: `x1 * 2 ** x2`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Integer exponents. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.ldexp([1.5, 2.0], [2, 3]))
    array([ 6., 16.], dtype=float32)
    """
    return backend.numpy.ldexp(x1, x2)


Ldexp = ldexp.operation
