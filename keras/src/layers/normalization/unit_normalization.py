from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import axis_list, config_of
from keras.src.layers.layer import Layer
from keras.src.layers.normalization.affine import unchanged_shape


@keras_export("keras.layers.UnitNormalization")
class UnitNormalization(Layer):
    """Gives vectors length 1: `x / sqrt(sum(x**2))`.

    Args:
        axis: Integer or list of integers, the axes that make up a vector. Default -1.

    Output: the input's shape, in the compute dtype; a vector of zeros stays as it is.

    Raises:
        TypeError: If `axis` is neither an integer nor a list of integers.

    Example:

    >>> x = keras.ops.array([[0.0, 2.0]])
    >>> keras.layers.UnitNormalization()(x).tolist()
    [[0.0, 1.0]]
    """

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        axes = axis_list(self, axis)
        self.axis = axes if isinstance(axis, (list, tuple)) else axis
        self._axes = tuple(axes)
        self.supports_masking = True
        self.built = True

    def call(self, inputs):
        return ops.normalize(inputs, axis=self._axes, order=2, epsilon=1e-12)

    def compute_output_shape(self, input_shape):
        return unchanged_shape(self, input_shape)

    def get_config(self):
        return super().get_config() | config_of(self, "axis")
