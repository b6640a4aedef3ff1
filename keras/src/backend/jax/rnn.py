"""Recurrences on JAX."""
import functools
import types

import jax
from jax._src.core import trace_state_clean  # has no public name

from keras.src.backend.common.formulas import recurrent
from keras.src.backend.jax import numpy as nb
from keras.src.backend.jax.kernels import adopt


def _scan(step, carry, rows, unroll=False):
    """`lax.scan` in compiled code. An eager call would compile one anew each time: there the loop is Python's."""
    if unroll or trace_state_clean():
        return recurrent.eager_loop(nb, list, step, carry, rows)
    return jax.lax.scan(step, carry, rows)


rnn = adopt(recurrent.rnn, _scan)


def _adopt(formula, *more_static):
    """The formula, compiled for eager calls if its activations are Keras's own: others may read variables."""

    def run(*args, **kwargs):
        last, outputs, states = formula(nb, _scan, *args, **kwargs)
        return None if last is states[0] else last, outputs, states  # a compiled call takes 40 us for the same again

    static = ("activation", "recurrent_activation", "return_sequences", "go_backwards", "unroll", *more_static)
    compiled = jax.jit(run, static_argnames=static)

    @functools.wraps(formula)
    def call(*args, activation, recurrent_activation, **kwargs):
        own = trace_state_clean() and _is_own(activation) and _is_own(recurrent_activation)
        options = {"activation": activation, "recurrent_activation": recurrent_activation}
        last, outputs, states = (compiled if own else run)(*args, **options, **kwargs)
        return states[0] if last is None else last, outputs, states

    return call


def _is_own(activation):
    return isinstance(activation, types.FunctionType) and activation.__module__.startswith("keras.src.activations")


lstm = _adopt(recurrent.lstm)
gru = _adopt(recurrent.gru, "reset_after")


def cudnn_ok(*args, **kwargs):
    return False


native_ok = cudnn_ok
