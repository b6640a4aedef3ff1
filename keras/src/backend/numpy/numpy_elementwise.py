"""Elementwise operations on NumPy arrays: arithmetic, functions, comparisons, logic, bits."""
import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import numpy_family
from keras.src.backend.common.kernels import pair
from keras.src.backend.common.late import LateModule
from keras.src.backend.numpy.core import DTYPES, convert_to_tensor
from keras.src.backend.numpy.kernels import binary, binary_formula, choice, leading, unary

special = LateModule("scipy.special")  # SciPy takes longer to load than all of this backend

# Arithmetic
add = binary(np.add)
subtract = binary(np.subtract)
multiply = binary(np.multiply)
divide = binary(np.true_divide, dtypes.promote_float)
true_divide = divide
divide_no_nan = binary_formula(numpy_family.divide_no_nan, dtypes.promote_float)
floor_divide = binary(np.floor_divide, dtypes.promote_number)
mod = binary(np.mod, dtypes.promote_number)
fmod = binary(np.fmod, dtypes.promote_number)
power = binary(np.power, dtypes.promote_number)
maximum = binary(np.maximum)
minimum = binary(np.minimum)
fmax = binary(np.fmax)
fmin = binary(np.fmin)
gcd = binary(np.gcd)
lcm = binary(np.lcm)
hypot = binary(np.hypot, dtypes.promote_float)
heaviside = binary(np.heaviside, dtypes.promote_strong)
nextafter = binary(np.nextafter, dtypes.promote_float)
negative = unary(np.negative)
abs = unary(np.abs)
absolute = abs
fabs = unary(np.fabs, dtypes.to_float)
square = unary(np.square, dtypes.promote_number)
sqrt = unary(np.sqrt, dtypes.to_float)
cbrt = unary(np.cbrt, dtypes.to_float)
reciprocal = unary(np.reciprocal, dtypes.to_float.wide)
sign = unary(lambda x: x.copy() if x.dtype.kind == "b" else np.sign(x))

# Functions
exp = unary(np.exp, dtypes.to_float)
exp2 = unary(np.exp2, dtypes.to_float)
expm1 = unary(np.expm1, dtypes.to_float)
log = unary(np.log, dtypes.to_float)
log10 = unary(np.log10, dtypes.to_float)
log1p = unary(np.log1p, dtypes.to_float)
log2 = unary(np.log2, dtypes.to_float)
logaddexp = binary(np.logaddexp, dtypes.promote_float)
logaddexp2 = binary(np.logaddexp2, dtypes.promote_float)
sin = unary(np.sin, dtypes.to_float)
cos = unary(np.cos, dtypes.to_float)
tan = unary(np.tan, dtypes.to_float)
arcsin = unary(np.arcsin, dtypes.to_float)
arccos = unary(np.arccos, dtypes.to_float)
arctan = unary(np.arctan, dtypes.to_float)
arctan2 = binary(np.arctan2, dtypes.promote_strong)
sinh = unary(np.sinh, dtypes.to_float)
cosh = unary(np.cosh, dtypes.to_float)
tanh = unary(np.tanh, dtypes.to_float)
arcsinh = unary(np.arcsinh, dtypes.to_float)
arccosh = unary(np.arccosh, dtypes.to_float)
arctanh = unary(np.arctanh, dtypes.to_float)
deg2rad = unary(np.deg2rad, dtypes.to_float)
rad2deg = unary(np.rad2deg, dtypes.to_float)
ceil = unary(np.ceil, dtypes.to_float)
floor = unary(np.floor, dtypes.to_float)
trunc = unary(np.trunc, dtypes.promote)
real = unary(np.real)
imag = unary(np.imag)
conj = unary(lambda x: np.conj(x) if x.dtype.kind == "c" else x)
conjugate = conj

# Comparisons, tests, logic, bits
equal = binary(np.equal)
not_equal = binary(np.not_equal)
greater = binary(np.greater)
greater_equal = binary(np.greater_equal)
less = binary(np.less)
less_equal = binary(np.less_equal)
logical_and = binary(np.logical_and)
logical_or = binary(np.logical_or)
logical_xor = binary(np.logical_xor)
logical_not = unary(np.logical_not)
isnan = unary(np.isnan)
isinf = unary(np.isinf)
isfinite = unary(np.isfinite)
isposinf = unary(np.isposinf, dtypes.to_float)
isneginf = unary(np.isneginf, dtypes.to_float)
isreal = unary(np.isreal)
signbit = unary(np.signbit, dtypes.to_float)

bitwise_and = binary(np.bitwise_and)
bitwise_or = binary(np.bitwise_or)
bitwise_xor = binary(np.bitwise_xor)
bitwise_left_shift = binary(np.left_shift, dtypes.promote_number)
bitwise_right_shift = binary(np.right_shift, dtypes.promote_number)
left_shift = bitwise_left_shift
right_shift = bitwise_right_shift
bitwise_not = unary(np.bitwise_not, dtypes.promote)
bitwise_invert = bitwise_not


def sinc(x):
    """NumPy scales by a float64 pi, which would widen the result."""
    x = convert_to_tensor(x)
    dtype = dtypes.to_float(x.dtype)
    return np.sinc(x.astype(dtype)).astype(dtype)


def i0(x):
    x = convert_to_tensor(x)
    return special.i0(x.astype("float64")).astype(dtypes.to_float(x.dtype))


def ldexp(x1, x2):
    """The exponent stays an integer, so that large ones do not overflow on the way."""
    x1, x2 = convert_to_tensor(x1), convert_to_tensor(x2)
    numpy_family.check_exponent(x2)
    dtype = dtypes.promote_float(x1.dtype, x2.dtype)
    return np.ldexp(x1.astype(dtype), x2).astype(dtype)


def angle(x):
    x = convert_to_tensor(x)
    if x.dtype.kind != "c":
        x = x.astype(dtypes.to_float(x.dtype))
    return np.arctan2(np.imag(x), np.real(x))


@leading
def round(x, decimals=0):
    return x if x.dtype.kind == "b" else np.round(x, decimals)


@leading
def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    if dtypes.standardize(x.dtype) != "bfloat16":
        return np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf)
    return np.nan_to_num(x.astype("float32"), nan=nan, posinf=posinf, neginf=neginf).astype(x.dtype)


_number = unary(lambda x: x, dtypes.promote_number)
_select = binary(pair, scalars=False)


def clip(x, x_min, x_max):
    """Bounds are taken in the dtype of `x`, None is no bound; where they cross, the upper one wins."""
    x = _number(x)
    x = x if x_min is None else np.maximum(x, _bound(x_min, x.dtype))
    return x if x_max is None else np.minimum(x, _bound(x_max, x.dtype))


def _bound(value, dtype):
    return np.asarray(dtypes.in_range(value, dtype) if type(value) in (int, float) else value).astype(dtype)


_NARROW = {DTYPES[wide]: DTYPES[narrow] for wide, narrow in dtypes.BIT64_TO_BIT32_DTYPE.items()}


def _where(condition, x1, x2):
    found = np.where(condition, x1, x2)
    narrow = _NARROW.get(found.dtype)
    return found if narrow is None else found.astype(narrow)


where = choice(_where)


def isclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return np.isclose(*_select(x1, x2), rtol, atol, equal_nan)


def allclose(x1, x2, rtol=1e-5, atol=1e-8, equal_nan=False):
    return bool(np.all(isclose(x1, x2, rtol, atol, equal_nan)))
