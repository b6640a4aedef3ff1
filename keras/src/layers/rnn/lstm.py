from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas.recurrent import lstm_step
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.rnn.dropout_rnn_cell import masked_product
from keras.src.layers.rnn.gated_cell import FusedRNN, GatedCell, forget_bias, of_cell


@keras_export("keras.layers.LSTMCell")
class LSTMCell(GatedCell):
    """One step of a long short-term memory.

    With the gates `i, f, g, o = split(x @ kernel + h @ recurrent_kernel + bias)` and their activations `s`:
    `c' = s(f) * c + s(i) * activation(g)`, `h' = s(o) * activation(c')`.

    Args:
        units: Positive integer, the size of the state and of the output.
        activation: Function or name of one. Default `"tanh"`.
        recurrent_activation: Function of the gates, or name of one. Default `"sigmoid"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel `(features, 4 * units)`. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the recurrent kernel `(units, 4 * units)`. Default `"orthogonal"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        unit_forget_bias: Boolean, whether the bias of the forget gate begins with 1. Default True.
        kernel_regularizer: Regularizer of the kernel. Default None.
        recurrent_regularizer: Regularizer of the recurrent kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        recurrent_constraint: Constraint on the recurrent kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        dropout: Number from 0 to 1, the part of the inputs that is dropped in training. Default 0.
        recurrent_dropout: Number from 0 to 1, the part of the state that is dropped in training. Default 0.
        seed: Integer that makes the dropout repeatable. Default None.
        **kwargs: Arguments of `Layer`.

    Call arguments:
        inputs: Tensor `(batch, features)`, the inputs of one step.
        states: List of two tensors `(batch, units)`, the output and the memory of the step before.
        training: Boolean, whether to drop. Default False.

    Output: tuple of the output `(batch, units)` and the list of the new states.

    Raises:
        ValueError: If `units` is not a positive integer.

    Reference: [Hochreiter and Schmidhuber, 1997](https://www.bioinf.jku.at/publications/older/2604.pdf).

    Example:

    >>> cell = keras.layers.LSTMCell(4)
    >>> output, states = cell(keras.ops.ones((2, 3)), cell.get_initial_state(batch_size=2))
    >>> output.shape, len(states)
    ((2, 4), 2)
    """

    gates = 4
    _ARGUMENTS = (
        "units", "activation", "recurrent_activation", "use_bias", "kernel_initializer",
        "recurrent_initializer", "bias_initializer", "unit_forget_bias", "kernel_regularizer",
        "recurrent_regularizer", "bias_regularizer", "kernel_constraint", "recurrent_constraint",
        "bias_constraint", "dropout", "recurrent_dropout", "seed",
    )

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, **kwargs,
    ):
        given = locals()
        options = {"implementation": kwargs.pop("implementation", 2)}
        super().__init__(**kwargs)
        self._set_arguments(given, **options)

    def _set_arguments(self, given, **options):
        super()._set_arguments(given, **options)
        self.state_size = [self.units, self.units]

    def _bias_initializer(self):
        return forget_bias(self.bias_initializer, self.units) if self.unit_forget_bias else self.bias_initializer

    def call(self, inputs, states, training=False):
        h, c = states
        input_masks, state_masks = self._masks(inputs, h, training)
        gates = masked_product(ops.matmul, inputs, self.kernel, input_masks)
        gates = ops.add(gates, masked_product(ops.matmul, h, self.recurrent_kernel, state_masks))
        if self.bias is not None:
            gates = ops.add(gates, self.bias)
        h, c = lstm_step(ops, gates, c, self.activation, self.recurrent_activation)
        return h, [h, c]


@keras_export("keras.layers.LSTM")
class LSTM(FusedRNN):
    """Long short-term memory: see `LSTMCell` for the formula of a step.

    Where the activations are the default ones, torch computes all steps in one kernel, on a GPU that of cuDNN.

    Args:
        units: Positive integer, the size of the state and of the output.
        activation: Function or name of one. Default `"tanh"`.
        recurrent_activation: Function of the gates, or name of one. Default `"sigmoid"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel `(features, 4 * units)`. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the recurrent kernel `(units, 4 * units)`. Default `"orthogonal"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        unit_forget_bias: Boolean, whether the bias of the forget gate begins with 1. Default True.
        kernel_regularizer: Regularizer of the kernel. Default None.
        recurrent_regularizer: Regularizer of the recurrent kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        recurrent_constraint: Constraint on the recurrent kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        dropout: Number from 0 to 1, the part of the inputs that is dropped in training. Default 0.
        recurrent_dropout: Number from 0 to 1, the part of the state that is dropped in training. Default 0.
        seed: Integer that makes the dropout repeatable. Default None.
        return_sequences: Boolean, whether to return the outputs of all steps. Default False: the last one.
        return_state: Boolean, whether to return the last states after the output. Default False.
        go_backwards: Boolean, whether to begin at the last step; outputs come in this order. Default False.
        stateful: Boolean, whether a batch begins with the state that the batch before ended with. Default False.
        unroll: Boolean, whether to write the steps out one by one. Default False.
        use_cudnn: `"auto"`: a native kernel where there is one, else a loop. True: an error if there is none. False:
            the cell, step by step.
        **kwargs: `zero_output_for_mask`, see `RNN`, and the arguments of `Layer`.

    Call arguments:
        sequences: Tensor `(batch, steps, features)`.
        initial_state: List of tensors `(batch, units)`, the states to begin with. Default None: zeros.
        mask: Boolean tensor `(batch, steps)`; where it is False, a step changes nothing. Default None.
        training: Boolean, whether to drop. Default False.

    Output: `(batch, units)`, or `(batch, steps, units)`; with `return_state` a tuple of this and the states.

    Raises:
        ValueError: If `units` is not a positive integer.

    Reference: [Hochreiter and Schmidhuber, 1997](https://www.bioinf.jku.at/publications/older/2604.pdf).

    Example:

    >>> layer = keras.layers.LSTM(4, return_sequences=True, return_state=True)
    >>> [output.shape for output in layer(keras.ops.ones((2, 5, 3)))]
    [(2, 5, 4), (2, 4), (2, 4)]
    """

    _CELL = LSTMCell
    _cell_name = "lstm_cell"
    _ARGUMENTS = LSTMCell._ARGUMENTS

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, seed=None, return_sequences=False, return_state=False,
        go_backwards=False, stateful=False, unroll=False, use_cudnn="auto", **kwargs,
    ):
        self._set_cell(locals())
        self.input_spec = InputSpec(ndim=3)
        self._set_use_cudnn(use_cudnn)

    units = of_cell("units")
    recurrent_activation = of_cell("recurrent_activation")
    unit_forget_bias = of_cell("unit_forget_bias")
    seed = of_cell("seed")

    def _fused_loop(self, sequences, states, mask, *weights, **options):
        return backend.lstm(sequences, *states, mask, *weights, **options)
