"""Elementwise operations on jax arrays: arithmetic, functions, comparisons, logic, bits."""
import jax
import jax.numpy as jnp

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import numpy_family, traps
from keras.src.backend.common.kernels import pair
from keras.src.backend.jax.core import convert_to_tensor
from keras.src.backend.jax.kernels import binary, binary_formula, choice, compiled, leading, unary

# Arithmetic
add = binary(jnp.add)
subtract = binary(jnp.subtract)
multiply = binary(jnp.multiply)
divide = binary(jnp.true_divide, dtypes.promote_float)
true_divide = divide
divide_no_nan = binary_formula(numpy_family.divide_no_nan, dtypes.promote_float)
floor_divide = binary(jnp.floor_divide, dtypes.promote_number)
mod = binary(jnp.mod, dtypes.promote_number)
fmod = binary(jnp.fmod, dtypes.promote_number)
_powers = compiled(traps.power, jnp.power)


def _power(x1, x2):
    numbers = not (hasattr(x1, "dtype") and hasattr(x2, "dtype"))
    return jnp.power(x1, x2) if numbers else _powers(x1, x2)


power = binary(_power, dtypes.promote_number)
maximum = binary(jnp.maximum)
minimum = binary(jnp.minimum)
fmax = binary(jnp.fmax)
fmin = binary(jnp.fmin)
gcd = binary(jnp.gcd)
lcm = binary(jnp.lcm)
hypot = binary(jnp.hypot, dtypes.promote_float)
heaviside = binary(jnp.heaviside, dtypes.promote_strong)
nextafter = binary(jnp.nextafter, dtypes.promote_float)
negative = unary(jnp.negative)
abs = unary(jnp.abs)
absolute = abs
fabs = unary(jnp.fabs, dtypes.to_float)
square = unary(jnp.square, dtypes.promote_number)
sqrt = unary(jnp.sqrt, dtypes.to_float)
cbrt = unary(jnp.cbrt, dtypes.to_float)
reciprocal = unary(jnp.reciprocal, dtypes.to_float)
sign = unary(lambda x: x if x.dtype.kind == "b" else jnp.sign(x))


# Functions
def _angle(x):
    """That of real numbers does not change with them."""
    return jnp.angle(x if jnp.iscomplexobj(x) else jax.lax.stop_gradient(x))


exp = unary(jnp.exp, dtypes.to_float)
exp2 = unary(jnp.exp2, dtypes.to_float)
expm1 = unary(jnp.expm1, dtypes.to_float)
log = unary(jnp.log, dtypes.to_float)
log10 = unary(jnp.log10, dtypes.to_float)
log1p = unary(jnp.log1p, dtypes.to_float)
log2 = unary(jnp.log2, dtypes.to_float)
logaddexp = binary(compiled(traps.logaddexp, jnp.logaddexp), dtypes.promote_float)
logaddexp2 = binary(compiled(traps.logaddexp, jnp.logaddexp2), dtypes.promote_float)
sin = unary(jnp.sin, dtypes.to_float)
cos = unary(jnp.cos, dtypes.to_float)
tan = unary(jnp.tan, dtypes.to_float)
arcsin = unary(jnp.arcsin, dtypes.to_float)
arccos = unary(jnp.arccos, dtypes.to_float)
arctan = unary(jnp.arctan, dtypes.to_float)
arctan2 = binary(compiled(traps.arctan2, jnp.arctan2, jax.lax.stop_gradient), dtypes.promote_strong)
sinh = unary(jnp.sinh, dtypes.to_float)
cosh = unary(jnp.cosh, dtypes.to_float)
tanh = unary(jnp.tanh, dtypes.to_float)
arcsinh = unary(jnp.arcsinh, dtypes.to_float)
arccosh = unary(jnp.arccosh, dtypes.to_float)
arctanh = unary(jnp.arctanh, dtypes.to_float)
sinc = unary(jnp.sinc, dtypes.to_float)
deg2rad = unary(jnp.deg2rad, dtypes.to_float)
rad2deg = unary(jnp.rad2deg, dtypes.to_float)
i0 = unary(jnp.i0, dtypes.to_float)
angle = unary(_angle, dtypes.to_float)
ceil = unary(jnp.ceil, dtypes.to_float)
floor = unary(jnp.floor, dtypes.to_float)
trunc = unary(jnp.trunc)
real = unary(jnp.real)
imag = unary(jnp.imag)
conj = unary(jnp.conj)
conjugate = conj

# Comparisons, tests, logic, bits
equal = binary(jnp.equal)
not_equal = binary(jnp.not_equal)
greater = binary(jnp.greater)
greater_equal = binary(jnp.greater_equal)
less = binary(jnp.less)
less_equal = binary(jnp.less_equal)
logical_and = binary(jnp.logical_and)
logical_or = binary(jnp.logical_or)
logical_xor = binary(jnp.logical_xor)
logical_not = unary(jnp.logical_not)
isnan = unary(jnp.isnan)
isinf = unary(jnp.isinf)
isfinite = unary(jnp.isfinite)
isposinf = unary(jnp.isposinf, dtypes.to_float)
isneginf = unary(jnp.isneginf, dtypes.to_float)
isreal = unary(jnp.isreal)
signbit = unary(jnp.signbit, dtypes.to_float)

bitwise_and = binary(jnp.bitwise_and)
bitwise_or = binary(jnp.bitwise_or)
bitwise_xor = binary(jnp.bitwise_xor)
bitwise_left_shift = binary(jnp.left_shift, dtypes.promote_number)
bitwise_right_shift = binary(jnp.right_shift, dtypes.promote_number)
left_shift = bitwise_left_shift
right_shift = bitwise_right_shift
bitwise_not = unary(jnp.bitwise_not)
bitwise_invert = bitwise_not
nan_to_num = leading(jnp.nan_to_num)
_meet = binary(pair, scalars=False)
_number = unary(lambda x: x, dtypes.promote_number)


def ldexp(x1, x2):
    """The exponent stays an integer, so that large ones do not overflow on the way."""
    x1, x2 = convert_to_tensor(x1), convert_to_tensor(x2)
    numpy_family.check_exponent(x2)
    dtype = dtypes.promote_float.wide(x1.dtype, x2.dtype)
    return jnp.ldexp(x1.astype(dtype), x2)


def round(x, decimals=0):
    x = convert_to_tensor(x)
    if jnp.issubdtype(x.dtype, jnp.floating) or jnp.issubdtype(x.dtype, jnp.complexfloating):
        return jnp.round(x, decimals)
    return x if decimals >= 0 else numpy_family.round_integers(x, 10**-decimals)


def clip(x, x_min, x_max):
    """Bounds are taken in the dtype of `x`, None is no bound; where they cross, the upper one wins."""
    x = _number(x)
    return jnp.clip(x, _bound(x_min, x.dtype), _bound(x_max, x.dtype))


def _bound(value, dtype):
    if type(value) in (int, float):
        return dtypes.in_range(value, dtype)
    return None if value is None else convert_to_tensor(value, dtype)


where = choice(jnp.where)


def isclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return jnp.isclose(*_meet(x1, x2), rtol, atol, equal_nan)


def allclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return jnp.all(isclose(x1, x2, rtol, atol, equal_nan))
