"""Space into channels and back, patches, complex numbers, on torch."""
import torch
import torch.nn.functional as F

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.torch.core import convert_to_tensor
from keras.src.backend.torch.kernels import binary, formula

depth_to_space = formula(nn_family.depth_to_space)
space_to_depth = formula(nn_family.space_to_depth)
polar = binary(torch.polar, dtypes.promote_float, scalars=False)


def unfold(x, kernel_size, dilation=1, padding=0, stride=1):
    x = convert_to_tensor(x)
    nn_family.check_image(x.shape)
    return F.unfold(x, kernel_size, dilation=dilation, padding=padding, stride=stride)


def fold(x, output_size, kernel_size, dilation=1, padding=0, stride=1):
    return F.fold(convert_to_tensor(x), output_size, kernel_size, dilation=dilation, padding=padding, stride=stride)
