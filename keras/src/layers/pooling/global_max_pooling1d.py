from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.pooling.base_global_pooling import BaseGlobalPooling


@keras_export(["keras.layers.GlobalMaxPooling1D", "keras.layers.GlobalMaxPool1D"])
class GlobalMaxPooling1D(BaseGlobalPooling):
    """The largest value over all steps of a sequence, channel by channel.

    Args:
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default None,
            the one of `keras.config`.
        keepdims: Boolean, whether the spatial axes stay, with size 1. Default False.

    Input: `(batch, steps, channels)`. Output: `(batch, channels)`.

    Example:

    >>> keras.layers.GlobalMaxPooling1D()(keras.ops.ones((1, 6, 2))).shape
    (1, 2)
    """

    def __init__(self, data_format=None, keepdims=False, **kwargs):
        super().__init__(1, data_format=data_format, keepdims=keepdims, **kwargs)

    def call(self, inputs):
        return ops.max(inputs, axis=self._spatial_axes, keepdims=self.keepdims)
