from keras.src.api_export import keras_export
from keras.src.layers.convolutional.base_conv_transpose import BaseConvTranspose
from keras.src.utils.python_utils import given


@keras_export(["keras.layers.Conv3DTranspose", "keras.layers.Convolution3DTranspose"])
class Conv3DTranspose(BaseConvTranspose):
    """Transposed convolution of a volume: from the shape of a convolution's output to that of its input.

    Args:
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or three of them, the size of the window.
        strides: Positive integer or three of them, the factor by which the spatial axes grow. Default `(1, 1, 1)`.
        padding: `"valid"` (no padding), `"same"` (zeros so that `strides=1` keeps the size). Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default
            None, the one of `keras.config`.
        output_padding: Non-negative integer or three of them, less than `strides`: how much larger
            the output is than the smallest possible one. Default None: as the padding suggests.
        dilation_rate: Positive integer or three of them, the spacing of the window's points. Default `(1, 1, 1)`.

    The arguments from `activation` on are those of `keras.layers.Conv2D`.

    Input: `(batch, depth, height, width, channels)`.
    Output: `(batch, new_depth, new_height, new_width, filters)` in the compute dtype.

    Raises:
        ValueError: If an argument is out of its range, or the input is too small or of another number of channels
            than before.

    Reference: [Dumoulin & Visin, 2016](https://arxiv.org/abs/1603.07285).

    Example:

    >>> keras.layers.Conv3DTranspose(4, 3)(keras.ops.ones((1, 4, 4, 4, 2))).shape
    (1, 6, 6, 6, 4)
    """

    def __init__(
        self, filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None,
        output_padding=None, dilation_rate=(1, 1, 1), activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ):
        super().__init__(rank=3, **given(locals()))
