"""Recurrences over the steps of sequences: written once, over a backend's `numpy` functions and its own loop.

Formulas take `nb`, a NumPy-like namespace, and `scan(step, carry, rows, unroll)`, which calls
`step(carry, row) -> (carry, outputs)` for each step of a list of arrays and returns the last carry and the stacked
outputs; carry, row and outputs are flat lists of arrays. Inside, arrays have their steps first.
"""
from keras.src import tree
from keras.src.backend.common.late import LateModule

activations = LateModule("keras.src.activations")


def is_standard(activation, recurrent_activation):
    """Whether the activations are those of native kernels, the hyperbolic tangent and the logistic function."""
    return activation is activations.tanh and recurrent_activation is activations.sigmoid


def eager_loop(nb, unstack, step, carry, rows, unroll=False):
    """A `scan` as a loop in Python."""
    outputs = []
    for row in zip(*[unstack(x) for x in rows]):
        carry, output = step(carry, list(row))
        outputs.append(output)
    return carry, [nb.stack(steps) for steps in zip(*outputs)]


# The general loop


def rnn(
    nb, scan, step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
    unroll=False, input_length=None, time_major=False, zero_output_for_mask=False,
    return_all_outputs=True,
):
    """Calls `step_function(inputs, states) -> (output, states)` along the steps of `inputs`.

    Args:
        nb: The backend's `numpy` module.
        scan: The backend's loop.
        step_function: Function of the inputs of a step and of the states, followed by the constants, as one list.
        inputs: Array `(batch, steps, ...)`, or a structure of them.
        initial_states: List of arrays, which may be nested.
        go_backwards: Boolean, whether to begin at the last step.
        mask: Boolean array `(batch, steps)` or `(batch, steps, 1)`. Where it is False, the states stay as they are and
            the output is that of the last step before where it was True, 0 if there is none.
        constants: List of arrays for each step. Default None.
        unroll: Boolean, whether to write the steps out one by one; their number must be known.
        input_length: Array `(batch,)` of lengths, which serves as a mask if there is none.
        time_major: Boolean, whether arrays come and go with their steps first.
        zero_output_for_mask: Boolean, whether the output is 0 where the mask is False.
        return_all_outputs: Boolean, whether to return the outputs of all steps, or of the last one only.

    Returns:
        Tuple `(last output, outputs, states)`.
    """
    order = {"time_major": time_major, "go_backwards": go_backwards}
    flat = [_steps_first(nb, x, **order) for x in _flat(inputs)]
    mask = _step_mask(nb, mask, input_length, flat[0], **order)
    constants, structures = list(constants or ()), []
    nested_inputs, nested_states = tree.is_nested(inputs), any(map(tree.is_nested, initial_states))

    def step(carry, row):
        states = tree.pack_sequence_as(initial_states, carry) if nested_states else list(carry)
        x = tree.pack_sequence_as(inputs, row) if nested_inputs else row[0]
        output, states = step_function(x, states + constants)
        structures[:] = [output]
        return tree.flatten(states), _flat(output)  # Cells may nest the states that they were given flat.

    states = tree.flatten(initial_states) if nested_states else list(initial_states)
    if mask is None:
        states, outputs = scan(step, states, flat, unroll)
    else:
        states, outputs = _masked_scan(nb, scan, step, states, flat, mask, unroll, zero_output_for_mask)
    last = [x[-1] for x in outputs]
    if not return_all_outputs:
        outputs = [nb.expand_dims(x, 0) for x in last]
    if not time_major:
        outputs = [nb.swapaxes(x, 0, 1) for x in outputs]
    states = tree.pack_sequence_as(initial_states, states) if nested_states else list(states)
    if not tree.is_nested(structures[0]):
        return last[0], outputs[0], states
    return tree.pack_sequence_as(structures[0], last), tree.pack_sequence_as(structures[0], outputs), states


def _flat(structure):
    return tree.flatten(structure) if tree.is_nested(structure) else [structure]


def _masked_scan(nb, scan, step, states, rows, mask, unroll, zero_output):
    """A scan that leaves states and outputs as they are where the mask is False.

    The loop carries the number of the last step at which the mask was True; outputs are picked afterwards.
    """
    ones = nb.ones_like(mask, "int32")
    numbers = nb.cumsum(ones, axis=0) - ones
    width = len(rows)

    def masked_step(carry, row):
        *row, keep, number = row
        new, outputs = step(carry[:-1], row[:width])
        new = [_choose(nb, keep, a, b) for a, b in zip(new, carry)]
        held = nb.where(keep, number, carry[-1])
        return [*new, held], [*outputs, held]

    carry, results = scan(masked_step, [*states, numbers[0] - 1], [*rows, mask, numbers], unroll)
    *outputs, held = results
    if zero_output:
        outputs = [_choose(nb, mask, x, nb.zeros_like(x)) for x in outputs]
    else:
        outputs = [_pick(nb, x, held) for x in outputs]
    return carry[:-1], outputs


def _choose(nb, mask, new, old):
    """`new` where the mask is True, else `old`; the mask has leading axes of both."""
    for _ in range(len(new.shape) - len(mask.shape)):
        mask = nb.expand_dims(mask, -1)
    return nb.where(mask, new, old)


def _pick(nb, outputs, held):
    """The outputs at the steps `held`, 0 where that is negative."""
    places = held
    for _ in range(len(outputs.shape) - len(held.shape)):
        places = nb.expand_dims(places, -1)
    places = nb.maximum(places, 0) + nb.zeros_like(outputs, "int32")
    return _choose(nb, held >= 0, nb.take_along_axis(outputs, places, 0), nb.zeros_like(outputs))


def _steps_first(nb, x, time_major, go_backwards):
    if not time_major:
        x = nb.swapaxes(x, 0, 1)
    return nb.flip(x, 0) if go_backwards else x


def _step_mask(nb, mask, input_length, rows, time_major, go_backwards):
    """The mask as booleans `(steps, batch)`, in the order of the loop; None without one."""
    if mask is None:
        if input_length is None or isinstance(input_length, int):
            return None
        numbers = nb.cumsum(nb.ones_like(rows[..., 0] if len(rows.shape) > 2 else rows, "int32"), axis=0)
        while len(numbers.shape) > 2:
            numbers = numbers[..., 0]
        mask = nb.less_equal(numbers, nb.expand_dims(input_length, 0))
        return nb.flip(mask, 0) if go_backwards else mask
    while len(mask.shape) > 2:
        mask = mask[..., 0]
    return _steps_first(nb, nb.not_equal(mask, 0), time_major, go_backwards)


# Cells: what one step computes, given the product of its inputs and the kernel


def simple_rnn_step(nb, projected, recurrent, activation):
    """`activation(projected + recurrent)`; an activation of None is linear."""
    state = nb.add(projected, recurrent)
    return state if activation is None else activation(state)


def lstm_step(nb, gates, c, activation, recurrent_activation, axis=-1):
    """The states `(h, c)` after a step, from the four gates side by side along an axis, and `c`."""
    i, f, new, o = nb.split(gates, 4, axis=axis)
    c = nb.add(
        nb.multiply(recurrent_activation(f), c),
        nb.multiply(recurrent_activation(i), activation(new)),
    )
    return nb.multiply(recurrent_activation(o), activation(c)), c


def gru_step(nb, projected, h, recurrent, activation, recurrent_activation, reset_after=True):
    """The state after a step.

    Args:
        nb: NumPy-like namespace.
        projected: Array `(batch, 3 * units)`, the inputs' part of update gate, reset gate and candidate.
        h: Array `(batch, units)`, the state.
        recurrent: Function `(h, begin, end)`: the state's part, from the gate `begin` to before `end`, of three.
        activation: Function.
        recurrent_activation: Function, of the gates.
        reset_after: Boolean, whether the reset gate applies to the state's part rather than to the state.
    """
    x_z, x_r, x_new = nb.split(projected, 3, axis=-1)
    if reset_after:
        h_z, h_r, h_new = nb.split(recurrent(h, 0, 3), 3, axis=-1)
    else:
        h_z, h_r = nb.split(recurrent(h, 0, 2), 2, axis=-1)
    z = recurrent_activation(nb.add(x_z, h_z))
    r = recurrent_activation(nb.add(x_r, h_r))
    h_new = nb.multiply(r, h_new) if reset_after else recurrent(nb.multiply(r, h), 2, 3)
    new = activation(nb.add(x_new, h_new))
    return nb.add(new, nb.multiply(z, nb.subtract(h, new)))


# LSTM and GRU over whole sequences: the inputs' part of all steps is one product before the loop


def lstm(
    nb, scan, inputs, initial_state_h, initial_state_c, mask, kernel, recurrent_kernel, bias,
    activation, recurrent_activation, return_sequences=False, go_backwards=False, unroll=False,
):
    """LSTM over sequences `(batch, steps, features)`; states of None are zeros.

    Returns:
        Tuple `(last output, outputs, [h, c])`; without `return_sequences` the outputs have one step, the last.
    """

    def step(carry, x):
        gates = nb.add(x, nb.matmul(carry[0], recurrent_kernel))
        return list(lstm_step(nb, gates, carry[1], activation, recurrent_activation))

    states, units = [initial_state_h, initial_state_c], kernel.shape[-1] // 4
    projected = _project(nb, inputs, kernel, bias, go_backwards)
    return _gated(nb, scan, step, projected, states, units, mask, return_sequences, go_backwards, unroll)


def gru(
    nb, scan, inputs, initial_state, mask, kernel, recurrent_kernel, bias, activation,
    recurrent_activation, return_sequences=False, go_backwards=False, unroll=False,
    reset_after=True,
):
    """GRU over sequences `(batch, steps, features)`; the rest is as for `lstm`."""
    input_bias, recurrent_bias = (bias[0], bias[1]) if bias is not None and reset_after else (bias, None)
    units = kernel.shape[-1] // 3
    parts = {(0, 3): recurrent_kernel}
    if not reset_after:
        parts = {(0, 2): recurrent_kernel[:, : 2 * units], (2, 3): recurrent_kernel[:, 2 * units :]}

    def recurrent(h, begin, end):
        product = nb.matmul(h, parts[begin, end])
        return product if recurrent_bias is None else nb.add(product, recurrent_bias)

    def step(carry, x):
        return [gru_step(nb, x, carry[0], recurrent, activation, recurrent_activation, reset_after)]

    projected = _project(nb, inputs, kernel, input_bias, go_backwards)
    return _gated(nb, scan, step, projected, [initial_state], units, mask, return_sequences, go_backwards, unroll)


def _project(nb, inputs, kernel, bias, go_backwards):
    product = nb.matmul(_steps_first(nb, inputs, False, go_backwards), kernel)
    return product if bias is None else nb.add(product, bias)


def _gated(nb, scan, step, projected, states, units, mask, return_sequences, go_backwards, unroll):
    """The loop of cells whose output is their first state."""
    rows = [projected]
    if mask is not None:
        mask = _step_mask(nb, mask, None, projected, False, go_backwards)
        rows.append(mask)
    if states[0] is None:
        zeros = nb.zeros_like(projected[0, :, :units])
        states = [zeros] * len(states)

    def run(carry, row):
        new = step(carry, row[0])
        if mask is not None:
            new = [_choose(nb, row[1], a, b) for a, b in zip(new, carry)]
        return new, [new[0]] if return_sequences else []

    states, outputs = scan(run, states, rows, unroll)
    last = states[0]
    if mask is not None:  # Before its first step a sequence has the output 0, whatever its state.
        last = _choose(nb, nb.any(mask, axis=0), last, nb.zeros_like(last))
    if not return_sequences:
        return last, nb.expand_dims(last, 1), list(states)
    outputs = outputs[0]
    if mask is not None:
        begun = nb.cumsum(nb.cast(mask, "int32"), axis=0) > 0
        outputs = _choose(nb, begun, outputs, nb.zeros_like(outputs))
    return last, nb.swapaxes(outputs, 0, 1), list(states)
