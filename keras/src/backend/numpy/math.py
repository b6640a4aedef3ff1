"""Special functions, segments, rankings and spectra, on NumPy."""
import functools

import numpy as np
import scipy.special

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import math_family
from keras.src.backend.numpy.control_flow import scatter
from keras.src.backend.numpy.core import DTYPES
from keras.src.backend.numpy.kernels import (
    adopt,
    binary_formula,
    numpy_for,
    unary,
    wide_formula,
)
from keras.src.backend.numpy.linalg import logdet  # noqa: F401
from keras.src.backend.numpy.numpy_arrays import as_tensor


def _in_own_dtype(fn):
    """SciPy computes half precision in single; the result goes back."""

    @functools.wraps(fn, assigned=("__name__", "__doc__"))
    def function(x):
        return np.asarray(fn(x.astype("float32") if x.dtype.itemsize < 4 else x)).astype(x.dtype)

    return function


erf = unary(_in_own_dtype(scipy.special.erf), dtypes.to_float)
erfc = unary(_in_own_dtype(scipy.special.erfc), dtypes.to_float)
erfinv = unary(_in_own_dtype(scipy.special.erfinv), dtypes.to_float)
rsqrt = unary(lambda x: np.reciprocal(np.sqrt(x)), dtypes.to_float)


def _logsumexp(nb, x, axis=None, keepdims=False):
    """Sums of half precision are made in single: one in bfloat16 stands still at 256 times its terms."""
    wide = x.astype("float32") if x.dtype.itemsize == 2 else x
    return math_family.logsumexp(nb, wide, axis, keepdims).astype(x.dtype, copy=False)


logsumexp = wide_formula(_logsumexp)

# Segments

_LEAST = {np.add: 0, np.multiply: 1}


def _segments(ufunc):
    def reduce(data, ids, num_segments, sorted):
        if ids.dtype.kind not in "iu":
            raise TypeError(f"Argument `segment_ids` must hold integers. Received: segment_ids.dtype={ids.dtype}")
        if num_segments is None:
            num_segments = int(ids.max()) + 1 if ids.size else 0
        result = np.full((num_segments, *data.shape[1:]), _neutral(ufunc, data.dtype), data.dtype)
        within = (ids >= 0) & (ids < num_segments)
        ufunc.at(result, ids[within], data[within])
        return result

    return math_family.segmented(as_tensor, reduce)


def _neutral(ufunc, dtype):
    """What a segment without elements holds."""
    if ufunc in _LEAST:
        return _LEAST[ufunc]
    sign = -1 if ufunc is np.maximum else 1
    if dtype.kind == "b":
        return sign > 0
    if dtype.kind in "iu":
        return np.iinfo(dtype).min if sign < 0 else np.iinfo(dtype).max
    return sign * np.inf


segment_sum = _segments(np.add)
segment_max = _segments(np.maximum)
segment_min = _segments(np.minimum)
segment_prod = _segments(np.multiply)

# Rankings


def top_k(x, k, sorted=True):
    x = as_tensor(x)
    indices = _leading(x, k) if 0 < k < x.shape[-1] // 8 else _descending(x)[..., :k]
    return np.take_along_axis(x, indices, -1), indices.astype("int32")


def _descending(x):
    """The order from the greatest element to the least: reversed twice, so that of equal ones the first comes first."""
    return x.shape[-1] - 1 - np.argsort(x[..., ::-1], axis=-1, kind="stable")[..., ::-1]


def _leading(x, k):
    """The first `k` of that order, without sorting the rest."""
    places = np.sort(np.argpartition(x, -k)[..., -k:])
    found = np.take_along_axis(x, places, -1)
    least = found.min(-1, keepdims=True)
    if np.count_nonzero(x == least) != np.count_nonzero(found == least) or np.any(least != least):
        return _descending(x)[..., :k]  # A partition does not tell which of equal ones, or of NaN, come first.
    return np.take_along_axis(places, _descending(found), -1)


in_top_k = adopt(math_family.in_top_k)


def _cdist(nb, x, y):
    return math_family.cdist(numpy_for(x), x, y)


cdist = binary_formula(_cdist, dtypes.promote_float.wide)


# Spectra


def _complex(x, function, rank=1):
    real, imaginary = math_family.check_pair(x, function, rank, as_tensor)
    return real.astype("float32", copy=False) + 1j * imaginary.astype("float32", copy=False)


def _pair(z):
    return z.real.astype("float32"), z.imag.astype("float32")


def fft(x):
    return _pair(np.fft.fft(_complex(x, "fft")))


def fft2(x):
    return _pair(np.fft.fft2(_complex(x, "fft2", 2)))


def ifft2(x):
    return _pair(np.fft.ifft2(_complex(x, "ifft2", 2)))


def rfft(x, fft_length=None):
    x = as_tensor(x)
    dtype = DTYPES[dtypes.to_float.wide(x.dtype)]
    z = np.fft.rfft(x.astype("float32") if dtype.itemsize < 4 else x, fft_length)
    return z.real.astype(dtype), z.imag.astype(dtype)


def irfft(x, fft_length=None):
    return np.fft.irfft(_complex(x, "irfft"), fft_length).astype("float32")


def extract_sequences(x, sequence_length, sequence_stride):
    x = as_tensor(x)
    math_family.frame_count(x.shape[-1], sequence_length, sequence_stride)
    windows = np.lib.stride_tricks.sliding_window_view(x, sequence_length, -1)
    return windows[..., ::sequence_stride, :]


stft = adopt(math_family.stft, rfft)
istft = adopt(math_family.istft, irfft, scatter)


def view_as_complex(x):
    x = np.ascontiguousarray(as_tensor(x), "float32")
    math_family.check_complex_view(x.shape)
    return x.view("complex64")[..., 0]


def view_as_real(x):
    x = as_tensor(x)
    x = x if x.dtype.kind == "c" else x.astype("complex64")
    return np.stack([x.real, x.imag], -1)
