from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Permute")
class Permute(Layer):
    """Reorders the axes of each sample.

    Args:
        dims: Tuple of the input's axes in their new order, counted from 1; the batch axis is left out. `(2, 1)`
            swaps two axes.

    Output: the reordered shape, in the input's dtype.

    Raises:
        ValueError: If `dims` is not a permutation of `1 ... n`.

    Example:

    >>> keras.layers.Permute((2, 1))(keras.ops.ones((1, 3, 4))).shape
    (1, 4, 3)
    """

    def __init__(self, dims, **kwargs):
        super().__init__(**kwargs)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(f"Argument `dims` of Permute must be a permutation of 1 ... n. Received: dims={dims!r}")
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def call(self, inputs):
        return ops.transpose(inputs, (0, *self.dims))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], *(input_shape[axis] for axis in self.dims))

    def compute_output_spec(self, inputs):
        return backend.KerasTensor(
            self.compute_output_shape(inputs.shape), dtype=inputs.dtype, sparse=inputs.sparse
        )

    def get_config(self):
        return super().get_config() | config_of(self, "dims")
