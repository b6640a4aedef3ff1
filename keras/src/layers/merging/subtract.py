from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.merging.base_merge import Merge, check_shapes


@keras_export("keras.layers.Subtract")
class Subtract(Merge):
    """Subtracts the second of two tensors from the first.

    `x - y`, with shapes broadcast.

    Input: a list of two tensors. Output: one tensor in the compute dtype.

    Raises:
        ValueError: If the input is no list of two tensors, or the shapes cannot be broadcast.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.Subtract()([x, y]).tolist()
    [[-2.0, -2.0]]
    """

    def _combine(self, x, y):
        return ops.subtract(x, y)

    def build(self, input_shape):
        super().build(check_shapes(self, input_shape, 2, exactly=2))


@keras_export("keras.layers.subtract")
def subtract(inputs, **kwargs):
    """Subtracts the second of two tensors from the first: the layer `Subtract` as a function.

    Args:
        inputs: A list of two tensors.
        **kwargs: Arguments of the layer, such as `name`.

    Returns:
        Tensor, the difference, in the compute dtype.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.subtract([x, y]).tolist()
    [[-2.0, -2.0]]
    """
    return Subtract(**kwargs)(inputs)
