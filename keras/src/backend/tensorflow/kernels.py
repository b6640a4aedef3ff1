"""Makers of table lines over TensorFlow functions."""
import tensorflow as tf

from keras.src.backend.common.kernels import Kernels
from keras.src.backend.tensorflow.core import convert_to_tensor, to_native_dtype


def _symbolic_tensor_type():
    with tf.Graph().as_default():
        return type(tf.constant(0))


def _number(x, dtype):
    """TensorFlow makes no numbers of booleans, and no booleans of numbers."""
    if dtype is tf.bool:
        x = bool(x)
    elif x.__class__ is bool:
        x = int(x)
    return tf.constant(x, dtype)


_kernels = Kernels(
    native=(type(tf.constant(0)), _symbolic_tensor_type()),
    convert=convert_to_tensor,
    cast=tf.cast,
    scalar=_number,
    scalar_tensor=_number,
    to_native=to_native_dtype,
    numpy="keras.src.backend.tensorflow.numpy",
    wide=True,
)
unary = _kernels.unary
leading = _kernels.leading
reduction = _kernels.reduction
binary = _kernels.binary
formula = _kernels.formula
binary_formula = _kernels.binary_formula
table = _kernels.table
NUMPY = _kernels.numpy  # the whole `numpy` module, for shared formulas
