"""Images on TensorFlow."""
import functools

import tensorflow as tf

from keras.src.backend.common.formulas import (
    image_family,
    image_patches,
    image_resizing,
    image_sampling,
)
from keras.src.backend.config import standardize_data_format
from keras.src.backend.tensorflow.core import in_xla
from keras.src.backend.tensorflow.kernels import NUMPY, formula, recorded
from keras.src.backend.tensorflow.linalg import solve
from keras.src.backend.tensorflow.nn_conv import depthwise_conv
from keras.src.backend.tensorflow.random import normal

rgb_to_grayscale = formula(image_family.rgb_to_grayscale)
gaussian_blur = formula(image_family.gaussian_blur, depthwise_conv=depthwise_conv)
scale_and_translate = formula(image_resizing.scale_and_translate)
map_coordinates = formula(image_sampling.map_coordinates)


def _rgb_to_hsv(_, images, data_format=None):
    data_format = standardize_data_format(data_format)
    image_family.check_colours("rgb_to_hsv", images.shape, images.dtype.name, data_format)
    x = tf.image.rgb_to_hsv(image_family.to_batch(NUMPY, images, data_format))
    return image_family.from_batch(NUMPY, x, images.shape.rank, data_format)


rgb_to_hsv = formula(_rgb_to_hsv)


def choose(chosen, changed, images):
    """TensorFlow's older selection takes whole rows, many times faster than its broadcasting one."""
    changed, images = tf.convert_to_tensor(changed), tf.convert_to_tensor(images)
    chosen, count = tf.reshape(chosen, (-1,)), changed.shape[0]
    same = changed.dtype == images.dtype and changed.shape.rank == images.shape.rank
    if not same or chosen.shape[0] != count or images.shape[0] != count:
        return image_family.choose(NUMPY, chosen, changed, images)
    return tf.raw_ops.Select(condition=chosen, x=changed, y=images)


hsv_to_rgb = formula(image_family.hsv_to_rgb)  # TensorFlow's own has no gradient.


def _interpolate(x, size, interpolation, antialias, data_format):
    if data_format == image_family.LAST:
        return tf.image.resize(x, size, interpolation, antialias=antialias)
    x = tf.image.resize(tf.transpose(x, (0, 2, 3, 1)), size, interpolation, antialias=antialias)
    return tf.transpose(x, (0, 3, 1, 2))


resize = formula(
    image_resizing.resize,
    interpolate=_interpolate,
    allowed=(*image_resizing.INTERPOLATIONS, "area"),
)


def _kernel(images, transforms, interpolation, fill_mode, fill_value):
    projected = tf.raw_ops.ImageProjectiveTransformV3(
        images=images, transforms=tf.cast(transforms, "float32"),
        output_shape=tf.shape(images)[1:3], fill_value=tf.cast(fill_value, "float32"),
        interpolation=interpolation.upper(), fill_mode=fill_mode.upper(),
    )
    projected.set_shape(images.shape)
    return projected


def _with_gradient(nb, kernel, images, transforms, *how):
    """The kernel with the gradient of the formula: its own follows the map backwards, and only to images."""

    @tf.custom_gradient
    def projected(images, transforms):
        def gradients(upstream):
            with tf.GradientTape() as tape:
                tape.watch((images, transforms))
                result = image_sampling.project(nb, images, transforms, *how)
            return tape.gradient(
                result, (images, transforms), upstream, unconnected_gradients="zero"
            )

        return kernel(images, transforms, *how), gradients

    return projected(images, transforms)


_projected = recorded(_kernel, _with_gradient)


def _project(nb, images, transforms, interpolation, fill_mode, fill_value):
    if fill_mode == "mirror" or in_xla():  # The kernel does not know it, and XLA has none.
        return image_sampling.project(nb, images, transforms, interpolation, fill_mode, fill_value)
    return _projected(images, transforms, interpolation, fill_mode, fill_value)


affine_transform = formula(image_sampling.affine_transform, project=_project)
perspective_transform = formula(image_sampling.perspective_transform, solve=solve, project=_project)
extract_patches = formula(image_patches.extract_patches)
sobel_edges = formula(image_family.sobel_edges, pad=functools.partial(tf.pad, mode="REFLECT"))
ssim = formula(image_family.ssim, depthwise_conv=depthwise_conv)
elastic_transform = formula(
    image_sampling.elastic_transform, normal=normal, draws=1, depthwise_conv=depthwise_conv
)
