from keras.src.api_export import keras_export
from keras.src.layers.pooling.base_adaptive_pooling import BaseAdaptiveAveragePooling


@keras_export("keras.layers.AdaptiveAveragePooling2D")
class AdaptiveAveragePooling2D(BaseAdaptiveAveragePooling):
    """The means of windows over an image, chosen so that the output has a given size.

    Args:
        output_size: Positive integer or two of them, the size of the output.
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default None,
            the one of `keras.config`.

    Input: `(batch, height, width, channels)`. Output: `(batch, *output_size, channels)`.

    Raises:
        TypeError: If `output_size` has another form.
        ValueError: If it is not positive.

    Example:

    >>> keras.layers.AdaptiveAveragePooling2D(2)(keras.ops.ones((1, 6, 6, 2))).shape
    (1, 2, 2, 2)
    """

    _rank = 2

    def __init__(self, output_size, data_format=None, **kwargs):
        super().__init__(output_size, data_format=data_format, **kwargs)
