"""Connectionist temporal classification on torch."""
import torch
import torch.nn.functional as F

from keras.src.backend.common.formulas import nn_ctc, nn_ctc_decode
from keras.src.backend.torch.control_flow import scan
from keras.src.backend.torch.core import cast, convert_to_tensor
from keras.src.backend.torch.kernels import NUMPY, adopt

ctc_decode = adopt(nn_ctc_decode.ctc_decode, scan)


def ctc_loss(target, output, target_length, output_length, mask_index=0):
    if torch.compiler.is_compiling():  # torch's kernel breaks the graph: it asks for the values of the lengths
        return nn_ctc.ctc_loss(NUMPY, scan, target, output, target_length, output_length, mask_index)
    target, output = convert_to_tensor(target), convert_to_tensor(output)
    target_length, output_length = convert_to_tensor(target_length), convert_to_tensor(output_length)
    nn_ctc.check_loss_shapes(target.shape, output.shape, target_length.shape, output_length.shape)
    logs = torch.log_softmax(cast(output, "float32"), -1).transpose(0, 1)
    return F.ctc_loss(logs, target, output_length, target_length, blank=mask_index, reduction="none")
