"""What the optimizers do otherwise on tensorflow."""
import tensorflow as tf

from keras.src.optimizers.base_optimizer import BaseOptimizer


class TFOptimizer(BaseOptimizer):
    """Takes sparse gradients, as those of embeddings are, by making them dense."""

    def apply(self, grads, trainable_variables=None):
        grads = [tf.convert_to_tensor(g) if isinstance(g, tf.IndexedSlices) else g for g in grads]
        return super().apply(grads, trainable_variables)
