from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.backend.common.formulas.recurrent import simple_rnn_step
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.rnn.dropout_rnn_cell import masked_product
from keras.src.layers.rnn.gated_cell import GatedCell, GatedRNN, of_cell
from keras.src.layers.rnn.rnn import RNN  # noqa: F401 - other code finds it here
from keras.src.layers.rnn.stacked_rnn_cells import as_list, like


@keras_export("keras.layers.SimpleRNNCell")
class SimpleRNNCell(GatedCell):
    """One step of a simple recurrent layer: `h' = activation(x @ kernel + h @ recurrent_kernel + bias)`.

    Args:
        units: Positive integer, the size of the state and of the output.
        activation: Function or name of one. Default `"tanh"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel `(features, units)`. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the recurrent kernel `(units, units)`. Default `"orthogonal"`.
        bias_initializer: Initializer of the bias. Default `"zeros"`.
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
        sequence: Tensor `(batch, features)`, the inputs of one step.
        states: List of one tensor `(batch, units)`, or this tensor: the output of the step before.
        training: Boolean, whether to drop. Default False.

    Output: tuple of the output `(batch, units)` and the new states, as a list or a tensor as they were given.

    Raises:
        ValueError: If `units` is not a positive integer.

    Example:

    >>> cell = keras.layers.SimpleRNNCell(4)
    >>> output, states = cell(keras.ops.ones((2, 3)), cell.get_initial_state(batch_size=2))
    >>> output.shape, len(states)
    ((2, 4), 1)
    """

    gates = 1
    _seeds_first = True
    _ARGUMENTS = (
        "units", "activation", "use_bias", "kernel_initializer", "recurrent_initializer",
        "bias_initializer", "kernel_regularizer", "recurrent_regularizer", "bias_regularizer",
        "kernel_constraint", "recurrent_constraint", "bias_constraint", "dropout",
        "recurrent_dropout", "seed",
    )

    def __init__(
        self, units, activation="tanh", use_bias=True, kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal", bias_initializer="zeros", kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, **kwargs,
    ):
        given = locals()
        super().__init__(**kwargs)
        self._set_arguments(given)

    def call(self, sequence, states, training=False):
        h = as_list(states)[0]
        input_masks, state_masks = self._masks(sequence, h, training)
        projected = masked_product(ops.matmul, sequence, self.kernel, input_masks)
        if self.bias is not None:
            projected = ops.add(projected, self.bias)
        recurrent = masked_product(ops.matmul, h, self.recurrent_kernel, state_masks)
        h = simple_rnn_step(ops, projected, recurrent, self.activation)
        return h, like(states, [h])


@keras_export("keras.layers.SimpleRNN")
class SimpleRNN(GatedRNN):
    """Simple recurrent layer: `h' = activation(x @ kernel + h @ recurrent_kernel + bias)` at each step.

    Args:
        units: Positive integer, the size of the state and of the output.
        activation: Function or name of one. Default `"tanh"`.
        use_bias: Boolean, whether to add a bias. Default True.
        kernel_initializer: Initializer of the kernel `(features, units)`. Default `"glorot_uniform"`.
        recurrent_initializer: Initializer of the recurrent kernel `(units, units)`. Default `"orthogonal"`.
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
        seed: Integer that makes the dropout repeatable. Default None.
        return_sequences: Boolean, whether to return the outputs of all steps. Default False: the last one.
        return_state: Boolean, whether to return the last state after the output. Default False.
        go_backwards: Boolean, whether to begin at the last step; outputs come in this order. Default False.
        stateful: Boolean, whether a batch begins with the state that the batch before ended with. Default False.
        unroll: Boolean, whether to write the steps out one by one. Default False.
        **kwargs: `zero_output_for_mask`, see `RNN`, and the arguments of `Layer`.

    Call arguments:
        sequences: Tensor `(batch, steps, features)`.
        initial_state: List of tensors `(batch, units)`, the state to begin with. Default None: zeros.
        mask: Boolean tensor `(batch, steps)`; where it is False, a step changes nothing. Default None.
        training: Boolean, whether to drop. Default False.

    Output: `(batch, units)`, or `(batch, steps, units)`; with `return_state` a tuple of this and the state.

    Raises:
        ValueError: If `units` is not a positive integer.

    Example:

    >>> layer = keras.layers.SimpleRNN(4, return_sequences=True, return_state=True)
    >>> [output.shape for output in layer(keras.ops.ones((2, 5, 3)))]
    [(2, 5, 4), (2, 4)]
    """

    _CELL = SimpleRNNCell
    _cell_name = "simple_rnn_cell"
    _ARGUMENTS = tuple(name for name in SimpleRNNCell._ARGUMENTS if name != "seed")

    def __init__(
        self, units, activation="tanh", use_bias=True, kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal", bias_initializer="zeros", kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, return_sequences=False, return_state=False, go_backwards=False,
        stateful=False, unroll=False, seed=None, **kwargs,
    ):
        self._set_cell(locals())
        self.input_spec = [InputSpec(ndim=3)]

    units = of_cell("units")
