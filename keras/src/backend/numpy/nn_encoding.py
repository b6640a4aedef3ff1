"""One-hot and multi-hot vectors on numpy."""
from keras.src.backend.common.formulas import nn_encoding
from keras.src.backend.numpy.kernels import NUMPY


def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    nn_encoding.refuse_sparse(sparse)
    return nn_encoding.one_hot(NUMPY, x, num_classes, axis, dtype)


def multi_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    nn_encoding.refuse_sparse(sparse)
    return nn_encoding.multi_hot(NUMPY, x, num_classes, axis, dtype)
