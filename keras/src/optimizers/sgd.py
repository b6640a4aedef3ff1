"""Stochastic gradient descent."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.SGD")
class SGD(optimizer.Optimizer):
    """Stochastic gradient descent, with momentum if wanted.

    `w -= learning_rate * g`; with momentum `m = momentum * m - learning_rate * g` and `w += m`, or
    `w += momentum * m - learning_rate * g` after Nesterov.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.01`.
        momentum: Float between 0 and 1. Defaults to `0.0`.
        nesterov: Boolean, whether to apply Nesterov's momentum. Defaults to `False`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Raises:
        ValueError: If `momentum` is not a number between 0 and 1.

    Reference: Sutskever et al., 2013, https://proceedings.mlr.press/v28/sutskever13.html

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.SGD(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> float(v)
    8.0
    """

    _fields = ("momentum", "nesterov")
    _elementwise = True

    def __init__(
        self, learning_rate=0.01, momentum=0.0, nesterov=False, weight_decay=None, clipnorm=None,
        clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), SGD._fields))
        if isinstance(momentum, bool) or not isinstance(momentum, (int, float)) or not 0 <= momentum <= 1:
            raise ValueError(
                f"Argument `momentum` of SGD must be a float between 0 and 1. Received: momentum={momentum!r}."
            )
        self.momentum = momentum
        self.nesterov = nesterov

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.momentums = []
        if self.momentum != 0:
            self.momentums = self.add_optimizer_variables(variables, "momentum")
            self._slots = (self.momentums,)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        step_down = xp.multiply(gradient, learning_rate)
        if not slots:
            variable.assign_sub(step_down)
            return
        (m,) = slots
        m.assign(xp.subtract(xp.multiply(m.value, self.momentum), step_down))
        if self.nesterov:
            variable.assign_add(xp.subtract(xp.multiply(m.value, self.momentum), step_down))
        else:
            variable.assign_add(m.value)
