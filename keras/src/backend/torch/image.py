"""Images on torch."""


import torch
import torch.nn.functional as F

from keras.src.backend.common.formulas import (
    image_family,
    image_patches,
    image_resizing,
    image_sampling,
)
from keras.src.backend.torch import numpy as _numpy  # noqa: F401  first; for shared formulas under torch.compile
from keras.src.backend.torch.kernels import NUMPY, adopt, formula
from keras.src.backend.torch.linalg import solve
from keras.src.backend.torch.nn_conv import depthwise_conv
from keras.src.backend.torch.numpy_arrays import pad
from keras.src.backend.torch.random import normal

rgb_to_grayscale = formula(image_family.rgb_to_grayscale)
rgb_to_hsv = formula(image_family.rgb_to_hsv)
choose = adopt(image_family.choose)
hsv_to_rgb = formula(image_family.hsv_to_rgb)
gaussian_blur = formula(image_family.gaussian_blur, depthwise_conv=depthwise_conv)
scale_and_translate = formula(image_resizing.scale_and_translate)
map_coordinates = formula(image_sampling.map_coordinates)
affine_transform = formula(image_sampling.affine_transform)

_MODES = {"nearest": "nearest-exact", "bilinear": "bilinear", "bicubic": "bicubic"}


def _interpolate(x, size, interpolation, antialias, data_format):
    mode = _MODES.get(interpolation)
    if mode is None or not x.is_floating_point():
        return image_resizing.interpolate(NUMPY, x, size, interpolation, antialias, data_format)
    antialias = antialias and interpolation != "nearest"
    if antialias and x.dtype in (torch.float16, torch.bfloat16):  # torch has no such kernel on the CPU.
        return _interpolate(x.float(), size, interpolation, antialias, data_format).to(x.dtype)
    if data_format == image_family.LAST:
        x = F.interpolate(x.permute(0, 3, 1, 2), size, mode=mode, antialias=antialias)
        return x.permute(0, 2, 3, 1)
    return F.interpolate(x, size, mode=mode, antialias=antialias)


resize = formula(image_resizing.resize, interpolate=_interpolate)
perspective_transform = formula(image_sampling.perspective_transform, solve=solve)


def _windows_of(x, geometry, counts):
    """A view of the windows, copied once."""
    for axis, (window, stride, dilation) in enumerate(zip(geometry.size, geometry.strides, geometry.dilations), 1):
        x = x.unfold(axis, (window - 1) * dilation + 1, stride)[..., ::dilation]
    rank = len(counts)
    x = x.permute(*range(rank + 1), *range(rank + 2, 2 * rank + 2), rank + 1)
    return x.reshape(*x.shape[: rank + 1], -1)


extract_patches = formula(image_patches.extract_patches, windows_of=_windows_of)
sobel_edges = formula(image_family.sobel_edges, pad=pad)
ssim = formula(image_family.ssim, depthwise_conv=depthwise_conv)
elastic_transform = formula(
    image_sampling.elastic_transform, normal=normal, draws=2, depthwise_conv=depthwise_conv
)
