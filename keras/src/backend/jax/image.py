"""Images on jax."""
import functools

import jax
import jax.numpy as jnp

from keras.src.backend.common.formulas import (
    image_family,
    image_patches,
    image_resizing,
    image_sampling,
)
from keras.src.backend.jax.kernels import NUMPY, adopt, formula
from keras.src.backend.jax.linalg import solve
from keras.src.backend.jax.nn_conv import depthwise_conv
from keras.src.backend.jax.random import normal

rgb_to_grayscale = formula(image_family.rgb_to_grayscale)
rgb_to_hsv = formula(image_family.rgb_to_hsv)
choose = adopt(image_family.choose)
hsv_to_rgb = formula(image_family.hsv_to_rgb)
gaussian_blur = formula(image_family.gaussian_blur, depthwise_conv=depthwise_conv)
map_coordinates = formula(image_sampling.map_coordinates)


@functools.partial(jax.jit, static_argnums=(2, 3))
def _projected(images, transforms, interpolation, fill_mode, fill_value):
    return image_sampling.project(NUMPY, images, transforms, interpolation, fill_mode, fill_value)


def _project(_, *arguments):
    """One program: step by step each of dozens would be compiled on its own."""
    return _projected(*arguments)


affine_transform = formula(image_sampling.affine_transform, project=_project)


def _interpolate(x, size, interpolation, antialias, data_format):
    shape = list(x.shape)
    for axis, new in zip(image_family.spatial_axes(data_format), size):
        shape[axis] = new
    return jax.image.resize(x, shape, interpolation, antialias)


def _scale_and_translate(
    _, images, output_shape, scale, translation, spatial_dims, method, antialias=True
):
    scale, translation = NUMPY.convert_to_tensor(scale), NUMPY.convert_to_tensor(translation)
    image_resizing.check_scaling(method, spatial_dims, scale.shape, translation.shape)
    x = jax.image.scale_and_translate(
        images, output_shape, spatial_dims, scale, translation, method, antialias
    )
    return image_family.to_dtype(NUMPY, x, images.dtype.name)


scale_and_translate = formula(_scale_and_translate)
resize = formula(image_resizing.resize, interpolate=_interpolate)
perspective_transform = formula(image_sampling.perspective_transform, solve=solve, project=_project)
extract_patches = formula(image_patches.extract_patches)
sobel_edges = formula(image_family.sobel_edges, pad=jnp.pad)
ssim = formula(image_family.ssim, depthwise_conv=depthwise_conv)
elastic_transform = formula(
    image_sampling.elastic_transform, normal=normal, draws=1, depthwise_conv=depthwise_conv
)
