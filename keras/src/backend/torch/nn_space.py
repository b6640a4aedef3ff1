"""Space into channels and back, patches, complex numbers, on torch."""
import torch
import torch.nn.functional as F

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.torch.core import convert_to_tensor
from keras.src.backend.torch.kernels import binary, formula

depth_to_space = formula(nn_family.depth_to_space)
space_to_depth = formula(nn_family.space_to_depth)


def _polar(absolute, angle):
    if absolute.dtype.itemsize < 4:  # torch has none of half precision
        absolute, angle = absolute.float(), angle.float()
    return torch.polar(absolute, angle)


polar = binary(_polar, dtypes.promote_float, scalars=False)


def unfold(x, kernel_size, dilation=1, padding=0, stride=1):
    x = convert_to_tensor(x)
    nn_family.check_image(x.shape)
    return _of_floats(F.unfold, x, kernel_size, dilation=dilation, padding=padding, stride=stride)


def fold(x, output_size, kernel_size, dilation=1, padding=0, stride=1):
    x = convert_to_tensor(x)
    return _of_floats(F.fold, x, output_size, kernel_size, dilation=dilation, padding=padding, stride=stride)


def _of_floats(function, x, *args, **kwargs):
    """torch has these functions for floats only; integers pass through float64."""
    if x.is_floating_point() or x.is_complex():
        return function(x, *args, **kwargs)
    return function(x.to(torch.float64), *args, **kwargs).to(x.dtype)
