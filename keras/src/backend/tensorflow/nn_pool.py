"""Pooling on tensorflow; always channels last, as its kernels for the CPU are."""
import functools

import tensorflow as tf

from keras.src.backend.common import dtypes, windows
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.tensorflow.kernels import formula, leading
from keras.src.backend.tensorflow.nn_conv import in_channels_last, static_shape

_NO_3D = (tf.float16, tf.bfloat16)  # in which TensorFlow 2.21 has no pooling over volumes on a CPU


def _over_images(kernel, value):
    """TensorFlow's operation itself: the function before it converts what is ready."""

    def pool(x, window, strides, padding):
        return kernel(**{value: x}, ksize=(1, *window, 1), strides=(1, *strides, 1), padding=padding)

    return pool


def _pool(table):
    def pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
        p = windows.pooling(static_shape(inputs), pool_size, strides, padding, data_format)
        run = functools.partial(_run, table[p.rank], p)
        return run(inputs) if p.channels_last else in_channels_last(run, inputs, p.rank, False)

    return pool


def _run(function, p, x):
    if p.rank == 3 and x.dtype in _NO_3D:
        return tf.cast(function(tf.cast(x, tf.float32), p.window, p.strides, p.padding.upper()), x.dtype)
    if p.rank == 3 and x.dtype == tf.float64:
        return _by_planes(_IN_PLANES[function], p, x)
    return function(x, p.window, p.strides, p.padding.upper())


def _by_planes(pool, p, x):
    """Volumes pooled along the planes and then across them: TensorFlow 2.21 has no kernel for their 64 bits."""
    (depth, *plane), (step, *steps), padding = p.window, p.strides, p.padding.upper()
    batch, layers, rows, columns, channels = tf.unstack(tf.shape(x))
    x = pool(tf.reshape(x, (batch * layers, rows, columns, channels)), plane, steps, padding)
    rows, columns = tf.unstack(tf.shape(x))[1:3]
    x = pool(tf.reshape(x, (batch, layers, rows * columns, channels)), (depth, 1), (step, 1), padding)
    return tf.reshape(x, (batch, -1, rows, columns, channels))


_MAX = {1: tf.nn.max_pool1d, 2: _over_images(tf.raw_ops.MaxPool, "input"), 3: tf.nn.max_pool3d}
_AVERAGE = {1: tf.nn.avg_pool1d, 2: _over_images(tf.raw_ops.AvgPool, "value"), 3: tf.nn.avg_pool3d}
_IN_PLANES = {_MAX[3]: _MAX[2], _AVERAGE[3]: _AVERAGE[2]}


max_pool = leading(_pool(_MAX))
average_pool = leading(_pool(_AVERAGE), dtypes.to_float)
adaptive_max_pool = formula(nn_family.adaptive_pool, dtypes.to_float, reduce=tf.reduce_max)
adaptive_average_pool = formula(nn_family.adaptive_pool, dtypes.to_float, reduce=tf.reduce_mean)
