import operator

from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.regularization.noise import Noise


@keras_export("keras.layers.Dropout")
class Dropout(Noise):
    """Sets a random part of its input to 0 while training and scales the rest by `1 / (1 - rate)`.

    Args:
        rate: Number from 0 to 1, the part that is dropped.
        noise_shape: Tuple that says along which axes a decision is shared: 1 shares, None takes the input's size.
            Default None: each number is dropped for itself.
        seed: Integer that makes the choice repeatable. Default None.

    Call arguments:
        inputs: Tensor.
        training: Boolean; without it nothing is dropped. Default False.

    Output: the input's shape, in the compute dtype.

    Raises:
        ValueError: If `rate` is not between 0 and 1, or `noise_shape` not made of positive integers and None.

    Reference: [Srivastava et al., 2014](https://jmlr.org/papers/v15/srivastava14a.html).

    Example:

    >>> keras.layers.Dropout(0.5)(keras.ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__("rate", rate, seed, **kwargs)
        self.rate = rate
        self.noise_shape = noise_shape_argument(self, noise_shape)

    def _get_noise_shape(self, inputs):
        return self.noise_shape

    def call(self, inputs, training=False):
        rate = self.rate
        if not training or rate == 0:
            return inputs
        if rate == 1:
            return ops.zeros_like(inputs)
        return random.dropout(
            inputs, rate, noise_shape=self._get_noise_shape(inputs), seed=self.seed_generator
        )

    def get_config(self):
        return super().get_config() | config_of(self, "rate", "seed", "noise_shape")


def noise_shape_argument(layer, noise_shape):
    """Argument `noise_shape` of a layer as a tuple, checked."""
    if noise_shape is None:
        return None
    try:
        sizes = tuple(None if size is None else operator.index(size) for size in noise_shape)
    except TypeError:
        sizes = (0,)
    if any(size is not None and size <= 0 for size in sizes):
        raise ValueError(
            f"Argument `noise_shape` of {type(layer).__name__} must be a tuple of positive integers and None. "
            f"Received: noise_shape={noise_shape!r}"
        )
    return sizes
