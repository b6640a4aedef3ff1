"""Layers that only `tf.keras` still has."""
from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator
from keras.src.utils.module_utils import tensorflow as tf


@keras_export("keras._legacy.layers.ThresholdedReLU")
class ThresholdedReLU(Layer):
    """`x` where `x > theta`, else 0.

    Args:
        theta: Non-negative number. Default 1.0.
    """

    def __init__(self, theta=1.0, **kwargs):
        super().__init__(**kwargs)
        if theta is None or theta < 0:
            raise ValueError(f"Argument `theta` of ThresholdedReLU must be >= 0. Received: theta={theta}")
        self.theta = float(theta)
        self.supports_masking = True

    def call(self, inputs):
        return inputs * ops.cast(ops.greater(inputs, self.theta), inputs.dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "theta": self.theta}


class _RandomSize(Layer):
    """Resizes images along one axis by a random factor while training."""

    axis = None  # from the end

    def __init__(self, factor, interpolation="bilinear", seed=None, **kwargs):
        super().__init__(**kwargs)
        lower, upper = factor if isinstance(factor, (tuple, list)) else (-factor, factor)
        if upper < lower or lower < -1:
            raise ValueError(
                f"Argument `factor` of {type(self).__name__} must be a range with bounds larger than -1, "
                f"the upper not below the lower. Received: factor={factor}"
            )
        self.factor, self.interpolation, self.seed = factor, interpolation, seed
        self._bounds = 1.0 + lower, 1.0 + upper
        self._generator = SeedGenerator(seed)

    def call(self, inputs, training=True):
        if not training:
            return inputs
        inputs = tf.cast(inputs, self.compute_dtype)
        factor = tf.convert_to_tensor(random.uniform((), *self._bounds, seed=self._generator))
        size = [tf.shape(inputs)[-3], tf.shape(inputs)[-2]]
        size[self.axis + 3] = tf.cast(factor * tf.cast(size[self.axis + 3], factor.dtype), "int32")
        outputs = tf.image.resize(inputs, tf.stack(size), method=self.interpolation)
        outputs.set_shape(self.compute_output_shape(inputs.shape))
        return tf.cast(outputs, self.compute_dtype)

    def compute_output_shape(self, input_shape):
        shape = list(input_shape)
        shape[self.axis] = None
        return tuple(shape)

    def get_config(self):
        own = {"factor": self.factor, "interpolation": self.interpolation, "seed": self.seed}
        return {**super().get_config(), **own}


@keras_export("keras._legacy.layers.RandomHeight")
class RandomHeight(_RandomSize):
    """Varies the height of a batch of images at random while training; on TensorFlow's tensors.

    Args:
        factor: Number `f`, which stands for `(-f, f)`, or a pair: by what part the height changes.
        interpolation: String, as `tf.image.resize` takes it. Default `"bilinear"`.
        seed: Integer. Default None.
    """

    axis = -3


@keras_export("keras._legacy.layers.RandomWidth")
class RandomWidth(_RandomSize):
    """Varies the width of a batch of images at random while training; on TensorFlow's tensors.

    Args:
        factor: Number `f`, which stands for `(-f, f)`, or a pair: by what part the width changes.
        interpolation: String, as `tf.image.resize` takes it. Default `"bilinear"`.
        seed: Integer. Default None.
    """

    axis = -2
