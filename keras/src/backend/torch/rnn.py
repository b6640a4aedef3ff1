"""Recurrences on torch: its own LSTM and GRU where they compute what is asked for, a loop elsewhere."""
import functools

import torch

from keras.src.backend.common.formulas import recurrent
from keras.src.backend.torch import numpy as nb

_scan = functools.partial(recurrent.eager_loop, nb, torch.unbind)


def _adopt(formula):
    return functools.partial(formula, nb, _scan)


rnn = _adopt(recurrent.rnn)
_looped_lstm = _adopt(recurrent.lstm)
_looped_gru = _adopt(recurrent.gru)


def cudnn_ok(activation, recurrent_activation, unroll, use_bias=True):
    """Whether cuDNN computes such a layer here."""
    return torch.backends.cudnn.is_available() and native_ok(activation, recurrent_activation, unroll, use_bias)


def native_ok(activation, recurrent_activation, unroll, use_bias=True):
    """Whether torch's own LSTM or GRU computes such a layer, on any device."""
    return not unroll and recurrent.is_standard(activation, recurrent_activation)


def lstm(
    inputs,
    initial_state_h,
    initial_state_c,
    mask,
    kernel,
    recurrent_kernel,
    bias,
    activation,
    recurrent_activation,
    return_sequences=False,
    go_backwards=False,
    unroll=False,
):
    if unroll or mask is not None or not _fits(inputs, activation, recurrent_activation):
        return _looped_lstm(
            inputs, initial_state_h, initial_state_c, mask, kernel, recurrent_kernel, bias, activation,
            recurrent_activation, return_sequences, go_backwards, unroll,
        )  # fmt: skip
    weights = [kernel.t(), recurrent_kernel.t()]
    if bias is not None:
        weights += [bias, torch.zeros_like(bias)]
    states = _started([initial_state_h, initial_state_c], inputs, recurrent_kernel)
    inputs = inputs.flip(1) if go_backwards else inputs
    outputs, h, c = torch.lstm(inputs, states, weights, bias is not None, 1, 0.0, torch.is_grad_enabled(), False, True)
    return _finish(outputs, return_sequences, [h.squeeze(0), c.squeeze(0)])


def gru(
    inputs,
    initial_state,
    mask,
    kernel,
    recurrent_kernel,
    bias,
    activation,
    recurrent_activation,
    return_sequences=False,
    go_backwards=False,
    unroll=False,
    reset_after=True,
):
    fits = reset_after and _fits(inputs, activation, recurrent_activation)
    if unroll or mask is not None or not fits:
        return _looped_gru(
            inputs, initial_state, mask, kernel, recurrent_kernel, bias, activation, recurrent_activation,
            return_sequences, go_backwards, unroll, reset_after,
        )  # fmt: skip
    units = recurrent_kernel.shape[0]
    weights = [_reset_first(kernel, units).t(), _reset_first(recurrent_kernel, units).t()]
    if bias is not None:
        weights += [*_reset_first(bias, units).unbind(0)]
    inputs = inputs.flip(1) if go_backwards else inputs
    states = _started([initial_state], inputs, recurrent_kernel)
    outputs, h = torch.gru(inputs, *states, weights, bias is not None, 1, 0.0, torch.is_grad_enabled(), False, True)
    return _finish(outputs, return_sequences, [h.squeeze(0)])


def _fits(inputs, activation, recurrent_activation):
    """Whether torch's own layer computes this: on the CPU in 32 or 64 bits only."""
    plain = inputs.device.type != "cpu" or inputs.dtype in (torch.float32, torch.float64)
    return plain and inputs.device.type != "meta" and recurrent.is_standard(activation, recurrent_activation)


def _reset_first(weights, units):
    """The weights with the reset gate before the update gate, as torch has them."""
    update, reset, new = weights.split(units, -1)
    return torch.cat([reset, update, new], -1)


def _started(states, inputs, recurrent_kernel):
    """The states with the axis of layers that torch has; zeros for None."""
    if states[0] is None:
        zeros = inputs.new_zeros((1, inputs.shape[0], recurrent_kernel.shape[0]))
        return [zeros] * len(states)
    return [state.unsqueeze(0) for state in states]


def _finish(outputs, return_sequences, states):
    return states[0], outputs if return_sequences else states[0].unsqueeze(1), states
