"""FTRL."""
from keras.src import initializers
from keras.src.api_export import keras_export
from keras.src.optimizers import optimizer
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.Ftrl")
class Ftrl(optimizer.Optimizer):
    """Follow the regularized leader: sparse weights for shallow models of many features.

    Solves for the weight at each step: `w = (clip(l, -l1, l1) - l) / q` with a linear term `l` and a quadratic term
    `q` that follow from all gradients so far.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        learning_rate_power: Float <= 0, how the rate falls with the accumulated squares. Defaults to `-0.5`.
        initial_accumulator_value: Float >= 0. Defaults to `0.1`.
        l1_regularization_strength: Float >= 0. Defaults to `0.0`.
        l2_regularization_strength: Float >= 0, a penalty that keeps weights stable. Defaults to `0.0`.
        l2_shrinkage_regularization_strength: Float >= 0, a penalty on the size of weights. Defaults to `0.0`.
        beta: Float, added to the second moments. Defaults to `0.0`.
        weight_decay: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Raises:
        ValueError: If a strength is negative or `learning_rate_power` positive.

    Reference: McMahan et al., 2013, https://research.google.com/pubs/archive/41159.pdf

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.Ftrl(learning_rate=0.5).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    8.7134
    """

    _fields = (
        "learning_rate_power", "initial_accumulator_value", "l1_regularization_strength",
        "l2_regularization_strength", "l2_shrinkage_regularization_strength", "beta",
    )

    def __init__(
        self, learning_rate=0.001, learning_rate_power=-0.5, initial_accumulator_value=0.1,
        l1_regularization_strength=0.0, l2_regularization_strength=0.0,
        l2_shrinkage_regularization_strength=0.0, beta=0.0, weight_decay=None, clipnorm=None,
        clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99,
        ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None,
        name=None, **kwargs,
    ):
        super().__init__(**given(locals(), Ftrl._fields))
        if initial_accumulator_value < 0:
            raise ValueError(
                "Argument `initial_accumulator_value` of Ftrl must be >= 0. "
                f"Received: initial_accumulator_value={initial_accumulator_value}."
            )
        if learning_rate_power > 0:
            raise ValueError(
                "Argument `learning_rate_power` of Ftrl must be <= 0. "
                f"Received: learning_rate_power={learning_rate_power}."
            )
        for argument, strength in (
            ("l1_regularization_strength", l1_regularization_strength),
            ("l2_regularization_strength", l2_regularization_strength),
            ("l2_shrinkage_regularization_strength", l2_shrinkage_regularization_strength),
        ):
            if strength < 0:
                raise ValueError(f"Argument `{argument}` of Ftrl must be >= 0. Received: {argument}={strength}.")
        self.learning_rate_power = learning_rate_power
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self._accumulators, self._linears = self.add_optimizer_variables(
            var_list,
            ["accumulator", "linear"],
            initializer=[initializers.Constant(self.initial_accumulator_value), "zeros"],
        )
        self._slots = (self._accumulators, self._linears)

    def _update(self, xp, gradient, variable, slots, learning_rate, step):
        n, linear = slots
        old, new = n.value, xp.add(n.value, xp.square(gradient))
        if self.l2_shrinkage_regularization_strength > 0:
            shrinkage = 2 * self.l2_shrinkage_regularization_strength
            gradient = xp.add(gradient, xp.multiply(variable.value, shrinkage))
        power = -self.learning_rate_power
        new_root, old_root = xp.power(new, power), xp.power(old, power)
        slope = xp.divide(xp.subtract(new_root, old_root), learning_rate)
        linear.assign_add(xp.subtract(gradient, xp.multiply(slope, variable.value)))
        l2 = xp.add(self.l2_regularization_strength, xp.divide(self.beta, xp.multiply(2.0, learning_rate)))
        quadratic = xp.add(xp.divide(new_root, learning_rate), xp.multiply(2, l2))
        l1 = self.l1_regularization_strength
        variable.assign(
            xp.divide(xp.subtract(xp.clip(linear.value, -l1, l1), linear.value), quadratic)
        )
        n.assign(new)
