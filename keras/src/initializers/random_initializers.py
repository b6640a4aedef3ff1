"""Initializers that draw random values."""
import math

from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.initializers.initializer import Initializer
from keras.src.random.seed_generator import SeedGenerator, make_default_seed

_serialization = LateModule("keras.src.saving.serialization_lib")
_MODES = ("fan_in", "fan_out", "fan_avg")
_DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform")
_TRUNCATED_STDDEV = 0.87962566103423978  # of a standard normal distribution cut off at two


class RandomInitializer(Initializer):
    """Base of initializers that draw: keeps the seed.

    Args:
        seed: Integer: the same values at every call. SeedGenerator: new values at every call. None: a seed is
            drawn when the initializer is made, and stays.

    Raises:
        ValueError: If `seed` is something else.
    """

    def __init__(self, seed=None):
        self._init_seed = seed
        if seed is None:
            seed = make_default_seed()
        elif isinstance(seed, dict):
            seed = _serialization.deserialize_keras_object(seed)
        if not isinstance(seed, (int, SeedGenerator)):
            raise ValueError(
                f"Argument `seed` of {type(self).__name__} must be an integer, a `keras.random.SeedGenerator` or "
                f"None. Received: seed={seed!r}"
            )
        self.seed = seed

    def get_config(self):
        return {"seed": _serialization.serialize_keras_object(self._init_seed)}


class _NormalInitializer(RandomInitializer):
    """Keeps mean and standard deviation."""

    def __init__(self, mean=0.0, stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        super().__init__(seed=seed)

    def get_config(self):
        return {**super().get_config(), "mean": self.mean, "stddev": self.stddev}


@keras_export(["keras.initializers.RandomNormal", "keras.initializers.random_normal"])
class RandomNormal(_NormalInitializer):
    """Draws from a normal distribution.

    Args:
        mean: Float.
        stddev: Float, standard deviation.
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.

    Example:

    >>> keras.initializers.RandomNormal(stddev=0.1, seed=1)((2, 3)).shape == (2, 3)
    True
    """

    def __call__(self, shape, dtype=None):
        return random.normal(shape, mean=self.mean, stddev=self.stddev, dtype=dtype, seed=self.seed)


@keras_export(["keras.initializers.TruncatedNormal", "keras.initializers.truncated_normal"])
class TruncatedNormal(_NormalInitializer):
    """Draws from a normal distribution cut off at two standard deviations from the mean.

    Args:
        mean: Float.
        stddev: Float, standard deviation before the cut.
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.

    Example:

    >>> x = keras.initializers.TruncatedNormal(stddev=0.1, seed=1)((100,))
    >>> bool(keras.ops.all(keras.ops.abs(x) <= 0.2))
    True
    """

    def __call__(self, shape, dtype=None):
        return random.truncated_normal(shape, mean=self.mean, stddev=self.stddev, dtype=dtype, seed=self.seed)


@keras_export(["keras.initializers.RandomUniform", "keras.initializers.random_uniform"])
class RandomUniform(RandomInitializer):
    """Draws from a uniform distribution over `[minval, maxval)`.

    Args:
        minval: Float, lower end.
        maxval: Float, upper end.
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.

    Example:

    >>> x = keras.initializers.RandomUniform(0.0, 1.0, seed=1)((100,))
    >>> bool(keras.ops.all(x >= 0.0))
    True
    """

    def __init__(self, minval=-0.05, maxval=0.05, seed=None):
        self.minval = minval
        self.maxval = maxval
        super().__init__(seed=seed)

    def __call__(self, shape, dtype=None):
        return random.uniform(shape, minval=self.minval, maxval=self.maxval, dtype=dtype, seed=self.seed)

    def get_config(self):
        return {**super().get_config(), "minval": self.minval, "maxval": self.maxval}


@keras_export(["keras.initializers.VarianceScaling", "keras.initializers.variance_scaling"])
class VarianceScaling(RandomInitializer):
    """Draws with variance `scale / n`, which keeps the size of signals from layer to layer.

    `n` is the number of inputs of a unit (`"fan_in"`), of its outputs (`"fan_out"`), or their mean (`"fan_avg"`).

    Args:
        scale: Positive float.
        mode: `"fan_in"`, `"fan_out"` or `"fan_avg"`.
        distribution: `"truncated_normal"` (cut off at two standard deviations), `"untruncated_normal"` or `"uniform"`.
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes whose sizes multiply to the number of inputs. Default: all but the last, as in
            the kernels of dense and convolutional layers.
        output_axes: Tuple of the axes whose sizes multiply to the number of outputs. Default: likewise.

    Raises:
        ValueError: If an argument is something else.

    Reference: [He et al., 2015](https://arxiv.org/abs/1502.01852).

    Example:

    >>> x = keras.initializers.VarianceScaling(2.0, distribution="uniform", seed=1)((6, 4))
    >>> bool(keras.ops.all(keras.ops.abs(x) <= 1.0))
    True
    """

    def __init__(
        self, scale=1.0, mode="fan_in", distribution="truncated_normal", seed=None, input_axes=None,
        output_axes=None,
    ):
        if scale <= 0.0:
            raise ValueError(f"Argument `scale` of VarianceScaling must be positive. Received: scale={scale}")
        if mode not in _MODES:
            raise ValueError(f"Argument `mode` of VarianceScaling must be one of {_MODES}. Received: mode={mode!r}")
        distribution = distribution.lower()
        if distribution == "normal":
            distribution = "truncated_normal"
        if distribution not in _DISTRIBUTIONS:
            raise ValueError(
                f"Argument `distribution` of VarianceScaling must be one of {_DISTRIBUTIONS}. "
                f"Received: distribution={distribution!r}"
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.input_axes = input_axes
        self.output_axes = output_axes
        super().__init__(seed=seed)

    def __call__(self, shape, dtype=None):
        fan_in, fan_out = compute_fans(shape, self.input_axes, self.output_axes)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}[self.mode]
        scale = self.scale / max(1.0, fan)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return random.uniform(shape, minval=-limit, maxval=limit, dtype=dtype, seed=self.seed)
        if self.distribution == "truncated_normal":
            stddev = math.sqrt(scale) / _TRUNCATED_STDDEV
            return random.truncated_normal(shape, mean=0.0, stddev=stddev, dtype=dtype, seed=self.seed)
        return random.normal(shape, mean=0.0, stddev=math.sqrt(scale), dtype=dtype, seed=self.seed)

    def get_config(self):
        return {
            **super().get_config(),
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            **self._axes_config(),
        }

    def _axes_config(self):
        return {"input_axes": self.input_axes, "output_axes": self.output_axes}


class _NamedScaling(VarianceScaling):
    """VarianceScaling with fixed arguments: subclasses name them."""

    _scaling = ()

    def __init__(self, seed=None, input_axes=None, output_axes=None):
        scale, mode, distribution = self._scaling
        super().__init__(scale, mode, distribution, seed=seed, input_axes=input_axes, output_axes=output_axes)

    def get_config(self):
        return {**RandomInitializer.get_config(self), **self._axes_config()}


@keras_export(["keras.initializers.GlorotUniform", "keras.initializers.glorot_uniform"])
class GlorotUniform(_NamedScaling):
    """Draws uniformly within `sqrt(6 / (fan_in + fan_out))` of zero; also called Xavier uniform.

    `fan_in` and `fan_out` are the numbers of inputs and outputs of a unit.

    Args:
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes that count as inputs. Default: all but the last.
        output_axes: Tuple of the axes that count as outputs. Default: all but the last but one.

    Reference: [Glorot and Bengio, 2010](http://proceedings.mlr.press/v9/glorot10a.html).

    Example:

    >>> x = keras.initializers.GlorotUniform(seed=1)((2, 4))
    >>> bool(keras.ops.all(keras.ops.abs(x) <= 1.0))
    True
    """

    _scaling = (1.0, "fan_avg", "uniform")


@keras_export(["keras.initializers.GlorotNormal", "keras.initializers.glorot_normal"])
class GlorotNormal(_NamedScaling):
    """Draws from a truncated normal distribution of variance `2 / (fan_in + fan_out)`; also called Xavier normal.

    `fan_in` and `fan_out` are the numbers of inputs and outputs of a unit.

    Args:
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes that count as inputs. Default: all but the last.
        output_axes: Tuple of the axes that count as outputs. Default: all but the last but one.

    Reference: [Glorot and Bengio, 2010](http://proceedings.mlr.press/v9/glorot10a.html).

    Example:

    >>> keras.initializers.GlorotNormal(seed=1)((2, 4)).shape == (2, 4)
    True
    """

    _scaling = (1.0, "fan_avg", "truncated_normal")


@keras_export(["keras.initializers.LecunNormal", "keras.initializers.lecun_normal"])
class LecunNormal(_NamedScaling):
    """Draws from a truncated normal distribution of variance `1 / fan_in`, fit for the activation `selu`.

    `fan_in` is the number of inputs of a unit.

    Args:
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes that count as inputs. Default: all but the last.
        output_axes: Tuple of the axes that count as outputs. Default: all but the last but one.

    Reference: [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).

    Example:

    >>> keras.initializers.LecunNormal(seed=1)((2, 4)).shape == (2, 4)
    True
    """

    _scaling = (1.0, "fan_in", "truncated_normal")


@keras_export(["keras.initializers.LecunUniform", "keras.initializers.lecun_uniform"])
class LecunUniform(_NamedScaling):
    """Draws uniformly within `sqrt(3 / fan_in)` of zero.

    `fan_in` is the number of inputs of a unit.

    Args:
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes that count as inputs. Default: all but the last.
        output_axes: Tuple of the axes that count as outputs. Default: all but the last but one.

    Reference: [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).

    Example:

    >>> x = keras.initializers.LecunUniform(seed=1)((3, 4))
    >>> bool(keras.ops.all(keras.ops.abs(x) <= 1.0))
    True
    """

    _scaling = (1.0, "fan_in", "uniform")


@keras_export(["keras.initializers.HeNormal", "keras.initializers.he_normal"])
class HeNormal(_NamedScaling):
    """Draws from a truncated normal distribution of variance `2 / fan_in`, fit for the activation `relu`.

    `fan_in` is the number of inputs of a unit.

    Args:
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes that count as inputs. Default: all but the last.
        output_axes: Tuple of the axes that count as outputs. Default: all but the last but one.

    Reference: [He et al., 2015](https://arxiv.org/abs/1502.01852).

    Example:

    >>> keras.initializers.HeNormal(seed=1)((2, 4)).shape == (2, 4)
    True
    """

    _scaling = (2.0, "fan_in", "truncated_normal")


@keras_export(["keras.initializers.HeUniform", "keras.initializers.he_uniform"])
class HeUniform(_NamedScaling):
    """Draws uniformly within `sqrt(6 / fan_in)` of zero, fit for the activation `relu`.

    `fan_in` is the number of inputs of a unit.

    Args:
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.
        input_axes: Tuple of the axes that count as inputs. Default: all but the last.
        output_axes: Tuple of the axes that count as outputs. Default: all but the last but one.

    Reference: [He et al., 2015](https://arxiv.org/abs/1502.01852).

    Example:

    >>> x = keras.initializers.HeUniform(seed=1)((6, 4))
    >>> bool(keras.ops.all(keras.ops.abs(x) <= 1.0))
    True
    """

    _scaling = (2.0, "fan_in", "uniform")


@keras_export(
    [
        "keras.initializers.Orthogonal",
        "keras.initializers.OrthogonalInitializer",
        "keras.initializers.orthogonal",
    ]
)
class Orthogonal(RandomInitializer):
    """A random matrix whose rows or columns, the fewer of them, are orthonormal.

    It is the `Q` of the QR decomposition of a normal random matrix. Weights of higher rank are taken as a matrix by
    joining all axes but the last.

    Args:
        gain: Float that multiplies the matrix.
        seed: Integer, `keras.random.SeedGenerator` or None; an initializer with an integer or None gives the same
            values at every call.

    Reference: [Saxe et al., 2014](https://arxiv.org/abs/1312.6120).

    Example:

    >>> x = keras.initializers.Orthogonal(seed=1)((3, 2))
    >>> keras.ops.convert_to_numpy(keras.ops.abs(keras.ops.matmul(keras.ops.transpose(x), x))).round(3)
    array([[1., 0.],
           [0., 1.]], dtype=float32)
    """

    def __init__(self, gain=1.0, seed=None):
        self.gain = gain
        super().__init__(seed=seed)

    def __call__(self, shape, dtype=None):
        if len(shape) < 2:
            raise ValueError(
                f"The initializer Orthogonal is for shapes of rank 2 or more. Received: shape={tuple(shape)}"
            )
        rows, columns = math.prod(shape[:-1]), shape[-1]
        drawn = random.normal((max(rows, columns), min(rows, columns)), dtype=dtype, seed=self.seed)
        q, r = ops.qr(drawn)
        q = q * ops.sign(ops.diag(r))  # makes the decomposition unique and so the distribution uniform
        if rows < columns:
            q = ops.transpose(q)
        return self.gain * ops.reshape(q, shape)

    def get_config(self):
        return {**super().get_config(), "gain": self.gain}


def compute_fans(shape, input_axes=None, output_axes=None):
    """Numbers of inputs and outputs of a unit whose weights have this shape.

    Args:
        shape: Tuple of integers. Axes before the last two belong to a window that inputs and outputs share.
        input_axes: Tuple of the axes whose sizes multiply to the number of inputs, in the place of that rule.
        output_axes: Tuple of the axes whose sizes multiply to the number of outputs; both are given, or none.

    Returns:
        Two integers.
    """
    shape = tuple(shape)
    if input_axes is not None and output_axes is not None:
        return math.prod(shape[i] for i in input_axes), math.prod(shape[i] for i in output_axes)
    if len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    window = math.prod(shape[:-2])
    return window * shape[-2], window * shape[-1]
