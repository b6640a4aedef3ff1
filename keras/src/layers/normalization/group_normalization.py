from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, integer, non_negative_float, positive_integer
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.normalization.affine import AffineNormalization, axis_size


@keras_export("keras.layers.GroupNormalization")
class GroupNormalization(AffineNormalization):
    """Gives each group of channels of each sample mean 0 and variance 1.

    Args:
        groups: Positive integer that divides the number of channels, or -1 for one group per channel (instance
            normalization). Default 32.
        axis: Integer, the axis of the channels. Default -1.
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
        ValueError: If `groups` is no such integer, or does not divide the number of channels.

    Reference: [Wu & He, 2018](https://arxiv.org/abs/1803.08494).

    Example:

    >>> keras.layers.GroupNormalization(2)(keras.ops.ones((1, 3, 4))).shape
    (1, 3, 4)
    """

    def __init__(
        self, groups=32, axis=-1, epsilon=1e-3, center=True, scale=True, beta_initializer="zeros",
        gamma_initializer="ones", beta_regularizer=None, gamma_regularizer=None,
        beta_constraint=None, gamma_constraint=None, **kwargs,
    ):
        super().__init__(**kwargs)
        self.groups = groups if groups == -1 else positive_integer(self, groups=groups)
        self.axis = integer(self, axis=axis)
        self.epsilon = non_negative_float(self, epsilon=epsilon)
        self.autocast = False
        self._set_affine(
            center, scale, beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer,
            beta_constraint, gamma_constraint,
        )

    def build(self, input_shape):
        channels = axis_size(self, input_shape, self.axis)
        if self.groups == -1:
            self.groups = channels
        if channels % self.groups:
            raise ValueError(
                f"Argument `groups` of GroupNormalization must divide the number of channels, {channels}. "
                f"Received: groups={self.groups}"
            )
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: channels})
        self._add_affine((channels,), gamma=self.scale, beta=self.center)
        self.built = True

    def call(self, inputs):
        x, gamma, beta = self._widened(inputs)
        shape = ops.shape(x)
        rank = len(shape)
        axis = self.axis % rank
        grouped_shape = (*shape[:axis], self.groups, x.shape[axis] // self.groups, *shape[axis + 1 :])
        grouped = ops.reshape(x, grouped_shape)
        reduced = tuple(i for i in range(1, rank + 1) if i != axis)
        x = ops.reshape(ops.layer_normalization(grouped, axis=reduced, epsilon=self.epsilon), shape)
        wide = [1] * rank
        wide[axis] = -1
        if gamma is not None:
            x = x * ops.reshape(gamma, wide)
        if beta is not None:
            x = x + ops.reshape(beta, wide)
        return self._narrowed(x)

    def get_config(self):
        config = super().get_config() | config_of(self, "groups", "axis", "epsilon")
        return config | self._affine_config()
