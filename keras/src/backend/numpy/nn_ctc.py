"""Connectionist temporal classification on numpy."""
from keras.src.backend.common.formulas import nn_ctc, nn_ctc_decode
from keras.src.backend.numpy.control_flow import scan
from keras.src.backend.numpy.kernels import adopt

ctc_loss = adopt(nn_ctc.ctc_loss, scan)
ctc_decode = adopt(nn_ctc_decode.ctc_decode, scan)
