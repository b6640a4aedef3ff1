"""Symbolic rules of reductions that need more than an axis and a dtype rule."""
import math

from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.formulas.numpy_family import check_method
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import dtype_of, shape_of
from keras.src.ops.operation_utils import reduce_shape


def count_spec(x, axis=None):
    return KerasTensor(reduce_shape(shape_of(x), axis), dtype="int32")


def index_spec(x, axis=None, keepdims=False):
    """Position along one axis."""
    return KerasTensor(reduce_shape(shape_of(x), axis, keepdims), dtype="int32")


def prod_spec(x, axis=None, keepdims=False, dtype=None):
    dtype = dtypes.sum_rule(dtype_of(x)) if dtype is None else dtypes.standardize(dtype)
    return KerasTensor(reduce_shape(shape_of(x), axis, keepdims), dtype=dtype)


def running_dtype(dtype):
    """Sums and products that run over booleans count."""
    return "int32" if dtype is not None and dtypes.standardize(dtype) == "bool" else dtype


def cumulative_spec(x, axis=None, dtype=None):
    """Running over the flattened tensor without an axis."""
    shape = shape_of(x)
    if axis is None:
        shape = (None if None in shape else math.prod(shape),)
    else:
        canonicalize_axis(axis, len(shape))
    dtype = dtypes.promote_number(dtype_of(x)) if dtype is None else dtypes.standardize(running_dtype(dtype))
    return KerasTensor(shape, dtype=dtype)


def quantile_spec(x, q, axis=None, method="linear", keepdims=False, rule=dtypes.to_float):
    """The axes of `q` come first."""
    check_method(method)
    shape = (*shape_of(q), *reduce_shape(shape_of(x), axis, keepdims))
    return KerasTensor(shape, dtype=rule(dtype_of(x)))
