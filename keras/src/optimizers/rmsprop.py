"""RMSprop."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.RMSprop")
class RMSprop(optimizer.Optimizer):
    """Divides gradients by a running root mean square of themselves.

    `v = rho * v + (1 - rho) * g^2`, `w -= learning_rate * g / sqrt(v + epsilon)`; centered, `v` less the square of
    the running mean of `g` takes the place of `v`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        rho: Float, the decay of the running means. Defaults to `0.9`.
        momentum: Float, the decay of a momentum of the steps. Defaults to `0.0`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        centered: Boolean, whether to divide by the variance instead of the mean square. Defaults to `False`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Tieleman and Hinton, 2012, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.RMSprop(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    8.4189
    """

    _fields = ("rho", "momentum", "epsilon", "centered")
    _elementwise = True

    def __init__(
        self, learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False,
        weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False,
        ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
        gradient_accumulation_steps=None, name=None, **kwargs,
    ):
        super().__init__(**given(locals(), RMSprop._fields))
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._velocities = self.add_optimizer_variables(var_list, "velocity")
        self._slots = (self._velocities,)
        if self.momentum > 0:
            self._momentums = self.add_optimizer_variables(var_list, "momentum")
            self._slots += (self._momentums,)
        if self.centered:
            self._average_gradients = self.add_optimizer_variables(var_list, "average_gradient")
            self._slots += (self._average_gradients,)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        v = slots[0]
        v.assign(_running_mean(xp, self.rho, v.value, xp.square(gradient)))
        spread = v.value
        if self.centered:
            mean = slots[-1]
            mean.assign(_running_mean(xp, self.rho, mean.value, gradient))
            spread = xp.subtract(spread, xp.square(mean.value))
        increment = xp.divide(
            xp.multiply(gradient, learning_rate), xp.sqrt(xp.add(spread, self.epsilon))
        )
        if self.momentum > 0:
            m = slots[1]
            m.assign(xp.add(xp.multiply(m.value, self.momentum), increment))
            increment = m.value
        variable.assign_sub(increment)


def _running_mean(xp, decay, mean, value):
    return xp.add(xp.multiply(mean, decay), xp.multiply(value, 1 - decay))
