from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.merging.base_merge import Merge


@keras_export("keras.layers.Average")
class Average(Merge):
    """Averages tensors elementwise.

    `(x + y + ...) / n`, with shapes broadcast.

    Input: a list of tensors. Output: one tensor in the compute dtype.

    Raises:
        ValueError: If the input is no list, or the shapes cannot be broadcast.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.Average()([x, y]).tolist()
    [[2.0, 3.0]]
    """

    def _combine(self, x, y):
        return ops.add(x, y)

    def _merge_function(self, inputs):
        return ops.divide(super()._merge_function(inputs), len(inputs))


@keras_export("keras.layers.average")
def average(inputs, **kwargs):
    """Averages tensors elementwise: the layer `Average` as a function.

    Args:
        inputs: A list of tensors.
        **kwargs: Arguments of the layer, such as `name`.

    Returns:
        Tensor, the mean, in the compute dtype.

    Example:

    >>> x, y = keras.ops.array([[1.0, 2.0]]), keras.ops.array([[3.0, 4.0]])
    >>> keras.layers.average([x, y]).tolist()
    [[2.0, 3.0]]
    """
    return Average(**kwargs)(inputs)
