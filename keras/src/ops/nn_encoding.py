"""Operations of `keras.src.ops.nn`: numbers as vectors, magnitudes and angles as complex numbers."""
import functools

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops import hard_calls
from keras.src.ops.declare import declare, shape_of
from keras.src.ops.operation import Operation

MODULE = "keras.src.ops.nn"
op = declare(MODULE)


def _one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    shape = list(shape_of(x))
    shape.insert(canonicalize_axis(axis, len(shape) + 1), num_classes)
    return KerasTensor(shape, dtype=dtypes.standardize(dtype), sparse=sparse)


@keras_export(["keras.ops.one_hot", "keras.ops.nn.one_hot"])
@op(spec=_one_hot)
def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    """Vectors with a single one, at the place that a number names.

    Args:
        x: Tensor of integers. A number outside of `[0, num_classes)` gives a vector of zeros.
        num_classes: Integer, length of the vectors.
        axis: Integer, where the new axis goes.
        dtype: Name of the dtype of the result. Default: `keras.config.floatx()`.
        sparse: Boolean, whether to return a sparse tensor; jax and tensorflow only.

    Returns:
        Tensor of the shape of `x` with an axis of size `num_classes` more.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.one_hot([0, 2], 3)).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    return backend.nn.one_hot(x, num_classes, axis=axis, dtype=dtype, sparse=sparse)


OneHot = one_hot.operation


class MultiHot(Operation):
    """Operation of `keras.ops.multi_hot`."""

    def __init__(self, num_classes=None, axis=-1, dtype=None, sparse=False, *, name=None, **kwargs):
        super().__init__(name=name)
        self.num_classes = _number_of_classes(num_classes, kwargs)
        self.axis = axis
        self.dtype = dtype
        self.sparse = sparse

    def call(self, inputs):
        return backend.nn.multi_hot(
            inputs, num_classes=self.num_classes, axis=self.axis, dtype=self.dtype, sparse=self.sparse
        )

    def compute_output_spec(self, inputs):
        hot = list(shape_of(_one_hot(inputs, self.num_classes, self.axis)))
        del hot[1 if len(shape_of(inputs)) > 1 else 0]
        return KerasTensor(hot, dtype=dtypes.standardize(self.dtype), sparse=self.sparse)


MultiHot.__module__ = MODULE


def _number_of_classes(num_classes, kwargs):
    """`num_classes`, or `num_tokens`, its older name."""
    num_classes = kwargs.pop("num_tokens", num_classes)
    if num_classes is None:
        raise ValueError("Argument `num_classes` of multi_hot must be given. Received: num_classes=None")
    if kwargs:
        raise TypeError(f"multi_hot got unexpected keyword arguments: {', '.join(kwargs)}")
    return num_classes


@keras_export(["keras.ops.multi_hot", "keras.ops.nn.multi_hot"])
def multi_hot(inputs, num_classes=None, axis=-1, dtype=None, sparse=False, **kwargs):
    """Vectors with a one at every place that a sample names.

    Args:
        inputs: Tensor of integers of shape `(batch, numbers)`, or `(numbers,)` for one sample. A number outside of
            `[0, num_classes)` counts for nothing.
        num_classes: Integer, length of the vectors.
        axis: Integer, where the axis of the classes goes, before the axis of the numbers is taken out.
        dtype: Name of the dtype of the result. Default: `keras.config.floatx()`.
        sparse: Boolean, whether to return a sparse tensor; jax and tensorflow only.

    Returns:
        Tensor of shape `(batch, num_classes)`, or `(num_classes,)`.

    Raises:
        ValueError: If `num_classes` is missing.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.multi_hot([[0, 2]], 4)).tolist()
    [[1.0, 0.0, 1.0, 0.0]]
    """
    num_classes = _number_of_classes(num_classes, kwargs)
    try:
        if type(inputs) is KerasTensor:
            return MultiHot(num_classes, axis, dtype, sparse).symbolic_call(inputs)
        return backend.nn.multi_hot(inputs, num_classes, axis=axis, dtype=dtype, sparse=sparse)
    except Exception as error:
        spec = functools.partial(MultiHot(num_classes, axis).compute_output_spec, inputs)
        hard_calls.explain(error, "multi_hot", {"inputs": inputs, "num_classes": num_classes, "axis": axis}, spec)


multi_hot.__module__ = MODULE
multi_hot.operation = MultiHot
