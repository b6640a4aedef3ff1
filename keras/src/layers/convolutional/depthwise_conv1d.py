from keras.src.api_export import keras_export
from keras.src.layers.convolutional.base_depthwise_conv import BaseDepthwiseConv
from keras.src.utils.python_utils import given


@keras_export("keras.layers.DepthwiseConv1D")
class DepthwiseConv1D(BaseDepthwiseConv):
    """Convolution of each channel of a sequence by itself.

    Args:
        kernel_size: Positive integer or a tuple of one, the size of the window.
        strides: Positive integer or a tuple of one, the step of the window. Default 1.
        padding: `"valid"` (no padding), `"same"` (zeros so that `strides=1` keeps the size). Default `"valid"`.
        depth_multiplier: Positive integer, the number of output channels for each input channel. Default 1.
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default
            None, the one of `keras.config`.
        dilation_rate: Positive integer or a tuple of one, the spacing of the window's points. Default 1.

    The arguments from `activation` on are those of `keras.layers.DepthwiseConv2D`.

    Input: `(batch, steps, channels)`.
    Output: `(batch, new_steps, depth_multiplier * channels)` in the compute dtype.

    Raises:
        ValueError: If an argument is out of its range, or the input is too small or of another number of channels
            than before.

    Example:

    >>> keras.layers.DepthwiseConv1D(3)(keras.ops.ones((1, 6, 2))).shape
    (1, 4, 2)
    """

    def __init__(
        self, kernel_size, strides=1, padding="valid", depth_multiplier=1, data_format=None,
        dilation_rate=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform",
        bias_initializer="zeros", depthwise_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, depthwise_constraint=None, bias_constraint=None, **kwargs,
    ):
        super().__init__(rank=1, **given(locals()))
