"""Images on NumPy."""
import functools

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import (
    image_family,
    image_patches,
    image_resizing,
    image_sampling,
)
from keras.src.backend.numpy.kernels import adopt, formula
from keras.src.backend.numpy.linalg import solve
from keras.src.backend.numpy.nn_conv import depthwise_conv
from keras.src.backend.numpy.random import normal

rgb_to_grayscale = formula(image_family.rgb_to_grayscale, dtypes.promote)
rgb_to_hsv = formula(image_family.rgb_to_hsv)
choose = adopt(image_family.choose)
hsv_to_rgb = formula(image_family.hsv_to_rgb)
gaussian_blur = formula(image_family.gaussian_blur, depthwise_conv=depthwise_conv)
scale_and_translate = formula(image_resizing.scale_and_translate)
map_coordinates = formula(image_sampling.map_coordinates)
affine_transform = formula(image_sampling.affine_transform)
resize = formula(
    image_resizing.resize, interpolate=adopt(image_resizing.interpolate)
)
perspective_transform = formula(image_sampling.perspective_transform, solve=solve)
extract_patches = formula(image_patches.extract_patches)
sobel_edges = formula(image_family.sobel_edges, dtypes.promote, pad=functools.partial(np.pad, mode="edge"))
ssim = formula(image_family.ssim, depthwise_conv=depthwise_conv)
elastic_transform = formula(
    image_sampling.elastic_transform, normal=normal, draws=2, depthwise_conv=depthwise_conv
)
