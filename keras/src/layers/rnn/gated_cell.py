"""What SimpleRNN, LSTM and GRU share: cells of a kernel, a recurrent kernel and a bias, and layers around them."""
from keras.src import backend, ops
from keras.src.layers.arguments import (
    clamped_fraction,
    config_of,
    kind_of,
    one_of,
    positive_integer,
    read_object,
)
from keras.src.layers.layer import Layer
from keras.src.layers.rnn.dropout_rnn_cell import DropoutRNNCell
from keras.src.layers.rnn.rnn import RNN
from keras.src.layers.rnn.stacked_rnn_cells import as_list, like, state_specs, zero_states
from keras.src.random.seed_generator import SeedGenerator

_DROPOUT_RATES = ("dropout", "recurrent_dropout")


class GatedCell(Layer, DropoutRNNCell):
    """A cell whose weights hold `gates` blocks of `units` side by side.

    Subclasses give `_ARGUMENTS`, the names of their constructor's arguments, and the computation.
    """

    _ARGUMENTS = ()
    gates = 1
    _seeds_first = False  # whether the seed generator is made before the initializers: it decides what they draw

    def _set_arguments(self, given, implementation=2):
        """Checks and keeps the arguments of the constructor, given by name."""
        self.units = positive_integer(self, units=given["units"])
        if self._seeds_first:
            self.seed_generator = SeedGenerator(given["seed"])
        for name in self._ARGUMENTS:
            value = self.units if name == "units" else given[name]
            if name in _DROPOUT_RATES:
                value = clamped_fraction(self, **{name: value})
            setattr(self, name, value if kind_of(name) is None else read_object(self, name, value))
        if not self._seeds_first:
            self.seed_generator = SeedGenerator(self.seed)
        self.implementation = 1 if self.recurrent_dropout else implementation
        if self.implementation == 1:
            self.dropout_mask_count = self.gates
        self.state_size = self.units
        self.output_size = self.units

    def build(self, input_shape):
        if len(input_shape) < 2:
            raise ValueError(
                f"Inputs of {type(self).__name__} must be of shape `(batch, features)` at each step. "
                f"Received: input_shape={tuple(input_shape)}"
            )
        width = self.gates * self.units
        self.kernel = self._add_part("kernel", (input_shape[-1], width))
        self.recurrent_kernel = self._add_part("recurrent_kernel", (self.units, width), "recurrent")
        self.bias = None
        if self.use_bias:
            self.bias = self._add_part("bias", self._bias_shape(), initializer=self._bias_initializer())

    def _add_part(self, name, shape, kind=None, initializer=None):
        kind = name if kind is None else kind
        return self.add_weight(
            name=name,
            shape=shape,
            initializer=getattr(self, f"{kind}_initializer") if initializer is None else initializer,
            regularizer=getattr(self, f"{kind}_regularizer"),
            constraint=getattr(self, f"{kind}_constraint"),
        )

    def _bias_shape(self):
        return (self.gates * self.units,)

    def _bias_initializer(self):
        return self.bias_initializer

    def get_initial_state(self, batch_size=None):
        return zero_states(self.state_size, batch_size, self.compute_dtype)

    def compute_output_spec(self, inputs, states, training=False):
        output, *_ = state_specs(self.units, inputs.shape[0], self.compute_dtype)
        return output, like(states, state_specs(self.state_size, inputs.shape[0], self.compute_dtype))

    def _masks(self, inputs, h, training):
        """The dropout masks of inputs and state; None without dropout."""
        if not training or not (self.dropout or self.recurrent_dropout):
            return None, None
        return self.get_dropout_mask(inputs), self.get_recurrent_dropout_mask(h)

    def get_config(self):
        return super().get_config() | config_of(self, *self._ARGUMENTS)


def forget_bias(initializer, units):
    """An initializer of an LSTM's bias with ones for the forget gate, the second block of `units`."""

    def initialize(shape, dtype=None):
        rest = [initializer((units,), dtype=dtype), initializer((2 * units,), dtype=dtype)]
        return ops.concatenate([rest[0], ops.ones((units,), dtype=dtype), rest[1]])

    return initialize


def of_cell(name):
    """A property of a layer that is its cell's attribute of the same name."""
    return property(lambda layer: getattr(layer.cell, name), doc=f"The cell's `{name}`.")


class GatedRNN(RNN):
    """RNN around one cell that it makes itself.

    Subclasses give `_CELL`, the class of the cell, its name, and the names of its arguments in their own config.
    """

    _CELL = None
    _cell_name = None
    _ARGUMENTS = ()

    activation = of_cell("activation")
    use_bias = of_cell("use_bias")
    kernel_initializer = of_cell("kernel_initializer")
    recurrent_initializer = of_cell("recurrent_initializer")
    bias_initializer = of_cell("bias_initializer")
    kernel_regularizer = of_cell("kernel_regularizer")
    recurrent_regularizer = of_cell("recurrent_regularizer")
    bias_regularizer = of_cell("bias_regularizer")
    kernel_constraint = of_cell("kernel_constraint")
    recurrent_constraint = of_cell("recurrent_constraint")
    bias_constraint = of_cell("bias_constraint")
    dropout = of_cell("dropout")
    recurrent_dropout = of_cell("recurrent_dropout")

    def _set_cell(self, given):
        """Makes the cell and itself from the arguments of the constructor, given by name."""
        kwargs = dict(given["kwargs"])
        cell_arguments = {name: given[name] for name in self._CELL._ARGUMENTS}
        implementation = {"implementation": kwargs.pop("implementation")} if "implementation" in kwargs else {}
        cell = self._CELL(
            **cell_arguments, **implementation, name=self._cell_name, dtype=kwargs.get("dtype"),
            trainable=kwargs.get("trainable", True),
        )
        flags = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll", "activity_regularizer")
        super().__init__(cell, **{name: given[name] for name in flags if name in given}, **kwargs)

    def get_config(self):
        return self._flags_config() | config_of(self, *self._ARGUMENTS, "activity_regularizer")

    @classmethod
    def from_config(cls, config):
        return cls(**config)


class FusedRNN(GatedRNN):
    """LSTM or GRU: the backend computes all steps at once where nothing stands against it."""

    def _set_use_cudnn(self, use_cudnn):
        self.use_cudnn = one_of(self, ("auto", True, False), use_cudnn=use_cudnn)

    def _first_states(self, sequences, initial_state):
        """None for states of zeros, which the backend makes itself, faster."""
        own = type(self).inner_loop is FusedRNN.inner_loop and self._runs_fused()
        if initial_state is None and not self.stateful and own:
            return [None] * len(as_list(self.cell.state_size))
        return super()._first_states(sequences, initial_state)

    def _runs_fused(self):
        cell = self.cell
        return type(cell) is self._CELL and cell.implementation != 1 and bool(self.use_cudnn)

    def _has_native_kernel(self):
        cell = self.cell
        fits = self._runs_fused() and getattr(cell, "reset_after", True)
        return fits and backend.native_ok(cell.activation, cell.recurrent_activation, self.unroll)

    def inner_loop(self, sequences, initial_state, mask, training=False):
        cell = self.cell
        if self.use_cudnn is True and not self._has_native_kernel():
            raise ValueError(
                f"Argument `use_cudnn` of {type(self).__name__} can be True only where the backend has a native kernel "
                "for the layer's settings. Received: use_cudnn=True"
            )
        if not self._runs_fused():
            return super().inner_loop(sequences, initial_state, mask, training)
        if training and cell.dropout:
            sequences = ops.multiply(sequences, ops.expand_dims(cell.get_dropout_mask(sequences[:, 0]), 1))
        last, outputs, states = self._fused_loop(
            sequences,
            initial_state,
            mask,
            cell.kernel.value,
            cell.recurrent_kernel.value,
            None if cell.bias is None else cell.bias.value,
            activation=cell.activation,
            recurrent_activation=cell.recurrent_activation,
            return_sequences=self.return_sequences,
            go_backwards=self.go_backwards,
            unroll=self.unroll,
        )
        if mask is not None and self.zero_output_for_mask:
            last, outputs = self._zero_masked(last, outputs, mask)
        return last, outputs, states

    def _zero_masked(self, last, outputs, mask):
        mask = ops.cast(ops.flip(mask, 1) if self.go_backwards else mask, outputs.dtype)
        mask = ops.expand_dims(mask, -1)
        last = ops.multiply(last, mask[:, -1])
        return last, ops.multiply(outputs, mask) if self.return_sequences else ops.expand_dims(last, 1)
