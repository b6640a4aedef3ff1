from keras.src.api_export import keras_export
from keras.src.layers.convolutional.base_conv import BaseConv
from keras.src.utils.python_utils import given


@keras_export(["keras.layers.Conv3D", "keras.layers.Convolution3D"])
class Conv3D(BaseConv):
    """Convolution over the spatial axes of a volume: `activation(conv(inputs, kernel) + bias)`.

    Args:
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or three of them, the size of the window.
        strides: Positive integer or three of them, the step of the window. Default `(1, 1, 1)`.
        padding: `"valid"` (no padding), `"same"` (zeros so that `strides=1` keeps the size). Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default
            None, the one of `keras.config`.
        dilation_rate: Positive integer or three of them, the spacing of the window's points. Default `(1, 1, 1)`.
        groups: Positive integer, the number of groups of channels that are convolved apart. Default 1.

    The arguments from `activation` on are those of `keras.layers.Conv2D`.

    Input: `(batch, depth, height, width, channels)`.
    Output: `(batch, new_depth, new_height, new_width, filters)` in the compute dtype.

    Raises:
        ValueError: If an argument is out of its range, or the input is too small or of another number of channels
            than before.

    Example:

    >>> keras.layers.Conv3D(4, 3)(keras.ops.ones((1, 4, 4, 4, 2))).shape
    (1, 2, 2, 2, 4)
    """

    def __init__(
        self, filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None,
        dilation_rate=(1, 1, 1), groups=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ):
        super().__init__(rank=3, **given(locals()))
