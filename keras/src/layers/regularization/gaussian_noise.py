from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.regularization.noise import Noise


@keras_export("keras.layers.GaussianNoise")
class GaussianNoise(Noise):
    """Adds normal noise of mean 0 to its input while training.

    Args:
        stddev: Number from 0 to 1, the standard deviation of the noise.
        seed: Integer that makes the noise repeatable. Default None.

    Call arguments:
        inputs: Tensor.
        training: Boolean; without it nothing is added. Default False.

    Output: the input's shape, in the compute dtype.

    Example:

    >>> keras.layers.GaussianNoise(0.5)(keras.ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(self, stddev, seed=None, **kwargs):
        super().__init__("stddev", stddev, seed, **kwargs)
        self.stddev = stddev

    def call(self, inputs, training=False):
        if not training or self.stddev == 0:
            return inputs
        noise = random.normal(
            ops.shape(inputs), stddev=self.stddev, dtype=self.compute_dtype, seed=self.seed_generator
        )
        return ops.cast(inputs, self.compute_dtype) + noise

    def get_config(self):
        return super().get_config() | config_of(self, "stddev", "seed")
