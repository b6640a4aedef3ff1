"""Operations of `keras.ops.numpy` that multiply arrays: products of vectors and matrices, contractions."""
import functools
import math

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import arrays, linear
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops import hard_calls
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import declare, dtype_of, shape_of, step_by_step
from keras.src.ops.einsum_shapes import einsum_shape
from keras.src.ops.numpy_manipulation import _shaped
from keras.src.ops.numpy_ordering import diagonal_shape
from keras.src.ops.operation import Operation
from keras.src.ops.operation_utils import (
    broadcast_shapes,
    canonicalize_axis,
    compute_matmul_output_shape,
)

MODULE = "keras.src.ops.numpy"
op = declare(MODULE)


def _product(shape, x1, x2, rule=dtypes.promote):
    return KerasTensor(shape, dtype=rule(dtype_of(x1), dtype_of(x2)))


@step_by_step()
def _matmul(x1, x2):
    shape = compute_matmul_output_shape(shape_of(x1), shape_of(x2))
    sparse = getattr(x1, "sparse", False) and getattr(x2, "sparse", False)
    dtype = dtypes.matmul_rule(dtype_of(x1), dtype_of(x2))
    return KerasTensor(shape, dtype=dtype, sparse=sparse)


@keras_export(["keras.ops.matmul", "keras.ops.numpy.matmul"])
@op(spec=_matmul, tensors=2)
def matmul(x1, x2):
    """Matrix product, over leading dimensions that broadcast.

    Args:
        x1: Tensor of shape `(..., n, k)` or `(k,)`.
        x2: Tensor of shape `(..., k, m)` or `(k,)`.

    Returns:
        Tensor of shape `(..., n, m)`, without `n` or `m` where a vector takes part. Of the dtype in which both
        meet; int32 for two of int8.

    Raises:
        ValueError: If inner dimensions differ or an argument is a scalar.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.matmul([[1, 2], [3, 4]], [[1], [1]])).tolist()
    [[3], [7]]
    """
    return backend.numpy.matmul(x1, x2)


Matmul = matmul.operation


def _dot(x1, x2):
    shape1, shape2 = shape_of(x1), shape_of(x2)
    if not shape1 or not shape2:
        return _product(shape1 + shape2, x1, x2)
    _check_inner("dot", shape1, shape2, shape2[max(len(shape2) - 2, 0)])
    return _product(shape1[:-1] + shape2[:-2] + (shape2[-1:] if len(shape2) > 1 else ()), x1, x2)


def _check_inner(function, shape1, shape2, inner2):
    if shape1[-1] is not None and inner2 is not None and shape1[-1] != inner2:
        raise ValueError(
            f"Arguments `x1` and `x2` of {function} must agree in the dimension that is summed over. "
            f"Received: x1.shape={shape1}, x2.shape={shape2}"
        )


@keras_export(["keras.ops.dot", "keras.ops.numpy.dot"])
@op(spec=_dot, tensors=2)
def dot(x1, x2):
    """Sum of products over the last axis of `x1` and the last but one of `x2`, or its only one.

    Args:
        x1: Tensor or number.
        x2: Tensor or number. With a number, the result is the product of both.

    Returns:
        Tensor of the dtype in which both meet.

    Raises:
        ValueError: If the dimensions that are summed over differ.

    Example:

    >>> int(keras.ops.dot([1, 2], [3, 4]))
    11
    """
    return backend.numpy.dot(x1, x2)


Dot = dot.operation


def _inner(x1, x2):
    shape1, shape2 = shape_of(x1), shape_of(x2)
    if not shape1 or not shape2:
        return _product(shape1 + shape2, x1, x2)
    _check_inner("inner", shape1, shape2, shape2[-1])
    return _product(shape1[:-1] + shape2[:-1], x1, x2)


@keras_export(["keras.ops.inner", "keras.ops.numpy.inner"])
@op(spec=_inner, tensors=2)
def inner(x1, x2):
    """Sum of products over the last axes of both.

    Args:
        x1: Tensor or number.
        x2: Tensor or number.

    Returns:
        Tensor of the dtype in which both meet.

    Example:

    >>> int(keras.ops.inner([1, 2], [3, 4]))
    11
    """
    return backend.numpy.inner(x1, x2)


Inner = inner.operation


def _outer(x1, x2):
    return _product((arrays.size_of(shape_of(x1)), arrays.size_of(shape_of(x2))), x1, x2)


@keras_export(["keras.ops.outer", "keras.ops.numpy.outer"])
@op(spec=_outer, tensors=2)
def outer(x1, x2):
    """Every element of `x1` times every element of `x2`.

    Args:
        x1: Tensor, flattened.
        x2: Tensor, flattened.

    Returns:
        Tensor of shape `(size of x1, size of x2)` and the dtype in which both meet.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.outer([1, 2], [3, 4])).tolist()
    [[3, 4], [6, 8]]
    """
    return backend.numpy.outer(x1, x2)


Outer = outer.operation


def _vdot(x1, x2):
    sizes = [math.prod(shape) for shape in (shape_of(x1), shape_of(x2)) if None not in shape]
    if len(set(sizes)) > 1:
        raise ValueError(f"Arguments `x1` and `x2` of vdot must have as many elements. Received: {sizes} elements")
    return _product((), x1, x2)


@keras_export(["keras.ops.vdot", "keras.ops.numpy.vdot"])
@op(spec=_vdot, tensors=2)
def vdot(x1, x2):
    """Sum of products of all elements; those of a complex `x1` are conjugated.

    Args:
        x1: Tensor, flattened.
        x2: Tensor of as many elements, flattened.

    Returns:
        Scalar tensor of the dtype in which both meet.

    Example:

    >>> int(keras.ops.vdot([[1, 2]], [[3], [4]]))
    11
    """
    return backend.numpy.vdot(x1, x2)


Vdot = vdot.operation


def _tensordot(x1, x2, axes=2):
    shape1, shape2 = shape_of(x1), shape_of(x2)
    axes1, axes2 = linear.tensordot_axes(axes, len(shape1), len(shape2))
    for a, b in zip(axes1, axes2):
        if None not in (shape1[a], shape2[b]) and shape1[a] != shape2[b]:
            raise ValueError(
                "Argument `axes` of tensordot must pair dimensions of equal size. "
                f"Received: axes={axes}, x1.shape={shape1}, x2.shape={shape2}"
            )
    rest1 = [d for a, d in enumerate(shape1) if a not in axes1]
    rest2 = [d for a, d in enumerate(shape2) if a not in axes2]
    return _product((*rest1, *rest2), x1, x2)


@keras_export(["keras.ops.tensordot", "keras.ops.numpy.tensordot"])
@op(spec=_tensordot, tensors=2)
def tensordot(x1, x2, axes=2):
    """Sum of products over several axes.

    Args:
        x1: Tensor.
        x2: Tensor.
        axes: Integer `n`, the last `n` axes of `x1` with the first `n` of `x2`; or a pair of axes or of lists
            of axes, of `x1` and of `x2`.

    Returns:
        Tensor with the other axes of both, of the dtype in which both meet.

    Raises:
        ValueError: If paired dimensions differ.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tensordot([[1, 2]], [[3, 4]], [1, 1])).tolist()
    [[11]]
    """
    return backend.numpy.tensordot(x1, x2, axes)


Tensordot = tensordot.operation


def _kron(x1, x2):
    shape1, shape2 = shape_of(x1), shape_of(x2)
    rank = max(len(shape1), len(shape2))
    shape1 = (1,) * (rank - len(shape1)) + shape1
    shape2 = (1,) * (rank - len(shape2)) + shape2
    return _product([None if None in (a, b) else a * b for a, b in zip(shape1, shape2)], x1, x2)


@keras_export(["keras.ops.kron", "keras.ops.numpy.kron"])
@op(spec=_kron, tensors=2)
def kron(x1, x2):
    """Kronecker product: every element of `x1` times all of `x2`, laid out as blocks.

    Args:
        x1: Tensor.
        x2: Tensor.

    Returns:
        Tensor whose sizes are the products of those of both.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.kron([1, 10], [1, 2])).tolist()
    [1, 2, 10, 20]
    """
    return backend.numpy.kron(x1, x2)


Kron = kron.operation


def _cross(x1, x2, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa = axisb = axisc = axis
    shape1, shape2 = shape_of(x1), shape_of(x2)
    sizes = linear.cross_sizes(shape1, shape2, axisa, axisb)
    at1, at2 = canonicalize_axis(axisa, len(shape1)), canonicalize_axis(axisb, len(shape2))
    lead = broadcast_shapes(shape1[:at1] + shape1[at1 + 1 :], shape2[:at2] + shape2[at2 + 1 :])
    if sizes == (2, 2):
        return _product(lead, x1, x2)
    if None in sizes and 3 not in sizes:
        raise ValueError(
            "Arguments `x1` and `x2` of cross must hold vectors of a known number of components. "
            f"Received: x1.shape={shape1}, x2.shape={shape2}"
        )
    shape = list(lead)
    shape.insert(canonicalize_axis(axisc, len(lead) + 1), 3)
    return _product(shape, x1, x2)


@keras_export(["keras.ops.cross", "keras.ops.numpy.cross"])
@op(spec=_cross, tensors=2)
def cross(x1, x2, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """Cross product of vectors in space; of two in the plane, its component out of the plane.

    Args:
        x1: Tensor.
        x2: Tensor.
        axisa: Integer, the axis of `x1` along which the 2 or 3 components lie.
        axisb: Integer, that of `x2`.
        axisc: Integer, that of the result.
        axis: Integer that stands for all three.

    Returns:
        Tensor of the dtype in which both meet.

    Raises:
        ValueError: If vectors have neither 2 nor 3 components.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cross([1, 0, 0], [0, 1, 0])).tolist()
    [0, 0, 1]
    """
    return backend.numpy.cross(x1, x2, axisa, axisb, axisc, axis)


Cross = cross.operation


def _trace(x, offset=0, axis1=0, axis2=1):
    shape = diagonal_shape(shape_of(x), offset, axis1, axis2)[:-1]
    return KerasTensor(shape, dtype=dtypes.sum_rule(dtype_of(x)))


@keras_export(["keras.ops.trace", "keras.ops.numpy.trace"])
@op(spec=_trace)
def trace(x, offset=0, axis1=0, axis2=1):
    """Sums of diagonals of the matrices in two axes.

    Args:
        x: Tensor of 2 dimensions or more.
        offset: Integer, the diagonal: positive above the main one, negative below.
        axis1: Integer, axis of the rows.
        axis2: Integer, axis of the columns.

    Returns:
        Tensor without these axes; integers are at least 32 bits wide.

    Example:

    >>> int(keras.ops.trace([[1, 2], [3, 4]]))
    5
    """
    return backend.numpy.trace(x, offset, axis1, axis2)


Trace = trace.operation


def _vander(x, N=None, increasing=False):
    shape = shape_of(x)
    columns = linear.check_vander(shape, N)
    return _shaped((shape[0], columns), x)


@keras_export(["keras.ops.vander", "keras.ops.numpy.vander"])
@op(spec=_vander)
def vander(x, N=None, increasing=False):
    """Vandermonde matrix: the powers of each element as a row.

    Args:
        x: 1D tensor.
        N: Integer, number of powers. Default: as many as elements.
        increasing: Boolean, whether powers increase from left to right.

    Returns:
        Tensor of shape `(size of x, N)` and the dtype of `x`.

    Raises:
        ValueError: If `x` is no vector.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.vander([2, 3], 3)).tolist()
    [[4, 2, 1], [9, 3, 1]]
    """
    return backend.numpy.vander(x, N, increasing)


Vander = vander.operation


def _slogdet(x):
    shape, dtype = shape_of(x), dtypes.to_float(dtype_of(x))
    return KerasTensor(shape[:-2], dtype=dtype), KerasTensor(shape[:-2], dtype=dtype)


@keras_export(["keras.ops.slogdet", "keras.ops.numpy.slogdet"])
@op(spec=_slogdet)
def slogdet(x):
    """Sign and natural logarithm of the magnitude of determinants.

    Args:
        x: Tensor of shape `(..., n, n)`.

    Returns:
        Tuple `(sign, logarithm)` of float tensors of shape `(...)`.

    Example:

    >>> sign, logarithm = keras.ops.slogdet([[0.0, 1.0], [1.0, 0.0]])
    >>> float(sign), float(logarithm)
    (-1.0, 0.0)
    """
    return backend.numpy.slogdet(x)


Slogdet = slogdet.operation


class Einsum(Operation):
    """Operation of `keras.ops.einsum`."""

    def __init__(self, subscripts, *, name=None):
        super().__init__(name=name)
        self.subscripts = subscripts

    def call(self, *operands, **kwargs):
        return backend.numpy.einsum(self.subscripts, *operands, **kwargs)

    @as_computed
    def compute_output_spec(self, *operands):
        shape = einsum_shape(self.subscripts, [shape_of(x) for x in operands])
        return KerasTensor(shape, dtype=dtypes.matmul_rule(*(dtype_of(x) for x in operands)))


Einsum.__module__ = MODULE


@keras_export(["keras.ops.einsum", "keras.ops.numpy.einsum"])
def einsum(subscripts, *operands, **kwargs):
    """Sum of products in Einstein's notation.

    Args:
        subscripts: String such as `"ij,jk->ik"`: a letter for each axis of each operand, and of the result.
            Letters missing there are summed over; `...` stands for any number of axes.
        *operands: Tensors.
        **kwargs: Options of the backend's own einsum.

    Returns:
        Tensor of the dtype in which the operands meet; int32 for operands of int8.

    Raises:
        ValueError: If letters, ranks and sizes do not fit.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.einsum("ij->ji", [[1, 2]])).tolist()
    [[1], [2]]
    """
    try:
        if KerasTensor in map(type, operands):
            return Einsum(subscripts).symbolic_call(*operands)
        return backend.numpy.einsum(subscripts, *operands, **kwargs)
    except Exception as error:
        spec = functools.partial(Einsum(subscripts).compute_output_spec, *operands)
        hard_calls.explain(error, "einsum", {"subscripts": subscripts, "operands": operands}, spec)


einsum.__module__ = MODULE
