"""`keras.optimizers.Optimizer`: the base class joined to the backend's glue."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.optimizers.base_optimizer import BaseOptimizer

if backend.backend() == "jax":
    from keras.src.backend.jax.optimizer import JaxOptimizer as BackendOptimizer
elif backend.backend() == "tensorflow":
    from keras.src.backend.tensorflow.optimizer import TFOptimizer as BackendOptimizer
elif backend.backend() == "torch":
    from keras.src.backend.torch.optimizers.torch_optimizer import (
        TorchOptimizer as BackendOptimizer,
    )
else:

    class BackendOptimizer(BaseOptimizer):
        """The numpy backend runs step by step, so that a condition is a plain `if`."""

        def _when(self, condition, action, touched, otherwise=None):
            chosen = action if bool(condition) else otherwise
            if chosen is not None:
                chosen()


@keras_export(["keras.Optimizer", "keras.optimizers.Optimizer"])
class Optimizer(BackendOptimizer):
    """Base class of optimizers.

    A subclass defines `update_step(self, gradient, variable, learning_rate)` and makes what it keeps beside
    each variable in `build`. One update does, in this order: unscale, accumulate, clip, decay, update, average,
    constrain.

    Args:
        learning_rate: Float, a `keras.optimizers.schedules.LearningRateSchedule`, or a callable without arguments.
        weight_decay: Float: at each update a variable loses this part of itself times the learning rate.
            Defaults to None.
        clipnorm: Float, the largest L2 norm of each gradient. Defaults to None.
        clipvalue: Float, the largest absolute value in a gradient. Defaults to None.
        global_clipnorm: Float, the largest L2 norm of all gradients together. Defaults to None.
        use_ema: Boolean, whether to average the variables over updates; the averages take their place at the
            end of training. Defaults to `False`.
        ema_momentum: Float between 0 and 1, the part of the old average in the new one. Defaults to `0.99`.
        ema_overwrite_frequency: Integer: the averages replace the variables at every so many updates. None
            means at the end of training only. Defaults to None.
        loss_scale_factor: Float by which the loss is multiplied and the gradients are divided, against
            underflow. Defaults to None.
        gradient_accumulation_steps: Integer >= 2: one update is made of the mean gradient of so many steps.
            Defaults to None.
        name: String. None makes one from the class name. Defaults to None.
        **kwargs: None are known.

    Raises:
        ValueError: If an argument is unknown or out of its range.

    Example:

    >>> class Plain(keras.optimizers.Optimizer):
    ...     def update_step(self, gradient, variable, learning_rate):
    ...         self.assign_sub(variable, learning_rate * gradient)
    >>> v = keras.Variable(1.0)
    >>> Plain(learning_rate=0.5).apply([keras.ops.array(1.0)], [v])
    >>> float(v)
    0.5
    """


base_optimizer_keyword_args = """See `keras.optimizers.Optimizer` for the arguments that all optimizers share."""
