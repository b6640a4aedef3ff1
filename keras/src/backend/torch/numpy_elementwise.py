"""Elementwise operations on PyTorch tensors: arithmetic, functions, comparisons, logic, bits."""
import operator

import torch

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import numpy_family, traps
from keras.src.backend.common.kernels import pair
from keras.src.backend.torch.core import convert_to_tensor
from keras.src.backend.torch.kernels import (
    NUMPY,
    adopt,
    binary,
    binary_formula,
    choice,
    formula,
    unary,
    watched,
)


def _tensors(fn, rule=dtypes.promote):
    """A function that takes no Python numbers."""
    return binary(fn, rule, scalars=False)


def _power(x1, x2):
    """PyTorch refuses negative powers of integers only if they are given as a number."""
    if type(x2) is int and x2 < 0:
        x2 = torch.full_like(x1, x2)
    return torch.pow(x1, x2)


def _hypot(x1, x2):
    """At the origin the gradient of `torch.hypot` is NaN; here it is zero."""
    if not torch.is_grad_enabled():
        return torch.hypot(x1, x2)
    origin = (x1 == 0) & (x2 == 0)
    return torch.hypot(x1.masked_fill(origin, 1), x2).masked_fill(origin, 0)


def _heaviside(x1, x2):
    """That of PyTorch has no gradient, and takes NaN for a negative number."""
    if torch.is_grad_enabled() and x2.requires_grad:
        return numpy_family.heaviside(NUMPY, x1, x2)
    return torch.heaviside(x1, x2) + torch.clamp(x1, 0, 0)


# Arithmetic
add = binary(torch.add)
subtract = binary(torch.sub)
multiply = binary(torch.mul)
divide = binary(torch.true_divide, dtypes.promote_float)
true_divide = divide
divide_no_nan = binary_formula(numpy_family.divide_no_nan, dtypes.promote_float)
floor_divide = binary(torch.floor_divide, dtypes.promote_number.narrow)
mod = binary(torch.remainder, dtypes.promote_number)
fmod = _tensors(torch.fmod, dtypes.promote_number)
power = binary(_power, dtypes.promote_number)
maximum = _tensors(torch.maximum, dtypes.promote.narrow)
minimum = _tensors(torch.minimum, dtypes.promote.narrow)
fmax = _tensors(torch.fmax, dtypes.promote.narrow)
fmin = _tensors(torch.fmin, dtypes.promote.narrow)
gcd = _tensors(torch.gcd)
lcm = _tensors(torch.lcm)
hypot = _tensors(_hypot, dtypes.promote_float)
heaviside = _tensors(_heaviside, dtypes.promote_strong.narrow)
negative = unary(torch.neg)
square = unary(torch.square, dtypes.promote_number)
sqrt = unary(torch.sqrt, dtypes.to_float)
cbrt = formula(numpy_family.cbrt, dtypes.to_long_float)
ldexp = formula(numpy_family.ldexp, dtypes.to_float)
reciprocal = unary(torch.reciprocal, dtypes.to_float)
sign = unary(torch.sign)
fabs = unary(torch.abs, dtypes.to_float)

# Functions
exp = unary(torch.exp, dtypes.to_float)
exp2 = unary(torch.exp2, dtypes.to_float)
expm1 = unary(torch.expm1, dtypes.to_float)
log = unary(torch.log, dtypes.to_float)
log10 = unary(torch.log10, dtypes.to_float)
log1p = unary(torch.log1p, dtypes.to_float)
log2 = unary(torch.log2, dtypes.to_float)
logaddexp = _tensors(watched(torch.logaddexp, traps.logaddexp), dtypes.promote_float)
logaddexp2 = _tensors(watched(torch.logaddexp2, traps.logaddexp), dtypes.promote_float)
sin = unary(torch.sin, dtypes.to_float)
cos = unary(torch.cos, dtypes.to_float)
tan = unary(torch.tan, dtypes.to_float)
arcsin = unary(torch.asin, dtypes.to_float)
arccos = unary(torch.acos, dtypes.to_float)
arctan = unary(torch.atan, dtypes.to_float)
arctan2 = _tensors(torch.atan2, dtypes.promote_strong.narrow)
sinh = unary(torch.sinh, dtypes.to_float)
cosh = unary(torch.cosh, dtypes.to_float)
tanh = unary(torch.tanh, dtypes.to_float)
arcsinh = unary(torch.asinh, dtypes.to_float)
arccosh = unary(torch.acosh, dtypes.to_float)
arctanh = unary(torch.atanh, dtypes.to_float)
sinc = unary(torch.sinc, dtypes.to_float)
deg2rad = unary(torch.deg2rad, dtypes.to_long_float)
rad2deg = unary(torch.rad2deg, dtypes.to_long_float)
i0 = unary(torch.i0, dtypes.to_long_float)
angle = unary(torch.angle, dtypes.to_float)
ceil = unary(torch.ceil, dtypes.to_float.narrow)
floor = unary(torch.floor, dtypes.to_float.narrow)
real = unary(torch.real)
conjugate = conj = unary(torch.conj_physical)

# Comparisons, tests, logic, bits
equal = binary(operator.eq)
not_equal = binary(operator.ne)
greater = binary(operator.gt)
greater_equal = binary(operator.ge)
less = binary(operator.lt)
less_equal = binary(operator.le)
logical_and = _tensors(torch.logical_and)
logical_or = _tensors(torch.logical_or)
logical_xor = _tensors(torch.logical_xor)
logical_not = unary(torch.logical_not)
isnan = unary(torch.isnan)
isinf = unary(torch.isinf)
isfinite = unary(torch.isfinite)
isposinf = unary(torch.isposinf)
isneginf = unary(torch.isneginf)
isreal = unary(torch.isreal)
signbit = unary(torch.signbit)
bitwise_and = binary(torch.bitwise_and)
bitwise_or = binary(torch.bitwise_or)
bitwise_xor = binary(torch.bitwise_xor)
left_shift = bitwise_left_shift = binary(torch.bitwise_left_shift, dtypes.promote_number)
right_shift = bitwise_right_shift = binary(torch.bitwise_right_shift, dtypes.promote_number)
bitwise_invert = bitwise_not = unary(torch.bitwise_not)

_meet = _tensors(pair)
_number = unary(lambda x: x, dtypes.promote_number)


def _abs(x):
    """PyTorch has no absolute value of booleans."""
    return x if x.dtype is torch.bool else torch.abs(x)


absolute = abs = unary(_abs)


def _trunc(x):
    return torch.trunc(x) if x.dtype is not torch.bool else x


trunc = unary(_trunc)


def _imag(x):
    return torch.imag(x) if x.is_complex() else torch.zeros_like(x)


imag = unary(_imag)


def _nextafter(x1, x2):
    return (torch.nextafter if x1.dtype.itemsize > 2 else _narrow_nextafter)(x1, x2)


_narrow_nextafter = adopt(numpy_family.narrow_nextafter)
nextafter = _tensors(_nextafter, dtypes.promote_float)


def round(x, decimals=0):
    x = convert_to_tensor(x)
    if x.dtype is torch.bool:
        return x
    if not decimals:
        return torch.round(x)
    if x.is_floating_point():
        return torch.round(x, decimals=decimals)
    return torch.round(x.to(torch.float64), decimals=decimals).to(x.dtype)


def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    return torch.nan_to_num(convert_to_tensor(x), nan, posinf, neginf)


def clip(x, x_min, x_max):
    """Bounds are taken in the dtype of `x`, None is no bound; where they cross, the upper one wins."""
    x = _number(x)
    if isinstance(x_min, (int, float)) and isinstance(x_max, (int, float)) and x.is_floating_point():
        return torch.clamp(x, x_min, x_max)
    if x_min is None and x_max is None:
        return x
    return torch.clamp(x, _bound(x_min, x.dtype), _bound(x_max, x.dtype))


def _bound(value, dtype):
    if value is None:
        return None
    return convert_to_tensor(dtypes.in_range(value, dtype) if type(value) in (int, float) else value).to(dtype)


def _truth(condition):
    return condition if condition.dtype is torch.bool else condition.bool()


where = choice(torch.where, _truth)


def isclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return torch.isclose(*_meet(x1, x2), rtol, atol, equal_nan)


def allclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return torch.all(isclose(x1, x2, rtol, atol, equal_nan))
