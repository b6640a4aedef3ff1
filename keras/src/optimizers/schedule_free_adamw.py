"""AdamW without a schedule."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.ScheduleFreeAdamW")
class ScheduleFreeAdamW(optimizer.Optimizer):
    """AdamW that needs no schedule of its rate: gradients are taken between a fast and an averaged iterate.

    `z -= learning_rate * g / (sqrt(v / (1 - beta_2^t)) + epsilon)`, `x += (z - x) / t`,
    `w = (1 - beta_1) * z + beta_1 * x`, where `g` is the gradient at `w`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.0025`.
        beta_1: Float above 0, the part of the averaged iterate in the weight. Defaults to `0.9`.
        beta_2: Float, the decay of the second moments. Defaults to `0.999`.
        epsilon: Float, against division by zero. Defaults to `1e-8`.
        warmup_steps: Integer, updates over which the rate rises to its value. Defaults to `0`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Defazio et al., 2024, https://arxiv.org/abs/2405.15682

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.ScheduleFreeAdamW(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.5
    """

    _fields = ("beta_1", "beta_2", "epsilon", "warmup_steps")
    _elementwise = True

    def __init__(
        self, learning_rate=0.0025, beta_1=0.9, beta_2=0.999, epsilon=1e-8, warmup_steps=0,
        weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False,
        ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
        gradient_accumulation_steps=None, name=None, **kwargs,
    ):
        super().__init__(**given(locals(), ScheduleFreeAdamW._fields))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.warmup_steps = warmup_steps

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._momentums, self._velocities = self.add_optimizer_variables(
            var_list, ["momentum", "velocity"]
        )
        self._slots = (self._momentums, self._velocities)
        for variable, fast in zip(var_list, self._momentums):
            if fast is not None:
                fast.assign(variable)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        z, v = slots
        if self.warmup_steps > 0:
            warmed = xp.minimum(xp.divide(step, self.warmup_steps), 1.0)
            learning_rate = xp.multiply(learning_rate, warmed)
        beta_1, beta_2 = (self._beta(beta, step) for beta in (self.beta_1, self.beta_2))
        rest = xp.subtract(1, beta_1)
        # The averaged iterate is not stored: it follows from the weight and the fast iterate.
        averaged = xp.divide(
            xp.subtract(variable.value, xp.multiply(z.value, rest)), beta_1
        )
        v.assign_add(xp.multiply(xp.subtract(xp.square(gradient), v.value), xp.subtract(1, beta_2)))
        second = xp.divide(v.value, xp.subtract(1, self._power(xp, self.beta_2, step)))
        z.assign_sub(
            xp.divide(xp.multiply(gradient, learning_rate), xp.add(xp.sqrt(second), self.epsilon))
        )
        share = xp.divide(1, step)
        averaged = xp.add(xp.multiply(averaged, xp.subtract(1, share)), xp.multiply(z.value, share))
        variable.assign(
            xp.add(xp.multiply(z.value, rest), xp.multiply(averaged, beta_1))
        )
