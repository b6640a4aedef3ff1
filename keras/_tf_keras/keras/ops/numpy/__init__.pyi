# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.ops.numpy_arithmetic import abs as abs
from keras.src.ops.numpy_arithmetic import absolute as absolute
from keras.src.ops.numpy_arithmetic import add as add
from keras.src.ops.numpy_reductions import all as all
from keras.src.ops.numpy_comparison import allclose as allclose
from keras.src.ops.numpy_reductions import amax as amax
from keras.src.ops.numpy_reductions import amin as amin
from keras.src.ops.numpy_rounding import angle as angle
from keras.src.ops.numpy_reductions import any as any
from keras.src.ops.numpy_joining import append as append
from keras.src.ops.numpy_creation import arange as arange
from keras.src.ops.numpy_elementwise import arccos as arccos
from keras.src.ops.numpy_elementwise import arccosh as arccosh
from keras.src.ops.numpy_elementwise import arcsin as arcsin
from keras.src.ops.numpy_elementwise import arcsinh as arcsinh
from keras.src.ops.numpy_elementwise import arctan as arctan
from keras.src.ops.numpy_elementwise import arctan2 as arctan2
from keras.src.ops.numpy_elementwise import arctanh as arctanh
from keras.src.ops.numpy_reductions import argmax as argmax
from keras.src.ops.numpy_reductions import argmin as argmin
from keras.src.ops.numpy_indexing import argpartition as argpartition
from keras.src.ops.numpy_indexing import argsort as argsort
from keras.src.ops.numpy_creation import array as array
from keras.src.ops.numpy_joining import array_split as array_split
from keras.src.ops.numpy_statistics import average as average
from keras.src.ops.numpy_windows import bartlett as bartlett
from keras.src.ops.numpy_statistics import bincount as bincount
from keras.src.ops.numpy_comparison import bitwise_and as bitwise_and
from keras.src.ops.numpy_comparison import bitwise_invert as bitwise_invert
from keras.src.ops.numpy_comparison import bitwise_left_shift as bitwise_left_shift
from keras.src.ops.numpy_comparison import bitwise_not as bitwise_not
from keras.src.ops.numpy_comparison import bitwise_or as bitwise_or
from keras.src.ops.numpy_comparison import bitwise_right_shift as bitwise_right_shift
from keras.src.ops.numpy_comparison import bitwise_xor as bitwise_xor
from keras.src.ops.numpy_windows import blackman as blackman
from keras.src.ops.numpy_manipulation import broadcast_to as broadcast_to
from keras.src.ops.numpy_arithmetic import cbrt as cbrt
from keras.src.ops.numpy_rounding import ceil as ceil
from keras.src.ops.numpy_selection import clip as clip
from keras.src.ops.numpy_joining import concatenate as concatenate
from keras.src.ops.numpy_rounding import conj as conj
from keras.src.ops.numpy_rounding import conjugate as conjugate
from keras.src.ops.numpy_manipulation import copy as copy
from keras.src.ops.numpy_statistics import corrcoef as corrcoef
from keras.src.ops.numpy_statistics import correlate as correlate
from keras.src.ops.numpy_elementwise import cos as cos
from keras.src.ops.numpy_elementwise import cosh as cosh
from keras.src.ops.numpy_reductions import count_nonzero as count_nonzero
from keras.src.ops.numpy_linear import cross as cross
from keras.src.ops.numpy_reductions import cumprod as cumprod
from keras.src.ops.numpy_reductions import cumsum as cumsum
from keras.src.ops.numpy_elementwise import deg2rad as deg2rad
from keras.src.ops.numpy_ordering import diag as diag
from keras.src.ops.numpy_ordering import diagflat as diagflat
from keras.src.ops.numpy_ordering import diagonal as diagonal
from keras.src.ops.numpy_statistics import diff as diff
from keras.src.ops.numpy_statistics import digitize as digitize
from keras.src.ops.numpy_arithmetic import divide as divide
from keras.src.ops.numpy_arithmetic import divide_no_nan as divide_no_nan
from keras.src.ops.numpy_linear import dot as dot
from keras.src.ops.numpy_joining import dsplit as dsplit
from keras.src.ops.numpy_joining import dstack as dstack
from keras.src.ops.numpy_linear import einsum as einsum
from keras.src.ops.numpy_creation import empty as empty
from keras.src.ops.numpy_creation import empty_like as empty_like
from keras.src.ops.numpy_comparison import equal as equal
from keras.src.ops.numpy_elementwise import exp as exp
from keras.src.ops.numpy_elementwise import exp2 as exp2
from keras.src.ops.numpy_manipulation import expand_dims as expand_dims
from keras.src.ops.numpy_elementwise import expm1 as expm1
from keras.src.ops.numpy_creation import eye as eye
from keras.src.ops.numpy_arithmetic import fabs as fabs
from keras.src.ops.numpy_ordering import flip as flip
from keras.src.ops.numpy_ordering import fliplr as fliplr
from keras.src.ops.numpy_ordering import flipud as flipud
from keras.src.ops.numpy_rounding import floor as floor
from keras.src.ops.numpy_arithmetic import floor_divide as floor_divide
from keras.src.ops.numpy_selection import fmax as fmax
from keras.src.ops.numpy_selection import fmin as fmin
from keras.src.ops.numpy_arithmetic import fmod as fmod
from keras.src.ops.numpy_creation import full as full
from keras.src.ops.numpy_creation import full_like as full_like
from keras.src.ops.numpy_arithmetic import gcd as gcd
from keras.src.ops.numpy_creation import geomspace as geomspace
from keras.src.ops.numpy_indexing import get_item as get_item
from keras.src.ops.numpy_comparison import greater as greater
from keras.src.ops.numpy_comparison import greater_equal as greater_equal
from keras.src.ops.numpy_windows import hamming as hamming
from keras.src.ops.numpy_windows import hanning as hanning
from keras.src.ops.numpy_selection import heaviside as heaviside
from keras.src.ops.numpy_statistics import histogram as histogram
from keras.src.ops.numpy_joining import hsplit as hsplit
from keras.src.ops.numpy_joining import hstack as hstack
from keras.src.ops.numpy_arithmetic import hypot as hypot
from keras.src.ops.numpy_elementwise import i0 as i0
from keras.src.ops.numpy_creation import identity as identity
from keras.src.ops.numpy_rounding import imag as imag
from keras.src.ops.numpy_linear import inner as inner
from keras.src.ops.numpy_comparison import isclose as isclose
from keras.src.ops.numpy_comparison import isfinite as isfinite
from keras.src.ops.numpy_indexing import isin as isin
from keras.src.ops.numpy_comparison import isinf as isinf
from keras.src.ops.numpy_comparison import isnan as isnan
from keras.src.ops.numpy_comparison import isneginf as isneginf
from keras.src.ops.numpy_comparison import isposinf as isposinf
from keras.src.ops.numpy_comparison import isreal as isreal
from keras.src.ops.numpy_windows import kaiser as kaiser
from keras.src.ops.numpy_linear import kron as kron
from keras.src.ops.numpy_arithmetic import lcm as lcm
from keras.src.ops.numpy_arithmetic import ldexp as ldexp
from keras.src.ops.numpy_comparison import left_shift as left_shift
from keras.src.ops.numpy_comparison import less as less
from keras.src.ops.numpy_comparison import less_equal as less_equal
from keras.src.ops.numpy_creation import linspace as linspace
from keras.src.ops.numpy_elementwise import log as log
from keras.src.ops.numpy_elementwise import log10 as log10
from keras.src.ops.numpy_elementwise import log1p as log1p
from keras.src.ops.numpy_elementwise import log2 as log2
from keras.src.ops.numpy_elementwise import logaddexp as logaddexp
from keras.src.ops.numpy_elementwise import logaddexp2 as logaddexp2
from keras.src.ops.numpy_comparison import logical_and as logical_and
from keras.src.ops.numpy_comparison import logical_not as logical_not
from keras.src.ops.numpy_comparison import logical_or as logical_or
from keras.src.ops.numpy_comparison import logical_xor as logical_xor
from keras.src.ops.numpy_creation import logspace as logspace
from keras.src.ops.numpy_linear import matmul as matmul
from keras.src.ops.numpy_reductions import max as max
from keras.src.ops.numpy_selection import maximum as maximum
from keras.src.ops.numpy_reductions import mean as mean
from keras.src.ops.numpy_statistics import median as median
from keras.src.ops.numpy_creation import meshgrid as meshgrid
from keras.src.ops.numpy_reductions import min as min
from keras.src.ops.numpy_selection import minimum as minimum
from keras.src.ops.numpy_arithmetic import mod as mod
from keras.src.ops.numpy_manipulation import moveaxis as moveaxis
from keras.src.ops.numpy_arithmetic import multiply as multiply
from keras.src.ops.numpy_selection import nan_to_num as nan_to_num
from keras.src.ops.numpy_nan_reductions import nanargmax as nanargmax
from keras.src.ops.numpy_nan_reductions import nanargmin as nanargmin
from keras.src.ops.numpy_nan_reductions import nancumprod as nancumprod
from keras.src.ops.numpy_nan_reductions import nancumsum as nancumsum
from keras.src.ops.numpy_nan_reductions import nanmax as nanmax
from keras.src.ops.numpy_nan_reductions import nanmean as nanmean
from keras.src.ops.numpy_nan_reductions import nanmedian as nanmedian
from keras.src.ops.numpy_nan_reductions import nanmin as nanmin
from keras.src.ops.numpy_statistics import nanpercentile as nanpercentile
from keras.src.ops.numpy_nan_reductions import nanprod as nanprod
from keras.src.ops.numpy_statistics import nanquantile as nanquantile
from keras.src.ops.numpy_nan_reductions import nanstd as nanstd
from keras.src.ops.numpy_nan_reductions import nansum as nansum
from keras.src.ops.numpy_nan_reductions import nanvar as nanvar
from keras.src.ops.numpy_manipulation import ndim as ndim
from keras.src.ops.numpy_arithmetic import negative as negative
from keras.src.ops.numpy_selection import nextafter as nextafter
from keras.src.ops.numpy_indexing import nonzero as nonzero
from keras.src.ops.numpy_comparison import not_equal as not_equal
from keras.src.ops.numpy_creation import ones as ones
from keras.src.ops.numpy_creation import ones_like as ones_like
from keras.src.ops.numpy_linear import outer as outer
from keras.src.ops.numpy_ordering import pad as pad
from keras.src.ops.numpy_statistics import percentile as percentile
from keras.src.ops.numpy_arithmetic import power as power
from keras.src.ops.numpy_reductions import prod as prod
from keras.src.ops.numpy_reductions import ptp as ptp
from keras.src.ops.numpy_statistics import quantile as quantile
from keras.src.ops.numpy_elementwise import rad2deg as rad2deg
from keras.src.ops.numpy_manipulation import ravel as ravel
from keras.src.ops.numpy_rounding import real as real
from keras.src.ops.numpy_arithmetic import reciprocal as reciprocal
from keras.src.ops.numpy_ordering import repeat as repeat
from keras.src.ops.numpy_manipulation import reshape as reshape
from keras.src.ops.numpy_comparison import right_shift as right_shift
from keras.src.ops.numpy_ordering import roll as roll
from keras.src.ops.numpy_ordering import rot90 as rot90
from keras.src.ops.numpy_rounding import round as round
from keras.src.ops.numpy_indexing import searchsorted as searchsorted
from keras.src.ops.numpy_indexing import select as select
from keras.src.ops.numpy_selection import sign as sign
from keras.src.ops.numpy_comparison import signbit as signbit
from keras.src.ops.numpy_elementwise import sin as sin
from keras.src.ops.numpy_elementwise import sinc as sinc
from keras.src.ops.numpy_elementwise import sinh as sinh
from keras.src.ops.numpy_manipulation import size as size
from keras.src.ops.numpy_linear import slogdet as slogdet
from keras.src.ops.numpy_indexing import sort as sort
from keras.src.ops.numpy_joining import split as split
from keras.src.ops.numpy_arithmetic import sqrt as sqrt
from keras.src.ops.numpy_arithmetic import square as square
from keras.src.ops.numpy_manipulation import squeeze as squeeze
from keras.src.ops.numpy_joining import stack as stack
from keras.src.ops.numpy_reductions import std as std
from keras.src.ops.numpy_arithmetic import subtract as subtract
from keras.src.ops.numpy_reductions import sum as sum
from keras.src.ops.numpy_manipulation import swapaxes as swapaxes
from keras.src.ops.numpy_indexing import take as take
from keras.src.ops.numpy_indexing import take_along_axis as take_along_axis
from keras.src.ops.numpy_elementwise import tan as tan
from keras.src.ops.numpy_elementwise import tanh as tanh
from keras.src.ops.numpy_linear import tensordot as tensordot
from keras.src.ops.numpy_ordering import tile as tile
from keras.src.ops.numpy_linear import trace as trace
from keras.src.ops.numpy_manipulation import transpose as transpose
from keras.src.ops.numpy_statistics import trapezoid as trapezoid
from keras.src.ops.numpy_creation import tri as tri
from keras.src.ops.numpy_ordering import tril as tril
from keras.src.ops.numpy_ordering import triu as triu
from keras.src.ops.numpy_arithmetic import true_divide as true_divide
from keras.src.ops.numpy_rounding import trunc as trunc
from keras.src.ops.numpy_indexing import unique as unique
from keras.src.ops.numpy_indexing import unravel_index as unravel_index
from keras.src.ops.numpy_linear import vander as vander
from keras.src.ops.numpy_reductions import var as var
from keras.src.ops.numpy_linear import vdot as vdot
from keras.src.ops.numpy_vectorize import vectorize as vectorize
from keras.src.ops.numpy_manipulation import view as view
from keras.src.ops.numpy_joining import vsplit as vsplit
from keras.src.ops.numpy_joining import vstack as vstack
from keras.src.ops.numpy_selection import where as where
from keras.src.ops.numpy_creation import zeros as zeros
from keras.src.ops.numpy_creation import zeros_like as zeros_like

__all__ = [
    "abs",
    "absolute",
    "add",
    "all",
    "allclose",
    "amax",
    "amin",
    "angle",
    "any",
    "append",
    "arange",
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "argmax",
    "argmin",
    "argpartition",
    "argsort",
    "array",
    "array_split",
    "average",
    "bartlett",
    "bincount",
    "bitwise_and",
    "bitwise_invert",
    "bitwise_left_shift",
    "bitwise_not",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "blackman",
    "broadcast_to",
    "cbrt",
    "ceil",
    "clip",
    "concatenate",
    "conj",
    "conjugate",
    "copy",
    "corrcoef",
    "correlate",
    "cos",
    "cosh",
    "count_nonzero",
    "cross",
    "cumprod",
    "cumsum",
    "deg2rad",
    "diag",
    "diagflat",
    "diagonal",
    "diff",
    "digitize",
    "divide",
    "divide_no_nan",
    "dot",
    "dsplit",
    "dstack",
    "einsum",
    "empty",
    "empty_like",
    "equal",
    "exp",
    "exp2",
    "expand_dims",
    "expm1",
    "eye",
    "fabs",
    "flip",
    "fliplr",
    "flipud",
    "floor",
    "floor_divide",
    "fmax",
    "fmin",
    "fmod",
    "full",
    "full_like",
    "gcd",
    "geomspace",
    "get_item",
    "greater",
    "greater_equal",
    "hamming",
    "hanning",
    "heaviside",
    "histogram",
    "hsplit",
    "hstack",
    "hypot",
    "i0",
    "identity",
    "imag",
    "inner",
    "isclose",
    "isfinite",
    "isin",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
    "isreal",
    "kaiser",
    "kron",
    "lcm",
    "ldexp",
    "left_shift",
    "less",
    "less_equal",
    "linspace",
    "log",
    "log10",
    "log1p",
    "log2",
    "logaddexp",
    "logaddexp2",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "logspace",
    "matmul",
    "max",
    "maximum",
    "mean",
    "median",
    "meshgrid",
    "min",
    "minimum",
    "mod",
    "moveaxis",
    "multiply",
    "nan_to_num",
    "nanargmax",
    "nanargmin",
    "nancumprod",
    "nancumsum",
    "nanmax",
    "nanmean",
    "nanmedian",
    "nanmin",
    "nanpercentile",
    "nanprod",
    "nanquantile",
    "nanstd",
    "nansum",
    "nanvar",
    "ndim",
    "negative",
    "nextafter",
    "nonzero",
    "not_equal",
    "ones",
    "ones_like",
    "outer",
    "pad",
    "percentile",
    "power",
    "prod",
    "ptp",
    "quantile",
    "rad2deg",
    "ravel",
    "real",
    "reciprocal",
    "repeat",
    "reshape",
    "right_shift",
    "roll",
    "rot90",
    "round",
    "searchsorted",
    "select",
    "sign",
    "signbit",
    "sin",
    "sinc",
    "sinh",
    "size",
    "slogdet",
    "sort",
    "split",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "std",
    "subtract",
    "sum",
    "swapaxes",
    "take",
    "take_along_axis",
    "tan",
    "tanh",
    "tensordot",
    "tile",
    "trace",
    "transpose",
    "trapezoid",
    "tri",
    "tril",
    "triu",
    "true_divide",
    "trunc",
    "unique",
    "unravel_index",
    "vander",
    "var",
    "vdot",
    "vectorize",
    "view",
    "vsplit",
    "vstack",
    "where",
    "zeros",
    "zeros_like",
]
