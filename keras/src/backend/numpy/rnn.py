"""Recurrences on NumPy."""
import functools

from keras.src.backend.common.formulas import recurrent
from keras.src.backend.numpy import numpy as nb
from keras.src.backend.numpy.kernels import adopt

_scan = functools.partial(recurrent.eager_loop, nb, list)


rnn = adopt(recurrent.rnn, _scan)
lstm = adopt(recurrent.lstm, _scan)
gru = adopt(recurrent.gru, _scan)


def cudnn_ok(*args, **kwargs):
    return False


native_ok = cudnn_ok
