from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.merging.base_merge import MaskedMerge


@keras_export("keras.layers.Minimum")
class Minimum(MaskedMerge):
    """Takes the smallest of tensors elementwise.

    `min(x, y, ...)`, with shapes broadcast.

    Masked steps do not count: where one input is masked, the other is the result.

    Input: a list of tensors. Output: one tensor in the compute dtype.

    Raises:
        ValueError: If the input is no list, or the shapes cannot be broadcast.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.Minimum()([x, y]).tolist()
    [[1.0, 2.0]]
    """

    def _combine(self, x, y):
        return ops.minimum(x, y)


@keras_export("keras.layers.minimum")
def minimum(inputs, **kwargs):
    """Takes the smallest of tensors elementwise: the layer `Minimum` as a function.

    Args:
        inputs: A list of tensors.
        **kwargs: Arguments of the layer, such as `name`.

    Returns:
        Tensor, the smallest values, in the compute dtype.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.minimum([x, y]).tolist()
    [[1.0, 2.0]]
    """
    return Minimum(**kwargs)(inputs)
