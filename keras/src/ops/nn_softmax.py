"""Operations of `keras.src.ops.nn`: probabilities from scores."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axes
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of, step_by_step

op = declare("keras.src.ops.nn")


@step_by_step()
def _over_axes(x, axis=-1):
    shape = shape_of(x)
    canonicalize_axes(axis, len(shape))
    return KerasTensor(shape, dtype=dtypes.to_float(dtype_of(x)))


@keras_export(["keras.ops.softmax", "keras.ops.nn.softmax"])
@op(spec=_over_axes)
def softmax(x, axis=-1):
    """Probabilities in proportion to exponentials.

    Formula: `exp(x) / sum(exp(x))`

    Args:
        x: Tensor.
        axis: Axis along which the result sums to 1, or tuple of axes, or None for all.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Raises:
        ValueError: If `axis` is out of range.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.softmax([0.0, 0.0, 1.0])).round(4)
    array([0.2119, 0.2119, 0.5761], dtype=float32)
    """
    return backend.nn.softmax(x, axis=axis)


Softmax = softmax.operation


@keras_export(["keras.ops.log_softmax", "keras.ops.nn.log_softmax"])
@op(spec=_over_axes)
def log_softmax(x, axis=-1):
    """Logarithm of `softmax`, exact also where that is near 0.

    Formula: `x - log(sum(exp(x)))`

    Args:
        x: Tensor.
        axis: Axis along which the exponentials of the result sum to 1, or tuple of axes, or None for all.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Raises:
        ValueError: If `axis` is out of range.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.log_softmax([0.0, 0.0, 100.0])).round(4)
    array([-100., -100.,    0.], dtype=float32)
    """
    return backend.nn.log_softmax(x, axis=axis)


LogSoftmax = log_softmax.operation


@keras_export(["keras.ops.sparsemax", "keras.ops.nn.sparsemax"])
@op(spec=_over_axes)
def sparsemax(x, axis=-1):
    """Probabilities of which many are exactly 0: the nearest point to `x` whose elements are not negative and sum to 1.

    Formula: `max(x - tau, 0)` with `tau` such that the sum is 1

    Args:
        x: Tensor.
        axis: Integer, the axis along which the result sums to 1.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Martins and Astudillo, 2016](https://arxiv.org/abs/1602.02068).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sparsemax([-1.0, 0.5, 1.0])).round(4)
    array([0.  , 0.25, 0.75], dtype=float32)
    """
    return backend.nn.sparsemax(x, axis=axis)


Sparsemax = sparsemax.operation
