import math

from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.regularization.noise import Noise


@keras_export("keras.layers.GaussianDropout")
class GaussianDropout(Noise):
    """Multiplies its input by normal noise of mean 1 and variance `rate / (1 - rate)` while training.

    Args:
        rate: Number from 0 to 1, the rate of the dropout that has the same variance.
        seed: Integer that makes the noise repeatable. Default None.

    Call arguments:
        inputs: Tensor.
        training: Boolean; without it nothing happens. Default False.

    Output: the input's shape, in the compute dtype.

    Reference: [Srivastava et al., 2014](https://jmlr.org/papers/v15/srivastava14a.html).

    Example:

    >>> keras.layers.GaussianDropout(0.5)(keras.ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(self, rate, seed=None, **kwargs):
        super().__init__("rate", rate, seed, **kwargs)
        self.rate = rate

    def call(self, inputs, training=False):
        if not training or self.rate == 0:
            return inputs
        noise = random.normal(
            ops.shape(inputs),
            mean=1.0,
            stddev=math.sqrt(self.rate / (1.0 - self.rate)),
            dtype=self.compute_dtype,
            seed=self.seed_generator,
        )
        return ops.cast(inputs, self.compute_dtype) * noise

    def get_config(self):
        return super().get_config() | config_of(self, "rate", "seed")
