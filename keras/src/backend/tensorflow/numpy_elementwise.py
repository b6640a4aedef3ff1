"""Elementwise operations on TensorFlow tensors: arithmetic, functions, comparisons, logic, bits."""
import functools
import math

import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import numpy_family, traps
from keras.src.backend.common.kernels import pair
from keras.src.backend.tensorflow.core import convert_to_tensor, in_xla
from keras.src.backend.tensorflow.kernels import (
    HELD,
    NUMPY,
    adopt,
    arithmetic,
    binary,
    binary_formula,
    choice,
    elementary,
    formula,
    number,
    recorded,
    unary,
)

_BITS_OF_FLOAT = {2: tf.int16, 4: tf.int32, 8: tf.int64}


def _or_bool(fn, on_booleans):
    """A function of two tensors that TensorFlow has no boolean kernel of."""

    def call(x1, x2):
        return on_booleans(x1, x2) if x1.dtype is tf.bool else fn(x1, x2)

    return call


def _exact(x, dtype):
    """A number to compare with: an int64 where an integer dtype has not got it."""
    wide = dtype.is_integer and not dtype.min <= x <= dtype.max
    return number(x, tf.int64 if wide else dtype)


def _comparison(fn, op, by=tf.int8):
    """A comparison; booleans are compared as integers, where TensorFlow does not compare them."""

    def call(x1, x2):
        if x1.dtype is not x2.dtype:
            x1, x2 = tf.cast(x1, tf.int64), tf.cast(x2, tf.int64)
        elif x1.dtype is tf.bool:
            x1, x2 = tf.cast(x1, by), tf.cast(x2, by)
        return fn(x1, x2)

    return arithmetic(call, op, scalar=_exact)


def _widened(fn):
    """A function of two tensors that TensorFlow has for wide integers only."""

    def call(x1, x2):
        dtype = x1.dtype
        if not dtype.is_integer or dtype in (tf.int32, tf.int64):
            return fn(x1, x2)
        return tf.cast(fn(tf.cast(x1, tf.int64), tf.cast(x2, tf.int64)), dtype)

    return call


def _divisor(fn):
    """A function of integers only."""
    widened = _widened(fn)

    def call(x1, x2):
        if not x1.dtype.is_integer:
            raise TypeError(f"Arguments of gcd and lcm must be integers. Received: dtype={x1.dtype.name}")
        return widened(x1, x2)

    return call


def _negative(x):
    return tf.cast(-tf.cast(x, tf.int64), x.dtype) if x.dtype.is_unsigned else tf.negative(x)


def _abs(x):
    return x if x.dtype.is_unsigned or x.dtype is tf.bool else tf.abs(x)


def _remainder(x1, x2):
    """With the sign of the dividend. TensorFlow's own `truncatemod` has no gradient."""
    if x1.dtype.is_unsigned:
        return tf.math.floormod(x1, x2)
    remainder = tf.math.floormod(tf.abs(x1), tf.abs(x2))
    return tf.where(x1 < 0, -remainder, remainder)


def _sign(x):
    if x.dtype.is_unsigned or x.dtype is tf.bool:
        return tf.cast(tf.cast(x, tf.bool), x.dtype)
    return tf.sign(x)


# Arithmetic
add = arithmetic(_or_bool(tf.add, tf.logical_or), "AddV2")
subtract = arithmetic(tf.subtract, "Sub")
multiply = arithmetic(_or_bool(tf.multiply, tf.logical_and), "Mul")
divide = arithmetic(tf.realdiv, "RealDiv", dtypes.promote_float)
true_divide = divide
divide_no_nan = binary(tf.math.divide_no_nan, dtypes.promote_float)
floor_divide = binary(tf.math.floordiv, dtypes.promote_number)
mod = binary(tf.math.floormod, dtypes.promote_number)
fmod = binary(_remainder, dtypes.promote_number)
_powers = binary(_widened(tf.pow), dtypes.promote_number)
_traced_powers = binary(recorded(_widened(tf.pow), traps.power), dtypes.promote_number)


def power(x1, x2):
    return (_powers if type(x2) in (int, float) and x2 else _traced_powers)(x1, x2)


maximum = arithmetic(_or_bool(tf.maximum, tf.logical_or), "Maximum")
minimum = arithmetic(_or_bool(tf.minimum, tf.logical_and), "Minimum")
fmax = binary_formula(numpy_family.fmax)
fmin = binary_formula(numpy_family.fmin)
gcd = binary(_divisor(tf.experimental.numpy.gcd))
lcm = binary(_divisor(tf.experimental.numpy.lcm))
hypot = binary_formula(numpy_family.hypot, dtypes.promote_float)
heaviside = binary_formula(numpy_family.heaviside, dtypes.promote_strong)
ldexp = formula(numpy_family.ldexp, dtypes.to_float)
negative = elementary(_negative, "Neg", dtypes.same)
abs = absolute = elementary(_abs, "Abs", dtypes.same)
fabs = unary(tf.abs, dtypes.to_float)
square = elementary(tf.square, "Square", dtypes.promote_number)
sqrt = elementary(tf.sqrt, "Sqrt")
cbrt = formula(numpy_family.cbrt, dtypes.to_long_float)
reciprocal = elementary(tf.math.reciprocal, "Reciprocal")
sign = unary(_sign)


# Functions
def _exp2(x):
    return tf.pow(tf.constant(2, x.dtype), x)


def _logarithm(base):
    scale = math.log(base)

    def log_to_base(x):
        return tf.math.log(x) / tf.constant(scale, x.dtype)

    return log_to_base


def _i0(x):
    if in_xla():
        return tf.math.bessel_i0e(x) * tf.exp(tf.abs(x))
    if x.dtype is tf.bfloat16:
        return tf.cast(tf.math.bessel_i0(tf.cast(x, tf.float32)), x.dtype)
    return tf.math.bessel_i0(x)


def _traced_logaddexp(nb, fn, x1, x2):
    """Equal operands have half of the gradient each, which `tf.maximum` gives to the first."""

    def larger(x1, x2):
        return tf.where(x1 == x2, 0.5 * x1 + 0.5 * x2, tf.maximum(x1, x2))

    return traps.logaddexp(nb, functools.partial(fn, larger=larger), x1, x2)


def _times(factor):
    def scaled(x):
        return x * tf.constant(factor, x.dtype)

    return scaled


exp = elementary(tf.exp, "Exp")
exp2 = unary(_exp2, dtypes.to_float)
expm1 = elementary(tf.math.expm1, "Expm1")
log = elementary(tf.math.log, "Log")
log10 = unary(_logarithm(10), dtypes.to_float)
log1p = elementary(tf.math.log1p, "Log1p")
log2 = unary(_logarithm(2), dtypes.to_float)
_logaddexp = adopt(numpy_family.logaddexp)
logaddexp = binary(recorded(_logaddexp, _traced_logaddexp), dtypes.promote_float, scalars=False)
logaddexp2 = binary_formula(numpy_family.logaddexp2, dtypes.promote_float)
sin = elementary(tf.sin, "Sin")
cos = elementary(tf.cos, "Cos")
tan = elementary(tf.tan, "Tan")
arcsin = elementary(tf.asin, "Asin")
arccos = elementary(tf.acos, "Acos")
arctan = elementary(tf.atan, "Atan")
arctan2 = binary(recorded(tf.math.atan2, traps.arctan2, tf.stop_gradient), dtypes.promote_strong)
sinh = elementary(tf.sinh, "Sinh")
cosh = elementary(tf.cosh, "Cosh")
tanh = elementary(tf.tanh, "Tanh")
arcsinh = elementary(tf.asinh, "Asinh")
arccosh = elementary(tf.acosh, "Acosh")
arctanh = elementary(tf.atanh, "Atanh")
sinc = formula(numpy_family.sinc, dtypes.to_float)
deg2rad = unary(_times(math.pi / 180), dtypes.to_long_float)
rad2deg = unary(_times(180 / math.pi), dtypes.to_long_float)
i0 = unary(_i0, dtypes.to_long_float)
angle = unary(tf.math.angle, dtypes.to_float)
ceil = elementary(tf.math.ceil, "Ceil")
floor = elementary(tf.floor, "Floor")


def _trunc(x):
    return tf.where(x < 0, tf.math.ceil(x), tf.floor(x)) if x.dtype.is_floating else x


def _real(x):
    return tf.math.real(x) if x.dtype.is_complex else x


def _imag(x):
    return tf.math.imag(x) if x.dtype.is_complex else tf.zeros_like(x)


def _conj(x):
    return tf.math.conj(x) if x.dtype.is_complex else x


trunc = unary(_trunc)
real = unary(_real)
imag = unary(_imag)
conj = conjugate = unary(_conj)


# Comparisons, tests, logic, bits
def _infinite_above(x):
    return tf.equal(x, tf.constant(math.inf, x.dtype))


def _infinite_below(x):
    return tf.equal(x, tf.constant(-math.inf, x.dtype))


def _isreal(x):
    return tf.equal(_imag(x), 0) if x.dtype.is_complex else tf.ones_like(x, tf.bool)


def _signbit(x):
    if x.dtype.is_floating:
        x = tf.bitcast(x, _BITS_OF_FLOAT[x.dtype.size])
    if x.dtype.is_unsigned or x.dtype is tf.bool:
        return tf.zeros_like(x, tf.bool)
    return x < 0


equal = _comparison(tf.equal, "Equal", by=tf.bool)
not_equal = _comparison(tf.not_equal, "NotEqual", by=tf.bool)
greater = _comparison(tf.greater, "Greater")
greater_equal = _comparison(tf.greater_equal, "GreaterEqual")
less = _comparison(tf.less, "Less")
less_equal = _comparison(tf.less_equal, "LessEqual")
logical_and = binary(tf.logical_and, dtypes.to_bool)
logical_or = binary(tf.logical_or, dtypes.to_bool)
logical_xor = binary(tf.math.logical_xor, dtypes.to_bool)
logical_not = unary(tf.logical_not, dtypes.to_bool)
isnan = unary(tf.math.is_nan, dtypes.to_float)
isinf = unary(tf.math.is_inf, dtypes.to_float)
isfinite = unary(tf.math.is_finite, dtypes.to_float)
isposinf = unary(_infinite_above, dtypes.to_float)
isneginf = unary(_infinite_below, dtypes.to_float)
isreal = unary(_isreal)
signbit = unary(_signbit)
bitwise_and = binary(_or_bool(tf.bitwise.bitwise_and, tf.logical_and))
bitwise_or = binary(_or_bool(tf.bitwise.bitwise_or, tf.logical_or))
bitwise_xor = binary(_or_bool(tf.bitwise.bitwise_xor, tf.math.logical_xor))
bitwise_left_shift = left_shift = binary(tf.bitwise.left_shift, dtypes.promote_number)
bitwise_right_shift = right_shift = binary(tf.bitwise.right_shift, dtypes.promote_number)


def _invert(x):
    return tf.logical_not(x) if x.dtype is tf.bool else tf.bitwise.invert(x)


bitwise_not = bitwise_invert = unary(_invert)

_meet = binary(pair, scalars=False)
_meet_numbers = binary(pair, dtypes.promote_number, scalars=False)
_number = unary(lambda x: x, dtypes.promote_number)


def _nextafter(x1, x2):
    return (tf.math.nextafter if x1.dtype.size > 2 else _narrow_nextafter)(x1, x2)


_narrow_nextafter = adopt(numpy_family.narrow_nextafter)
nextafter = binary(_nextafter, dtypes.promote_float)


def round(x, decimals=0):
    x = convert_to_tensor(x)
    if x.dtype is tf.bool or (x.dtype.is_integer and decimals >= 0):
        return x
    if not decimals:
        return tf.round(x)
    work = x if x.dtype.is_floating else tf.cast(x, tf.float64)
    scale = tf.constant(10.0 ** (decimals if decimals > 0 else -decimals), work.dtype)
    rounded = tf.round(work * scale) / scale if decimals > 0 else tf.round(work / scale) * scale
    return tf.cast(rounded, x.dtype)


def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    x = convert_to_tensor(x)
    if not x.dtype.is_floating:
        return x
    posinf = x.dtype.max if posinf is None else posinf
    neginf = x.dtype.min if neginf is None else neginf
    x = tf.where(tf.math.is_nan(x), tf.constant(nan, x.dtype), x)
    x = tf.where(_infinite_above(x), tf.constant(posinf, x.dtype), x)
    return tf.where(_infinite_below(x), tf.constant(neginf, x.dtype), x)


def clip(x, x_min, x_max):
    """Bounds are taken in the dtype of `x`, None is no bound; where they cross, the upper one wins."""
    x = _number(x)
    x = x if x_min is None else tf.maximum(x, _bound(x_min, x.dtype))
    return x if x_max is None else tf.minimum(x, _bound(x_max, x.dtype))


def _bound(value, dtype):
    if type(value) in (int, float):
        return tf.constant(dtypes.in_range(value, dtype), dtype)
    return convert_to_tensor(value, dtype)


def _truth(condition):
    return condition if condition.dtype is tf.bool else tf.cast(condition, tf.bool)


def _select(condition, x1, x2):
    if type(condition) in HELD:
        return tf.raw_ops.SelectV2(condition=condition, t=x1, e=x2)
    return tf.where(condition, x1, x2)


where = choice(_select, _truth)


def isclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return numpy_family.isclose(NUMPY, *_meet_numbers(x1, x2), rtol, atol, equal_nan)


def allclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return tf.reduce_all(isclose(x1, x2, rtol, atol, equal_nan))
