"""Normalization on tensorflow."""
import sys

import tensorflow as tf

from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.tensorflow.core import cast, convert_to_tensor
from keras.src.backend.tensorflow.kernels import adopt

_moments = adopt(nn_norm.moments)
batch_normalization = adopt(nn_norm.batch_normalization)
layer_normalization = adopt(nn_norm.layer_normalization)
rms_normalization = adopt(nn_norm.rms_normalization)
normalize = adopt(nn_norm.normalize)


def moments(x, axes, keepdims=False, synchronized=False):
    context = tf.distribute.get_replica_context() if synchronized else None
    if context is None or context.num_replicas_in_sync == 1:
        return _moments(x, axes, keepdims)
    x = convert_to_tensor(x)
    wide = cast(x, "float32") if x.dtype in (tf.float16, tf.bfloat16) else x
    means = tf.stack([tf.reduce_mean(wide, axes, keepdims), tf.reduce_mean(tf.square(wide), axes, keepdims)])
    mean, mean_of_squares = tf.unstack(context.all_reduce(tf.distribute.ReduceOp.MEAN, means))
    variance = tf.maximum(mean_of_squares - tf.square(mean), 0)
    return tf.cast(mean, x.dtype), tf.cast(variance, x.dtype)


def normalize_batch(x, axis, offset=None, scale=None, epsilon=1e-3):
    """The fused function is for images, channels last; its variance is as of a sample of a larger whole."""
    x = convert_to_tensor(x)
    if len(x.shape) != 4 or axis not in (-1, 3) or x.dtype != tf.float32 or epsilon < 1.001e-5:
        return nn_norm.normalize_batch(sys.modules[__name__], x, axis, offset, scale, epsilon)
    size = x.shape[-1]
    scale = tf.ones((size,)) if scale is None else convert_to_tensor(scale, "float32")
    offset = tf.zeros((size,)) if offset is None else convert_to_tensor(offset, "float32")
    outputs, mean, variance = tf.compat.v1.nn.fused_batch_norm(x, scale, offset, epsilon=epsilon)[:3]
    count = tf.cast(tf.size(x) // size, tf.float32)
    return outputs, mean, variance * (tf.maximum(count - 1, 1) / count)
