"""Operations of `keras.src.ops.nn`: cross-entropies, and the ratio of signal to noise."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.nn_losses import check_shapes, check_sparse_shapes
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.operation_utils import reduce_shape

op = declare("keras.src.ops.nn")


def _binary(target, output, from_logits=False):
    check_shapes(shape_of(target), shape_of(output))
    return KerasTensor(shape_of(output), dtype=dtypes.to_float(dtype_of(output)))


def _categorical(target, output, from_logits=False, axis=-1):
    check_shapes(shape_of(target), shape_of(output), 1)
    return KerasTensor(reduce_shape(shape_of(output), axis), dtype=dtypes.to_float(dtype_of(output)))


def _sparse(target, output, from_logits=False, axis=-1):
    target_shape, shape = shape_of(target), shape_of(output)
    if len(target_shape) == len(shape) and target_shape and target_shape[-1] == 1:
        target_shape = target_shape[:-1]
    check_sparse_shapes(target_shape, shape)
    return KerasTensor(reduce_shape(shape, axis), dtype=dtypes.to_float(dtype_of(output)))


def _psnr(x1, x2, max_val):
    check_shapes(shape_of(x1), shape_of(x2))
    return KerasTensor((), dtype=dtypes.promote_float(dtype_of(x1), dtype_of(x2)))


@keras_export(["keras.ops.binary_crossentropy", "keras.ops.nn.binary_crossentropy"])
@op(spec=_binary, tensors=2)
def binary_crossentropy(target, output, from_logits=False):
    """Cross-entropy of yes-or-no questions.

    Formula: `-(target * log(output) + (1 - target) * log(1 - output))`

    Args:
        target: Tensor of zeros and ones, or of probabilities.
        output: Tensor of the same shape: probabilities, kept `keras.config.epsilon()` off 0 and 1, or logits.
        from_logits: Boolean, whether `output` holds logits, whose sigmoid is the probability.

    Returns:
        Tensor of the shape and float dtype of `output`.

    Raises:
        ValueError: If the shapes differ.

    Example:

    >>> loss = keras.ops.binary_crossentropy([1.0, 0.0], [0.5, 0.2])
    >>> keras.ops.convert_to_numpy(loss).round(4)
    array([0.6931, 0.2231], dtype=float32)
    """
    return backend.nn.binary_crossentropy(target, output, from_logits)


BinaryCrossentropy = binary_crossentropy.operation


@keras_export(["keras.ops.categorical_crossentropy", "keras.ops.nn.categorical_crossentropy"])
@op(spec=_categorical, tensors=2)
def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """Cross-entropy of one choice among classes, with one-hot targets.

    Formula: `-sum(target * log(output))`, the output divided by its sum

    Args:
        target: Tensor of one-hot vectors, or of probabilities.
        output: Tensor of the same shape: probabilities, kept `keras.config.epsilon()` off 0 and 1, or logits.
        from_logits: Boolean, whether `output` holds logits, whose softmax gives the probabilities.
        axis: Integer, the axis of the classes.

    Returns:
        Tensor of the shape of `output` without `axis`, of its float dtype.

    Raises:
        ValueError: If the shapes differ.

    Example:

    >>> loss = keras.ops.categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])
    >>> keras.ops.convert_to_numpy(loss).round(4)
    array([0.6931], dtype=float32)
    """
    return backend.nn.categorical_crossentropy(target, output, from_logits, axis)


CategoricalCrossentropy = categorical_crossentropy.operation


@keras_export(["keras.ops.sparse_categorical_crossentropy", "keras.ops.nn.sparse_categorical_crossentropy"])
@op(spec=_sparse, tensors=2)
def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """Cross-entropy of one choice among classes, with class numbers as targets.

    Formula: `-log(output[target])`, the output divided by its sum

    Args:
        target: Tensor of integers, the shape of `output` without its last axis; an axis of size 1 in its place is
            allowed.
        output: Tensor: probabilities, kept `keras.config.epsilon()` off 0 and 1, or logits.
        from_logits: Boolean, whether `output` holds logits, whose softmax gives the probabilities.
        axis: Integer, the axis of the classes.

    Returns:
        Tensor of the shape of `target`, of the float dtype of `output`.

    Raises:
        ValueError: If the shapes do not fit.

    Example:

    >>> loss = keras.ops.sparse_categorical_crossentropy([1], [[0.5, 0.5]])
    >>> keras.ops.convert_to_numpy(loss).round(4)
    array([0.6931], dtype=float32)
    """
    return backend.nn.sparse_categorical_crossentropy(target, output, from_logits, axis)


SparseCategoricalCrossentropy = sparse_categorical_crossentropy.operation


@keras_export(["keras.ops.psnr", "keras.ops.nn.psnr"])
@op(spec=_psnr, tensors=2, name="PSNR")
def psnr(x1, x2, max_val):
    """Peak signal-to-noise ratio in decibels: how near two images are.

    Formula: `20 * log10(max_val) - 10 * log10(mean((x1 - x2) ** 2))`

    Args:
        x1: Tensor.
        x2: Tensor of the same shape.
        max_val: Number, the largest value that an element may have.

    Returns:
        Scalar of the float dtype in which the two meet.

    Raises:
        ValueError: If the shapes differ.

    Example:

    >>> float(keras.ops.psnr(keras.ops.array([1.0]), keras.ops.array([0.0]), max_val=10))
    20.0
    """
    return backend.nn.psnr(x1, x2, max_val)


PSNR = psnr.operation
