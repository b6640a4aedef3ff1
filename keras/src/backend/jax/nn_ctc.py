"""Connectionist temporal classification on jax."""
import functools

from keras.src.backend.common.formulas import nn_ctc, nn_ctc_decode
from keras.src.backend.jax.control_flow import scan
from keras.src.backend.jax.kernels import NUMPY

ctc_loss = functools.partial(nn_ctc.ctc_loss, NUMPY, scan)
ctc_decode = functools.partial(nn_ctc_decode.ctc_decode, NUMPY, scan)
