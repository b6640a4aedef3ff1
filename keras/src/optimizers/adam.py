"""Adam."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Adam")
class Adam(optimizer.Optimizer):
    """Gradient descent by adaptive estimates of the first and second moments.

    `m += (1 - beta_1) * (g - m)`, `v += (1 - beta_2) * (g^2 - v)`,
    `w -= learning_rate * sqrt(1 - beta_2^t) / (1 - beta_1^t) * m / (sqrt(v) + epsilon)`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        beta_1: Float, the decay of the first moments. Defaults to `0.9`.
        beta_2: Float, the decay of the second moments. Defaults to `0.999`.
        epsilon: Float, the "epsilon hat" of the paper, against division by zero. Defaults to `1e-7`.
        amsgrad: Boolean, whether to divide by the largest second moments seen (AMSGrad). Defaults to `False`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Kingma and Ba, 2015, https://arxiv.org/abs/1412.6980; Reddi et al., 2018,
    https://openreview.net/pdf?id=ryQu7f-RZ

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Adam(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.5
    """

    _fields = ("beta_1", "beta_2", "epsilon", "amsgrad")
    _elementwise = True

    def __init__(
        self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False,
        weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False,
        ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
        gradient_accumulation_steps=None, name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Adam._fields))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.amsgrad = amsgrad

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._momentums, self._velocities = self.add_optimizer_variables(var_list, ["momentum", "velocity"])
        self._slots = (self._momentums, self._velocities)
        if self.amsgrad:
            self._velocity_hats = self.add_optimizer_variables(var_list, "velocity_hat")
            self._slots += (self._velocity_hats,)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        m, v = slots[:2]
        correction = xp.sqrt(xp.subtract(1, self._power(xp, self.beta_2, step)))
        alpha = xp.divide(
            xp.multiply(learning_rate, correction), xp.subtract(1, self._power(xp, self.beta_1, step))
        )
        self._approach(xp, m, gradient, 1 - self.beta_1)
        self._approach(xp, v, xp.square(gradient), 1 - self.beta_2)
        second = v.value
        if self.amsgrad:
            slots[2].assign(xp.maximum(slots[2].value, second))
            second = slots[2].value
        self._descend(xp, variable, m.value, xp.add(xp.sqrt(second), self.epsilon), alpha)
