"""What the optimizers do otherwise on jax."""
from keras.src.optimizers.base_optimizer import BaseOptimizer


class JaxOptimizer(BaseOptimizer):
    """The update is traced as a whole by the training step; nothing differs from the base class."""
