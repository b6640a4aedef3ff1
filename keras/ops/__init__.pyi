# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.src.ops.numpy_arithmetic import abs as abs
from keras.src.ops.numpy_arithmetic import absolute as absolute
from keras.src.ops.nn_pool import adaptive_average_pool as adaptive_average_pool
from keras.src.ops.nn_pool import adaptive_max_pool as adaptive_max_pool
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
from keras.src.ops.control_flow import associative_scan as associative_scan
from keras.src.ops.numpy_statistics import average as average
from keras.src.ops.nn_pool import average_pool as average_pool
from keras.src.ops.numpy_windows import bartlett as bartlett
from keras.src.ops.nn_norm import batch_normalization as batch_normalization
from keras.src.ops.nn_losses import binary_crossentropy as binary_crossentropy
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
from keras.src.ops.core import cast as cast
from keras.src.ops.nn_losses import categorical_crossentropy as categorical_crossentropy
from keras.src.ops.numpy_arithmetic import cbrt as cbrt
from keras.src.ops.math import cdist as cdist
from keras.src.ops.numpy_rounding import ceil as ceil
from keras.src.ops.nn_activations import celu as celu
from keras.src.ops.linalg import cholesky as cholesky
from keras.src.ops.linalg import cholesky_inverse as cholesky_inverse
from keras.src.ops.numpy_selection import clip as clip
from keras.src.ops.numpy_joining import concatenate as concatenate
from keras.src.ops.control_flow import cond as cond
from keras.src.ops.numpy_rounding import conj as conj
from keras.src.ops.numpy_rounding import conjugate as conjugate
from keras.src.ops.nn_conv import conv as conv
from keras.src.ops.nn_conv import conv_transpose as conv_transpose
from keras.src.ops.core import convert_to_numpy as convert_to_numpy
from keras.src.ops.core import convert_to_tensor as convert_to_tensor
from keras.src.ops.numpy_manipulation import copy as copy
from keras.src.ops.numpy_statistics import corrcoef as corrcoef
from keras.src.ops.numpy_statistics import correlate as correlate
from keras.src.ops.numpy_elementwise import cos as cos
from keras.src.ops.numpy_elementwise import cosh as cosh
from keras.src.ops.numpy_reductions import count_nonzero as count_nonzero
from keras.src.ops.numpy_linear import cross as cross
from keras.src.ops.nn_ctc import ctc_decode as ctc_decode
from keras.src.ops.nn_ctc import ctc_loss as ctc_loss
from keras.src.ops.numpy_reductions import cumprod as cumprod
from keras.src.ops.numpy_reductions import cumsum as cumsum
from keras.src.ops.core import custom_gradient as custom_gradient
from keras.src.ops.numpy_elementwise import deg2rad as deg2rad
from keras.src.ops.nn_space import depth_to_space as depth_to_space
from keras.src.ops.nn_conv import depthwise_conv as depthwise_conv
from keras.src.ops.linalg import det as det
from keras.src.ops.numpy_ordering import diag as diag
from keras.src.ops.numpy_ordering import diagflat as diagflat
from keras.src.ops.numpy_ordering import diagonal as diagonal
from keras.src.ops.numpy_statistics import diff as diff
from keras.src.ops.numpy_statistics import digitize as digitize
from keras.src.ops.numpy_arithmetic import divide as divide
from keras.src.ops.numpy_arithmetic import divide_no_nan as divide_no_nan
from keras.src.ops.numpy_linear import dot as dot
from keras.src.ops.nn_attention import dot_product_attention as dot_product_attention
from keras.src.ops.numpy_joining import dsplit as dsplit
from keras.src.ops.numpy_joining import dstack as dstack
from keras.src.ops.core import dtype as dtype
from keras.src.ops.linalg import eig as eig
from keras.src.ops.linalg import eigh as eigh
from keras.src.ops.numpy_linear import einsum as einsum
from keras.src.ops.nn_activations import elu as elu
from keras.src.ops.numpy_creation import empty as empty
from keras.src.ops.numpy_creation import empty_like as empty_like
from keras.src.ops.numpy_comparison import equal as equal
from keras.src.ops.math import erf as erf
from keras.src.ops.math import erfc as erfc
from keras.src.ops.math import erfinv as erfinv
from keras.src.ops.numpy_elementwise import exp as exp
from keras.src.ops.numpy_elementwise import exp2 as exp2
from keras.src.ops.numpy_manipulation import expand_dims as expand_dims
from keras.src.ops.numpy_elementwise import expm1 as expm1
from keras.src.ops.spectra import extract_sequences as extract_sequences
from keras.src.ops.numpy_creation import eye as eye
from keras.src.ops.numpy_arithmetic import fabs as fabs
from keras.src.ops.spectra import fft as fft
from keras.src.ops.spectra import fft2 as fft2
from keras.src.ops.numpy_ordering import flip as flip
from keras.src.ops.numpy_ordering import fliplr as fliplr
from keras.src.ops.numpy_ordering import flipud as flipud
from keras.src.ops.numpy_rounding import floor as floor
from keras.src.ops.numpy_arithmetic import floor_divide as floor_divide
from keras.src.ops.numpy_selection import fmax as fmax
from keras.src.ops.numpy_selection import fmin as fmin
from keras.src.ops.numpy_arithmetic import fmod as fmod
from keras.src.ops.nn_space import fold as fold
from keras.src.ops.control_flow import fori_loop as fori_loop
from keras.src.ops.numpy_creation import full as full
from keras.src.ops.numpy_creation import full_like as full_like
from keras.src.ops.numpy_arithmetic import gcd as gcd
from keras.src.ops.nn_activations import gelu as gelu
from keras.src.ops.numpy_creation import geomspace as geomspace
from keras.src.ops.numpy_indexing import get_item as get_item
from keras.src.ops.nn_activations import glu as glu
from keras.src.ops.gradients import grad as grad
from keras.src.ops.numpy_comparison import greater as greater
from keras.src.ops.numpy_comparison import greater_equal as greater_equal
from keras.src.ops.numpy_windows import hamming as hamming
from keras.src.ops.numpy_windows import hanning as hanning
from keras.src.ops.nn_activations import hard_shrink as hard_shrink
from keras.src.ops.nn_activations import hard_sigmoid as hard_sigmoid
from keras.src.ops.nn_activations import hard_silu as hard_silu
from keras.src.ops.nn_activations import hard_silu as hard_swish
from keras.src.ops.nn_activations import hard_tanh as hard_tanh
from keras.src.ops.numpy_selection import heaviside as heaviside
from keras.src.ops.numpy_statistics import histogram as histogram
from keras.src.ops.numpy_joining import hsplit as hsplit
from keras.src.ops.numpy_joining import hstack as hstack
from keras.src.ops.numpy_arithmetic import hypot as hypot
from keras.src.ops.numpy_elementwise import i0 as i0
from keras.src.ops.numpy_creation import identity as identity
from keras.src.ops.spectra import ifft2 as ifft2
from keras.src.ops.numpy_rounding import imag as imag
from keras.ops import image as image
from keras.src.ops.math import in_top_k as in_top_k
from keras.src.ops.numpy_linear import inner as inner
from keras.src.ops.linalg import inv as inv
from keras.src.ops.spectra import irfft as irfft
from keras.src.ops.core import is_tensor as is_tensor
from keras.src.ops.numpy_comparison import isclose as isclose
from keras.src.ops.numpy_comparison import isfinite as isfinite
from keras.src.ops.numpy_indexing import isin as isin
from keras.src.ops.numpy_comparison import isinf as isinf
from keras.src.ops.numpy_comparison import isnan as isnan
from keras.src.ops.numpy_comparison import isneginf as isneginf
from keras.src.ops.numpy_comparison import isposinf as isposinf
from keras.src.ops.numpy_comparison import isreal as isreal
from keras.src.ops.spectra import istft as istft
from keras.src.ops.linalg import jvp as jvp
from keras.src.ops.numpy_windows import kaiser as kaiser
from keras.src.ops.numpy_linear import kron as kron
from keras.src.ops.nn_norm import layer_normalization as layer_normalization
from keras.src.ops.numpy_arithmetic import lcm as lcm
from keras.src.ops.numpy_arithmetic import ldexp as ldexp
from keras.src.ops.nn_activations import leaky_relu as leaky_relu
from keras.src.ops.numpy_comparison import left_shift as left_shift
from keras.src.ops.numpy_comparison import less as less
from keras.src.ops.numpy_comparison import less_equal as less_equal
from keras.ops import linalg as linalg
from keras.src.ops.numpy_creation import linspace as linspace
from keras.src.ops.numpy_elementwise import log as log
from keras.src.ops.numpy_elementwise import log10 as log10
from keras.src.ops.numpy_elementwise import log1p as log1p
from keras.src.ops.numpy_elementwise import log2 as log2
from keras.src.ops.nn_activations import log_sigmoid as log_sigmoid
from keras.src.ops.nn_softmax import log_softmax as log_softmax
from keras.src.ops.numpy_elementwise import logaddexp as logaddexp
from keras.src.ops.numpy_elementwise import logaddexp2 as logaddexp2
from keras.src.ops.math import logdet as logdet
from keras.src.ops.numpy_comparison import logical_and as logical_and
from keras.src.ops.numpy_comparison import logical_not as logical_not
from keras.src.ops.numpy_comparison import logical_or as logical_or
from keras.src.ops.numpy_comparison import logical_xor as logical_xor
from keras.src.ops.numpy_creation import logspace as logspace
from keras.src.ops.math import logsumexp as logsumexp
from keras.src.ops.linalg import lstsq as lstsq
from keras.src.ops.linalg import lu_factor as lu_factor
from keras.src.ops.control_flow import map as map
from keras.src.ops.numpy_linear import matmul as matmul
from keras.src.ops.linalg import matrix_rank as matrix_rank
from keras.src.ops.numpy_reductions import max as max
from keras.src.ops.nn_pool import max_pool as max_pool
from keras.src.ops.numpy_selection import maximum as maximum
from keras.src.ops.numpy_reductions import mean as mean
from keras.src.ops.numpy_statistics import median as median
from keras.src.ops.numpy_creation import meshgrid as meshgrid
from keras.src.ops.numpy_reductions import min as min
from keras.src.ops.numpy_selection import minimum as minimum
from keras.src.ops.numpy_arithmetic import mod as mod
from keras.src.ops.nn_norm import moments as moments
from keras.src.ops.numpy_manipulation import moveaxis as moveaxis
from keras.src.ops.nn_encoding import multi_hot as multi_hot
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
from keras.ops import nn as nn
from keras.src.ops.numpy_indexing import nonzero as nonzero
from keras.src.ops.linalg import norm as norm
from keras.src.ops.nn_norm import normalize as normalize
from keras.src.ops.numpy_comparison import not_equal as not_equal
from keras.ops import numpy as numpy
from keras.src.ops.nn_encoding import one_hot as one_hot
from keras.src.ops.numpy_creation import ones as ones
from keras.src.ops.numpy_creation import ones_like as ones_like
from keras.src.ops.numpy_linear import outer as outer
from keras.src.ops.numpy_ordering import pad as pad
from keras.src.ops.numpy_statistics import percentile as percentile
from keras.src.ops.linalg import pinv as pinv
from keras.src.ops.nn_space import polar as polar
from keras.src.ops.numpy_arithmetic import power as power
from keras.src.ops.numpy_reductions import prod as prod
from keras.src.ops.nn_losses import psnr as psnr
from keras.src.ops.numpy_reductions import ptp as ptp
from keras.src.ops.linalg import qr as qr
from keras.src.ops.numpy_statistics import quantile as quantile
from keras.src.ops.numpy_elementwise import rad2deg as rad2deg
from keras.src.ops.numpy_manipulation import ravel as ravel
from keras.src.ops.numpy_rounding import real as real
from keras.src.ops.einops import rearrange as rearrange
from keras.src.ops.numpy_arithmetic import reciprocal as reciprocal
from keras.src.ops.nn_activations import relu as relu
from keras.src.ops.nn_activations import relu6 as relu6
from keras.src.ops.numpy_ordering import repeat as repeat
from keras.src.ops.numpy_manipulation import reshape as reshape
from keras.src.ops.spectra import rfft as rfft
from keras.src.ops.numpy_comparison import right_shift as right_shift
from keras.src.ops.nn_norm import rms_normalization as rms_normalization
from keras.src.ops.numpy_ordering import roll as roll
from keras.src.ops.numpy_ordering import rot90 as rot90
from keras.src.ops.numpy_rounding import round as round
from keras.src.ops.math import rsqrt as rsqrt
from keras.src.ops.core import saturate_cast as saturate_cast
from keras.src.ops.control_flow import scan as scan
from keras.src.ops.core import scatter as scatter
from keras.src.ops.core import scatter_update as scatter_update
from keras.src.ops.numpy_indexing import searchsorted as searchsorted
from keras.src.ops.math import segment_max as segment_max
from keras.src.ops.math import segment_min as segment_min
from keras.src.ops.math import segment_prod as segment_prod
from keras.src.ops.math import segment_sum as segment_sum
from keras.src.ops.numpy_indexing import select as select
from keras.src.ops.nn_activations import selu as selu
from keras.src.ops.nn_conv import separable_conv as separable_conv
from keras.src.ops.core import shape as shape
from keras.src.ops.nn_activations import sigmoid as sigmoid
from keras.src.ops.numpy_selection import sign as sign
from keras.src.ops.numpy_comparison import signbit as signbit
from keras.src.ops.nn_activations import silu as silu
from keras.src.ops.numpy_elementwise import sin as sin
from keras.src.ops.numpy_elementwise import sinc as sinc
from keras.src.ops.numpy_elementwise import sinh as sinh
from keras.src.ops.numpy_manipulation import size as size
from keras.src.ops.core import slice as slice
from keras.src.ops.core import slice_update as slice_update
from keras.src.ops.numpy_linear import slogdet as slogdet
from keras.src.ops.nn_activations import soft_shrink as soft_shrink
from keras.src.ops.nn_softmax import softmax as softmax
from keras.src.ops.nn_activations import softplus as softplus
from keras.src.ops.nn_activations import softsign as softsign
from keras.src.ops.linalg import solve as solve
from keras.src.ops.linalg import solve_triangular as solve_triangular
from keras.src.ops.numpy_indexing import sort as sort
from keras.src.ops.nn_space import space_to_depth as space_to_depth
from keras.src.ops.nn_losses import sparse_categorical_crossentropy as sparse_categorical_crossentropy
from keras.src.ops.nn_activations import sparse_plus as sparse_plus
from keras.src.ops.nn_activations import sparse_sigmoid as sparse_sigmoid
from keras.src.ops.nn_softmax import sparsemax as sparsemax
from keras.src.ops.numpy_joining import split as split
from keras.src.ops.numpy_arithmetic import sqrt as sqrt
from keras.src.ops.numpy_arithmetic import square as square
from keras.src.ops.nn_activations import squareplus as squareplus
from keras.src.ops.numpy_manipulation import squeeze as squeeze
from keras.src.ops.numpy_joining import stack as stack
from keras.src.ops.numpy_reductions import std as std
from keras.src.ops.spectra import stft as stft
from keras.src.ops.core import stop_gradient as stop_gradient
from keras.src.ops.numpy_arithmetic import subtract as subtract
from keras.src.ops.numpy_reductions import sum as sum
from keras.src.ops.linalg import svd as svd
from keras.src.ops.numpy_manipulation import swapaxes as swapaxes
from keras.src.ops.nn_activations import silu as swish
from keras.src.ops.control_flow import switch as switch
from keras.src.ops.numpy_indexing import take as take
from keras.src.ops.numpy_indexing import take_along_axis as take_along_axis
from keras.src.ops.numpy_elementwise import tan as tan
from keras.src.ops.numpy_elementwise import tanh as tanh
from keras.src.ops.nn_activations import tanh_shrink as tanh_shrink
from keras.src.ops.numpy_linear import tensordot as tensordot
from keras.src.ops.nn_activations import threshold as threshold
from keras.src.ops.numpy_ordering import tile as tile
from keras.src.ops.math import top_k as top_k
from keras.src.ops.numpy_linear import trace as trace
from keras.src.ops.numpy_manipulation import transpose as transpose
from keras.src.ops.numpy_statistics import trapezoid as trapezoid
from keras.src.ops.numpy_creation import tri as tri
from keras.src.ops.numpy_ordering import tril as tril
from keras.src.ops.numpy_ordering import triu as triu
from keras.src.ops.numpy_arithmetic import true_divide as true_divide
from keras.src.ops.numpy_rounding import trunc as trunc
from keras.src.ops.nn_space import unfold as unfold
from keras.src.ops.numpy_indexing import unique as unique
from keras.src.ops.numpy_indexing import unravel_index as unravel_index
from keras.src.ops.core import unstack as unstack
from keras.src.ops.gradients import value_and_grad as value_and_grad
from keras.src.ops.numpy_linear import vander as vander
from keras.src.ops.numpy_reductions import var as var
from keras.src.ops.numpy_linear import vdot as vdot
from keras.src.ops.numpy_vectorize import vectorize as vectorize
from keras.src.ops.control_flow import vectorized_map as vectorized_map
from keras.src.ops.numpy_manipulation import view as view
from keras.src.ops.math import view_as_complex as view_as_complex
from keras.src.ops.math import view_as_real as view_as_real
from keras.src.ops.gradients import vjp as vjp
from keras.src.ops.numpy_joining import vsplit as vsplit
from keras.src.ops.numpy_joining import vstack as vstack
from keras.src.ops.numpy_selection import where as where
from keras.src.ops.control_flow import while_loop as while_loop
from keras.src.ops.numpy_creation import zeros as zeros
from keras.src.ops.numpy_creation import zeros_like as zeros_like

__all__ = [
    "abs",
    "absolute",
    "adaptive_average_pool",
    "adaptive_max_pool",
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
    "associative_scan",
    "average",
    "average_pool",
    "bartlett",
    "batch_normalization",
    "binary_crossentropy",
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
    "cast",
    "categorical_crossentropy",
    "cbrt",
    "cdist",
    "ceil",
    "celu",
    "cholesky",
    "cholesky_inverse",
    "clip",
    "concatenate",
    "cond",
    "conj",
    "conjugate",
    "conv",
    "conv_transpose",
    "convert_to_numpy",
    "convert_to_tensor",
    "copy",
    "corrcoef",
    "correlate",
    "cos",
    "cosh",
    "count_nonzero",
    "cross",
    "ctc_decode",
    "ctc_loss",
    "cumprod",
    "cumsum",
    "custom_gradient",
    "deg2rad",
    "depth_to_space",
    "depthwise_conv",
    "det",
    "diag",
    "diagflat",
    "diagonal",
    "diff",
    "digitize",
    "divide",
    "divide_no_nan",
    "dot",
    "dot_product_attention",
    "dsplit",
    "dstack",
    "dtype",
    "eig",
    "eigh",
    "einsum",
    "elu",
    "empty",
    "empty_like",
    "equal",
    "erf",
    "erfc",
    "erfinv",
    "exp",
    "exp2",
    "expand_dims",
    "expm1",
    "extract_sequences",
    "eye",
    "fabs",
    "fft",
    "fft2",
    "flip",
    "fliplr",
    "flipud",
    "floor",
    "floor_divide",
    "fmax",
    "fmin",
    "fmod",
    "fold",
    "fori_loop",
    "full",
    "full_like",
    "gcd",
    "gelu",
    "geomspace",
    "get_item",
    "glu",
    "grad",
    "greater",
    "greater_equal",
    "hamming",
    "hanning",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "heaviside",
    "histogram",
    "hsplit",
    "hstack",
    "hypot",
    "i0",
    "identity",
    "ifft2",
    "imag",
    "image",
    "in_top_k",
    "inner",
    "inv",
    "irfft",
    "is_tensor",
    "isclose",
    "isfinite",
    "isin",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
    "isreal",
    "istft",
    "jvp",
    "kaiser",
    "kron",
    "layer_normalization",
    "lcm",
    "ldexp",
    "leaky_relu",
    "left_shift",
    "less",
    "less_equal",
    "linalg",
    "linspace",
    "log",
    "log10",
    "log1p",
    "log2",
    "log_sigmoid",
    "log_softmax",
    "logaddexp",
    "logaddexp2",
    "logdet",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "logspace",
    "logsumexp",
    "lstsq",
    "lu_factor",
    "map",
    "matmul",
    "matrix_rank",
    "max",
    "max_pool",
    "maximum",
    "mean",
    "median",
    "meshgrid",
    "min",
    "minimum",
    "mod",
    "moments",
    "moveaxis",
    "multi_hot",
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
    "nn",
    "nonzero",
    "norm",
    "normalize",
    "not_equal",
    "numpy",
    "one_hot",
    "ones",
    "ones_like",
    "outer",
    "pad",
    "percentile",
    "pinv",
    "polar",
    "power",
    "prod",
    "psnr",
    "ptp",
    "qr",
    "quantile",
    "rad2deg",
    "ravel",
    "real",
    "rearrange",
    "reciprocal",
    "relu",
    "relu6",
    "repeat",
    "reshape",
    "rfft",
    "right_shift",
    "rms_normalization",
    "roll",
    "rot90",
    "round",
    "rsqrt",
    "saturate_cast",
    "scan",
    "scatter",
    "scatter_update",
    "searchsorted",
    "segment_max",
    "segment_min",
    "segment_prod",
    "segment_sum",
    "select",
    "selu",
    "separable_conv",
    "shape",
    "sigmoid",
    "sign",
    "signbit",
    "silu",
    "sin",
    "sinc",
    "sinh",
    "size",
    "slice",
    "slice_update",
    "slogdet",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "solve",
    "solve_triangular",
    "sort",
    "space_to_depth",
    "sparse_categorical_crossentropy",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "split",
    "sqrt",
    "square",
    "squareplus",
    "squeeze",
    "stack",
    "std",
    "stft",
    "stop_gradient",
    "subtract",
    "sum",
    "svd",
    "swapaxes",
    "swish",
    "switch",
    "take",
    "take_along_axis",
    "tan",
    "tanh",
    "tanh_shrink",
    "tensordot",
    "threshold",
    "tile",
    "top_k",
    "trace",
    "transpose",
    "trapezoid",
    "tri",
    "tril",
    "triu",
    "true_divide",
    "trunc",
    "unfold",
    "unique",
    "unravel_index",
    "unstack",
    "value_and_grad",
    "vander",
    "var",
    "vdot",
    "vectorize",
    "vectorized_map",
    "view",
    "view_as_complex",
    "view_as_real",
    "vjp",
    "vsplit",
    "vstack",
    "where",
    "while_loop",
    "zeros",
    "zeros_like",
]
