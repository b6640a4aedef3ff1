from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.pooling.base_global_pooling import BaseGlobalPooling


@keras_export(["keras.layers.GlobalAveragePooling1D", "keras.layers.GlobalAvgPool1D"])
class GlobalAveragePooling1D(BaseGlobalPooling):
    """The mean over all steps of a sequence, feature by feature.

    Args:
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default None,
            the one of `keras.config`.
        keepdims: Boolean, whether the axis of steps stays, with size 1. Default False.

    Call arguments:
        inputs: Tensor `(batch, steps, channels)`.
        mask: Boolean tensor `(batch, steps)`; steps where it is false do not count. Default None.

    Output: `(batch, channels)`.

    Example:

    >>> keras.layers.GlobalAveragePooling1D()(keras.ops.ones((1, 4, 2))).shape
    (1, 2)
    """

    _only_passes_masks_on = True

    def __init__(self, data_format=None, keepdims=False, **kwargs):
        super().__init__(1, data_format=data_format, keepdims=keepdims, **kwargs)
        self.supports_masking = True

    def call(self, inputs, mask=None):
        axis = self._spatial_axes
        if mask is None:
            return ops.mean(inputs, axis=axis, keepdims=self.keepdims)
        mask = ops.cast(ops.expand_dims(mask, 3 - axis[0]), inputs.dtype)
        total = ops.sum(ops.multiply(inputs, mask), axis=axis, keepdims=self.keepdims)
        return ops.divide(total, ops.sum(mask, axis=axis, keepdims=self.keepdims))

    def compute_mask(self, inputs, mask=None):
        return None
