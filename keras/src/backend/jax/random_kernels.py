"""Threefry draws of any number of values from a few compiled programs.

`jax.random` compiles one program for every shape, half a second each; the weights of a network have dozens of shapes.
But the bits of an element depend only on the key and its flat index, so programs of two fixed sizes, which start at
an offset, give the same values for every shape. This holds for JAX's default generator; `usable` says when.
"""
import functools

import jax
import numpy as np
from jax import lax
from jax._src.core import trace_state_clean  # has no public name

_SIZES = (1 << 12, 1 << 17)  # elements per call: the smaller program serves small arrays
_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA
_SQRT2 = np.float32(np.sqrt(2))


def is_tracing():
    """Whether JAX is tracing a function."""
    return not trace_state_clean()


def usable(key, dtype):
    """Whether the kernels give what `jax.random` would give here."""
    return (
        dtype == np.float32
        and not isinstance(key, jax.core.Tracer)
        and key.dtype == np.uint32
        and trace_state_clean()
        and jax.config.jax_threefry_partitionable
        and jax.config.jax_default_prng_impl == "threefry2x32"
    )


def _bits(key, offset, size):
    """Threefry-2x32 in 20 rounds of the counters `offset, offset + 1, ...`, the two halves combined by xor.

    Reference: [Salmon et al., 2011](https://doi.org/10.1145/2063384.2063405). Written out round by round, which LLVM
    compiles ten times faster than the loop in JAX's own.
    """
    keys = (key[0], key[1], key[0] ^ key[1] ^ np.uint32(_PARITY))
    x = lax.full((size,), np.uint32(0)) + keys[0]  # counters below 2**32 have a high half of zero
    y = lax.iota(np.uint32, size) + offset + keys[1]
    for group in range(5):
        for r in _ROTATIONS[group % 2]:
            x = x + y
            y = (y << np.uint32(r)) | (y >> np.uint32(32 - r))
            y = x ^ y
        x = x + keys[(group + 1) % 3]
        y = y + keys[(group + 2) % 3] + np.uint32(group + 1)
    return x ^ y


def _uniform(key, offset, low, high, size):
    """Random mantissas give numbers in [1, 2), which are shifted and scaled."""
    mantissas = (_bits(key, offset, size) >> np.uint32(9)) | np.uint32(0x3F800000)
    unit = lax.bitcast_convert_type(mantissas, np.float32) - np.float32(1)
    return lax.max(low, unit * (high - low) + low)


def _normal(key, offset, low, high, size):
    return _SQRT2 * lax.erf_inv(_uniform(key, offset, low, high, size))


def _truncated_normal(key, offset, low, high, size):
    drawn = _normal(key, offset, lax.erf(low / _SQRT2), lax.erf(high / _SQRT2), size)
    return lax.clamp(lax.nextafter(low, np.float32(np.inf)), drawn, lax.nextafter(high, np.float32(-np.inf)))


def _sampler(kernel):
    compiled = jax.jit(kernel, static_argnames="size")

    def sample(key, shape, low, high):
        """A NumPy array of `shape`, drawn in pieces."""
        key, low, high = np.asarray(key), np.float32(low), np.float32(high)
        count = int(np.prod(shape, dtype="int64"))
        size = _SIZES[0] if count <= _SIZES[0] else _SIZES[1]
        if count <= size:
            return np.asarray(compiled(key, np.uint32(0), low, high, size=size))[:count].reshape(shape)
        drawn = np.empty(count, np.float32)
        for start in range(0, count, size):
            piece = np.asarray(compiled(key, np.uint32(start), low, high, size=size))
            drawn[start : start + size] = piece[: count - start]
        return drawn.reshape(shape)

    return sample


uniform = _sampler(_uniform)
normal = functools.partial(_sampler(_normal), low=np.nextafter(np.float32(-1), np.float32(0)), high=1)
truncated_normal = _sampler(_truncated_normal)
