"""Random numbers from TensorFlow's stateless kernels."""
import tensorflow as tf

from keras.src.backend.common import dtypes, seeding
from keras.src.backend.tensorflow.core import convert_to_tensor

_INTEGERS_DRAWN = ("int32", "int64")  # dtypes in which TensorFlow draws integers in a range
_SEED_MODULUS = 2**31 - 2


def take_seed(state, ordered):
    """The seed for one draw, and the state after it."""
    state = tf.convert_to_tensor(state)
    return state, seeding.advance(state, seeding.STEP, ordered)


def _seed(seed):
    """The drawn seed folded into 32 bits, as XLA's kernels take no more."""
    return tf.cast(seeding.draw_seed(seed) % _SEED_MODULUS, "int32")


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf.random.stateless_normal(
        shape, mean=mean, stddev=stddev, dtype=dtypes.standardize(dtype), seed=_seed(seed)
    )


def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    dtype = dtypes.standardize(dtype)
    minval, maxval = tf.cast(minval, dtype), tf.cast(maxval, dtype)
    return tf.random.stateless_uniform(shape, seed=_seed(seed), minval=minval, maxval=maxval, dtype=dtype)


def randint(shape, minval, maxval, dtype="int32", seed=None):
    dtype = dtypes.standardize(dtype)
    drawn_dtype = dtype if dtype in _INTEGERS_DRAWN else "int64"
    drawn = tf.random.stateless_uniform(shape, seed=_seed(seed), minval=minval, maxval=maxval, dtype=drawn_dtype)
    return drawn if drawn_dtype == dtype else tf.cast(drawn, dtype)


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf.random.stateless_truncated_normal(
        shape, mean=mean, stddev=stddev, dtype=dtypes.standardize(dtype), seed=_seed(seed)
    )


def categorical(logits, num_samples, dtype="int64", seed=None):
    drawn = tf.random.stateless_categorical(convert_to_tensor(logits), num_samples, seed=_seed(seed), dtype="int64")
    return tf.cast(drawn, dtype)


def dropout(inputs, rate, noise_shape=None, seed=None):
    inputs = convert_to_tensor(inputs)
    if rate >= 1.0:
        return tf.zeros_like(inputs)
    sizes = seeding.noise_shape(tf.shape(inputs), noise_shape)
    return tf.nn.experimental.stateless_dropout(
        inputs, rate=rate, noise_shape=sizes, seed=_seed(seed)
    )


def shuffle(x, axis=0, seed=None):
    """Orders the slices along the axis by random keys."""
    x = convert_to_tensor(x)
    size = x.shape[axis] if x.shape[axis] is not None else tf.shape(x)[axis]
    order = tf.argsort(tf.random.stateless_uniform((size,), seed=_seed(seed)))
    return tf.gather(x, order, axis=axis)


def gamma(shape, alpha, dtype=None, seed=None):
    return _gamma(shape, alpha, dtypes.standardize(dtype), _seed(seed))


def _gamma(shape, alpha, dtype, seed):
    drawn = "float32" if dtype == "bfloat16" else dtype  # tensorflow has no such kernel
    alpha = convert_to_tensor(alpha, drawn)
    return tf.cast(tf.random.stateless_gamma(shape, alpha=alpha, dtype=drawn, seed=seed), dtype)


def binomial(shape, counts, probabilities, dtype=None, seed=None):
    return tf.random.stateless_binomial(
        shape, seed=_seed(seed), counts=counts, probs=probabilities, output_dtype=dtypes.standardize(dtype)
    )


def beta(shape, alpha, beta, dtype=None, seed=None):
    """The share of one gamma draw in the sum of two."""
    dtype, seed = dtypes.standardize(dtype), _seed(seed)
    one, other = _gamma(shape, alpha, dtype, seed), _gamma(shape, beta, dtype, seed + 12)
    return one / (one + other)
