"""Cross-entropies on tensorflow: its fused functions of logits."""
import tensorflow as tf

from keras.src.backend.common.formulas import nn_losses
from keras.src.backend.tensorflow.kernels import NUMPY, adopt

psnr = adopt(nn_losses.psnr)
_binary_crossentropy = adopt(nn_losses.binary_crossentropy)


def _logits(output, from_logits):
    """The logits of which `output` was computed, if they are known; they make the loss more exact."""
    logits = None if from_logits else getattr(output, "_keras_logits", None)
    return (output, from_logits) if logits is None else (logits, True)


def binary_crossentropy(target, output, from_logits=False):
    output, from_logits = _logits(output, from_logits)
    target, output = nn_losses.operands(NUMPY, target, output)
    nn_losses.check_shapes(target.shape, output.shape)
    if from_logits:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=output)
    return _binary_crossentropy(target, output)


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    output, from_logits = _logits(output, from_logits)
    target, output = nn_losses.operands(NUMPY, target, output)
    nn_losses.check_shapes(target.shape, output.shape, 1)
    if from_logits:
        return tf.nn.softmax_cross_entropy_with_logits(labels=target, logits=output, axis=axis)
    logs = tf.math.log(nn_losses.normalized(NUMPY, output, axis))
    return -tf.reduce_sum(target * logs, axis=axis)


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    output, from_logits = _logits(output, from_logits)
    target, output = nn_losses.sparse_operands(NUMPY, target, output)
    if not from_logits:
        output = tf.math.log(nn_losses.inside(NUMPY, output))
    last = len(output.shape) - 1
    if axis not in (-1, last):
        output = tf.experimental.numpy.moveaxis(output, axis, last)
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=output)
