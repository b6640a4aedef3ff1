"""Adafactor."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.optimizers.base_optimizer import is_overwritten
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Adafactor")
class Adafactor(optimizer.Optimizer):
    """Adam-like updates with the second moments of a matrix kept as one row and one column.

    The step is relative to the size of the variable: `w -= max(epsilon_2, rms(w)) * rate * u`, where `u` is
    the gradient over the root of the second moments, with `rms(u)` at most `clip_threshold`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        beta_2_decay: Float, the power of the step in the decay of second moments,
            `1 - t^beta_2_decay`. Defaults to `-0.8`.
        epsilon_1: Float, added to squared gradients. Defaults to `1e-30`.
        epsilon_2: Float, the least size of a variable that counts. Defaults to `0.001`.
        clip_threshold: Float, the largest root mean square of an update. Defaults to `1.0`.
        relative_step: Boolean, whether the rate is at most `1 / sqrt(t)`. Defaults to `True`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Shazeer and Stern, 2018, https://arxiv.org/abs/1804.04235

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Adafactor(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> float(v)
    5.0
    """

    _fields = ("beta_2_decay", "epsilon_1", "epsilon_2", "clip_threshold", "relative_step")

    def __init__(
        self, learning_rate=0.001, beta_2_decay=-0.8, epsilon_1=1e-30, epsilon_2=0.001,
        clip_threshold=1.0, relative_step=True, weight_decay=None, clipnorm=None, clipvalue=None,
        global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None,
        loss_scale_factor=None, gradient_accumulation_steps=None, name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Adafactor._fields))
        self.beta_2_decay = beta_2_decay
        self.epsilon_1 = epsilon_1
        self.epsilon_2 = epsilon_2
        self.clip_threshold = clip_threshold
        self.relative_step = relative_step

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._r, self._c, self._v = [], [], []
        for variable in self._trainable_variables:
            row, column, whole = self._moments(variable)
            self._r.append(row)
            self._c.append(column)
            self._v.append(whole)
        self._slots = (self._r, self._c, self._v)

    def _moments(self, variable):
        """What is kept beside a variable: row and column means, and the second moments themselves."""
        overwritten = is_overwritten(variable)
        shape, name = tuple(variable.shape), variable.name
        if len(shape) < 2:
            row, column = (
                backend.Variable(0, name=name, trainable=False) for _ in range(2)
            )
            self._track_variable(row)
            self._track_variable(column)
        elif overwritten:
            row = column = None
        else:
            row = self.add_variable(shape=shape[:-1], name=name, dtype=variable.dtype)
            column = self.add_variable(
                shape=shape[:-2] + shape[-1:], name=name, dtype=variable.dtype
            )
        return row, column, None if overwritten else self.add_variable_from_reference(variable, name="velocity")

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        r, c, v = slots
        if self.relative_step:
            learning_rate = xp.minimum(learning_rate, xp.divide(1, xp.sqrt(step)))
        size = xp.maximum(self.epsilon_2, _rms(xp, variable.value))
        rate = xp.multiply(size, learning_rate)
        square = xp.add(xp.square(gradient), self.epsilon_1)
        beta_2 = xp.subtract(1, xp.power(step, self.beta_2_decay))
        if len(variable.shape) < 2:
            v.assign(_running_mean(xp, beta_2, v.value, square))
        else:
            r.assign(_running_mean(xp, beta_2, r.value, xp.mean(square, axis=-1)))
            c.assign(_running_mean(xp, beta_2, c.value, xp.mean(square, axis=-2)))
            rows = xp.divide(r.value, xp.mean(r.value, axis=-1, keepdims=True))
            v.assign(xp.multiply(xp.expand_dims(rows, -1), xp.expand_dims(c.value, -2)))
        update = xp.divide(gradient, xp.sqrt(v.value))
        limit = xp.maximum(1, xp.divide(_rms(xp, update), self.clip_threshold))
        variable.assign_sub(xp.multiply(rate, xp.divide(update, limit)))


def _rms(xp, x):
    return xp.sqrt(xp.mean(xp.square(x)))


def _running_mean(xp, decay, mean, value):
    return xp.add(xp.multiply(decay, mean), xp.multiply(xp.subtract(1, decay), value))
