"""Cross-entropies, composed of a backend's own array functions (`nb` is its `numpy` module)."""
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas.nn_family import log_softmax
from keras.src.backend.config import epsilon


def operands(nb, target, output):
    """Both as tensors of the output's float dtype."""
    output = nb.convert_to_tensor(output)
    dtype = dtypes.to_float.wide(output.dtype)
    return nb.cast(nb.convert_to_tensor(target), dtype), nb.cast(output, dtype)


def sparse_operands(nb, target, output, integers="int32"):
    """Class numbers as integers of this dtype, and the output.

    The numbers lose a last axis of size 1 that the output does not have.

    Raises:
        ValueError: If the shapes do not fit.
    """
    target, output = nb.convert_to_tensor(target), nb.convert_to_tensor(output)
    target = nb.cast(target, integers)
    output = nb.cast(output, dtypes.to_float.wide(output.dtype))
    if len(target.shape) == len(output.shape) and target.shape[-1] == 1:
        target = nb.squeeze(target, axis=-1)
    check_sparse_shapes(target.shape, output.shape)
    return target, output


def check_sparse_shapes(target, output):
    """Raises ValueError unless `output` is `target` with one more axis."""
    target, output = tuple(target), tuple(output)
    if not output or not _agree(target, output[:-1]):
        raise ValueError(
            "Argument `output` must have the shape of `target` and a last axis of classes. "
            f"Received: target.shape={target}, output.shape={output}"
        )


def check_shapes(target, output, least_rank=0):
    """Raises ValueError unless the two shapes agree."""
    target, output = tuple(target), tuple(output)
    if len(target) < least_rank or not _agree(target, output):
        raise ValueError(
            f"Arguments `target` and `output` must have one shape, of rank {least_rank} or more. "
            f"Received: target.shape={target}, output.shape={output}"
        )


def _agree(one, other):
    if one == other:
        return True
    return len(one) == len(other) and all(a == b or a is None or b is None for a, b in zip(one, other))


def inside(nb, probabilities):
    """Probabilities kept off 0 and 1, so that logarithms are finite."""
    return nb.clip(probabilities, epsilon(), 1.0 - epsilon())


def normalized(nb, output, axis):
    """Probabilities that sum to 1, kept off 0 and 1."""
    return inside(nb, nb.divide(output, nb.sum(output, axis=axis, keepdims=True)))


def binary_crossentropy(nb, target, output, from_logits=False):
    target, output = operands(nb, target, output)
    check_shapes(target.shape, output.shape)
    if from_logits:
        bent = nb.log1p(nb.exp(nb.negative(nb.abs(output))))
        return nb.add(nb.subtract(nb.maximum(output, 0), nb.multiply(output, target)), bent)
    dtype = dtypes.standardize(output.dtype)
    if dtype in ("float16", "bfloat16"):  # in which 1 - epsilon is 1, whose other side has no logarithm
        target, output = nb.cast(target, "float32"), nb.cast(output, "float32")
    output = inside(nb, output)
    hit = nb.multiply(target, nb.log(output))
    miss = nb.multiply(nb.subtract(1, target), nb.log(nb.subtract(1, output)))
    return nb.cast(nb.negative(nb.add(hit, miss)), dtype)


def categorical_crossentropy(nb, target, output, from_logits=False, axis=-1):
    target, output = operands(nb, target, output)
    check_shapes(target.shape, output.shape, 1)
    logs = log_softmax(nb, output, axis) if from_logits else nb.log(normalized(nb, output, axis))
    return nb.negative(nb.sum(nb.multiply(target, logs), axis=axis))


def sparse_categorical_crossentropy(nb, target, output, from_logits=False, axis=-1):
    """Class numbers that do not exist cost nothing."""
    target, output = sparse_operands(nb, target, output)
    logs = log_softmax(nb, output, axis) if from_logits else nb.log(normalized(nb, output, axis))
    ndim, size = len(output.shape), output.shape[axis]
    classes = nb.reshape(nb.arange(size, dtype="int32"), [size if i == axis % ndim else 1 for i in range(ndim)])
    hit = nb.equal(nb.expand_dims(target, axis), classes)
    return nb.negative(nb.sum(nb.where(hit, logs, 0), axis=axis))


def psnr(nb, x1, x2, max_val):
    x1, x2 = nb.convert_to_tensor(x1), nb.convert_to_tensor(x2)
    check_shapes(x1.shape, x2.shape)
    dtype = dtypes.promote_float.wide(x1.dtype, x2.dtype)
    difference = nb.subtract(nb.cast(x1, dtype), nb.cast(x2, dtype))
    error = nb.mean(nb.square(difference))
    top = nb.convert_to_tensor(max_val, dtype)
    return nb.subtract(nb.multiply(nb.log10(top), 20), nb.multiply(nb.log10(error), 10))
