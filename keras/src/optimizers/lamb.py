"""LAMB."""
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Lamb")
class Lamb(optimizer.Optimizer):
    """Adam whose step for each variable is scaled to the norm of the variable.

    With `r` the step of Adam: `w -= learning_rate * |w| / |r| * r`. Made for large batches.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        beta_1: Float, the decay of the first moments. Defaults to `0.9`.
        beta_2: Float, the decay of the second moments. Defaults to `0.999`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: You et al., 2020, https://arxiv.org/abs/1904.00962

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Lamb(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    5.0
    """

    _fields = ("beta_1", "beta_2", "epsilon")

    def __init__(
        self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, weight_decay=None,
        clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Lamb._fields))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._momentums, self._velocities = self.add_optimizer_variables(
            var_list, ["momentum", "velocity"]
        )
        self._slots = (self._momentums, self._velocities)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        m, v = slots
        m.assign_add(xp.multiply(xp.subtract(gradient, m.value), 1 - self.beta_1))
        v.assign_add(xp.multiply(xp.subtract(xp.square(gradient), v.value), 1 - self.beta_2))
        first = xp.divide(m.value, xp.subtract(1, self._power(xp, self.beta_1, step)))
        second = xp.divide(v.value, xp.subtract(1, self._power(xp, self.beta_2, step)))
        direction = xp.divide(first, xp.add(xp.sqrt(second), self.epsilon))
        trust = _trust(xp, _norm(xp, variable.value), _norm(xp, direction))
        variable.assign_sub(xp.multiply(xp.multiply(trust, learning_rate), direction))


def _norm(xp, x):
    return xp.sqrt(xp.sum(xp.square(x)))


def _trust(xp, variable_norm, step_norm):
    """Ratio of the norms; 1 where one of them is 0."""
    both = xp.logical_and(xp.greater(variable_norm, 0), xp.greater(step_norm, 0))
    one = xp.ones_like(step_norm)
    return xp.where(both, xp.divide(variable_norm, xp.where(both, step_norm, one)), one)
