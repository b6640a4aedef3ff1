"""Adadelta."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import default, given


@keras_export("keras.optimizers.Adadelta")
class Adadelta(optimizer.Optimizer):
    """Divides gradients by their running root mean square and multiplies them by that of the steps.

    `d = -g * rms(steps) / rms(gradients)`, `w += learning_rate * d`, where `rms` is
    `sqrt(running mean of squares + epsilon)`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        rho: Float, the decay of the running means. Defaults to `0.95`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Zeiler, 2012, https://arxiv.org/abs/1212.5701

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Adadelta(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.9993
    """

    _fields = ("rho", "epsilon")
    _elementwise = True

    def __init__(
        self, learning_rate=0.001, rho=0.95, epsilon=1e-7, weight_decay=None, clipnorm=None,
        clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Adadelta._fields))
        self.rho = rho
        self.epsilon = epsilon

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._accumulated_grads, self._accumulated_delta_vars = self.add_optimizer_variables(
            var_list, ["accumulated_grad", "accumulated_delta_var"]
        )
        self._slots = (self._accumulated_grads, self._accumulated_delta_vars)

    @default  # The base class's, whose first argument has another name.
    def update_step(self, grad, variable, learning_rate):
        super().update_step(grad, variable, learning_rate)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        grads, deltas = slots
        rho = self.rho
        grads.assign(
            xp.add(xp.multiply(grads.value, rho), xp.multiply(xp.square(gradient), 1 - rho))
        )
        past_step, past_gradient = (
            xp.sqrt(xp.add(past.value, self.epsilon)) for past in (deltas, grads)
        )
        delta = xp.multiply(xp.divide(xp.multiply(past_step, gradient), past_gradient), -1)
        deltas.assign(xp.add(xp.multiply(deltas.value, rho), xp.multiply(xp.square(delta), 1 - rho)))
        variable.assign_add(xp.multiply(delta, learning_rate))
