"""Random numbers from NumPy's generators, a new one for every draw."""
import numpy as np

from keras.src.backend.common import dtypes, seeding
from keras.src.backend.numpy.core import DTYPES, convert_to_tensor
from keras.src.backend.numpy.numpy_arrays import as_tensor


def _generator(seed):
    return np.random.default_rng(seeding.draw_seed(seed))


def take_seed(state, ordered):
    """The seed for one draw, and the state after it."""
    return state, seeding.advance(state, seeding.STEP.astype(state.dtype), ordered)


def _as(x, dtype):
    return np.asarray(x).astype(DTYPES[dtypes.standardize(dtype)], copy=False)


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return _as(_generator(seed).normal(mean, stddev, shape), dtype)


def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    return _as(_generator(seed).uniform(minval, maxval, shape), dtype)


def randint(shape, minval, maxval, dtype="int32", seed=None):
    dtype = DTYPES[dtypes.standardize(dtype)]
    return np.asarray(_generator(seed).integers(minval, maxval, shape, dtype=dtype))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """The first of a stream of normal numbers that lie within two standard deviations."""
    generator = _generator(seed)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    wanted = int(np.prod(shape))
    kept = np.empty(0)
    while kept.size < wanted:
        drawn = generator.standard_normal(wanted)
        kept = np.concatenate([kept, drawn[np.abs(drawn) < 2]])
    return _as(mean + stddev * kept[:wanted].reshape(shape), dtype)


def categorical(logits, num_samples, dtype="int32", seed=None):
    """Inverts the cumulative distribution of each row."""
    logits = convert_to_tensor(logits)
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    cumulative = np.cumsum(weights / weights.sum(axis=-1, keepdims=True), axis=-1, dtype="float64")
    cumulative /= cumulative[:, -1:]
    uniform_draws = _generator(seed).random((logits.shape[0], num_samples))
    drawn = [np.searchsorted(row, u, side="right") for row, u in zip(cumulative, uniform_draws)]
    return _as(np.reshape(drawn, uniform_draws.shape), dtype)


def dropout(inputs, rate, noise_shape=None, seed=None):
    inputs = as_tensor(inputs)
    keep = 1 - rate
    kept = _generator(seed).uniform(size=seeding.noise_shape(inputs.shape, noise_shape)) < keep
    if rate >= 1.0:
        return np.zeros_like(inputs)
    kept = np.broadcast_to(kept, inputs.shape)
    return np.where(kept, inputs / keep, 0).astype(inputs.dtype)


def shuffle(x, axis=0, seed=None):
    return _generator(seed).permuted(convert_to_tensor(x), axis=axis)


def gamma(shape, alpha, dtype=None, seed=None):
    return _as(_generator(seed).gamma(alpha, 1.0, shape), dtype)


def binomial(shape, counts, probabilities, dtype=None, seed=None):
    counts = np.asarray(counts, "int64")
    return _as(_generator(seed).binomial(counts, probabilities, shape), dtype)


def beta(shape, alpha, beta, dtype=None, seed=None):
    return _as(_generator(seed).beta(alpha, beta, shape), dtype)
