import warnings

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import axis_list, config_of, non_negative_float
from keras.src.layers.normalization.affine import AffineNormalization, axis_size


@keras_export("keras.layers.LayerNormalization")
class LayerNormalization(AffineNormalization):
    """Gives each sample mean 0 and variance 1: `gamma * (x - mean) / sqrt(var + epsilon) + beta`.

    Args:
        axis: Integer or list of integers, the axes to take mean and variance over. Default -1.
        epsilon: Number added to the variance. Default 0.001.
        center: Boolean, whether to add `beta`. Default True.
        scale: Boolean, whether to multiply by `gamma`. Default True.
        beta_initializer: Initializer of `beta`. Default `"zeros"`.
        gamma_initializer: Initializer of `gamma`. Default `"ones"`.
        beta_regularizer: Regularizer of `beta`. Default None.
        gamma_regularizer: Regularizer of `gamma`. Default None.
        beta_constraint: Constraint on `beta`. Default None.
        gamma_constraint: Constraint on `gamma`. Default None.

    Output: the input's shape, in the compute dtype.

    Raises:
        TypeError: If `axis` is neither an integer nor a list of integers.

    Reference: [Ba et al., 2016](https://arxiv.org/abs/1607.06450).

    Example:

    >>> layer = keras.layers.LayerNormalization(epsilon=0.0)
    >>> layer(keras.ops.array([[1.0, 3.0]])).tolist()
    [[-1.0, 1.0]]
    """

    def __init__(
        self, axis=-1, epsilon=1e-3, center=True, scale=True, beta_initializer="zeros",
        gamma_initializer="ones", beta_regularizer=None, gamma_regularizer=None,
        beta_constraint=None, gamma_constraint=None, **kwargs,
    ):
        rms_scaling = kwargs.pop("rms_scaling", False)
        super().__init__(**kwargs)
        if rms_scaling:
            warnings.warn(
                "Argument `rms_scaling` of LayerNormalization divides by the standard deviation, not by the root mean "
                "square. Use RMSNormalization.",
                stacklevel=2,
            )
        axes = axis_list(self, axis)
        self.axis = axes if isinstance(axis, (list, tuple)) else axis
        self._axes = tuple(axes)
        self.epsilon = non_negative_float(self, epsilon=epsilon)
        self.rms_scaling = rms_scaling
        self.autocast = False
        self._set_affine(
            center, scale, beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer,
            beta_constraint, gamma_constraint,
        )

    def build(self, input_shape):
        self.axis = list(self._axes)
        shape = tuple(axis_size(self, input_shape, axis) for axis in self.axis)
        beta = self.center and not self.rms_scaling
        self._add_affine(shape, gamma=self.scale or self.rms_scaling, beta=beta)
        self.built = True

    def call(self, inputs):
        x, gamma, beta = self._widened(inputs)
        if self.rms_scaling:
            x = backend.nn.layer_normalization(x, gamma, None, self._axes, self.epsilon, rms_scaling=True)
        else:
            x = ops.layer_normalization(x, gamma, beta, axis=self._axes, epsilon=self.epsilon)
        return self._narrowed(x)

    def get_config(self):
        config = super().get_config() | config_of(self, "axis", "epsilon", "rms_scaling")
        return config | self._affine_config()
