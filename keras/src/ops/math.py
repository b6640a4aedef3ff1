"""Mathematics beyond NumPy's main namespace: segments, rankings, special functions, spectra."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import math_family
from keras.src.backend.common.formulas.linalg_family import check_square
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import dtype_of, elementwise, op, reduction, shape_of
from keras.src.ops.numpy_manipulation import _dtype
from keras.src.ops.operation_utils import broadcast_shapes
from keras.src.ops.spectra import (  # noqa: F401 - parts of this module
    FFT,
    FFT2,
    IFFT2,
    IRFFT,
    ISTFT,
    RFFT,
    STFT,
    ExtractSequences,
    extract_sequences,
    fft,
    fft2,
    ifft2,
    irfft,
    istft,
    rfft,
    stft,
)


def _segments(data, segment_ids, num_segments=None, sorted=False):
    shape = shape_of(data)
    math_family.check_segments(shape, shape_of(segment_ids))
    return KerasTensor((num_segments, *shape[1:]), dtype=_dtype(data))


@keras_export("keras.ops.segment_sum")
@op(spec=_segments, tensors=2)
def segment_sum(data, segment_ids, num_segments=None, sorted=False):
    """Sums of the slices along the first axis that belong to each segment.

    Args:
        data: Tensor.
        segment_ids: 1D integer tensor, the segment of each slice. Slices of no segment are left out.
        num_segments: Integer. Default: the greatest id, plus 1. Needed in functions that `jax.jit` compiles.
        sorted: Boolean, whether ids are in ascending order, which may save time.

    Returns:
        Tensor whose first dimension is `num_segments`, of the dtype of `data`; 0 for empty segments.

    Raises:
        ValueError: If `segment_ids` is no vector.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.segment_sum([1, 2, 4], [0, 0, 1])).tolist()
    [3, 4]
    """
    return backend.math.segment_sum(data, segment_ids, num_segments, sorted)


SegmentSum = segment_sum.operation


@keras_export("keras.ops.segment_max")
@op(spec=_segments, tensors=2)
def segment_max(data, segment_ids, num_segments=None, sorted=False):
    """Maxima of the slices along the first axis that belong to each segment.

    Args:
        data: Tensor.
        segment_ids: 1D integer tensor, the segment of each slice. Slices of no segment are left out.
        num_segments: Integer. Default: the greatest id, plus 1. Needed in functions that `jax.jit` compiles.
        sorted: Boolean, whether ids are in ascending order, which may save time.

    Returns:
        Tensor whose first dimension is `num_segments`, of the dtype of `data`; the least value of the dtype for
        empty segments.

    Raises:
        ValueError: If `segment_ids` is no vector.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.segment_max([1, 2, 4], [0, 0, 1])).tolist()
    [2, 4]
    """
    return backend.math.segment_max(data, segment_ids, num_segments, sorted)


SegmentMax = segment_max.operation


@keras_export("keras.ops.segment_min")
@op(spec=_segments, tensors=2)
def segment_min(data, segment_ids, num_segments=None, sorted=False):
    """Minima of the slices along the first axis that belong to each segment.

    Args:
        data: Tensor.
        segment_ids: 1D integer tensor, the segment of each slice. Slices of no segment are left out.
        num_segments: Integer. Default: the greatest id, plus 1. Needed in functions that `jax.jit` compiles.
        sorted: Boolean, whether ids are in ascending order, which may save time.

    Returns:
        Tensor whose first dimension is `num_segments`, of the dtype of `data`; the greatest value of the dtype
        for empty segments.

    Raises:
        ValueError: If `segment_ids` is no vector.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.segment_min([1, 2, 4], [0, 0, 1])).tolist()
    [1, 4]
    """
    return backend.math.segment_min(data, segment_ids, num_segments, sorted)


SegmentMin = segment_min.operation


@keras_export("keras.ops.segment_prod")
@op(spec=_segments, tensors=2)
def segment_prod(data, segment_ids, num_segments=None, sorted=False):
    """Products of the slices along the first axis that belong to each segment.

    Args:
        data: Tensor.
        segment_ids: 1D integer tensor, the segment of each slice. Slices of no segment are left out.
        num_segments: Integer. Default: the greatest id, plus 1. Needed in functions that `jax.jit` compiles.
        sorted: Boolean, whether ids are in ascending order, which may save time.

    Returns:
        Tensor whose first dimension is `num_segments`, of the dtype of `data`; 1 for empty segments.

    Raises:
        ValueError: If `segment_ids` is no vector.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.segment_prod([3, 2, 4], [0, 0, 1])).tolist()
    [6, 4]
    """
    return backend.math.segment_prod(data, segment_ids, num_segments, sorted)


SegmentProd = segment_prod.operation


def _check_k(shape, k):
    if not shape or isinstance(k, int) and shape[-1] is not None and not 0 <= k <= shape[-1]:
        raise ValueError(
            "Argument `k` of top_k must not be negative or exceed the size of the last axis. "
            f"Received: k={k}, x.shape={tuple(shape)}"
        )


def _top_k(x, k, sorted=True):
    _check_k(shape_of(x), k)
    shape = (*shape_of(x)[:-1], k)
    return KerasTensor(shape, dtype=_dtype(x)), KerasTensor(shape, dtype="int32")


@keras_export("keras.ops.top_k")
@op(spec=_top_k)
def top_k(x, k, sorted=True):
    """The greatest elements along the last axis and where they stand.

    Args:
        x: Tensor.
        k: Integer, how many.
        sorted: Boolean, whether they must be in descending order.

    Returns:
        Tuple `(values, indices)` of tensors whose last dimension is `k`; indices are int32. Of equal elements
        the first comes first (any one, on torch).

    Raises:
        ValueError: If `k` is negative or greater than the last axis.

    Example:

    >>> values, indices = keras.ops.top_k([5, 9, 7], 2)
    >>> keras.ops.convert_to_numpy(values).tolist(), keras.ops.convert_to_numpy(indices).tolist()
    ([9, 7], [1, 2])
    """
    x = x if hasattr(x, "shape") else backend.convert_to_tensor(x)
    _check_k(x.shape, k)
    return backend.math.top_k(x, k, sorted)


TopK = top_k.operation


def _in_top_k(targets, predictions, k):
    found, wanted = shape_of(targets), shape_of(predictions)[:-1]
    if len(found) != len(wanted) or any(None not in (a, b) and a != b for a, b in zip(found, wanted)):
        raise ValueError(
            "Argument `targets` of in_top_k must have the shape of `predictions` without the last axis. "
            f"Received: targets.shape={found}, predictions.shape={shape_of(predictions)}"
        )
    return KerasTensor(shape_of(targets), dtype="bool")


@keras_export("keras.ops.in_top_k")
@op(spec=_in_top_k, tensors=2)
def in_top_k(targets, predictions, k):
    """Whether the target class is among the `k` that score highest.

    Args:
        targets: Integer tensor of shape `(batch,)`.
        predictions: Tensor of shape `(batch, classes)`: scores.
        k: Integer.

    Returns:
        Boolean tensor of the shape of `targets`. Classes that tie with the last one count; a target without
        a finite score does not.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.in_top_k([1, 0], [[0.1, 0.9], [0.2, 0.8]], 1)).tolist()
    [True, False]
    """
    return backend.math.in_top_k(targets, predictions, k)


InTopK = in_top_k.operation


@keras_export("keras.ops.logsumexp")
@op(spec=reduction(dtypes.to_float))
def logsumexp(x, axis=None, keepdims=False):
    """Logarithm of the sum of exponentials, `log(sum(exp(x)))`, without overflow.

    Args:
        x: Tensor.
        axis: Integer or tuple of integers. Default: all axes.
        keepdims: Boolean, whether reduced dimensions stay, with size 1.

    Returns:
        Float tensor.

    Example:

    >>> round(float(keras.ops.logsumexp([1.0, 2.0, 3.0])), 4)
    3.4076
    """
    return backend.math.logsumexp(x, axis, keepdims)


Logsumexp = logsumexp.operation


@keras_export("keras.ops.rsqrt")
@op(spec=elementwise(dtypes.to_float))
def rsqrt(x):
    """Reciprocal of the square root, `1 / sqrt(x)`.

    Args:
        x: Tensor.

    Returns:
        Float tensor of the shape of `x`.

    Example:

    >>> float(keras.ops.rsqrt(4.0))
    0.5
    """
    return backend.math.rsqrt(x)


Rsqrt = rsqrt.operation


@keras_export("keras.ops.erf")
@op(spec=elementwise(dtypes.to_float, sparse=True))
def erf(x):
    """Error function, `2 / sqrt(pi) * integral of exp(-t^2) from 0 to x`.

    Args:
        x: Tensor.

    Returns:
        Float tensor of the shape of `x`.

    Example:

    >>> round(float(keras.ops.erf(0.5)), 4)
    0.5205
    """
    return backend.math.erf(x)


Erf = erf.operation


@keras_export("keras.ops.erfc")
@op(spec=elementwise(dtypes.to_float))
def erfc(x):
    """Complementary error function, `1 - erf(x)`, accurate where that is near zero.

    Args:
        x: Tensor.

    Returns:
        Float tensor of the shape of `x`.

    Example:

    >>> round(float(keras.ops.erfc(0.5)), 4)
    0.4795
    """
    return backend.math.erfc(x)


Erfc = erfc.operation


@keras_export("keras.ops.erfinv")
@op(spec=elementwise(dtypes.to_float))
def erfinv(x):
    """Inverse of the error function; infinite at -1 and 1.

    Args:
        x: Tensor with elements from -1 to 1.

    Returns:
        Float tensor of the shape of `x`.

    Example:

    >>> round(float(keras.ops.erfinv(0.5)), 4)
    0.4769
    """
    return backend.math.erfinv(x)


Erfinv = erfinv.operation


def _logdet(x):
    check_square(shape_of(x), "logdet")
    return KerasTensor(shape_of(x)[:-2], dtype=dtypes.to_float(dtype_of(x)))


@keras_export("keras.ops.logdet")
@op(spec=_logdet)
def logdet(x):
    """Logarithm of the determinant of positive definite matrices.

    Args:
        x: Tensor of shape `(..., n, n)`: symmetric positive definite matrices.

    Returns:
        Float tensor of shape `(...)`.

    Example:

    >>> round(float(keras.ops.logdet([[2.0, 0.0], [0.0, 3.0]])), 4)
    1.7918
    """
    return backend.math.logdet(x)


Logdet = logdet.operation


def _cdist(x, y):
    shape1, shape2 = shape_of(x), shape_of(y)
    math_family.check_cdist(shape1, shape2)
    lead = broadcast_shapes(shape1[:-2], shape2[:-2])
    dtype = dtypes.promote_float(dtype_of(x), dtype_of(y))
    return KerasTensor((*lead, shape1[-2], shape2[-2]), dtype=dtype)


@keras_export("keras.ops.cdist")
@op(spec=_cdist, tensors=2, name="CDist")
def cdist(x, y):
    """Euclidean distances between the rows of two tensors.

    Args:
        x: Tensor of shape `(..., n, d)`.
        y: Tensor of shape `(..., m, d)`.

    Returns:
        Float tensor of shape `(..., n, m)`. Its gradient is zero where rows are equal.

    Raises:
        ValueError: If a tensor has less than 2 dimensions, or rows differ in length.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.cdist([[0.0, 0.0]], [[3.0, 4.0]])).tolist()
    [[5.0]]
    """
    return backend.math.cdist(x, y)


CDist = cdist.operation


def _view_as_complex(x):
    shape = shape_of(x)
    if not shape:
        math_family.check_complex_view(shape)
    return KerasTensor(shape[:-1], dtype="complex64")


@keras_export("keras.ops.view_as_complex")
@op(spec=_view_as_complex)
def view_as_complex(x):
    """Pairs (real, imaginary) as complex numbers.

    Args:
        x: Tensor of shape `(..., 2)`.

    Returns:
        Tensor of shape `(...)` and dtype complex64.

    Raises:
        ValueError: If the last dimension is not 2.

    Example:

    >>> complex(keras.ops.view_as_complex([1.0, 2.0]))
    (1+2j)
    """
    return backend.math.view_as_complex(x)


ViewAsComplex = view_as_complex.operation


def _view_as_real(x):
    return KerasTensor(
        (*shape_of(x), 2), dtype="float64" if dtype_of(x) == "complex128" else "float32"
    )


@keras_export("keras.ops.view_as_real")
@op(spec=_view_as_real)
def view_as_real(x):
    """Complex numbers as pairs (real, imaginary).

    Args:
        x: Complex tensor.

    Returns:
        Float tensor with a new last dimension of size 2.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.view_as_real(1 + 2j)).tolist()
    [1.0, 2.0]
    """
    return backend.math.view_as_real(x)


ViewAsReal = view_as_real.operation
