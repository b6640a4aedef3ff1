from keras.src import initializers, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, positive_integer
from keras.src.layers.core.wrapper import Wrapper
from keras.src.layers.input_spec import InputSpec


@keras_export("keras.layers.SpectralNormalization")
class SpectralNormalization(Wrapper):
    """Divides the kernel of a layer by its largest singular value at each training step.

    The singular value is found by power iteration from one step to the next.

    Args:
        layer: A layer with a `kernel` or `embeddings`.
        power_iterations: Positive integer, the number of iterations per step. Default 1.

    Call arguments:
        inputs: What the wrapped layer takes.
        training: Boolean, whether to normalize the kernel before it is used. Default False.

    Raises:
        ValueError: If `power_iterations` is not a positive integer, or the layer has no such weight.

    Reference: [Miyato et al., 2018](https://arxiv.org/abs/1802.05957).

    Example:

    >>> layer = keras.layers.SpectralNormalization(keras.layers.Dense(3))
    >>> layer(keras.ops.ones((2, 4))).shape
    (2, 3)
    """

    def __init__(self, layer, power_iterations=1, **kwargs):
        super().__init__(layer, **kwargs)
        self.power_iterations = positive_integer(self, power_iterations=power_iterations)

    def build(self, input_shape):
        super().build(input_shape)
        self.input_spec = InputSpec(min_ndim=1, axes={-1: input_shape[-1]})
        self.kernel = self._wrapped_kernel()
        self.vector_u = self.add_weight(
            name="vector_u",
            shape=(1, self.kernel.shape[-1]),
            initializer=initializers.TruncatedNormal(stddev=0.02),
            trainable=False,
            dtype=self.kernel.dtype,
        )

    def _wrapped_kernel(self):
        for name in ("kernel", "embeddings"):
            if hasattr(self.layer, name):
                return getattr(self.layer, name)
        raise ValueError(
            f"Argument `layer` of SpectralNormalization must have a `kernel` or `embeddings`. "
            f"Received: layer={self.layer!r}"
        )

    def call(self, inputs, training=False):
        if training:
            vector_u, kernel = self.normalized_weights()
            self.vector_u.assign(ops.cast(vector_u, self.vector_u.dtype))
            self.kernel.assign(ops.cast(kernel, self.kernel.dtype))
        return ops.cast(self.layer(inputs), self.compute_dtype)

    def normalized_weights(self):
        """The next vector of the power iteration and the kernel divided by its largest singular value.

        Returns:
            Tuple of tensors, of the shapes of `vector_u` and `kernel`.
        """
        size = self.kernel.shape[-1]
        matrix = ops.reshape(self.kernel, (-1, size))
        u = self.vector_u
        for _ in range(self.power_iterations):
            v = ops.normalize(ops.matmul(u, ops.transpose(matrix)), axis=None)
            u = ops.normalize(ops.matmul(v, matrix), axis=None)
        u, v = ops.stop_gradient(u), ops.stop_gradient(v)
        sigma = ops.matmul(ops.matmul(v, matrix), ops.transpose(u))
        kernel = ops.reshape(ops.divide(matrix, sigma), self.kernel.shape)
        return ops.reshape(u, self.vector_u.shape), kernel

    def compute_output_shape(self, input_shape):
        return tuple(self.layer.compute_output_shape(input_shape))

    def get_config(self):
        return super().get_config() | config_of(self, "power_iterations")
