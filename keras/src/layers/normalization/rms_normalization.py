from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import axis_list, config_of, non_negative_float
from keras.src.layers.layer import Layer
from keras.src.layers.normalization.affine import axis_size, unchanged_shape


@keras_export("keras.layers.RMSNormalization")
class RMSNormalization(Layer):
    """Divides each sample by its root mean square: `scale * x / sqrt(mean(x**2) + epsilon)`.

    Args:
        axis: Integer or list of integers, the axes to take the mean over. Default -1.
        epsilon: Number added to the mean square. Default 1e-06.

    Output: the input's shape, in the compute dtype.

    Raises:
        TypeError: If `axis` is neither an integer nor a list of integers.

    Reference: [Zhang & Sennrich, 2019](https://arxiv.org/abs/1910.07467).

    Example:

    >>> layer = keras.layers.RMSNormalization(epsilon=0.0)
    >>> layer(keras.ops.array([[2.0, 2.0]])).tolist()
    [[1.0, 1.0]]
    """

    _keeps_masks = True

    def __init__(self, axis=-1, epsilon=1e-6, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self._axes = tuple(axis_list(self, axis))
        self.epsilon = non_negative_float(self, epsilon=epsilon)

    def build(self, input_shape):
        self.axis = list(self._axes)
        shape = tuple(axis_size(self, input_shape, axis) for axis in self.axis)
        self.scale = self.add_weight(name="scale", shape=shape, initializer="ones")
        rank = len(input_shape)
        axes = sorted(axis % rank for axis in self.axis)
        last = axes == list(range(rank - len(axes), rank))
        self._wide_shape = None if last else [input_shape[i] if i in axes else 1 for i in range(rank)]
        self.built = True

    def call(self, x):
        scale = self.scale.value
        if self._wide_shape is not None:
            scale = ops.reshape(scale, self._wide_shape)
        return ops.rms_normalization(x, scale=scale, axis=self._axes, epsilon=self.epsilon)

    def compute_output_shape(self, input_shape):
        return unchanged_shape(self, input_shape)

    def get_config(self):
        return super().get_config() | config_of(self, "axis", "epsilon")
