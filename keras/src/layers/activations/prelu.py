from keras.src import activations, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, integer, set_objects
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


@keras_export("keras.layers.PReLU")
class PReLU(Layer):
    """Rectified linear unit with a learned slope: `x` if `x >= 0`, else `alpha * x`.

    Args:
        alpha_initializer: Initializer of the slopes. Default `"Zeros"`.
        alpha_regularizer: Regularizer of the slopes. Default None.
        alpha_constraint: Constraint on the slopes. Default None.
        shared_axes: Integer or list of integers, the axes along which one slope is shared; the batch axis, 0, always
            is. Default None: each feature of a sample has its own slope.

    Output: the input's shape, in the compute dtype.

    Reference: [He et al., 2015](https://arxiv.org/abs/1502.01852).

    Example:

    >>> layer = keras.layers.PReLU(alpha_initializer="ones")
    >>> layer(keras.ops.array([[-3.0, 2.0]])).tolist()
    [[-3.0, 2.0]]
    """

    def __init__(
        self, alpha_initializer="Zeros", alpha_regularizer=None, alpha_constraint=None,
        shared_axes=None, **kwargs,
    ):
        super().__init__(**kwargs)
        self.supports_masking = True
        set_objects(
            self, alpha_initializer=alpha_initializer, alpha_regularizer=alpha_regularizer,
            alpha_constraint=alpha_constraint,
        )
        if shared_axes is None:
            self.shared_axes = None
        else:
            axes = shared_axes if isinstance(shared_axes, (list, tuple)) else [shared_axes]
            self.shared_axes = [integer(self, shared_axes=axis) for axis in axes]

    def build(self, input_shape):
        shape = list(input_shape[1:])
        shared = self.shared_axes or []
        for axis in shared:
            if not 0 <= axis < len(input_shape):
                raise IndexError(
                    f"Argument `shared_axes` of PReLU must name axes of the input, of shape {tuple(input_shape)}. "
                    f"Received: shared_axes={shared}"
                )
            if axis:
                shape[axis - 1] = 1
        self.alpha = self.add_weight(
            shape=shape, name="alpha", initializer=self.alpha_initializer,
            regularizer=self.alpha_regularizer, constraint=self.alpha_constraint,
        )
        fixed = {axis: input_shape[axis] for axis in range(1, len(input_shape)) if axis not in shared}
        self.input_spec = InputSpec(ndim=len(input_shape), axes=fixed if shared else {})
        self.built = True

    def call(self, inputs):
        negative = ops.multiply(ops.negative(self.alpha), activations.relu(ops.negative(inputs)))
        return ops.add(activations.relu(inputs), negative)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | config_of(
            self, "alpha_initializer", "alpha_regularizer", "alpha_constraint", "shared_axes"
        )
