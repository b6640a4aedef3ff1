"""Special functions, segments, rankings and spectra, on JAX."""
import functools

import jax
import jax.numpy as jnp

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import math_family, traps
from keras.src.backend.jax.control_flow import scatter
from keras.src.backend.jax.kernels import NUMPY, adopt, binary_formula, compiled, reduction, unary
from keras.src.backend.jax.linalg import logdet  # noqa: F401
from keras.src.backend.jax.numpy_arrays import as_tensor

erf = unary(jax.lax.erf, dtypes.to_float)
erfc = unary(jax.lax.erfc, dtypes.to_float)
erfinv = unary(jax.lax.erf_inv, dtypes.to_float)
rsqrt = unary(jax.lax.rsqrt, dtypes.to_float)
cdist = binary_formula(math_family.cdist, dtypes.promote_float)


def _logsumexp(x, axis, keepdims):
    return jax.scipy.special.logsumexp(x, axis=axis, keepdims=keepdims)


_logsumexp = compiled(traps.logsumexp, _logsumexp, static_argnames=("axis", "keepdims"))
logsumexp = reduction(_logsumexp, dtypes.to_float)

# Segments


@functools.partial(jax.custom_jvp, nondiff_argnums=(2, 3))
def _products(data, ids, num_segments, indices_are_sorted):
    return jax.ops.segment_prod(data, ids, num_segments, indices_are_sorted)


@_products.defjvp
def _products_jvp(num_segments, indices_are_sorted, primals, tangents):
    """What multiplies each element's change are the others of its segment; XLA's products have no gradient."""
    data, ids = primals
    products = _products(data, ids, num_segments, indices_are_sorted)
    is_zero = data == 0
    zeros = jax.ops.segment_sum(is_zero.astype("int32"), ids, len(products), indices_are_sorted)[ids]
    nonzero = jnp.where(is_zero, 1, data)
    others = jax.ops.segment_prod(nonzero, ids, len(products), indices_are_sorted)[ids] / nonzero
    changes = jnp.where(zeros == is_zero, others, 0) * tangents[0]
    return products, jax.ops.segment_sum(changes, ids, len(products), indices_are_sorted)


segment_sum = math_family.segmented(as_tensor, jax.ops.segment_sum)
segment_max = math_family.segmented(as_tensor, jax.ops.segment_max)
segment_min = math_family.segmented(as_tensor, jax.ops.segment_min)
segment_prod = math_family.segmented(as_tensor, _products)

# Rankings


def top_k(x, k, sorted=True):
    return tuple(jax.lax.top_k(as_tensor(x), k))


in_top_k = adopt(math_family.in_top_k)


# Spectra


def _complex(x, function, rank=1):
    real, imaginary = math_family.check_pair(x, function, rank, as_tensor)
    return jax.lax.complex(real.astype("float32"), imaginary.astype("float32"))


def _pair(z):
    return jnp.real(z), jnp.imag(z)


def fft(x):
    return _pair(jnp.fft.fft(_complex(x, "fft")))


def fft2(x):
    return _pair(jnp.fft.fft2(_complex(x, "fft2", 2)))


def ifft2(x):
    return _pair(jnp.fft.ifft2(_complex(x, "ifft2", 2)))


def rfft(x, fft_length=None):
    x = as_tensor(x)
    dtype = dtypes.to_float.wide(x.dtype)
    real, imaginary = _pair(jnp.fft.rfft(x.astype(jnp.promote_types(dtype, "float32")), fft_length))
    return real.astype(dtype), imaginary.astype(dtype)


def irfft(x, fft_length=None):
    return jnp.fft.irfft(_complex(x, "irfft"), fft_length)


def extract_sequences(x, sequence_length, sequence_stride):
    return math_family.extract_sequences(NUMPY, as_tensor(x), sequence_length, sequence_stride)


stft = adopt(math_family.stft, rfft)
istft = adopt(math_family.istft, irfft, scatter)


def view_as_complex(x):
    x = as_tensor(x).astype("float32")
    math_family.check_complex_view(x.shape)
    return jax.lax.complex(x[..., 0], x[..., 1])


def view_as_real(x):
    x = as_tensor(x)
    x = x if x.dtype.kind == "c" else x.astype("complex64")
    return jnp.stack([jnp.real(x), jnp.imag(x)], -1)
