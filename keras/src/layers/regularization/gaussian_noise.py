from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, fraction
from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator


@keras_export("keras.layers.GaussianNoise")
class GaussianNoise(Layer):
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
        super().__init__(**kwargs)
        self.stddev = fraction(self, stddev=stddev)
        self.seed = seed
        if stddev > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True
        self.built = True

    def call(self, inputs, training=False):
        if not training or self.stddev == 0:
            return inputs
        noise = random.normal(
            ops.shape(inputs), stddev=self.stddev, dtype=self.compute_dtype, seed=self.seed_generator
        )
        return ops.cast(inputs, self.compute_dtype) + noise

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | config_of(self, "stddev", "seed")
