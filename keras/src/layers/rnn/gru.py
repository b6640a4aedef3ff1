from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas.recurrent import gru_step
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.rnn.dropout_rnn_cell import masked_product
from keras.src.layers.rnn.gated_cell import FusedRNN, GatedCell, of_cell
from keras.src.layers.rnn.stacked_rnn_cells import as_list, like


@keras_export("keras.layers.GRUCell")
class GRUCell(GatedCell):
    """One step of a gated recurrent unit.

    With the parts `z, r, g` of `x @ kernel + bias`, those of the state, and the gates' activation `s`:
    `z = s(x_z + h_z)`, `r = s(x_r + h_r)`, `g = activation(x_g + r * h_g)`, `h' = z * h + (1 - z) * g`.

    Args:
        units: Positive integer, the size of the state and of the output.
        activation: Function or name of one. Default `"tanh"`.
        recurrent_activation: Function of the gates, or name of one. Default `"sigmoid"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel `(features, 3 * units)`. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the recurrent kernel `(units, 3 * units)`. Default `"orthogonal"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        recurrent_regularizer: Regularizer of the recurrent kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        recurrent_constraint: Constraint on the recurrent kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        dropout: Number from 0 to 1, the part of the inputs that is dropped in training. Default 0.
        recurrent_dropout: Number from 0 to 1, the part of the state that is dropped in training. Default 0.
        reset_after: Boolean, whether the reset gate applies to the state's product with the kernel (default True, as
            cuDNN has it) or to the state before it.
        seed: Integer that makes the dropout repeatable. Default None.
        **kwargs: Arguments of `Layer`.

    Call arguments:
        inputs: Tensor `(batch, features)`, the inputs of one step.
        states: List of one tensor `(batch, units)`, or this tensor: the output of the step before.
        training: Boolean, whether to drop. Default False.

    Output: tuple of the output `(batch, units)` and the new states, as a list or a tensor as they were given.

    Raises:
        ValueError: If `units` is not a positive integer.

    Reference: [Cho et al., 2014](https://arxiv.org/abs/1406.1078).

    Example:

    >>> cell = keras.layers.GRUCell(4)
    >>> output, states = cell(keras.ops.ones((2, 3)), cell.get_initial_state(batch_size=2))
    >>> output.shape, len(states)
    ((2, 4), 1)
    """

    gates = 3
    _ARGUMENTS = (
        "units", "activation", "recurrent_activation", "use_bias", "kernel_initializer",
        "recurrent_initializer", "bias_initializer", "kernel_regularizer", "recurrent_regularizer",
        "bias_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint",
        "dropout", "recurrent_dropout", "reset_after", "seed",
    )

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", kernel_regularizer=None, recurrent_regularizer=None,
        bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
        bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, reset_after=True, seed=None,
        **kwargs,
    ):
        given = locals()
        options = {"implementation": kwargs.pop("implementation", 2)}
        super().__init__(**kwargs)
        self._set_arguments(given, **options)

    def _bias_shape(self):
        width = 3 * self.units
        return (2, width) if self.reset_after else (width,)

    def call(self, inputs, states, training=False):
        h = as_list(states)[0]
        input_masks, state_masks = self._masks(inputs, h, training)
        projected = masked_product(ops.matmul, inputs, self.kernel, input_masks)
        input_bias, recurrent_bias = self.bias, None
        if self.bias is not None and self.reset_after:
            input_bias, recurrent_bias = ops.unstack(self.bias, 2)
        if input_bias is not None:
            projected = ops.add(projected, input_bias)

        def recurrent(h, begin, end):
            kernel = self.recurrent_kernel[:, begin * self.units : end * self.units]
            masks = None if state_masks is None else state_masks[begin:end]
            product = masked_product(ops.matmul, h, kernel, masks)
            return product if recurrent_bias is None else ops.add(product, recurrent_bias)

        activations = self.activation, self.recurrent_activation
        h = gru_step(ops, projected, h, recurrent, *activations, reset_after=self.reset_after)
        return h, like(states, [h])


@keras_export("keras.layers.GRU")
class GRU(FusedRNN):
    """Gated recurrent unit: see `GRUCell` for the formula of a step.

    Where the activations are the default ones, torch computes all steps in one kernel, on a GPU that of cuDNN.

    Args:
        units: Positive integer, the size of the state and of the output.
        activation: Function or name of one. Default `"tanh"`.
        recurrent_activation: Function of the gates, or name of one. Default `"sigmoid"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel `(features, 3 * units)`. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the recurrent kernel `(units, 3 * units)`. Default `"orthogonal"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
        kernel_regularizer: Regularizer of the kernel. Default None.
        recurrent_regularizer: Regularizer of the recurrent kernel. Default None.
        bias_regularizer: Regularizer of the bias. Default None.
        activity_regularizer: Regularizer of the output. Default None.
        kernel_constraint: Constraint on the kernel. Default None.
        recurrent_constraint: Constraint on the recurrent kernel. Default None.
        bias_constraint: Constraint on the bias. Default None.
        dropout: Number from 0 to 1, the part of the inputs that is dropped in training. Default 0.
        recurrent_dropout: Number from 0 to 1, the part of the state that is dropped in training. Default 0.
        reset_after: Boolean, whether the reset gate applies to the state's product with the kernel (default True, as
            cuDNN has it) or to the state before it.
        seed: Integer that makes the dropout repeatable. Default None.
        return_sequences: Boolean, whether to return the outputs of all steps. Default False: the last one.
        return_state: Boolean, whether to return the last state after the output. Default False.
        go_backwards: Boolean, whether to begin at the last step; outputs come in this order. Default False.
        stateful: Boolean, whether a batch begins with the state that the batch before ended with. Default False.
        unroll: Boolean, whether to write the steps out one by one. Default False.
        use_cudnn: `"auto"`: a native kernel where there is one, else a loop. True: an error if there is none. False:
            the cell, step by step.
        **kwargs: `zero_output_for_mask`, see `RNN`, and the arguments of `Layer`.

    Call arguments:
        sequences: Tensor `(batch, steps, features)`.
        initial_state: List of tensors `(batch, units)`, the state to begin with. Default None: zeros.
        mask: Boolean tensor `(batch, steps)`; where it is False, a step changes nothing. Default None.
        training: Boolean, whether to drop. Default False.

    Output: `(batch, units)`, or `(batch, steps, units)`; with `return_state` a tuple of this and the state.

    Raises:
        ValueError: If `units` is not a positive integer.

    Reference: [Cho et al., 2014](https://arxiv.org/abs/1406.1078).

    Example:

    >>> layer = keras.layers.GRU(4, return_sequences=True, return_state=True)
    >>> [output.shape for output in layer(keras.ops.ones((2, 5, 3)))]
    [(2, 5, 4), (2, 4)]
    """

    _CELL = GRUCell
    _cell_name = "gru_cell"
    _ARGUMENTS = GRUCell._ARGUMENTS

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", kernel_regularizer=None, recurrent_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
        unroll=False, reset_after=True, use_cudnn="auto", **kwargs,
    ):
        self._set_cell(locals())
        self.input_spec = InputSpec(ndim=3)
        self._set_use_cudnn(use_cudnn)

    units = of_cell("units")
    recurrent_activation = of_cell("recurrent_activation")
    seed = of_cell("seed")
    reset_after = of_cell("reset_after")

    def _fused_loop(self, sequences, states, mask, *weights, **options):
        return backend.gru(sequences, *states, mask, *weights, **options, reset_after=self.cell.reset_after)
