"""Dynamic loss scaling."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.optimizers import optimizer

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export(["keras.optimizers.LossScaleOptimizer", "keras.mixed_precision.LossScaleOptimizer"])
class LossScaleOptimizer(optimizer.Optimizer):
    """Scales the loss against underflow of float16 gradients, as much as they bear.

    The scale doubles after `dynamic_growth_steps` steps with finite gradients and halves at a step with
    infinite ones or NaN, which makes no update.

    In the logs of `keras.callbacks.TensorBoard` the scale is `epoch_loss_scale`. `History` holds the loss and the
    metrics only; other callbacks find the scale as `model.optimizer.dynamic_scale`.

    Args:
        inner_optimizer: The `keras.optimizers.Optimizer` that makes the updates.
        initial_scale: Float. Defaults to `32768.0`.
        dynamic_growth_steps: Integer. Defaults to `2000`.
        name: String, or None for an automatic name. Defaults to None.
        **kwargs: None are known; arguments of optimizers belong to the inner one.

    Raises:
        ValueError: If an argument is unknown or belongs to the inner optimizer.

    Reference: Micikevicius et al., 2018, https://arxiv.org/abs/1710.03740

    Example:

    >>> optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.5), initial_scale=8.0)
    >>> v = keras.Variable(10.0)
    >>> optimizer.build([v])
    >>> optimizer.apply([keras.ops.array(8.0)], [v])
    >>> float(v)
    9.5
    """

    def __init__(
        self, inner_optimizer, initial_scale=2.0**15, dynamic_growth_steps=2000, name=None, **kwargs
    ):
        _check_arguments(kwargs)
        super().__init__(learning_rate=0.0, name=name)
        if not isinstance(inner_optimizer, optimizer.Optimizer):
            raise ValueError(
                "Argument `inner_optimizer` must be a Keras optimizer. "
                f"Received: inner_optimizer={inner_optimizer!r}."
            )
        self.inner_optimizer = inner_optimizer
        # It is called inside a condition, where replicas cannot meet, and the scale here stands for its own factor.
        inner_optimizer._gradients_come_prepared = True
        self.initial_scale = initial_scale
        self.dynamic_growth_steps = dynamic_growth_steps

    def build(self, var_list):
        if self.built:
            return
        super().build(var_list)
        self.step_counter = self.add_variable(
            shape=(), dtype="int", initializer="zeros", name="step_counter"
        )
        self.dynamic_scale = self.add_variable(
            shape=(), dtype="float32", initializer=self._initial_scale, name="dynamic_scale"
        )
        self.inner_optimizer.build(self._trainable_variables)

    def _initial_scale(self, shape, dtype=None):
        return backend.numpy.full(shape, self.initial_scale, dtype=dtype)

    @property
    def variables(self):
        return self._variables + self.inner_optimizer.variables

    def apply(self, grads, trainable_variables=None):
        grads = self._joined(list(grads))
        if not grads:
            return
        variables = self._checked_variables(grads, trainable_variables)
        grads = self._whole(grads)
        touched = [*variables, self.step_counter, self.dynamic_scale, *self.inner_optimizer.variables]
        self._when(
            self.check_finite(grads), lambda: self._apply_scaled(grads, variables), touched,
            otherwise=self._lower_scale,
        )

    def _apply_scaled(self, grads, variables):
        scale = self.dynamic_scale.value
        grads = self._map_derivatives(lambda g: ops.divide(g, ops.cast(scale, g.dtype)), grads, variables)
        self.inner_optimizer.apply(grads, trainable_variables=variables)
        steps = ops.add(self.step_counter, 1)
        grown = ops.equal(steps, self.dynamic_growth_steps)
        self.step_counter.assign(ops.where(grown, 0, steps))
        self.dynamic_scale.assign(ops.where(grown, ops.multiply(scale, 2.0), scale))

    def _lower_scale(self):
        self.step_counter.assign(0)
        self.dynamic_scale.assign(ops.multiply(self.dynamic_scale, 0.5))

    def check_finite(self, grads):
        """Whether all values of all gradients are finite.

        Args:
            grads: List of tensors; None among them are left out.

        Returns:
            Scalar boolean tensor.
        """
        finite = [ops.all(ops.isfinite(g)) for g in grads if g is not None]
        return ops.all(ops.stack(finite)) if finite else ops.convert_to_tensor(True)

    def scale_loss(self, loss):
        """The loss times the scale. The `loss_scale_factor` of the inner optimizer does not count.

        Args:
            loss: Scalar tensor.

        Returns:
            Scalar tensor.
        """
        scale = self.dynamic_scale if self.built else self.initial_scale
        if backend.is_tensor(loss) and backend.standardize_dtype(loss.dtype) in ("float16", "bfloat16"):
            loss = ops.cast(loss, "float32")  # The scale itself may be more than float16 can hold.
        return ops.multiply(loss, scale)

    def finalize_variable_values(self, var_list):
        """Lets the inner optimizer give the variables their final values.

        Args:
            var_list: List of the model's trainable variables.
        """
        self.inner_optimizer.finalize_variable_values(var_list)

    @property
    def learning_rate(self):
        """The learning rate of the inner optimizer."""
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate):
        self.inner_optimizer.learning_rate = learning_rate

    @property
    def iterations(self):
        """How many updates the inner optimizer made."""
        return self.inner_optimizer.iterations

    def get_config(self):
        return {
            "name": self.name,
            "inner_optimizer": serialization_lib.serialize_keras_object(self.inner_optimizer),
            "initial_scale": self.initial_scale,
            "dynamic_growth_steps": self.dynamic_growth_steps,
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        inner = serialization_lib.deserialize_keras_object(
            config["inner_optimizer"], custom_objects=custom_objects
        )
        return cls(**(config | {"inner_optimizer": inner}))


# Arguments of every optimizer, which the inner one may have, and their defaults.
_INNER_ARGUMENTS = {
    "weight_decay": None, "clipnorm": None, "clipvalue": None, "global_clipnorm": None, "use_ema": False,
    "ema_momentum": 0.99, "ema_overwrite_frequency": None, "loss_scale_factor": None,
    "gradient_accumulation_steps": None,
}


def _check_arguments(kwargs):
    for argument, value in kwargs.items():
        if argument in _INNER_ARGUMENTS:
            if value == _INNER_ARGUMENTS[argument]:
                continue
            raise ValueError(
                f"Argument `{argument}` belongs to the `inner_optimizer` of LossScaleOptimizer. "
                f"Received: {argument}={value!r}."
            )
        raise ValueError(f"Argument `{argument}` is not known to LossScaleOptimizer.")
