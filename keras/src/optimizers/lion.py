"""Lion."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Lion")
class Lion(optimizer.Optimizer):
    """Steps of one size, in the direction of the sign of an interpolated momentum.

    `w -= learning_rate * sign(beta_1 * m + (1 - beta_1) * g)`, `m = beta_2 * m + (1 - beta_2) * g`. The learning rate
    should be about a tenth of that of AdamW, and the weight decay ten times as large.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        beta_1: Float above 0 and at most 1: the part of the momentum in a step. Defaults to `0.9`.
        beta_2: Float, the decay of the momentum. Defaults to `0.99`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Raises:
        ValueError: If `beta_1` is not above 0 and at most 1.

    Reference: Chen et al., 2023, https://arxiv.org/abs/2302.06675

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Lion(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> float(v)
    9.5
    """

    _fields = ("beta_1", "beta_2")
    _elementwise = True

    def __init__(
        self, learning_rate=0.001, beta_1=0.9, beta_2=0.99, weight_decay=None, clipnorm=None,
        clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Lion._fields))
        if not 0 < beta_1 <= 1:
            raise ValueError(f"Argument `beta_1` of Lion must be above 0 and at most 1. Received: beta_1={beta_1}.")
        self.beta_1 = beta_1
        self.beta_2 = beta_2

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._momentums = self.add_optimizer_variables(var_list, "momentum")
        self._slots = (self._momentums,)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        (m,) = slots
        direction = xp.add(xp.multiply(m.value, self.beta_1), xp.multiply(gradient, 1 - self.beta_1))
        variable.assign_sub(xp.multiply(xp.sign(direction), learning_rate))
        m.assign(xp.add(xp.multiply(m.value, self.beta_2), xp.multiply(gradient, 1 - self.beta_2)))
