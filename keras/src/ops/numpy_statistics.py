"""Operations of `keras.src.ops.numpy`: quantiles, averages, counts, differences."""
import functools

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.formulas.numpy_family import (
    check_correlate,
    check_histogram,
    correlate_bounds,
)
from keras.src.backend.common.keras_tensor import KerasTensor, any_symbolic_tensors
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import declare, dtype_of, reduction, shape_of
from keras.src.ops.hard_calls import explained
from keras.src.ops.numpy_specs import quantile_spec
from keras.src.ops.operation import Operation
from keras.src.ops.operation_utils import reduce_shape

op = declare("keras.src.ops.numpy")


def bincount_spec(x, weights=None, minlength=0, sparse=False):
    """The number of bins depends on the values."""
    shape = shape_of(x)
    if len(shape) not in (1, 2):
        raise ValueError(f"Argument `x` of bincount must have one or two axes. Received: x.shape={shape}")
    dtype = "int32" if weights is None else dtypes.promote_number(dtype_of(x), dtype_of(weights))
    return KerasTensor((*shape[:-1], None), dtype=dtype, sparse=sparse)


def digitize_spec(x, bins):
    bins_shape = shape_of(bins)
    if len(bins_shape) > 1:
        raise ValueError(f"Argument `bins` of digitize must be one-dimensional. Received: bins.shape={bins_shape}")
    return KerasTensor(shape_of(x), dtype="int32", sparse=getattr(x, "sparse", False))


digitize_spec.maps_values = True


def histogram_spec(x, bins=10, range=None):
    check_histogram(bins, range)
    dtype = dtypes.to_float(dtype_of(x))
    return KerasTensor((bins,), dtype=dtype), KerasTensor((bins + 1,), dtype=dtype)


def correlate_spec(x1, x2, mode="valid"):
    shape1, shape2 = shape_of(x1), shape_of(x2)
    check_correlate(shape1, shape2, mode)
    (n,), (m,) = shape1, shape2
    known = n is not None and m is not None
    length = correlate_bounds(n, m, mode)[1] if known else None
    return KerasTensor((length,), dtype=dtypes.promote_float(dtype_of(x1), dtype_of(x2)))


def corrcoef_spec(x):
    shape = shape_of(x)
    shape = () if len(shape) < 2 else (*shape[:-1], shape[-2])
    return KerasTensor(shape, dtype=dtypes.to_long_float(dtype_of(x)))


def diff_spec(a, n=1, axis=-1):
    if n < 0:
        raise ValueError(f"Argument `n` of diff must not be negative. Received: n={n}")
    shape = list(shape_of(a))
    axis = canonicalize_axis(axis, len(shape))
    shape[axis] = None if shape[axis] is None else max(shape[axis] - n, 0)
    return KerasTensor(shape, dtype=dtype_of(a))


def trapezoid_spec(y, x=None, dx=1.0, axis=-1):
    return KerasTensor(reduce_shape(shape_of(y), axis), dtype=dtypes.to_float(dtype_of(y)))


@keras_export(["keras.ops.median", "keras.ops.numpy.median"])
@op(spec=reduction(dtypes.to_float))
def median(x, axis=None, keepdims=False):
    """Median over axes: the mean of the two middle elements if their number is even.

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes. Integers and booleans become floats.

    Raises:
        ValueError: If `axis` is out of range for the rank of `x`.

    Example:

    >>> float(keras.ops.median([1.0, 8.0, 3.0, 4.0]))
    3.5
    """
    return backend.numpy.median(x, axis=axis, keepdims=keepdims)


Median = median.operation


@keras_export(["keras.ops.quantile", "keras.ops.numpy.quantile"])
@op(spec=quantile_spec, tensors=2)
def quantile(x, q, axis=None, method="linear", keepdims=False):
    """Quantiles over axes: values below which a fraction of the elements lies.

    Args:
        x: Tensor of any shape.
        q: Fraction or tensor of fractions, from 0 to 1.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        method: How to choose between two neighbours: `"linear"` (default), `"lower"`, `"higher"`,
            `"midpoint"` or `"nearest"`.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes; the axes of `q`, if it has any, come first. Integers and
        booleans become `floatx`.

    Raises:
        ValueError: If `method` is unknown or `axis` is out of range.

    Example:

    >>> float(keras.ops.quantile([1.0, 2.0, 3.0, 4.0], 0.25))
    1.75
    """
    return backend.numpy.quantile(x, q, axis=axis, method=method, keepdims=keepdims)


Quantile = quantile.operation


@keras_export(["keras.ops.percentile", "keras.ops.numpy.percentile"])
@op(spec=functools.partial(quantile_spec, rule=dtypes.to_float), tensors=2)
def percentile(x, q, axis=None, method="linear", keepdims=False):
    """Percentiles over axes: quantiles in hundredths.

    Args:
        x: Tensor of any shape.
        q: Percentage or tensor of percentages, from 0 to 100.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        method: How to choose between two neighbours: `"linear"` (default), `"lower"`, `"higher"`,
            `"midpoint"` or `"nearest"`.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes; the axes of `q`, if it has any, come first. Integers and
        booleans become `floatx`.

    Raises:
        ValueError: If `method` is unknown or `axis` is out of range.

    Example:

    >>> float(keras.ops.percentile([1.0, 2.0, 3.0, 4.0], 25))
    1.75
    """
    return backend.numpy.percentile(x, q, axis=axis, method=method, keepdims=keepdims)


Percentile = percentile.operation


@keras_export(["keras.ops.nanquantile", "keras.ops.numpy.nanquantile"])
@op(spec=quantile_spec, tensors=2)
def nanquantile(x, q, axis=None, method="linear", keepdims=False):
    """Quantiles over axes, NaN left out.

    Args:
        x: Tensor of any shape.
        q: Fraction or tensor of fractions, from 0 to 1.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        method: How to choose between two neighbours: `"linear"` (default), `"lower"`, `"higher"`,
            `"midpoint"` or `"nearest"`.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes; the axes of `q`, if it has any, come first. Integers and
        booleans become `floatx`.

    Raises:
        ValueError: If `method` is unknown or `axis` is out of range.

    Example:

    >>> float(keras.ops.nanquantile([1.0, float('nan'), 3.0], 0.5))
    2.0
    """
    return backend.numpy.nanquantile(x, q, axis=axis, method=method, keepdims=keepdims)


Nanquantile = nanquantile.operation


@keras_export(["keras.ops.nanpercentile", "keras.ops.numpy.nanpercentile"])
@op(spec=quantile_spec, tensors=2)
def nanpercentile(x, q, axis=None, method="linear", keepdims=False):
    """Percentiles over axes, NaN left out.

    Args:
        x: Tensor of any shape.
        q: Percentage or tensor of percentages, from 0 to 100.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        method: How to choose between two neighbours: `"linear"` (default), `"lower"`, `"higher"`,
            `"midpoint"` or `"nearest"`.
        keepdims: Whether reduced axes stay, with size 1. Defaults to `False`.

    Returns:
        Tensor without the reduced axes; the axes of `q`, if it has any, come first. Integers and
        booleans become `floatx`.

    Raises:
        ValueError: If `method` is unknown or `axis` is out of range.

    Example:

    >>> float(keras.ops.nanpercentile([1.0, float('nan'), 3.0], 50))
    2.0
    """
    return backend.numpy.nanpercentile(x, q, axis=axis, method=method, keepdims=keepdims)


Nanpercentile = nanpercentile.operation


class Average(Operation):
    def __init__(self, axis=None, *, name=None):
        super().__init__(name=name)
        self.axis = axis

    def call(self, x, weights=None):
        return backend.numpy.average(x, axis=self.axis, weights=weights)

    @as_computed
    def compute_output_spec(self, x, weights=None):
        if weights is None:
            dtype = dtypes.to_float(dtype_of(x))
        else:
            dtype = dtypes.promote_float(dtype_of(x), dtype_of(weights))
        return KerasTensor(reduce_shape(shape_of(x), self.axis), dtype=dtype)

    def get_config(self):
        return {"name": self.name, "axis": self.axis}


Average.__module__ = "keras.src.ops.numpy"


@keras_export(["keras.ops.average", "keras.ops.numpy.average"])
@explained
def average(x, axis=None, weights=None):
    """Weighted mean over axes.

    Formula: `sum(weights * x) / sum(weights)`

    Args:
        x: Tensor of any shape.
        axis: Axis, or tuple of axes, to reduce. Negative axes count from the end. Defaults to `None`: all axes.
        weights: Tensor of the shape of `x`, or of the size of the one axis. Defaults to `None`: equal weights.

    Returns:
        Tensor without the reduced axes; dtype by promotion of `x`, `weights` and `float`.

    Raises:
        ValueError: If the shapes of `x` and `weights` do not fit.

    Example:

    >>> float(keras.ops.average([1.0, 2.0, 3.0], weights=[1.0, 1.0, 2.0]))
    2.25
    """
    if any_symbolic_tensors((x, weights)):
        return Average(axis=axis).symbolic_call(x, weights=weights)
    return backend.numpy.average(x, axis=axis, weights=weights)


average.__module__ = Average.__module__


@keras_export(["keras.ops.bincount", "keras.ops.numpy.bincount"])
@op(spec=bincount_spec)
def bincount(x, weights=None, minlength=0, sparse=False):
    """Number of times that each non-negative integer occurs.

    Args:
        x: Integer tensor of shape `(n,)` or `(batch, n)`.
        weights: Tensor of the shape of `x`: what each occurrence counts. Defaults to `None`: one.
        minlength: Smallest number of bins. Defaults to `0`.
        sparse: Whether to return a sparse tensor, on backends that have them. Defaults to `False`.

    Returns:
        Tensor of shape `(bins,)` or `(batch, bins)` where bins is the largest element plus one, at
        least `minlength`. int32, or of the promoted dtype of `weights`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.bincount([1, 1, 3]))
    array([0, 2, 0, 1], dtype=int32)
    """
    return backend.numpy.bincount(x, weights=weights, minlength=minlength, sparse=sparse)


Bincount = bincount.operation


@keras_export(["keras.ops.digitize", "keras.ops.numpy.digitize"])
@op(spec=digitize_spec, tensors=2)
def digitize(x, bins):
    """Index of the bin in which each element lies.

    Args:
        x: Tensor of any shape.
        bins: Rising edges of the bins, of shape `(n,)`.

    Returns:
        int32 tensor of the shape of `x`: `i` where `bins[i - 1] <= x < bins[i]`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.digitize([0.5, 2.5], [0.0, 1.0, 2.0]))
    array([1, 3], dtype=int32)
    """
    return backend.numpy.digitize(x, bins)


Digitize = digitize.operation


@keras_export(["keras.ops.histogram", "keras.ops.numpy.histogram"])
@op(spec=histogram_spec)
def histogram(x, bins=10, range=None):
    """Counts of elements in intervals of equal width.

    Args:
        x: Tensor of shape `(n,)`.
        bins: Number of intervals. Defaults to `10`.
        range: Pair of lower and upper bound; elements outside are not counted. Defaults to `None`:
            the smallest and the largest element.

    Returns:
        Pair of tensors: the counts, of shape `(bins,)`, and the edges, of shape `(bins + 1,)`.

    Raises:
        ValueError: If `x` is not one-dimensional, `bins` not positive or `range` not a rising pair.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.histogram([1.0, 2.0, 4.0], bins=2)[0])
    array([2., 1.], dtype=float32)
    """
    return backend.numpy.histogram(x, bins=bins, range=range)


Histogram = histogram.operation


@keras_export(["keras.ops.correlate", "keras.ops.numpy.correlate"])
@op(spec=correlate_spec, tensors=2)
def correlate(x1, x2, mode="valid"):
    """Cross-correlation of two sequences.

    Formula: `y[k] = sum over i of x1[i + k] * conj(x2[i])`

    Args:
        x1: Tensor of shape `(n,)`.
        x2: Tensor of shape `(m,)`.
        mode: `"valid"` (default): full overlaps only; `"same"`: as long as the longer one; `"full"`: all overlaps.

    Returns:
        Tensor of shape `(|n - m| + 1,)`, `(max(n, m),)` or `(n + m - 1,)`; dtype by promotion.

    Raises:
        ValueError: If an operand is not one-dimensional or `mode` is unknown.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.correlate([1.0, 2.0, 3.0], [0.0, 1.0], mode='full'))
    array([1., 2., 3., 0.], dtype=float32)
    """
    return backend.numpy.correlate(x1, x2, mode=mode)


Correlate = correlate.operation


@keras_export(["keras.ops.corrcoef", "keras.ops.numpy.corrcoef"])
@op(spec=corrcoef_spec)
def corrcoef(x):
    """Pearson correlation of the rows of a matrix.

    Formula: `C[i, j] / sqrt(C[i, i] * C[j, j]) of the covariance C`

    Args:
        x: Tensor of shape `(variables, observations)` or `(observations,)`.

    Returns:
        Tensor of shape `(variables, variables)`; integers become `floatx`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.corrcoef([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])).round(4)
    array([[ 1., -1.],
           [-1.,  1.]], dtype=float32)
    """
    return backend.numpy.corrcoef(x)


Corrcoef = corrcoef.operation


@keras_export(["keras.ops.diff", "keras.ops.numpy.diff"])
@op(spec=diff_spec)
def diff(a, n=1, axis=-1):
    """Differences of neighbours along an axis.

    Formula: `y[i] = a[i + 1] - a[i]`

    Args:
        a: Tensor of any shape.
        n: How often to take differences. Defaults to `1`.
        axis: Axis along which neighbours lie. Defaults to `-1`.

    Returns:
        Tensor shorter by `n` along `axis`, of the dtype of `a` (booleans: whether they differ).

    Raises:
        ValueError: If `n` is negative or `axis` is out of range.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.diff([1, 4, 9, 16]))
    array([3, 5, 7], dtype=int32)
    """
    return backend.numpy.diff(a, n=n, axis=axis)


Diff = diff.operation


@keras_export(["keras.ops.trapezoid", "keras.ops.numpy.trapezoid"])
@op(spec=trapezoid_spec)
def trapezoid(y, x=None, dx=1.0, axis=-1):
    """Integral along an axis by the trapezoidal rule.

    Formula: `sum over i of (x[i + 1] - x[i]) * (y[i + 1] + y[i]) / 2`

    Args:
        y: Tensor of values.
        x: Tensor of the points at which they lie. Defaults to `None`: a distance of `dx`.
        dx: Distance of two points. Defaults to `1.0`.
        axis: Axis to integrate over. Defaults to `-1`.

    Returns:
        Tensor without that axis; integers become `floatx`.

    Example:

    >>> float(keras.ops.trapezoid([1.0, 2.0, 3.0]))
    4.0
    """
    return backend.numpy.trapezoid(y, x=x, dx=dx, axis=axis)


Trapezoid = trapezoid.operation
