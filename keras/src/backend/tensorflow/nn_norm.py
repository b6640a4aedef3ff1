"""Normalization on tensorflow."""
import functools

import tensorflow as tf

from keras.src.backend.common.formulas import nn_norm
from keras.src.backend.tensorflow.core import cast, convert_to_tensor
from keras.src.backend.tensorflow.kernels import NUMPY

_moments = functools.partial(nn_norm.moments, NUMPY)
batch_normalization = functools.partial(nn_norm.batch_normalization, NUMPY)
layer_normalization = functools.partial(nn_norm.layer_normalization, NUMPY)
rms_normalization = functools.partial(nn_norm.rms_normalization, NUMPY)
normalize = functools.partial(nn_norm.normalize, NUMPY)


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
