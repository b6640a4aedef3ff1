from keras.src.api_export import keras_export
from keras.src.layers.convolutional.base_conv import BaseConv
from keras.src.utils.python_utils import given


@keras_export(["keras.layers.Conv2D", "keras.layers.Convolution2D"])
class Conv2D(BaseConv):
    """Convolution over the spatial axes of an image: `activation(conv(inputs, kernel) + bias)`.

    Args:
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or two of them, the size of the window.
        strides: Positive integer or two of them, the step of the window. Default `(1, 1)`.
        padding: `"valid"` (no padding), `"same"` (zeros so that `strides=1` keeps the size). Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`, where the channels are axis 1. Default
            None, the one of `keras.config`.
        dilation_rate: Positive integer or two of them, the spacing of the window's points. Default `(1, 1)`.
        groups: Positive integer, the number of groups of channels that are convolved apart. Default 1.
        activation: Function or name of one. Default None: linear.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel. Default `"glorot_uniform"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.

    Input: `(batch, height, width, channels)`.
    Output: `(batch, new_height, new_width, filters)` in the compute dtype.

    Raises:
        ValueError: If an argument is out of its range, or the input is too small or of another number of channels
            than before.

    Example:

    >>> keras.layers.Conv2D(4, 3)(keras.ops.ones((1, 6, 6, 2))).shape
    (1, 4, 4, 4)
    """

    def __init__(
        self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
        dilation_rate=(1, 1), groups=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ):
        super().__init__(rank=2, **given(locals()))
