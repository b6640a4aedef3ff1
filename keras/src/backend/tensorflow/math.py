"""Special functions, segments, rankings and spectra, on TensorFlow."""
import math

import tensorflow as tf

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import math_family, traps
from keras.src.backend.tensorflow.control_flow import scatter
from keras.src.backend.tensorflow.core import cast
from keras.src.backend.tensorflow.kernels import adopt, binary_formula, recorded, reduction, unary
from keras.src.backend.tensorflow.linalg import logdet  # noqa: F401
from keras.src.backend.tensorflow.numpy_arrays import as_tensor


def _erfinv(x):
    if x.dtype.size < 4:  # TensorFlow has no kernel in half precision.
        return tf.cast(tf.math.erfinv(tf.cast(x, "float32")), x.dtype)
    return tf.math.erfinv(x)


erf = unary(tf.math.erf, dtypes.to_float)
erfc = unary(tf.math.erfc, dtypes.to_float)
erfinv = unary(_erfinv, dtypes.to_float)
rsqrt = unary(tf.math.rsqrt, dtypes.to_float)
cdist = binary_formula(math_family.cdist, dtypes.promote_float)


logsumexp = reduction(recorded(tf.math.reduce_logsumexp, traps.logsumexp), dtypes.to_float)

# Segments


def _segments(fn):
    def reduce(data, ids, num_segments, sorted):
        if num_segments is None:
            num_segments = tf.reduce_max(ids) + 1 if data.shape[0] != 0 else 0
        else:
            # What belongs to no segment is left out, which negative ids stand for.
            ids = tf.where(ids < tf.cast(num_segments, ids.dtype), ids, tf.constant(-1, ids.dtype))
        return fn(data, ids, num_segments)

    return math_family.segmented(as_tensor, reduce)


def _unbounded(fn, neutral):
    """Segments without elements hold an infinity, in place of the last finite number."""

    def reduce(data, ids, num_segments):
        result = fn(data, ids, num_segments)
        if not data.dtype.is_floating:
            return result
        counts = tf.math.unsorted_segment_sum(tf.ones_like(ids), ids, num_segments)
        empty = tf.reshape(counts == 0, [-1] + [1] * (data.shape.rank - 1))
        return tf.where(empty, tf.constant(neutral, data.dtype), result)

    return reduce


segment_sum = _segments(tf.math.unsorted_segment_sum)
segment_max = _segments(_unbounded(tf.math.unsorted_segment_max, -math.inf))
segment_min = _segments(_unbounded(tf.math.unsorted_segment_min, math.inf))
segment_prod = _segments(tf.math.unsorted_segment_prod)

# Rankings


def top_k(x, k, sorted=True):
    x = as_tensor(x)
    if x.dtype is tf.bool:
        values, indices = tf.math.top_k(tf.cast(x, tf.int8), k, sorted=sorted)
        return tf.cast(values, tf.bool), indices
    return tf.math.top_k(x, k, sorted=sorted)


in_top_k = adopt(math_family.in_top_k)


# Spectra


def _complex(x, function, rank=1):
    real, imaginary = math_family.check_pair(x, function, rank, as_tensor)
    dtype = "float64" if tf.float64 in (real.dtype, imaginary.dtype) else "float32"
    return tf.complex(cast(real, dtype), cast(imaginary, dtype))


def _pair(z):
    return tf.math.real(z), tf.math.imag(z)


def fft(x):
    return _pair(tf.signal.fft(_complex(x, "fft")))


def fft2(x):
    return _pair(tf.signal.fft2d(_complex(x, "fft2", 2)))


def ifft2(x):
    return _pair(tf.signal.ifft2d(_complex(x, "ifft2", 2)))


def rfft(x, fft_length=None):
    x = as_tensor(x)
    dtype = dtypes.to_float(x.dtype)
    compute = "float64" if dtype == "float64" else "float32"
    z = tf.signal.rfft(cast(x, compute), None if fft_length is None else [fft_length])
    return cast(tf.math.real(z), dtype), cast(tf.math.imag(z), dtype)


def irfft(x, fft_length=None):
    z = _complex(x, "irfft")
    return tf.signal.irfft(z, None if fft_length is None else [fft_length])


def extract_sequences(x, sequence_length, sequence_stride):
    x = as_tensor(x)
    math_family.frame_count(x.shape[-1], sequence_length, sequence_stride)
    return tf.signal.frame(x, sequence_length, sequence_stride)


stft = adopt(math_family.stft, rfft)
istft = adopt(math_family.istft, irfft, scatter)


def view_as_complex(x):
    x = cast(as_tensor(x), "float32")
    math_family.check_complex_view(x.shape)
    return tf.complex(x[..., 0], x[..., 1])


def view_as_real(x):
    x = as_tensor(x)
    x = x if x.dtype.is_complex else tf.cast(x, "complex64")
    return tf.stack([tf.math.real(x), tf.math.imag(x)], -1)
