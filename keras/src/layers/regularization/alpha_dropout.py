from keras.src import ops, random
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.regularization.dropout import noise_shape_argument
from keras.src.layers.regularization.noise import Noise

# The limit of SELU for inputs far below zero: `-alpha * scale`.
_SATURATION = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946


@keras_export("keras.layers.AlphaDropout")
class AlphaDropout(Noise):
    """Dropout for self-normalizing networks: it keeps mean and variance of standardized inputs.

    Dropped numbers take the value that SELU saturates at; an affine map afterwards restores mean and variance.

    Args:
        rate: Number from 0 to 1, the part that is dropped.
        noise_shape: Tuple that says along which axes a decision is shared: 1 shares, None takes the input's size.
            Default None: each number is dropped for itself.
        seed: Integer that makes the choice repeatable. Default None.

    Call arguments:
        inputs: Tensor.
        training: Boolean; without it nothing is dropped. Default False.

    Output: the input's shape, in the compute dtype.

    Reference: [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).

    Example:

    >>> keras.layers.AlphaDropout(0.5)(keras.ops.ones((2,))).tolist()
    [1.0, 1.0]
    """

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__("rate", rate, seed, **kwargs)
        self.rate = rate
        self.noise_shape = noise_shape_argument(self, noise_shape)

    def call(self, inputs, training=False):
        if not training or self.rate == 0:
            return inputs
        rate, inputs = self.rate, ops.cast(inputs, self.compute_dtype)
        kept = ops.greater_equal(random.uniform(self._get_noise_shape(inputs), seed=self.seed_generator), rate)
        kept = ops.cast(kept, inputs.dtype)
        scale = ((1 - rate) * (1 + rate * _SATURATION**2)) ** -0.5
        shift = -scale * _SATURATION * rate
        return ops.cast((inputs * kept + _SATURATION * (1 - kept)) * scale + shift, inputs.dtype)

    def _get_noise_shape(self, inputs):
        shape = ops.shape(inputs)
        if self.noise_shape is None:
            return shape
        return tuple(size if given is None else given for given, size in zip(self.noise_shape, shape, strict=True))

    def get_config(self):
        return super().get_config() | config_of(self, "rate", "seed", "noise_shape")
