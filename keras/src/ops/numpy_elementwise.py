"""Operations of `keras.src.ops.numpy`: exponentials, trigonometry."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.ops.declare import broadcast, declare, elementwise

op = declare("keras.src.ops.numpy")


@keras_export(["keras.ops.exp", "keras.ops.numpy.exp"])
@op(spec=elementwise(dtypes.to_float))
def exp(x):
    """Exponential of each element.

    Formula: `e ** x`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.exp([0.0, 1.0])).round(4)
    array([1.    , 2.7183], dtype=float32)
    """
    return backend.numpy.exp(x)


Exp = exp.operation


@keras_export(["keras.ops.exp2", "keras.ops.numpy.exp2"])
@op(spec=elementwise(dtypes.to_float))
def exp2(x):
    """Two to the power of each element.

    Formula: `2 ** x`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.exp2([0.0, 3.0])).round(4)
    array([1., 8.], dtype=float32)
    """
    return backend.numpy.exp2(x)


Exp2 = exp2.operation


@keras_export(["keras.ops.expm1", "keras.ops.numpy.expm1"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def expm1(x):
    """Exponential minus one, precise near 0.

    Formula: `e ** x - 1`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.expm1([0.0, 1.0])).round(4)
    array([0.    , 1.7183], dtype=float32)
    """
    return backend.numpy.expm1(x)


Expm1 = expm1.operation


@keras_export(["keras.ops.log", "keras.ops.numpy.log"])
@op(spec=elementwise(dtypes.to_float))
def log(x):
    """Natural logarithm; -inf at 0, NaN below.

    Formula: `ln(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.log([1.0, 2.0])).round(4)
    array([0.    , 0.6931], dtype=float32)
    """
    return backend.numpy.log(x)


Log = log.operation


@keras_export(["keras.ops.log10", "keras.ops.numpy.log10"])
@op(spec=elementwise(dtypes.to_float))
def log10(x):
    """Logarithm to base 10.

    Formula: `ln(x) / ln(10)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.log10([1.0, 100.0])).round(4)
    array([0., 2.], dtype=float32)
    """
    return backend.numpy.log10(x)


Log10 = log10.operation


@keras_export(["keras.ops.log1p", "keras.ops.numpy.log1p"])
@op(spec=elementwise(dtypes.to_float, sparse=True), name="Log1p")
def log1p(x):
    """Natural logarithm of one plus each element, precise near 0.

    Formula: `ln(1 + x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.log1p([0.0, 1.0])).round(4)
    array([0.    , 0.6931], dtype=float32)
    """
    return backend.numpy.log1p(x)


Log1p = log1p.operation


@keras_export(["keras.ops.log2", "keras.ops.numpy.log2"])
@op(spec=elementwise(dtypes.to_float))
def log2(x):
    """Logarithm to base 2.

    Formula: `ln(x) / ln(2)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.log2([1.0, 8.0])).round(4)
    array([0., 3.], dtype=float32)
    """
    return backend.numpy.log2(x)


Log2 = log2.operation


@keras_export(["keras.ops.logaddexp", "keras.ops.numpy.logaddexp"])
@op(spec=broadcast(dtypes.promote_float))
def logaddexp(x1, x2):
    """Logarithm of the sum of exponentials, without overflow.

    Formula: `ln(e ** x1 + e ** x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logaddexp([0.0, 100.0], [0.0, 0.0])).round(4)
    array([  0.6931, 100.    ], dtype=float32)
    """
    return backend.numpy.logaddexp(x1, x2)


Logaddexp = logaddexp.operation


@keras_export(["keras.ops.logaddexp2", "keras.ops.numpy.logaddexp2"])
@op(spec=broadcast(dtypes.promote_float))
def logaddexp2(x1, x2):
    """Base-2 logarithm of the sum of powers of two, without overflow.

    Formula: `log2(2 ** x1 + 2 ** x2)`

    Args:
        x1: First operand, a tensor or a Python number.
        x2: Second operand. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.logaddexp2([0.0, 3.0], [0.0, 3.0])).round(4)
    array([1., 4.], dtype=float32)
    """
    return backend.numpy.logaddexp2(x1, x2)


Logaddexp2 = logaddexp2.operation


@keras_export(["keras.ops.sin", "keras.ops.numpy.sin"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def sin(x):
    """Sine of each element.

    Formula: `sin(x)`

    Args:
        x: Tensor of any shape: angles in radians.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sin([0.0, 1.0])).round(4)
    array([0.    , 0.8415], dtype=float32)
    """
    return backend.numpy.sin(x)


Sin = sin.operation


@keras_export(["keras.ops.cos", "keras.ops.numpy.cos"])
@op(spec=elementwise(dtypes.to_float))
def cos(x):
    """Cosine of each element.

    Formula: `cos(x)`

    Args:
        x: Tensor of any shape: angles in radians.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cos([0.0, 1.0])).round(4)
    array([1.    , 0.5403], dtype=float32)
    """
    return backend.numpy.cos(x)


Cos = cos.operation


@keras_export(["keras.ops.tan", "keras.ops.numpy.tan"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def tan(x):
    """Tangent of each element.

    Formula: `tan(x)`

    Args:
        x: Tensor of any shape: angles in radians.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tan([0.0, 1.0])).round(4)
    array([0.    , 1.5574], dtype=float32)
    """
    return backend.numpy.tan(x)


Tan = tan.operation


@keras_export(["keras.ops.arcsin", "keras.ops.numpy.arcsin"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def arcsin(x):
    """Inverse sine, in radians; NaN outside [-1, 1].

    Formula: `arcsin(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arcsin([0.0, 1.0])).round(4)
    array([0.    , 1.5708], dtype=float32)
    """
    return backend.numpy.arcsin(x)


Arcsin = arcsin.operation


@keras_export(["keras.ops.arccos", "keras.ops.numpy.arccos"])
@op(spec=elementwise(dtypes.to_float))
def arccos(x):
    """Inverse cosine, in radians; NaN outside [-1, 1].

    Formula: `arccos(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arccos([0.0, 1.0])).round(4)
    array([1.5708, 0.    ], dtype=float32)
    """
    return backend.numpy.arccos(x)


Arccos = arccos.operation


@keras_export(["keras.ops.arctan", "keras.ops.numpy.arctan"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def arctan(x):
    """Inverse tangent, in radians.

    Formula: `arctan(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arctan([0.0, 1.0])).round(4)
    array([0.    , 0.7854], dtype=float32)
    """
    return backend.numpy.arctan(x)


Arctan = arctan.operation


@keras_export(["keras.ops.sinh", "keras.ops.numpy.sinh"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def sinh(x):
    """Hyperbolic sine of each element.

    Formula: `(e ** x - e ** -x) / 2`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sinh([0.0, 1.0])).round(4)
    array([0.    , 1.1752], dtype=float32)
    """
    return backend.numpy.sinh(x)


Sinh = sinh.operation


@keras_export(["keras.ops.cosh", "keras.ops.numpy.cosh"])
@op(spec=elementwise(dtypes.to_float))
def cosh(x):
    """Hyperbolic cosine of each element.

    Formula: `(e ** x + e ** -x) / 2`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cosh([0.0, 1.0])).round(4)
    array([1.    , 1.5431], dtype=float32)
    """
    return backend.numpy.cosh(x)


Cosh = cosh.operation


@keras_export(["keras.ops.tanh", "keras.ops.numpy.tanh"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def tanh(x):
    """Hyperbolic tangent of each element.

    Formula: `sinh(x) / cosh(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tanh([0.0, 1.0])).round(4)
    array([0.    , 0.7616], dtype=float32)
    """
    return backend.numpy.tanh(x)


Tanh = tanh.operation


@keras_export(["keras.ops.arcsinh", "keras.ops.numpy.arcsinh"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def arcsinh(x):
    """Inverse hyperbolic sine.

    Formula: `ln(x + sqrt(x ** 2 + 1))`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arcsinh([0.0, 1.0])).round(4)
    array([0.    , 0.8814], dtype=float32)
    """
    return backend.numpy.arcsinh(x)


Arcsinh = arcsinh.operation


@keras_export(["keras.ops.arccosh", "keras.ops.numpy.arccosh"])
@op(spec=elementwise(dtypes.to_float))
def arccosh(x):
    """Inverse hyperbolic cosine; NaN below 1.

    Formula: `ln(x + sqrt(x ** 2 - 1))`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arccosh([1.0, 2.0])).round(4)
    array([0.   , 1.317], dtype=float32)
    """
    return backend.numpy.arccosh(x)


Arccosh = arccosh.operation


@keras_export(["keras.ops.arctanh", "keras.ops.numpy.arctanh"])
@op(spec=elementwise(dtypes.to_float, sparse=True))
def arctanh(x):
    """Inverse hyperbolic tangent; NaN outside [-1, 1].

    Formula: `ln((1 + x) / (1 - x)) / 2`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arctanh([0.0, 0.5])).round(4)
    array([0.    , 0.5493], dtype=float32)
    """
    return backend.numpy.arctanh(x)


Arctanh = arctanh.operation


@keras_export(["keras.ops.arctan2", "keras.ops.numpy.arctan2"])
@op(spec=broadcast(dtypes.promote_strong))
def arctan2(x1, x2):
    """Angle of the points `(x2, x1)` with the positive first axis, in radians.

    Formula: `atan(x1 / x2), in the right quadrant`

    Args:
        x1: Ordinates (the second coordinates).
        x2: Abscissas. The two shapes must broadcast.

    Returns:
        Tensor of the broadcast shape; dtype by promotion of the two with `float`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.arctan2([1.0, -1.0], [1.0, -1.0])).round(4)
    array([ 0.7854, -2.3562], dtype=float32)
    """
    return backend.numpy.arctan2(x1, x2)


Arctan2 = arctan2.operation


@keras_export(["keras.ops.sinc", "keras.ops.numpy.sinc"])
@op(spec=elementwise(dtypes.to_float))
def sinc(x):
    """Normalized cardinal sine; 1 at 0.

    Formula: `sin(pi * x) / (pi * x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sinc([0.0, 0.5])).round(4)
    array([1.    , 0.6366], dtype=float32)
    """
    return backend.numpy.sinc(x)


Sinc = sinc.operation


@keras_export(["keras.ops.deg2rad", "keras.ops.numpy.deg2rad"])
@op(spec=elementwise(dtypes.to_long_float, sparse=True), name="Deg2rad")
def deg2rad(x):
    """Degrees to radians.

    Formula: `x * pi / 180`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.deg2rad([0.0, 180.0])).round(4)
    array([0.    , 3.1416], dtype=float32)
    """
    return backend.numpy.deg2rad(x)


Deg2rad = deg2rad.operation


@keras_export(["keras.ops.rad2deg", "keras.ops.numpy.rad2deg"])
@op(spec=elementwise(dtypes.to_long_float, sparse=True), name="Rad2deg")
def rad2deg(x):
    """Radians to degrees.

    Formula: `x * 180 / pi`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.rad2deg([0.0, 3.1415927])).round(4)
    array([  0., 180.], dtype=float32)
    """
    return backend.numpy.rad2deg(x)


Rad2deg = rad2deg.operation


@keras_export(["keras.ops.i0", "keras.ops.numpy.i0"])
@op(spec=elementwise(dtypes.to_long_float))
def i0(x):
    """Modified Bessel function of the first kind, order 0.

    Formula: `sum over k of (x / 2) ** (2 k) / (k!) ** 2`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.i0([0.0, 1.0])).round(4)
    array([1.    , 1.2661], dtype=float32)
    """
    return backend.numpy.i0(x)


I0 = i0.operation
