from keras.src.api_export import keras_export
from keras.src.layers.rnn.conv_lstm import ConvLSTM
from keras.src.utils.python_utils import given


@keras_export("keras.layers.ConvLSTM3D")
class ConvLSTM3D(ConvLSTM):
    """LSTM over sequences of volumes, with convolutions over `(depth, rows, columns)` in place of products.

    Args:
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or 3 of them, the size of the window.
        strides: Positive integer or 3 of them, the step of the window over the inputs. Default 1.
        padding: `"valid"` or `"same"`, for the inputs; the state is always padded. Default `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        dilation_rate: Positive integer or 3 of them, the spacing of the window's points. Default 1.
        activation: Function or name of one. Default `"tanh"`.
        recurrent_activation: Function of the gates, or name of one. Default `"sigmoid"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the inputs' kernel. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the state's kernel. Default `"orthogonal"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        unit_forget_bias: Boolean, whether the bias of the forget gate begins with 1. Default True.
        kernel_regularizer: Regularizer of the inputs' kernel. Default None.
        recurrent_regularizer: Regularizer of the state's kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the inputs' kernel. Default None.
        recurrent_constraint: Constraint on the state's kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        dropout: Number from 0 to 1, the part of the inputs that is dropped in training. Default 0.
        recurrent_dropout: Number from 0 to 1, the part of the state that is dropped in training. Default 0.
        seed: Integer that makes the dropout repeatable. Default None.
        return_sequences: Boolean, whether to return the outputs of all steps. Default False: the last one.
        return_state: Boolean, whether to return the last states after the output. Default False.
        go_backwards: Boolean, whether to begin at the last step. Default False.
        stateful: Boolean, whether a batch begins with the states that the batch before ended with. Default False.
        **kwargs: `zero_output_for_mask` and `unroll`, see `RNN`, and the arguments of `Layer`.

    Call arguments: those of `keras.layers.LSTM`; `sequences` is `(batch, steps, depth, rows, columns, channels)`.

    Output: `(batch, depth, rows, columns, filters)`, or `(batch, steps, depth, rows, columns, filters)`.

    Raises:
        ValueError: If an argument is invalid.

    Reference: [Shi et al., 2015](https://arxiv.org/abs/1506.04214).

    Example:

    >>> layer = keras.layers.ConvLSTM3D(5, 2, return_sequences=True)
    >>> layer(keras.ops.ones((1, 3, 4, 4, 4, 2))).shape
    (1, 3, 3, 3, 3, 5)
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
        super().__init__(3, **given(locals()))
