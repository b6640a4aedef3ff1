"""Random numbers from `jax.random`."""
import jax
import jax.numpy as jnp
import numpy as np

from keras.src.backend.common import seeding
from keras.src.backend.common.stateless_scope import in_stateless_scope
from keras.src.backend.jax import random_kernels
from keras.src.backend.jax.core import convert_to_tensor, to_native_dtype


def jax_draw_seed(seed):
    """A key for `jax.random`: `seed` itself if it is a JAX array (a key), else the pair of integers drawn from it.

    Raises:
        ValueError: If there is no seed inside a function that JAX traces: the global generator would leave it.
    """
    if isinstance(seed, jax.Array):
        return seed
    if seed is None and random_kernels.is_tracing() and not in_stateless_scope():
        raise ValueError(
            "Random draws inside a function that JAX traces need a seed: pass `seed=` an integer or a "
            "`keras.random.SeedGenerator` whose state goes through the function (as with `stateless_call`). "
            "Received: seed=None"
        )
    return seeding.draw_seed(seed)


def take_seed(state, ordered):
    """The seed for one draw, and the state after it.

    NumPy does the counting outside of traced functions, where JAX would compile each step of it.
    """
    values = state if isinstance(state, jax.core.Tracer) else np.asarray(state)
    return state, seeding.advance(values, seeding.STEP.astype(state.dtype), ordered)


def _sizes(shape):
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if any(size < 0 for size in shape):
        raise ValueError(f"Argument `shape` must not hold negative sizes. Received: shape={shape}")
    return shape


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    key, dtype, shape = jax_draw_seed(seed), to_native_dtype(dtype), _sizes(shape)
    if not random_kernels.usable(key, dtype):
        return jax.random.normal(key, shape, dtype) * stddev + mean
    return _scaled(random_kernels.normal(key, shape), mean, stddev)


def _scaled(drawn, mean, stddev):
    """Scaled and shifted on the host, in float32 as JAX would; numbers only, which need no broadcasting."""
    if not isinstance(mean, (int, float)) or not isinstance(stddev, (int, float)):
        return jax.device_put(drawn) * stddev + mean
    return jax.device_put(drawn * np.float32(stddev) + np.float32(mean))


def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    key, dtype, shape = jax_draw_seed(seed), to_native_dtype(dtype), _sizes(shape)
    numbers = isinstance(minval, (int, float)) and isinstance(maxval, (int, float))
    if numbers and random_kernels.usable(key, dtype):
        return jax.device_put(random_kernels.uniform(key, shape, minval, maxval))
    return jax.random.uniform(key, shape, dtype, minval, maxval)


def randint(shape, minval, maxval, dtype="int32", seed=None):
    return jax.random.randint(jax_draw_seed(seed), shape, minval, maxval, to_native_dtype(dtype))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    key, dtype, shape = jax_draw_seed(seed), to_native_dtype(dtype), _sizes(shape)
    if not random_kernels.usable(key, dtype):
        return jax.random.truncated_normal(key, -2.0, 2.0, shape, dtype) * stddev + mean
    return _scaled(random_kernels.truncated_normal(key, shape, -2.0, 2.0), mean, stddev)


def categorical(logits, num_samples, dtype="int32", seed=None):
    logits = convert_to_tensor(logits)
    shape = (logits.shape[0], num_samples)
    drawn = jax.random.categorical(jax_draw_seed(seed), logits[..., None], axis=1, shape=shape)
    return drawn.astype(to_native_dtype(dtype))


def dropout(inputs, rate, noise_shape=None, seed=None):
    inputs = convert_to_tensor(inputs)
    if rate >= 1.0:
        return jnp.zeros_like(inputs)
    keep = 1.0 - rate
    kept = jax.random.bernoulli(jax_draw_seed(seed), keep, seeding.noise_shape(inputs.shape, noise_shape))
    return jnp.where(kept, inputs / keep, jnp.zeros((), inputs.dtype))


def shuffle(x, axis=0, seed=None):
    return jax.random.permutation(jax_draw_seed(seed), convert_to_tensor(x), axis, independent=True)


def gamma(shape, alpha, dtype=None, seed=None):
    return jax.random.gamma(jax_draw_seed(seed), jnp.asarray(alpha), shape, to_native_dtype(dtype))


def binomial(shape, counts, probabilities, dtype=None, seed=None):
    counts, probabilities = jnp.asarray(counts), jnp.asarray(probabilities)
    return jax.random.binomial(jax_draw_seed(seed), counts, probabilities, shape, to_native_dtype(dtype))


def beta(shape, alpha, beta, dtype=None, seed=None):
    alpha, beta = jnp.asarray(alpha), jnp.asarray(beta)
    return jax.random.beta(jax_draw_seed(seed), alpha, beta, shape, to_native_dtype(dtype))
