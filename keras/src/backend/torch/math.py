"""Special functions, segments, rankings and spectra, on PyTorch."""
import torch

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import math_family, traps
from keras.src.backend.torch.control_flow import scatter
from keras.src.backend.torch.core import convert_to_tensor, to_torch_dtype
from keras.src.backend.torch.kernels import adopt, binary_formula, reduction, unary, watched
from keras.src.backend.torch.linalg import logdet  # noqa: F401
from keras.src.backend.torch.numpy_arrays import as_tensor

erf = unary(torch.erf, dtypes.to_float)
erfc = unary(torch.erfc, dtypes.to_float)
erfinv = unary(torch.erfinv, dtypes.to_float)
rsqrt = unary(torch.rsqrt, dtypes.to_float)
cdist = binary_formula(math_family.cdist, dtypes.promote_float)


def _logsumexp(x, axis=None, keepdims=False):
    return torch.logsumexp(x, tuple(range(x.ndim)) if axis is None else axis, keepdims)


logsumexp = reduction(watched(_logsumexp, traps.logsumexp), dtypes.to_float)

# Segments

_NEUTRAL = {"sum": 0, "prod": 1}


def _segments(reduction):
    def reduce(data, ids, num_segments, sorted):
        ids = ids.to(torch.int64)
        if num_segments is None:
            num_segments = int(ids.max()) + 1 if ids.numel() else 0
        # A segment more takes the elements that belong to none.
        ids = torch.where((ids >= 0) & (ids < num_segments), ids, num_segments)
        shape = (num_segments + 1, *data.shape[1:])
        result = torch.full(shape, _neutral(reduction, data.dtype), dtype=data.dtype, device=data.device)
        ids = ids.reshape(-1, *(1,) * (data.ndim - 1)).expand_as(data)
        return result.scatter_reduce(0, ids, data, reduction)[:num_segments]

    return math_family.segmented(as_tensor, reduce)


def _neutral(reduction, dtype):
    """What a segment without elements holds."""
    if reduction in _NEUTRAL:
        return _NEUTRAL[reduction]
    greatest = reduction == "amin"
    if dtype is torch.bool:
        return greatest
    if dtype.is_floating_point:
        return float("inf") if greatest else float("-inf")
    return torch.iinfo(dtype).max if greatest else torch.iinfo(dtype).min


segment_sum = _segments("sum")
segment_max = _segments("amax")
segment_min = _segments("amin")
segment_prod = _segments("prod")

# Rankings


def top_k(x, k, sorted=True):
    x = as_tensor(x)
    if x.dtype is torch.bool:
        values, indices = torch.topk(x.to(torch.int8), k, sorted=sorted)
        return values.to(torch.bool), indices.to(torch.int32)
    values, indices = torch.topk(x, k, sorted=sorted)
    return values, indices.to(torch.int32)


in_top_k = adopt(math_family.in_top_k)


# Spectra


def _complex(x, function, rank=1):
    real, imaginary = math_family.check_pair(x, function, rank, as_tensor)
    wide = torch.float64 in (real.dtype, imaginary.dtype)
    dtype = torch.float64 if wide else torch.float32
    return torch.complex(real.to(dtype), imaginary.to(dtype))


def _pair(z):
    return z.real, z.imag


def fft(x):
    return _pair(torch.fft.fft(_complex(x, "fft")))


def fft2(x):
    return _pair(torch.fft.fft2(_complex(x, "fft2", 2)))


def ifft2(x):
    return _pair(torch.fft.ifft2(_complex(x, "ifft2", 2)))


def rfft(x, fft_length=None):
    x = as_tensor(x)
    dtype = to_torch_dtype(dtypes.to_float.wide(x.dtype))
    compute = torch.float64 if dtype is torch.float64 else torch.float32
    z = torch.fft.rfft(x.to(compute), fft_length)
    return z.real.to(dtype), z.imag.to(dtype)


def irfft(x, fft_length=None):
    return torch.fft.irfft(_complex(x, "irfft"), fft_length)


def extract_sequences(x, sequence_length, sequence_stride):
    x = as_tensor(x)
    math_family.frame_count(x.shape[-1], sequence_length, sequence_stride)
    return x.unfold(-1, sequence_length, sequence_stride)


stft = adopt(math_family.stft, rfft)
istft = adopt(math_family.istft, irfft, scatter)


def view_as_complex(x):
    x = as_tensor(x)
    math_family.check_complex_view(x.shape)
    return torch.complex(x[..., 0].float(), x[..., 1].float())


def view_as_real(x):
    x = convert_to_tensor(x)
    return torch.view_as_real(x if x.is_complex() else x.to(torch.complex64))
