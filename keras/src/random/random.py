"""The functions of `keras.random`: draws from distributions, dropout, shuffling."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.ops.hard_calls import explained


def _check_shape(shape):
    if isinstance(shape, str) or any(isinstance(size, int) and size < 0 for size in shape):
        raise ValueError(f"Argument `shape` must be a tuple of integers that are not negative. Received: shape={shape}")


def _float_dtype(function, dtype):
    name = dtypes.standardize(dtype)
    if not backend.is_float_dtype(name):
        raise ValueError(f"Argument `dtype` of keras.random.{function} must be a float dtype. Received: dtype={name}")
    return name


@keras_export("keras.random.normal")
@explained
def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Draws from a normal distribution.

    Args:
        shape: Tuple of integers, shape of the result.
        mean: Float, mean of the distribution.
        stddev: Float, standard deviation.
        dtype: Name of a float dtype. Default: `keras.config.floatx()`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`.

    Example:

    >>> keras.random.normal((2, 3), seed=1).shape == (2, 3)
    True
    """
    _check_shape(shape)
    dtype = _float_dtype("normal", dtype)
    return backend.random.normal(shape, mean=mean, stddev=stddev, dtype=dtype, seed=seed)


@keras_export("keras.random.uniform")
@explained
def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Draws from a uniform distribution over `[minval, maxval)`.

    Args:
        shape: Tuple of integers, shape of the result.
        minval: Float, lower end, included.
        maxval: Float, upper end, excluded.
        dtype: Name of a float dtype. Default: `keras.config.floatx()`. For integers see `keras.random.randint`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`.

    Raises:
        ValueError: If `dtype` is not a float.

    Example:

    >>> x = keras.random.uniform((100,), minval=-1.0, maxval=1.0, seed=1)
    >>> bool(keras.ops.all(x >= -1.0)) and bool(keras.ops.all(x < 1.0))
    True
    """
    _check_shape(shape)
    dtype = _float_dtype("uniform", dtype)
    return backend.random.uniform(shape, minval=minval, maxval=maxval, dtype=dtype, seed=seed)


@keras_export("keras.random.randint")
@explained
def randint(shape, minval, maxval, dtype="int32", seed=None):
    """Draws integers, all of `[minval, maxval)` being equally likely.

    Args:
        shape: Tuple of integers, shape of the result.
        minval: Integer, lower end, included.
        maxval: Integer, upper end, excluded.
        dtype: Name of an integer dtype.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`.

    Raises:
        ValueError: If `dtype` is not an integer.

    Example:

    >>> x = keras.random.randint((100,), 0, 6, seed=1)
    >>> int(keras.ops.min(x)), int(keras.ops.max(x))
    (0, 5)
    """
    name = dtypes.standardize(dtype)
    if not backend.is_int_dtype(name):
        raise ValueError(f"Argument `dtype` of keras.random.randint must be an integer dtype. Received: dtype={name}")
    _check_shape(shape)
    if isinstance(minval, int) and isinstance(maxval, int) and minval >= maxval:
        raise ValueError(
            "Argument `maxval` of keras.random.randint must be greater than `minval`. "
            f"Received: minval={minval}, maxval={maxval}"
        )
    return backend.random.randint(shape, minval=minval, maxval=maxval, dtype=name, seed=seed)


@keras_export("keras.random.truncated_normal")
@explained
def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Draws from a normal distribution cut off at two standard deviations from the mean.

    Args:
        shape: Tuple of integers, shape of the result.
        mean: Float, mean of the distribution.
        stddev: Float, standard deviation before the cut.
        dtype: Name of a float dtype. Default: `keras.config.floatx()`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`.

    Example:

    >>> x = keras.random.truncated_normal((100,), stddev=0.5, seed=1)
    >>> bool(keras.ops.max(keras.ops.abs(x)) <= 1.0)
    True
    """
    _check_shape(shape)
    dtype = _float_dtype("truncated_normal", dtype)
    return backend.random.truncated_normal(shape, mean=mean, stddev=stddev, dtype=dtype, seed=seed)


@keras_export("keras.random.categorical")
@explained
def categorical(logits, num_samples, dtype="int32", seed=None):
    """Draws classes, each row of `logits` giving a distribution: class `k` has probability `softmax(row)[k]`.

    Args:
        logits: Float tensor of shape `(batch, classes)`, log-probabilities up to a constant per row.
        num_samples: Integer, how many to draw for each row.
        dtype: Name of the dtype of the result.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `(batch, num_samples)`, class numbers.

    Raises:
        ValueError: If `logits` is not of rank 2.

    Example:

    >>> keras.ops.convert_to_numpy(keras.random.categorical([[0.0, 50.0]], 3, seed=1)).tolist()
    [[1, 1, 1]]
    """
    logits = backend.convert_to_tensor(logits)
    if len(logits.shape) != 2:
        raise ValueError(
            "Argument `logits` of keras.random.categorical must have shape (batch, classes). "
            f"Received: logits.shape={tuple(logits.shape)}"
        )
    return backend.random.categorical(logits, num_samples, dtype=dtype, seed=seed)


@keras_export("keras.random.dropout")
@explained
def dropout(inputs, rate, noise_shape=None, seed=None):
    """Sets a random part of the elements to zero and scales the others by `1 / (1 - rate)`, which keeps the mean.

    Args:
        inputs: Float tensor.
        rate: Float from 0 to 1, the part to drop.
        noise_shape: Tuple, a shape that broadcasts to that of `inputs`: elements that share an entry of it are
            dropped together. `None` in it stands for the size of `inputs`. Default: the shape of `inputs`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor like `inputs`.

    Example:

    >>> x = keras.random.dropout(keras.ops.ones((100,)), rate=0.5, seed=1)
    >>> float(keras.ops.max(x)), float(keras.ops.min(x))
    (2.0, 0.0)
    """
    if isinstance(rate, (int, float)) and not 0 <= rate <= 1:
        raise ValueError(f"Argument `rate` of keras.random.dropout must lie in [0, 1]. Received: rate={rate}")
    return backend.random.dropout(inputs, rate, noise_shape=noise_shape, seed=seed)


@keras_export("keras.random.shuffle")
@explained
def shuffle(x, axis=0, seed=None):
    """Puts the entries along an axis in random order.

    Args:
        x: Tensor.
        axis: Integer, the axis.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor like `x`. Whether the places of other axes share one order differs between backends.

    Example:

    >>> x = keras.random.shuffle(keras.ops.arange(5), seed=1)
    >>> sorted(keras.ops.convert_to_numpy(x).tolist())
    [0, 1, 2, 3, 4]
    """
    x = backend.convert_to_tensor(x)
    canonicalize_axis(axis, len(x.shape))
    return backend.random.shuffle(x, axis=axis, seed=seed)


@keras_export("keras.random.gamma")
@explained
def gamma(shape, alpha, dtype=None, seed=None):
    """Draws from a gamma distribution of scale 1, with density proportional to `x**(alpha - 1) * exp(-x)`.

    Args:
        shape: Tuple of integers, shape of the result.
        alpha: Positive float or tensor that broadcasts to `shape`.
        dtype: Name of a float dtype. Default: `keras.config.floatx()`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`.

    Example:

    >>> bool(keras.ops.all(keras.random.gamma((5,), 2.0, seed=1) > 0.0))
    True
    """
    return backend.random.gamma(shape, alpha=alpha, dtype=dtype, seed=seed)


@keras_export("keras.random.binomial")
@explained
def binomial(shape, counts, probabilities, dtype=None, seed=None):
    """Draws how many of `counts` independent trials succeed.

    Args:
        shape: Tuple of integers, shape of the result.
        counts: Number, or tensor that broadcasts to `shape`: numbers of trials.
        probabilities: Float from 0 to 1, or tensor that broadcasts to `shape`: chance of each trial.
        dtype: Name of a float dtype. Default: `keras.config.floatx()`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`, whole numbers.

    Example:

    >>> keras.ops.convert_to_numpy(keras.random.binomial((2,), 4.0, 1.0, seed=1)).tolist()
    [4.0, 4.0]
    """
    return backend.random.binomial(shape, counts=counts, probabilities=probabilities, dtype=dtype, seed=seed)


@keras_export("keras.random.beta")
@explained
def beta(shape, alpha, beta, dtype=None, seed=None):
    """Draws from a beta distribution, with density proportional to `x**(alpha - 1) * (1 - x)**(beta - 1)`.

    Args:
        shape: Tuple of integers, shape of the result.
        alpha: Positive float or tensor that broadcasts to `shape`.
        beta: Positive float or tensor that broadcasts to `shape`.
        dtype: Name of a float dtype. Default: `keras.config.floatx()`.
        seed: Integer for the same numbers at every call, a `keras.random.SeedGenerator` for new ones at every call,
            or None for the global generator.

    Returns:
        Tensor of shape `shape`, between 0 and 1.

    Example:

    >>> bool(keras.ops.all(keras.random.beta((5,), 2.0, 3.0, seed=1) < 1.0))
    True
    """
    return backend.random.beta(shape, alpha=alpha, beta=beta, dtype=dtype, seed=seed)
