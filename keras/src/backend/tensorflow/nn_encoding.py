"""One-hot and multi-hot vectors on tensorflow."""
import tensorflow as tf

from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.tensorflow.core import convert_to_tensor
from keras.src.backend.tensorflow.kernels import NUMPY


def _sparse(dense):
    return tf.sparse.from_dense(dense)


def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    x = convert_to_tensor(x)
    dense = nn_encoding.one_hot(NUMPY, x, num_classes, axis, dtype)
    return _sparse(dense) if sparse else dense


def multi_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    x = convert_to_tensor(x)
    dense = nn_encoding.multi_hot(NUMPY, x, num_classes, axis, dtype)
    return _sparse(dense) if sparse else dense
