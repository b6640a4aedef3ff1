"""Images on jax."""
import functools

import jax

from keras.src.backend.common.formulas import (
    image_family,
    image_patches,
    image_resizing,
    image_sampling,
)
from keras.src.backend.jax.kernels import formula
from keras.src.backend.jax.linalg import solve
from keras.src.backend.jax.nn_conv import depthwise_conv
from keras.src.backend.jax.random import normal

rgb_to_grayscale = formula(image_family.rgb_to_grayscale)
rgb_to_hsv = formula(image_family.rgb_to_hsv)
hsv_to_rgb = formula(image_family.hsv_to_rgb)
gaussian_blur = formula(functools.partial(image_family.gaussian_blur, depthwise_conv=depthwise_conv))
scale_and_translate = formula(image_resizing.scale_and_translate)
map_coordinates = formula(image_sampling.map_coordinates)
affine_transform = formula(image_sampling.affine_transform)


def _interpolate(x, size, interpolation, antialias, data_format):
    shape = list(x.shape)
    for axis, new in zip(image_family.spatial_axes(data_format), size):
        shape[axis] = new
    return jax.image.resize(x, shape, interpolation, antialias)


resize = formula(functools.partial(image_resizing.resize, interpolate=_interpolate))
perspective_transform = formula(functools.partial(image_sampling.perspective_transform, solve=solve))
extract_patches = formula(image_patches.extract_patches)
sobel_edges = formula(functools.partial(image_family.sobel_edges, border="constant"))
ssim = formula(functools.partial(image_family.ssim, depthwise_conv=depthwise_conv))


def _noise(shape, seed):
    """The same both ways, as the reference draws it."""
    return (normal(shape, seed=seed),) * 2


elastic_transform = formula(
    functools.partial(image_sampling.elastic_transform, noise=_noise, depthwise_conv=depthwise_conv)
)
