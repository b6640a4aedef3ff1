from keras.src.api_export import keras_export
from keras.src.layers.rnn.conv_lstm import ConvLSTM
from keras.src.utils.python_utils import given


@keras_export("keras.layers.ConvLSTM1D")
class ConvLSTM1D(ConvLSTM):
    """LSTM over sequences of rows, with convolutions over `(rows)` in place of products.

    Arguments: those of `keras.layers.ConvLSTM2D`; sizes, strides and dilations are for 1 axis.

    Call arguments: those of `keras.layers.LSTM`; `sequences` is `(batch, steps, rows, channels)`.

    Output: `(batch, rows, filters)`, or `(batch, steps, rows, filters)`.

    Raises:
        ValueError: If an argument is invalid.

    Reference: [Shi et al., 2015](https://arxiv.org/abs/1506.04214).

    Example:

    >>> layer = keras.layers.ConvLSTM1D(5, 2, return_sequences=True)
    >>> layer(keras.ops.ones((1, 3, 4, 2))).shape
    (1, 3, 3, 5)
    """

    def __init__(
        self, filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, seed=None, return_sequences=False, return_state=False,
        go_backwards=False, stateful=False, **kwargs,
    ):
        super().__init__(1, **given(locals()))
