"""RNN: any cell over the steps of sequences; the base of SimpleRNN, LSTM, GRU and ConvLSTM."""
from keras.src import backend, ops, tree
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers._call_plan import call_plan
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer
from keras.src.layers.rnn.dropout_rnn_cell import DropoutRNNCell
from keras.src.layers.rnn.stacked_rnn_cells import (
    StackedRNNCells,
    as_list,
    check_cell,
    map_sizes,
    output_size,
    zero_states,
)
from keras.src.utils.tracking import no_automatic_dependency_tracking

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.layers.RNN")
class RNN(Layer):
    """Runs a cell along the steps of sequences.

    A cell is a layer with `call(inputs, states)`, which returns `(output, new states)` of one step, and an attribute
    `state_size`, an integer or a list of integers. It may have an `output_size` (by default the first state's size) and
    a method `get_initial_state(batch_size)` (by default zeros).

    Args:
        cell: A cell, or a list of cells, each of which takes the output of the one before.
        return_sequences: Boolean, whether to return the outputs of all steps. Default False: the last one.
        return_state: Boolean, whether to return the last states after the output. Default False.
        go_backwards: Boolean, whether to begin at the last step; outputs come in this order. Default False.
        stateful: Boolean, whether a batch begins with the states that the batch before ended with. The batch size
            must be fixed. Default False.
        unroll: Boolean, whether to write the steps out one by one instead of a loop; their number must be known.
            Default False.
        zero_output_for_mask: Boolean, whether the output of masked steps is 0. Default False: the last output before.

    Call arguments:
        sequences: Tensor `(batch, steps, ...)`.
        initial_state: List of tensors, the states to begin with. Default None: those kept, or zeros.
        mask: Boolean tensor `(batch, steps)`; where it is False, a step changes nothing. Default None.
        training: Boolean, passed on to the cell. Default False.

    Output: `(batch, output_size)` or `(batch, steps, output_size)`; with `return_state` a tuple of it and the states.

    Raises:
        ValueError: If the cell is none.

    Example:

    >>> class Sum(keras.Layer):
    ...     state_size = 2
    ...     def call(self, inputs, states):
    ...         total = states[0] + inputs
    ...         return total, [total]
    >>> keras.layers.RNN(Sum())(keras.ops.ones((1, 3, 2))).tolist()
    [[3.0, 3.0]]
    """

    _only_passes_masks_on = True

    def __init__(
        self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
        unroll=False, zero_output_for_mask=False, **kwargs,
    ):
        cell = StackedRNNCells(cell) if isinstance(cell, (list, tuple)) else check_cell("RNN", "cell", cell)
        super().__init__(**kwargs)
        self.zero_output_for_mask = zero_output_for_mask
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.supports_masking = True
        self.input_spec = None
        self.states = None
        self.state_size = as_list(cell.state_size)
        self.single_state = not isinstance(cell.state_size, (list, tuple))
        self._expected_batch_size = None

    # Shapes

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        batch, steps = sequences_shape[0], sequences_shape[1]
        states = map_sizes(lambda size: (batch, size), self.state_size)
        size = output_size(self.cell)
        output = (batch, steps, size) if self.return_sequences else (batch, size)
        return (output, *states) if self.return_state else output

    def compute_mask(self, _, mask):
        mask = tree.flatten(mask)[0]
        output_mask = mask if self.return_sequences else None
        if not self.return_state:
            return output_mask
        return [output_mask] + [None] * len(self.state_size)

    # Building

    def build(self, sequences_shape, initial_state_shape=None):
        step_shape = (sequences_shape[0], *sequences_shape[2:])
        if isinstance(self.cell, Layer) and not self.cell.built:
            self.cell.build(step_shape)
            self.cell.built = True
        if self.stateful:
            self._create_state_variables(sequences_shape)

    @no_automatic_dependency_tracking
    def _create_state_variables(self, sequences_shape):
        batch = sequences_shape[0]
        if batch is None:
            raise ValueError(
                f"Argument `stateful` of {type(self).__name__} asks for a fixed batch size. "
                f"Received: sequences of shape {tuple(sequences_shape)}"
            )
        self._expected_batch_size = batch
        first = backend.compute_output_spec(self.get_initial_state, batch)
        with backend.name_scope(self.name, caller=self):
            self.states = tree.pack_sequence_as(first, [self._kept(*place) for place in enumerate(tree.flatten(first))])
        self._kept_states = tuple(tree.flatten(self.states))

    def _kept(self, index, spec):
        """The variable of a state; a model that is loaded gets its value from the file and makes no other one."""

        def first(shape, dtype):
            return ops.cast(tree.flatten(self.get_initial_state(self._expected_batch_size))[index], dtype)

        return backend.Variable(first, spec.shape, self.variable_dtype, trainable=False, name="rnn_state")

    def get_initial_state(self, batch_size):
        """The states of the cell at the beginning, a list.

        Args:
            batch_size: Integer.
        """
        make = getattr(self.cell, "get_initial_state", None)
        if make is None:
            return zero_states(self.state_size, batch_size, self.cell.compute_dtype)
        return as_list(make(batch_size=batch_size))

    def reset_state(self):
        """Sets the states that a stateful layer keeps back to 0."""
        if self.states is not None:
            for variable in tree.flatten(self.states):
                variable.assign(ops.zeros_like(variable.value))

    def reset_states(self):
        """The same as `reset_state`."""
        self.reset_state()

    # Calling

    def call(self, sequences, initial_state=None, mask=None, training=False):
        if mask is not None:
            mask = tree.flatten(mask)[0]
        if self.unroll and sequences.shape[1] is None:
            raise ValueError(
                f"Argument `unroll` of {type(self).__name__} asks for a known number of steps. "
                f"Received: sequences of shape {tuple(sequences.shape)}"
            )
        states = self._first_states(sequences, initial_state)
        cells = _dropout_cells(self.cell)
        for cell in cells:
            cell.prepare_dropout_masks(sequences, training)
        try:
            last, outputs, states = self.inner_loop(sequences, states, mask, training)
        finally:
            for cell in cells:
                cell.reset_dropout_masks()
        if self.stateful:
            for variable, value in zip(tree.flatten(self.states), tree.flatten(states)):
                variable.assign(ops.cast(value, variable.dtype))
        output = ops.cast(outputs if self.return_sequences else last, self.compute_dtype)
        if not self.return_state:
            return output
        return (output, *tree.map_structure(lambda state: ops.cast(state, self.compute_dtype), states))

    def _first_states(self, sequences, initial_state):
        if initial_state is not None:
            given = as_list(initial_state)
            if not self.single_state and len(given) != len(self.state_size):
                raise ValueError(
                    f"Argument `initial_state` of {type(self).__name__} must have {len(self.state_size)} states. "
                    f"Received: {len(given)}"
                )
            return given
        if not self.stateful:
            return self.get_initial_state(ops.shape(sequences)[0])
        if sequences.shape[0] not in (None, self._expected_batch_size):
            raise ValueError(
                f"A stateful {type(self).__name__} keeps its batch size, {self._expected_batch_size}. "
                f"Received: sequences of shape {tuple(sequences.shape)}"
            )
        # copies, which torch keeps for the gradients when `call` assigns to the variables
        return tree.map_structure(lambda v: ops.copy(ops.cast(v.value, self.compute_dtype)), self.states)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        """Runs the cell over the steps; subclasses may override it.

        Args:
            sequences: Tensor `(batch, steps, ...)`.
            initial_state: List of tensors.
            mask: Boolean tensor `(batch, steps)` or None.
            training: Boolean.

        Returns:
            Tuple `(last output, outputs, states)`.
        """
        cell = self.cell
        run = cell.call if self._calls_cell_directly() else cell
        options = {}
        if isinstance(cell, Layer) and call_plan(type(cell)).has_training:
            options["training"] = training

        def step(inputs, states):
            output, states = run(inputs, states, **options)
            return output, as_list(states)

        return backend.rnn(
            step, sequences, initial_state, go_backwards=self.go_backwards, mask=mask,
            unroll=self.unroll, input_length=sequences.shape[1],
            zero_output_for_mask=self.zero_output_for_mask,
            return_all_outputs=self.return_sequences,
        )

    def _calls_cell_directly(self):
        """Whether what `Layer.__call__` does around a cell's `call` was done for this layer already."""
        cell = self.cell
        own = isinstance(cell, (DropoutRNNCell, StackedRNNCells)) and isinstance(cell, Layer)
        return own and cell.built and cell.compute_dtype == self.compute_dtype and cell.activity_regularizer is None

    # Config

    def get_config(self):
        return self._flags_config() | {"cell": serialization_lib.serialize_keras_object(self.cell)}

    def _flags_config(self):
        """The config without the cell."""
        return super().get_config() | config_of(
            self, "return_sequences", "return_state", "go_backwards", "stateful", "unroll",
            "zero_output_for_mask",
        )

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        cell = serialization_lib.deserialize_keras_object(config.pop("cell"), custom_objects=custom_objects)
        return cls(cell, **config)


def _dropout_cells(cell):
    """The cells with dropout inside of a cell, each of which keeps its masks during a call."""
    cells = cell.cells if isinstance(cell, StackedRNNCells) else [cell]
    return [c for c in cells if isinstance(c, DropoutRNNCell) and (c.dropout or c.recurrent_dropout)]
