"""Recurrences on NumPy."""
import functools

from keras.src.backend.common.formulas import recurrent
from keras.src.backend.numpy import numpy as nb

_scan = functools.partial(recurrent.eager_loop, nb, list)


def _adopt(formula):
    return functools.partial(formula, nb, _scan)


rnn = _adopt(recurrent.rnn)
lstm = _adopt(recurrent.lstm)
gru = _adopt(recurrent.gru)


def cudnn_ok(*args, **kwargs):
    return False


native_ok = cudnn_ok
