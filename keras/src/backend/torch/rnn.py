"""Recurrences on torch: its own LSTM and GRU where they compute what is asked for, a loop elsewhere."""
import functools

import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from keras.src.backend.common.formulas import recurrent
from keras.src.backend.torch import numpy as nb
from keras.src.backend.torch.kernels import adopt

_scan = functools.partial(recurrent.eager_loop, nb, torch.unbind)


rnn = adopt(recurrent.rnn, _scan)
_looped_lstm = adopt(recurrent.lstm, _scan)
_looped_gru = adopt(recurrent.gru, _scan)


def cudnn_ok(activation, recurrent_activation, unroll, use_bias=True):
    """Whether cuDNN computes such a layer here."""
    return torch.backends.cudnn.is_available() and native_ok(activation, recurrent_activation, unroll)


def native_ok(activation, recurrent_activation, unroll):
    """Whether torch's own LSTM or GRU computes such a layer, on any device."""
    return not unroll and recurrent.is_standard(activation, recurrent_activation)


def lstm(
    inputs, initial_state_h, initial_state_c, mask, kernel, recurrent_kernel, bias, activation,
    recurrent_activation, return_sequences=False, go_backwards=False, unroll=False,
):
    if not unroll and _fits(inputs, activation, recurrent_activation):
        weights = [kernel.t(), recurrent_kernel.t()]
        if bias is not None:
            weights += [bias, torch.zeros_like(bias)]
        states = [initial_state_h, initial_state_c]
        done = _run(torch.lstm, inputs, states, weights, mask, return_sequences, go_backwards)
        if done is not None:
            return done
    return _looped_lstm(
        inputs, initial_state_h, initial_state_c, mask, kernel, recurrent_kernel, bias, activation,
        recurrent_activation, return_sequences, go_backwards, unroll,
    )


def gru(
    inputs, initial_state, mask, kernel, recurrent_kernel, bias, activation, recurrent_activation,
    return_sequences=False, go_backwards=False, unroll=False, reset_after=True,
):
    if not unroll and reset_after and _fits(inputs, activation, recurrent_activation):
        weights = [_reset_first(kernel).t(), _reset_first(recurrent_kernel).t()]
        if bias is not None:
            weights += _reset_first(bias).unbind(0)
        done = _run(torch.gru, inputs, [initial_state], weights, mask, return_sequences, go_backwards)
        if done is not None:
            return done
    return _looped_gru(
        inputs, initial_state, mask, kernel, recurrent_kernel, bias, activation, recurrent_activation,
        return_sequences, go_backwards, unroll, reset_after,
    )


def _fits(inputs, activation, recurrent_activation):
    """Whether torch's own layer computes this: on the CPU in 32 or 64 bits only."""
    plain = inputs.device.type != "cpu" or inputs.dtype in (torch.float32, torch.float64)
    return plain and inputs.device.type != "meta" and recurrent.is_standard(activation, recurrent_activation)


def _reset_first(weights):
    """The weights with the reset gate before the update gate, as torch has them."""
    update, reset, new = weights.chunk(3, -1)
    return torch.cat([reset, update, new], -1)


def _run(native, inputs, states, weights, mask, return_sequences, go_backwards):
    """Torch's own layer over sequences; None if the mask is of a kind that it cannot do."""
    if go_backwards:
        inputs = inputs.flip(1)
    if states[0] is None:
        zeros = inputs.new_zeros((1, inputs.shape[0], weights[1].shape[1]))
        states = [zeros] * len(states)
    else:
        states = [state.unsqueeze(0) for state in states]
    settings = (len(weights) > 2, 1, 0.0, torch.is_grad_enabled(), False)
    if mask is None:
        outputs, *states = native(inputs, _packed_up(states), weights, *settings, True)
    else:
        call = lambda data, sizes, states: native(data, sizes, _packed_up(states), weights, *settings)
        done = _run_masked(call, inputs, states, mask.flip(1) if go_backwards else mask, return_sequences)
        if done is None:
            return None
        outputs, *states = done
    states = [state.squeeze(0) for state in states]
    return states[0], outputs if return_sequences else states[0].unsqueeze(1), states


def _packed_up(states):
    return states if len(states) > 1 else states[0]


def _run_masked(call, inputs, states, mask, return_sequences):
    """The steps that count, packed together, where each sequence has them in one piece that begins or ends with it.

    Packing looks at the values of the mask, which code that is being compiled cannot do.
    """
    if torch.compiler.is_compiling():
        return None
    mask = mask.reshape(inputs.shape[:2]) != 0
    lengths, shift = _lengths(mask), None
    if lengths is None:
        lengths = _lengths(mask.flip(1))
        if lengths is None:
            return None
        shift = (inputs.shape[1] - lengths).unsqueeze(1)
        inputs = _shifted(inputs, shift)
    packed = pack_padded_sequence(inputs, lengths.cpu(), batch_first=True, enforce_sorted=False)
    states = [state[:, packed.sorted_indices] for state in states]
    data, *states = call(packed.data, packed.batch_sizes, states)
    states = [state[:, packed.unsorted_indices] for state in states]
    if not return_sequences:
        return None, *states
    outputs, _ = pad_packed_sequence(PackedSequence(data, *packed[1:]), batch_first=True, total_length=mask.shape[1])
    held = states[0].squeeze(0).unsqueeze(1)
    if shift is not None:
        outputs, held = _shifted(outputs, -shift), torch.zeros_like(held)
    return torch.where(mask.unsqueeze(-1), outputs, held), *states


def _lengths(mask):
    """How many steps of each sequence count, if those are its first ones and not none; else None."""
    falls = mask[:, 0].all() & (mask[:, 1:] <= mask[:, :-1]).all()
    return mask.sum(1) if bool(falls) else None


def _shifted(x, shift):
    """Each sequence moved forward by `shift` steps; what comes from outside is of no account."""
    steps = x.shape[1]
    places = (torch.arange(steps, device=x.device) + shift).clamp(0, steps - 1)
    return x.gather(1, places.unsqueeze(-1).expand(-1, -1, x.shape[2]))
