from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Identity")
class Identity(Layer):
    """Returns its input as it is, a place holder where a layer is expected.

    Input: a tensor or a structure of tensors. Output: the same.

    Example:

    >>> keras.layers.Identity()(keras.ops.ones((2, 3))).shape
    (2, 3)
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.built = True

    def call(self, inputs):
        return inputs

    def compute_output_shape(self, input_shape):
        return input_shape

    def compute_output_spec(self, inputs):
        return tree.map_structure(_copy, inputs)


def _copy(tensor):
    return type(tensor)(tensor.shape, dtype=tensor.dtype, sparse=tensor.sparse, ragged=tensor.ragged)
