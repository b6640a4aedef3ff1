"""Learning rates as functions of the number of updates."""
import math

from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.optimizers.schedules.LearningRateSchedule")
class LearningRateSchedule:
    """Base class of schedules.

    A subclass defines `__call__(self, step)`, and `get_config` if it is to be saved. An instance is given to
    an optimizer as its `learning_rate`.

    Example:

    >>> class Inverse(keras.optimizers.schedules.LearningRateSchedule):
    ...     def __call__(self, step):
    ...         return 1.0 / (keras.ops.cast(step, "float32") + 1.0)
    >>> float(Inverse()(3))
    0.25
    """

    # Names of the constructor's arguments, which make up the config.
    _fields = ()

    def __call__(self, step):
        """The learning rate of an update.

        Args:
            step: Integer or scalar tensor, the number of updates made before.

        Returns:
            Scalar tensor.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `__call__(self, step)`.")

    def get_config(self):
        """The arguments of the constructor, as a dict of JSON values."""
        if not self._fields:
            raise NotImplementedError(f"{type(self).__name__} must define `get_config()` to be saved.")
        return {field: getattr(self, field) for field in self._fields}

    @classmethod
    def from_config(cls, config):
        """A schedule from the dict that `get_config` gave.

        Args:
            config: Dict.

        Returns:
            A schedule of this class.
        """
        return cls(**config)


def _positive(name, value):
    if value <= 0:
        raise ValueError(f"Argument `{name}` must be greater than 0. Received: {name}={value}.")
    return value


def _progress(step, initial, length):
    """The initial rate as a tensor, its dtype, and the step in units of `length`."""
    initial = ops.convert_to_tensor(initial)
    dtype = initial.dtype
    return initial, dtype, ops.divide(ops.cast(step, dtype), ops.cast(length, dtype))


@keras_export("keras.optimizers.schedules.ExponentialDecay")
class ExponentialDecay(LearningRateSchedule):
    """`initial_learning_rate * decay_rate^(step / decay_steps)`.

    Args:
        initial_learning_rate: Float.
        decay_steps: Integer > 0, the updates over which the rate falls by `decay_rate`.
        decay_rate: Float.
        staircase: Boolean, whether the rate falls only at every `decay_steps` updates. Defaults to `False`.
        name: String. Defaults to `"ExponentialDecay"`.

    Example:

    >>> schedule = keras.optimizers.schedules.ExponentialDecay(1.0, decay_steps=10, decay_rate=0.5)
    >>> float(schedule(20))
    0.25
    """

    _fields = ("initial_learning_rate", "decay_steps", "decay_rate", "staircase", "name")

    def __init__(
        self, initial_learning_rate, decay_steps, decay_rate, staircase=False, name="ExponentialDecay"
    ):
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = _positive("decay_steps", decay_steps)
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step):
        initial, dtype, p = _progress(step, self.initial_learning_rate, self.decay_steps)
        if self.staircase:
            p = ops.floor(p)
        return ops.multiply(initial, ops.power(ops.cast(self.decay_rate, dtype), p))


@keras_export("keras.optimizers.schedules.PiecewiseConstantDecay")
class PiecewiseConstantDecay(LearningRateSchedule):
    """Constant rates between given numbers of updates.

    Args:
        boundaries: List of increasing numbers: the last step at which each value but the last one holds.
        values: List of floats, one more than `boundaries`.
        name: String. Defaults to `"PiecewiseConstant"`.

    Raises:
        ValueError: If the lengths do not fit.

    Example:

    >>> schedule = keras.optimizers.schedules.PiecewiseConstantDecay([10, 20], [1.0, 0.5, 0.25])
    >>> [float(schedule(step)) for step in (10, 11, 21)]
    [1.0, 0.5, 0.25]
    """

    _fields = ("boundaries", "values", "name")

    def __init__(self, boundaries, values, name="PiecewiseConstant"):
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                "Argument `values` must have one element more than `boundaries`. "
                f"Received: boundaries={boundaries} and values={values}."
            )
        self.boundaries = boundaries
        self.values = values
        self.name = name

    def __call__(self, step):
        step = ops.convert_to_tensor(step)
        # From the last interval to the first: the first boundary that is not passed decides.
        rate = ops.convert_to_tensor(self.values[-1])
        for boundary, value in reversed(list(zip(self.boundaries, self.values))):
            within = ops.less_equal(step, ops.cast(boundary, step.dtype))
            rate = ops.where(within, ops.convert_to_tensor(value), rate)
        return rate


@keras_export("keras.optimizers.schedules.PolynomialDecay")
class PolynomialDecay(LearningRateSchedule):
    """`(initial - end) * (1 - step / decay_steps)^power + end`, then constant.

    Args:
        initial_learning_rate: Float.
        decay_steps: Integer > 0.
        end_learning_rate: Float. Defaults to `0.0001`.
        power: Float, 1 for a straight line. Defaults to `1.0`.
        cycle: Boolean, whether to stretch the decay by whole numbers instead of staying at the end.
            Defaults to `False`.
        name: String. Defaults to `"PolynomialDecay"`.

    Example:

    >>> schedule = keras.optimizers.schedules.PolynomialDecay(1.0, decay_steps=10, end_learning_rate=0.0)
    >>> float(schedule(5))
    0.5
    """

    _fields = ("initial_learning_rate", "decay_steps", "end_learning_rate", "power", "cycle", "name")

    def __init__(
        self, initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, cycle=False,
        name="PolynomialDecay",
    ):
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = _positive("decay_steps", decay_steps)
        self.end_learning_rate = end_learning_rate
        self.power = power
        self.cycle = cycle
        self.name = name

    def __call__(self, step):
        initial, dtype, p = _progress(step, self.initial_learning_rate, self.decay_steps)
        end = ops.cast(self.end_learning_rate, dtype)
        if self.cycle:
            p = ops.divide(p, ops.maximum(ops.ceil(p), ops.cast(1, dtype)))
        else:
            p = ops.minimum(p, ops.cast(1, dtype))
        rest = ops.power(ops.subtract(1, p), ops.cast(self.power, dtype))
        return ops.add(ops.multiply(ops.subtract(initial, end), rest), end)


@keras_export("keras.optimizers.schedules.InverseTimeDecay")
class InverseTimeDecay(LearningRateSchedule):
    """`initial_learning_rate / (1 + decay_rate * step / decay_steps)`.

    Args:
        initial_learning_rate: Float.
        decay_steps: Integer > 0.
        decay_rate: Float.
        staircase: Boolean, whether the rate falls only at every `decay_steps` updates. Defaults to `False`.
        name: String. Defaults to `"InverseTimeDecay"`.

    Example:

    >>> schedule = keras.optimizers.schedules.InverseTimeDecay(1.0, decay_steps=1, decay_rate=0.5)
    >>> float(schedule(2))
    0.5
    """

    _fields = ("initial_learning_rate", "decay_steps", "decay_rate", "staircase", "name")

    def __init__(
        self, initial_learning_rate, decay_steps, decay_rate, staircase=False, name="InverseTimeDecay"
    ):
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = _positive("decay_steps", decay_steps)
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step):
        initial, dtype, p = _progress(step, self.initial_learning_rate, self.decay_steps)
        if self.staircase:
            p = ops.floor(p)
        return ops.divide(initial, ops.add(1, ops.multiply(ops.cast(self.decay_rate, dtype), p)))


def _half_cosine(p):
    """Falls from 1 to 0 as `p` goes from 0 to 1."""
    return ops.multiply(0.5, ops.add(1.0, ops.cos(ops.multiply(math.pi, p))))


@keras_export("keras.optimizers.schedules.CosineDecay")
class CosineDecay(LearningRateSchedule):
    """Half a cosine wave down from the initial rate, after an optional straight rise to it.

    `rate = (1 - alpha) * (1 + cos(pi * step / decay_steps)) / 2 + alpha`, times the initial rate, or times
    `warmup_target` if there is a warm-up.

    Args:
        initial_learning_rate: Float.
        decay_steps: Integer > 0, the updates of the decay.
        alpha: Float, the rate at the end as a part of that at the top. Defaults to `0.0`.
        name: String. Defaults to `"CosineDecay"`.
        warmup_target: Float, the rate at the end of the warm-up. None means no warm-up. Defaults to None.
        warmup_steps: Integer, the updates of the warm-up. Defaults to `0`.

    Reference: Loshchilov and Hutter, 2017, https://arxiv.org/abs/1608.03983

    Example:

    >>> schedule = keras.optimizers.schedules.CosineDecay(0.0, 100, warmup_target=1.0, warmup_steps=10)
    >>> [round(float(schedule(step)), 3) for step in (5, 10, 60, 110)]
    [0.5, 1.0, 0.5, 0.0]
    """

    _fields = ("initial_learning_rate", "decay_steps", "alpha", "name", "warmup_target", "warmup_steps")

    def __init__(
        self, initial_learning_rate, decay_steps, alpha=0.0, name="CosineDecay", warmup_target=None,
        warmup_steps=0,
    ):
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = _positive("decay_steps", decay_steps)
        self.alpha = alpha
        self.name = name
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def _decayed(self, step, top, dtype):
        length = ops.cast(self.decay_steps, dtype)
        p = ops.divide(ops.minimum(step, length), length)
        return ops.multiply(top, ops.add(ops.multiply(1 - self.alpha, _half_cosine(p)), self.alpha))

    def __call__(self, step):
        initial = ops.convert_to_tensor(self.initial_learning_rate)
        dtype = initial.dtype
        step = ops.cast(step, dtype)
        if self.warmup_target is None:
            return self._decayed(step, initial, dtype)
        target = ops.cast(self.warmup_target, dtype)
        warmup_steps = ops.cast(self.warmup_steps, dtype)
        done = ops.divide(step, warmup_steps) if self.warmup_steps else ops.ones_like(step)
        rising = ops.add(ops.multiply(ops.subtract(target, initial), done), initial)
        after = ops.maximum(ops.subtract(step, warmup_steps), 0.0)
        return ops.where(ops.less(step, warmup_steps), rising, self._decayed(after, target, dtype))


@keras_export("keras.optimizers.schedules.CosineDecayRestarts")
class CosineDecayRestarts(LearningRateSchedule):
    """Half cosine waves, one after the other, each `t_mul` times as long and `m_mul` times as high.

    Args:
        initial_learning_rate: Float.
        first_decay_steps: Integer > 0, the updates of the first wave.
        t_mul: Float. Defaults to `2.0`.
        m_mul: Float. Defaults to `1.0`.
        alpha: Float, the lowest rate as a part of the initial one. Defaults to `0.0`.
        name: String. Defaults to `"SGDRDecay"`.

    Reference: Loshchilov and Hutter, 2017, https://arxiv.org/abs/1608.03983

    Example:

    >>> schedule = keras.optimizers.schedules.CosineDecayRestarts(1.0, first_decay_steps=10)
    >>> [round(float(schedule(step)), 3) for step in (0, 5, 10, 20)]
    [1.0, 0.5, 1.0, 0.5]
    """

    _fields = ("initial_learning_rate", "first_decay_steps", "t_mul", "m_mul", "alpha", "name")

    def __init__(
        self, initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, name="SGDRDecay"
    ):
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = _positive("first_decay_steps", first_decay_steps)
        self.t_mul = t_mul
        self.m_mul = m_mul
        self.alpha = alpha
        self.name = name

    def __call__(self, step):
        initial, dtype, p = _progress(step, self.initial_learning_rate, self.first_decay_steps)
        if self.t_mul == 1.0:
            wave = ops.floor(p)
            p = ops.subtract(p, wave)
        else:
            t_mul = ops.cast(self.t_mul, dtype)
            growth = ops.subtract(1.0, ops.multiply(p, ops.subtract(1.0, t_mul)))
            wave = ops.floor(ops.divide(ops.log(growth), ops.log(t_mul)))
            scale = ops.power(t_mul, wave)
            start = ops.divide(ops.subtract(1.0, scale), ops.subtract(1.0, t_mul))
            p = ops.divide(ops.subtract(p, start), scale)
        height = ops.power(ops.cast(self.m_mul, dtype), wave)
        part = ops.multiply(height, _half_cosine(p))
        return ops.multiply(initial, ops.add(ops.multiply(1 - self.alpha, part), self.alpha))


@keras_export("keras.optimizers.schedules.serialize")
def serialize(learning_rate_schedule):
    """The config of a schedule.

    Args:
        learning_rate_schedule: A `LearningRateSchedule`.

    Returns:
        A dict of JSON values.

    Example:

    >>> schedule = keras.optimizers.schedules.InverseTimeDecay(1.0, 1, 0.5)
    >>> keras.optimizers.schedules.serialize(schedule)["class_name"]
    'InverseTimeDecay'
    """
    return serialization_lib.serialize_keras_object(learning_rate_schedule)


@keras_export("keras.optimizers.schedules.deserialize")
def deserialize(config, custom_objects=None):
    """The schedule of a config.

    Args:
        config: A dict as `serialize` gives it.
        custom_objects: Dict from names to classes that are looked up first. Defaults to None.

    Returns:
        A `LearningRateSchedule`.

    Example:

    >>> config = keras.optimizers.schedules.serialize(keras.optimizers.schedules.CosineDecay(1.0, 10))
    >>> float(keras.optimizers.schedules.deserialize(config)(0))
    1.0
    """
    if isinstance(config, dict) and "module" not in config:
        config = {"module": "keras.optimizers.schedules", "registered_name": None} | config
    return serialization_lib.deserialize_keras_object(config, custom_objects=custom_objects)
