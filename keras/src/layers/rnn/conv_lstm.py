"""ConvLSTM: an LSTM whose products are convolutions, over any number of spatial axes."""
import functools

from keras.src import backend, ops, tree
from keras.src.backend.common.formulas.recurrent import lstm_step
from keras.src.layers.arguments import positive_integer
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.rnn.dropout_rnn_cell import masked_product
from keras.src.layers.rnn.gated_cell import GatedCell, GatedRNN, forget_bias, of_cell
from keras.src.ops.operation_utils import compute_conv_output_shape
from keras.src.utils.argument_validation import standardize_padding, standardize_tuple


class ConvLSTMCell(GatedCell):
    """One step of a convolutional LSTM: `LSTMCell` with convolutions in place of products.

    The inputs' convolution has the given geometry, that of the state keeps its shape.

    Args:
        rank: Integer, the number of spatial axes.
        filters: Positive integer, the number of output channels.
        kernel_size: Positive integer or `rank` of them, the size of the window.

    The other arguments are those of `keras.layers.ConvLSTM2D`.

    Call arguments:
        inputs: Tensor `(batch, ..., channels)`, or `(batch, channels, ...)`.
        states: List of two tensors, the output and the memory of the step before.
        training: Boolean, whether to drop. Default False.
    """

    gates = 4
    _seeds_first = True
    _ARGUMENTS = (
        "rank", "filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate",
        "activation", "recurrent_activation", "use_bias", "kernel_initializer",
        "recurrent_initializer", "bias_initializer", "unit_forget_bias", "kernel_regularizer",
        "recurrent_regularizer", "bias_regularizer", "kernel_constraint", "recurrent_constraint",
        "bias_constraint", "dropout", "recurrent_dropout", "seed",
    )

    def __init__(
        self, rank, filters, kernel_size, strides=1, padding="valid", data_format=None,
        dilation_rate=1, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, **kwargs,
    ):
        given = locals()
        super().__init__(**kwargs)
        self._set_arguments(given)

    def _set_arguments(self, given):
        filters = positive_integer(self, filters=given["filters"])
        super()._set_arguments(given | {"units": filters})
        self.kernel_size = standardize_tuple(self.kernel_size, self.rank, "kernel_size")
        self.strides = standardize_tuple(self.strides, self.rank, "strides")
        self.dilation_rate = standardize_tuple(self.dilation_rate, self.rank, "dilation_rate")
        self.padding = standardize_padding(self.padding)
        self.data_format = backend.standardize_data_format(self.data_format)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"Arguments `strides` and `dilation_rate` of {type(self).__name__} cannot both be greater than 1. "
                f"Received: strides={self.strides}, dilation_rate={self.dilation_rate}"
            )
        self._channel_axis = -1 if self.data_format == "channels_last" else 1
        self.state_size = [self.filters, self.filters]

    def build(self, input_shape):
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError(
                f"Layer {self.name!r} needs to know the size of the channels axis of its input. "
                f"Received: input_shape={tuple(input_shape)}"
            )
        self._state_shape = self.compute_state_shape(input_shape)
        self.spatial_dims = tuple(input_shape[1:-1] if self._channel_axis == -1 else input_shape[2:])
        self.input_dim = channels
        self.kernel_shape = (*self.kernel_size, channels, 4 * self.filters)
        self.kernel = self._add_part("kernel", self.kernel_shape)
        recurrent_shape = (*self.kernel_size, self.filters, 4 * self.filters)
        self.recurrent_kernel = self._add_part("recurrent_kernel", recurrent_shape, "recurrent")
        self.bias = None
        if self.use_bias:
            first = forget_bias(self.bias_initializer, self.filters) if self.unit_forget_bias else None
            self.bias = self._add_part("bias", (4 * self.filters,), initializer=first)

    def compute_state_shape(self, input_shape):
        """Shape of the output and of either state for the inputs of one step."""
        return compute_conv_output_shape(
            input_shape, self.filters, self.kernel_size, strides=self.strides, padding=self.padding,
            data_format=self.data_format, dilation_rate=self.dilation_rate,
        )

    def get_initial_state(self, batch_size=None):
        shape = (batch_size, *self._state_shape[1:])
        return [ops.zeros(shape, dtype=self.compute_dtype) for _ in range(2)]

    def call(self, inputs, states, training=False):
        h, c = states
        input_masks, state_masks = self._masks(inputs, h, training)
        axis = self._channel_axis
        convolve = functools.partial(self.input_conv, padding=self.padding)
        gates = masked_product(convolve, inputs, self.kernel, input_masks, axis)
        if self.bias is not None:
            gates = ops.add(gates, self._along_channels(self.bias))
        gates = ops.add(gates, masked_product(self.recurrent_conv, h, self.recurrent_kernel, state_masks, axis))
        h, c = lstm_step(ops, gates, c, self.activation, self.recurrent_activation, axis)
        return h, [h, c]

    def input_conv(self, x, w, b=None, padding="valid"):
        """The inputs' convolution with a part of the kernel, or the whole, and with a bias if there is one."""
        output = ops.conv(
            x, w, strides=self.strides, padding=padding, data_format=self.data_format, dilation_rate=self.dilation_rate
        )
        return output if b is None else ops.add(output, self._along_channels(b))

    def recurrent_conv(self, x, w):
        """The state's convolution, which keeps its shape."""
        return ops.conv(x, w, strides=1, padding="same", data_format=self.data_format)

    def _along_channels(self, bias):
        return bias if self._channel_axis == -1 else ops.reshape(bias, (1, -1) + (1,) * self.rank)

    def compute_output_spec(self, inputs, states, training=False):
        shape = self.compute_state_shape(inputs.shape)
        output, h, c = (backend.KerasTensor(shape, dtype=self.compute_dtype) for _ in range(3))
        return output, [h, c]


class ConvLSTM(GatedRNN):
    """LSTM whose products are convolutions over `rank` spatial axes; the base of ConvLSTM1D, 2D and 3D.

    Args:
        rank: Integer, the number of spatial axes.

    The other arguments are those of `keras.layers.ConvLSTM2D`.
    """

    _CELL = ConvLSTMCell
    _cell_name = "conv_lstm_cell"
    _ARGUMENTS = ConvLSTMCell._ARGUMENTS[1:]

    def __init__(
        self, rank, filters, kernel_size, strides=1, padding="valid", data_format=None,
        dilation_rate=1, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
        activity_regularizer=None, **kwargs,
    ):
        self._set_cell(locals())
        self.input_spec = InputSpec(ndim=rank + 3)

    def get_initial_state(self, batch_size):
        if None not in self.cell._state_shape[1:]:
            return super().get_initial_state(batch_size)
        raise ValueError(
            f"The states of {type(self).__name__} depend on the size of the spatial axes, which is not known. "
            f"Received: states of shape {self.cell._state_shape}"
        )

    def _first_states(self, sequences, initial_state):
        unknown = None in self.cell._state_shape[1:]
        if initial_state is not None or self.stateful or not unknown:
            return super()._first_states(sequences, initial_state)
        step, kernel = sequences[:, 0], self.cell.kernel.value[..., : self.cell.filters]
        zeros = ops.zeros_like(self.cell.input_conv(step, kernel, padding=self.cell.padding))
        return [zeros, zeros]

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        batch, steps, *rest = sequences_shape
        state = tuple(self.cell.compute_state_shape((batch, *rest)))
        output = (batch, steps, *state[1:]) if self.return_sequences else state
        return (output, state, state) if self.return_state else output

    def compute_mask(self, _, mask):
        mask = tree.flatten(mask)[0]
        output_mask = mask if self.return_sequences else None
        return [output_mask, None, None] if self.return_state else output_mask

    rank = of_cell("rank")
    filters = of_cell("filters")
    kernel_size = of_cell("kernel_size")
    strides = of_cell("strides")
    padding = of_cell("padding")
    data_format = of_cell("data_format")
    dilation_rate = of_cell("dilation_rate")
    recurrent_activation = of_cell("recurrent_activation")
    unit_forget_bias = of_cell("unit_forget_bias")
    seed = of_cell("seed")
