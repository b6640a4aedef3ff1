from keras.src.api_export import keras_export
from keras.src.layers.pooling.base_pooling import BasePooling
from keras.src.utils.python_utils import given


@keras_export(["keras.layers.AveragePooling3D", "keras.layers.AvgPool3D"])
class AveragePooling3D(BasePooling):
    """The mean of each window of a volume, channel by channel.

    Args:
        pool_size: Positive integer or three of them, the size of the window.
        strides: Positive integer or three of them, the step of the window. Default None, the window's size.
        padding: `"valid"` (whole windows only) or `"same"` (windows may reach over the edge). Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default None,
            the one of `keras.config`.
        name: String. Default None, a name from the class.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, new_depth, new_height, new_width, channels)`.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> keras.layers.AveragePooling3D(2)(keras.ops.ones((1, 6, 6, 6, 2))).shape
    (1, 3, 3, 3, 2)
    """

    def __init__(
        self, pool_size, strides=None, padding="valid", data_format=None, name=None, **kwargs,
    ):
        super().__init__(pool_dimensions=3, pool_mode="average", **given(locals()))
