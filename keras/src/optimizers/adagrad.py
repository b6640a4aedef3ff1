"""Adagrad."""
from keras.src import initializers
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Adagrad")
class Adagrad(optimizer.Optimizer):
    """Divides gradients by the root of the sum of all their squares so far.

    `a += g^2`, `w -= learning_rate * g / sqrt(a + epsilon)`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        initial_accumulator_value: Float, the sums at the beginning. Defaults to `0.1`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Reference: Duchi et al., 2011, https://jmlr.org/papers/v12/duchi11a.html

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Adagrad(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.5016
    """

    _fields = ("initial_accumulator_value", "epsilon")
    _elementwise = True

    def __init__(
        self, learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-7, weight_decay=None,
        clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Adagrad._fields))
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = epsilon

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        initializer = initializers.Constant(self.initial_accumulator_value)
        self._accumulators = self.add_optimizer_variables(var_list, "accumulator", initializer=initializer)
        self._slots = (self._accumulators,)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        (a,) = slots
        a.assign_add(xp.square(gradient))
        variable.assign_sub(
            xp.divide(xp.multiply(gradient, learning_rate), xp.sqrt(xp.add(a.value, self.epsilon)))
        )
