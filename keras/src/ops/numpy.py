"""Operations in the manner of NumPy: the table of contents of `keras.src.ops.numpy`."""
# ruff: noqa: F401, I001
from keras.src.ops.numpy_arithmetic import (
    Abs, Absolute, Add, Cbrt, Divide, DivideNoNan, Fabs, FloorDivide, Fmod, Gcd, Hypot, Lcm, Ldexp,
    Mod, Multiply, Negative, Power, Reciprocal, Sqrt, Square, Subtract, TrueDivide, abs, absolute,
    add, cbrt, divide, divide_no_nan, fabs, floor_divide, fmod, gcd, hypot, lcm, ldexp, mod,
    multiply, negative, power, reciprocal, sqrt, square, subtract, true_divide,
)
from keras.src.ops.numpy_comparison import (
    AllClose, BitwiseAnd, BitwiseInvert, BitwiseLeftShift, BitwiseNot, BitwiseOr, BitwiseRightShift,
    BitwiseXor, Equal, Greater, GreaterEqual, Isclose, Isfinite, Isinf, Isnan, Isneginf, Isposinf,
    Isreal, LeftShift, Less, LessEqual, LogicalAnd, LogicalNot, LogicalOr, LogicalXor, NotEqual,
    RightShift, Signbit, allclose, bitwise_and, bitwise_invert, bitwise_left_shift, bitwise_not,
    bitwise_or, bitwise_right_shift, bitwise_xor, equal, greater, greater_equal, isclose, isfinite,
    isinf, isnan, isneginf, isposinf, isreal, left_shift, less, less_equal, logical_and,
    logical_not, logical_or, logical_xor, not_equal, right_shift, signbit,
)
from keras.src.ops.numpy_creation import (
    Arange, Array, EmptyLike, Full, FullLike, Geomspace, Linspace, Logspace, Meshgrid, OnesLike,
    ZerosLike, arange, array, empty, empty_like, eye, full, full_like, geomspace, identity,
    linspace, logspace, meshgrid, ones, ones_like, tri, zeros, zeros_like,
)
from keras.src.ops.numpy_elementwise import (
    I0, Arccos, Arccosh, Arcsin, Arcsinh, Arctan, Arctan2, Arctanh, Cos, Cosh, Deg2rad, Exp, Exp2,
    Expm1, Log, Log1p, Log2, Log10, Logaddexp, Logaddexp2, Rad2deg, Sin, Sinc, Sinh, Tan, Tanh,
    arccos, arccosh, arcsin, arcsinh, arctan, arctan2, arctanh, cos, cosh, deg2rad, exp, exp2,
    expm1, i0, log, log1p, log2, log10, logaddexp, logaddexp2, rad2deg, sin, sinc, sinh, tan, tanh,
)
from keras.src.ops.numpy_indexing import (
    Argpartition, Argsort, GetItem, IsIn, Nonzero, SearchSorted, Select, Sort, Take, TakeAlongAxis,
    Unique, UnravelIndex, argpartition, argsort, get_item, isin, nonzero, searchsorted, select,
    sort, take, take_along_axis, unique, unravel_index,
)
from keras.src.ops.numpy_joining import (
    Append, ArraySplit, Concatenate, Dsplit, Dstack, Hsplit, Hstack, Split, Stack, Vsplit, Vstack,
    append, array_split, concatenate, dsplit, dstack, hsplit, hstack, split, stack, vsplit, vstack,
)
from keras.src.ops.numpy_linear import (
    Cross, Dot, Einsum, Inner, Kron, Matmul, Outer, Slogdet, Tensordot, Trace, Vander, Vdot, cross,
    dot, einsum, inner, kron, matmul, outer, slogdet, tensordot, trace, vander, vdot,
)
from keras.src.ops.numpy_manipulation import (
    BroadcastTo, Copy, ExpandDims, Moveaxis, Ndim, Ravel, Reshape, Size, Squeeze, Swapaxes,
    Transpose, View, broadcast_to, copy, expand_dims, moveaxis, ndim, ravel, reshape, size, squeeze,
    swapaxes, transpose, view,
)
from keras.src.ops.numpy_nan_reductions import (
    Nanargmax, Nanargmin, Nancumprod, Nancumsum, Nanmax, Nanmean, Nanmedian, Nanmin, Nanprod,
    Nanstd, Nansum, Nanvar, nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmedian,
    nanmin, nanprod, nanstd, nansum, nanvar,
)
from keras.src.ops.numpy_ordering import (
    Diag, Diagflat, Diagonal, Flip, Fliplr, Flipud, Pad, Repeat, Roll, Rot90, Tile, Tril, Triu,
    diag, diagflat, diagonal, flip, fliplr, flipud, pad, repeat, roll, rot90, tile, tril, triu,
)
from keras.src.ops.numpy_reductions import (
    All, Amax, Amin, Any, Argmax, Argmin, CountNonzero, Cumprod, Cumsum, Max, Mean, Min, Prod, Ptp,
    Std, Sum, Var, all, amax, amin, any, argmax, argmin, count_nonzero, cumprod, cumsum, max, mean,
    min, prod, ptp, std, sum, var,
)
from keras.src.ops.numpy_rounding import (
    Angle, Ceil, Conj, Conjugate, Floor, Imag, Real, Round, Trunc, angle, ceil, conj, conjugate,
    floor, imag, real, round, trunc,
)
from keras.src.ops.numpy_selection import (
    Clip, Fmax, Fmin, Heaviside, Maximum, Minimum, NanToNum, Nextafter, Sign, Where, clip, fmax,
    fmin, heaviside, maximum, minimum, nan_to_num, nextafter, sign, where,
)
from keras.src.ops.numpy_statistics import (
    Average, Bincount, Corrcoef, Correlate, Diff, Digitize, Histogram, Median, Nanpercentile,
    Nanquantile, Percentile, Quantile, Trapezoid, average, bincount, corrcoef, correlate, diff,
    digitize, histogram, median, nanpercentile, nanquantile, percentile, quantile, trapezoid,
)
from keras.src.ops.numpy_vectorize import vectorize
from keras.src.ops.numpy_windows import (
    Bartlett, Blackman, Hamming, Hanning, Kaiser, bartlett, blackman, hamming, hanning, kaiser,
)
from keras.src.ops.operation_utils import broadcast_shapes, shape_equal
