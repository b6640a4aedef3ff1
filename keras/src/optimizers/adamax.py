"""Adamax."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Adamax")
class Adamax(optimizer.Optimizer):
    """Adam with the largest recent gradient in place of the second moment.

    `m += (1 - beta_1) * (g - m)`, `u = max(beta_2 * u, |g|)`,
    `w -= learning_rate / (1 - beta_1^t) * m / (u + epsilon)`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        beta_1: Float, the decay of the first moments. Defaults to `0.9`.
        beta_2: Float, the decay of the largest gradient. Defaults to `0.999`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Kingma and Ba, 2015, https://arxiv.org/abs/1412.6980

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Adamax(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.5
    """

    _fields = ("beta_1", "beta_2", "epsilon")
    _elementwise = True

    def __init__(
        self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, weight_decay=None,
        clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Adamax._fields))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._m, self._u = self.add_optimizer_variables(var_list, ["momentum", "norm"])
        self._slots = (self._m, self._u)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        m, u = slots
        m.assign_add(xp.multiply(xp.subtract(gradient, m.value), 1 - self.beta_1))
        u.assign(xp.maximum(xp.multiply(u.value, self.beta_2), xp.abs(gradient)))
        correction = xp.subtract(1, self._power(xp, self.beta_1, step))
        variable.assign_sub(
            xp.divide(
                xp.multiply(m.value, learning_rate),
                xp.multiply(xp.add(u.value, self.epsilon), correction),
            )
        )
