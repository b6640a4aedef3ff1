from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.merging.base_merge import Merge


@keras_export("keras.layers.Add")
class Add(Merge):
    """Adds tensors.

    `x + y + ...`, with shapes broadcast.

    Input: a list of tensors. Output: one tensor in the compute dtype.

    Raises:
        ValueError: If the input is no list, or the shapes cannot be broadcast.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.Add()([x, y]).tolist()
    [[4.0, 6.0]]
    """

    def _combine(self, x, y):
        return ops.add(x, y)


@keras_export("keras.layers.add")
def add(inputs, **kwargs):
    """Adds tensors: the layer `Add` as a function.

    Args:
        inputs: A list of tensors.
        **kwargs: Arguments of the layer, such as `name`.

    Returns:
        Tensor, the sum, in the compute dtype.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.add([x, y]).tolist()
    [[4.0, 6.0]]
    """
    return Add(**kwargs)(inputs)
