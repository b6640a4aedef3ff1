from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.layers.layer import Layer


@keras_export("keras.layers.Masking")
class Masking(Layer):
    """Marks steps whose features all equal one value as padding, for later layers to skip.

    Args:
        mask_value: Number that stands for padding. Default 0.0.

    Input: `(batch, steps, ..., features)`. Output: the same shape, with padding set to 0.

    Example:

    >>> x = keras.ops.array([[[1.0, 2.0], [0.0, 0.0]]])
    >>> keras.layers.Masking().compute_mask(x).tolist()
    [[True, False]]
    """

    def __init__(self, mask_value=0.0, **kwargs):
        super().__init__(**kwargs)
        self.mask_value = mask_value
        self.supports_masking = True
        self.built = True

    def compute_mask(self, inputs, mask=None):
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs):
        mask = self.compute_mask(inputs)
        outputs = ops.multiply(inputs, ops.cast(ops.expand_dims(mask, -1), inputs.dtype))
        backend.set_keras_mask(outputs, mask)
        return outputs

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return super().get_config() | {"mask_value": self.mask_value}
