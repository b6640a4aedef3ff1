"""Quantizers and the arithmetic under them: from floats to integers of few bits, and back."""
import numpy as np

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.ops.declare import op
from keras.src.quantizers.affine import (
    compute_quantization_parameters,  # noqa: F401
    dequantize_with_sz_map,  # noqa: F401
    dequantize_with_zero_point,  # noqa: F401
    quantize_with_sz_map,  # noqa: F401
    quantize_with_zero_point,  # noqa: F401
)
from keras.src.quantizers.packing import pack_int4, unpack_int4  # noqa: F401


@keras_export(["keras.Quantizer", "keras.quantizers.Quantizer"])
class Quantizer:
    """Base class of quantizers: a subclass implements `__call__(x)`, and `get_config` to be written into files.

    Args:
        output_dtype: Name of the dtype of quantized values. Default `"int8"`.

    Example:

    >>> class Rounding(keras.Quantizer):
    ...     def __call__(self, x):
    ...         return keras.ops.cast(keras.ops.round(x), self.output_dtype)
    >>> keras.ops.convert_to_numpy(Rounding()(keras.ops.array([0.4, 1.6]))).tolist()
    [0, 2]
    """

    def __init__(self, output_dtype="int8"):
        self.output_dtype = output_dtype

    def __call__(self, x):
        """The quantized values of a tensor; here `x` itself."""
        return x

    @classmethod
    def from_config(cls, config):
        """The quantizer that `get_config` described."""
        return cls(**config)

    def get_config(self):
        """The arguments of the constructor, JSON-ready; subclasses implement it."""
        raise NotImplementedError(f"{type(self).__name__} does not implement `get_config()`.")


@keras_export("keras.quantizers.AbsMaxQuantizer")
class AbsMaxQuantizer(Quantizer):
    """Divides by the largest magnitude, so that it becomes the end of the integers' range.

    Args:
        axis: Integer or tuple, the axes that share a scale. Default None: given with each call, or the last axis.
        value_range: Pair, the smallest and the largest integer. Default `(-127, 127)`.
        epsilon: Float that keeps the scale of zeros finite. Default 1e-7.
        output_dtype: Name of the dtype of quantized values. Default `"int8"`.

    Call arguments:
        x: Float tensor.
        axis: Axes that share a scale, in the place of the constructor's. Default None.
        to_numpy: Boolean, whether to compute in NumPy, off the accelerator's memory. Default False.

    Returns:
        Tuple `(values, scale)`: integers of the shape of `x`, and the factor that made them, with size 1 on `axis`.

    Raises:
        ValueError: If `value_range` leaves that of `"int8"` values.

    Example:

    >>> values, scale = keras.quantizers.AbsMaxQuantizer(axis=0)(keras.ops.array([[1.0], [-4.0]]))
    >>> keras.ops.convert_to_numpy(values).tolist()
    [[32], [-127]]
    """

    def __init__(self, axis=None, value_range=(-127, 127), epsilon=1e-07, output_dtype="int8"):
        super().__init__(output_dtype=output_dtype)
        if output_dtype == "int8" and (value_range[0] < -128 or value_range[1] > 127):
            raise ValueError(
                "Argument `value_range` of AbsMaxQuantizer must lie within -128 and 127 if output_dtype='int8'. "
                f"Received: value_range={value_range}"
            )
        self.axis = None if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
        self.value_range = value_range
        self.epsilon = epsilon

    def __call__(self, x, axis=None, to_numpy=False):
        axis = self.axis if axis is None else axis
        return abs_max_quantize(
            x, -1 if axis is None else axis, self.value_range, self.output_dtype, self.epsilon, to_numpy
        )

    def get_config(self):
        config = {"value_range": self.value_range, "epsilon": self.epsilon, "output_dtype": self.output_dtype}
        return config if self.axis is None else config | {"axis": self.axis}


@keras_export("keras.quantizers.abs_max_quantize")
def abs_max_quantize(inputs, axis, value_range=(-127, 127), dtype="int8", epsilon=1e-07, to_numpy=False):
    """Quantizes by the largest magnitude: `round(x * scale)` with `scale = high / (max(abs(x)) + epsilon)`.

    Args:
        inputs: Float tensor.
        axis: Integer or tuple, the axes that share a scale.
        value_range: Pair `(low, high)`, the smallest and the largest integer. Default `(-127, 127)`.
        dtype: Name of the dtype of the integers. Default `"int8"`.
        epsilon: Float that keeps the scale of zeros finite. Default 1e-7.
        to_numpy: Boolean, whether to compute in NumPy, off the accelerator's memory. Default False.

    Returns:
        Tuple `(values, scale)`: integers of the shape of `inputs`, and the scale in its dtype, with size 1 on `axis`.

    Example:

    >>> values, scale = keras.quantizers.abs_max_quantize(keras.ops.array([[0.5, -1.0]]), axis=-1)
    >>> keras.ops.convert_to_numpy(values).tolist(), float(scale[0, 0])
    ([[63, -127]], 127.0)
    """
    if to_numpy:
        return _abs_max_in_numpy(inputs, axis, value_range, dtype, epsilon)
    inputs = backend.convert_to_tensor(inputs)
    low, high = value_range
    scale = ops.divide(high, ops.add(ops.max(ops.abs(inputs), axis=axis, keepdims=True), epsilon))
    scale = ops.cast(scale, backend.standardize_dtype(inputs.dtype))
    values = ops.clip(ops.round(ops.multiply(inputs, scale)), low, high)
    return ops.cast(values, dtype), scale


def _abs_max_in_numpy(inputs, axis, value_range, dtype, epsilon):
    source = backend.standardize_dtype(inputs.dtype)
    x = backend.convert_to_numpy(inputs).astype("float32" if source == "bfloat16" else source)
    low, high = value_range
    axis = axis if axis is None or isinstance(axis, int) else tuple(axis)
    scale = high / (np.max(np.abs(x), axis=axis, keepdims=True) + epsilon)
    values = np.clip(np.round(x * scale), low, high).astype(dtype)
    return ops.convert_to_tensor(values), ops.convert_to_tensor(scale, dtype=source)


@keras_export("keras.quantizers.abs_max_quantize_grouped_with_zero_point")
def abs_max_quantize_grouped_with_zero_point(
    inputs, block_size, value_range=(-8, 7), dtype="int8", epsilon=1e-07, to_numpy=False
):
    """Quantizes the rows of a matrix in groups, each with a scale and a zero point for every column.

    A group's smallest and largest value become the ends of the range: `round(x / scale) + zero` with
    `scale = (max - min + epsilon) / (high - low)` and `zero = round(low - min / scale)`, kept within the range.

    Args:
        inputs: Float matrix, `(rows, columns)`.
        block_size: Positive integer, the number of rows in a group. The last group may be shorter.
        value_range: Pair `(low, high)`, the smallest and the largest integer. Default `(-8, 7)`.
        dtype: Name of the dtype of the integers. Default `"int8"`.
        epsilon: Float that keeps the scale of constants finite. Default 1e-7.
        to_numpy: Boolean, whether to compute in NumPy, off the accelerator's memory. Default False.

    Returns:
        Tuple `(values, scale, zero)`: integers `(rows, columns)`, the scale `(groups, columns)` in the dtype of
        `inputs`, and the zero point `(groups, columns)` as int8.

    Raises:
        ValueError: If `inputs` is no matrix or `block_size` is not positive.

    Example:

    >>> matrix = keras.ops.array([[-1.0], [2.0], [0.0], [3.0]])
    >>> values, scale, zero = keras.quantizers.abs_max_quantize_grouped_with_zero_point(matrix, block_size=2)
    >>> keras.ops.convert_to_numpy(values).ravel().tolist(), keras.ops.convert_to_numpy(zero).ravel().tolist()
    ([-8, 7, -8, 7], [-3, -8])
    """
    if len(inputs.shape) != 2 or block_size <= 0:
        raise ValueError(
            "abs_max_quantize_grouped_with_zero_point takes a matrix and a positive `block_size`. "
            f"Received: inputs of shape {tuple(inputs.shape)}, block_size={block_size}"
        )
    source = backend.standardize_dtype(inputs.dtype)
    if to_numpy:
        np_ops, inputs = np, backend.convert_to_numpy(inputs).astype("float32" if source == "bfloat16" else source)
    else:
        np_ops, inputs = ops, backend.convert_to_tensor(inputs)
    values, scale, zero = _quantize_groups(np_ops, inputs, block_size, value_range, epsilon)
    cast = (lambda x, to: ops.convert_to_tensor(x.astype(to))) if to_numpy else ops.cast
    return cast(values, dtype), ops.cast(ops.convert_to_tensor(scale), source), cast(zero, "int8")


def _quantize_groups(np, x, block_size, value_range, epsilon):
    """The values, scales and zero points, as floats; the namespace is NumPy's or `ops`."""
    low, high = value_range
    rows, columns = x.shape
    groups = -(-rows // block_size)
    padded = np.pad(x, ((0, groups * block_size - rows), (0, 0)))
    blocks = np.reshape(padded, (groups, block_size, columns))
    smallest, largest = np.min(blocks, axis=1, keepdims=True), np.max(blocks, axis=1, keepdims=True)
    constant = np.equal(smallest, largest)
    smallest, largest = np.where(constant, smallest - 1, smallest), np.where(constant, largest + 1, largest)
    scale = np.divide(np.add(np.subtract(largest, smallest), epsilon), high - low)
    zero = np.clip(np.round(np.subtract(low, np.divide(smallest, scale))), low, high)
    values = np.clip(np.round(np.add(np.divide(blocks, scale), zero)), low, high)
    values = np.reshape(values, (groups * block_size, columns))[:rows]
    return values, np.squeeze(scale, 1), np.squeeze(zero, 1)


def adjust_and_nudge(min_range, max_range, num_bits, narrow_range):
    """Moves a range a little, so that one of its integers stands for 0 exactly.

    Returns:
        Tuple `(smallest, largest, scale, 1 / scale)` of tensors.
    """
    levels = (0, 2**num_bits - 1) if not narrow_range else (1, 2**num_bits - 1)
    lowest, highest = (ops.cast(level, min_range.dtype) for level in levels)
    spread = ops.subtract(max_range, min_range)
    scale = ops.divide(spread, ops.subtract(highest, lowest))
    inverse = ops.divide(ops.subtract(highest, lowest), spread)
    zero = ops.subtract(lowest, ops.divide(min_range, scale))
    zero = ops.clip(ops.round(zero), lowest, highest)
    ends = (ops.multiply(ops.subtract(level, zero), scale) for level in (lowest, highest))
    return *ends, scale, inverse


def _like_inputs(inputs, min_vals, max_vals, **static):
    return backend.KerasTensor(inputs.shape, inputs.dtype)


@keras_export("keras.quantizers.fake_quant_with_min_max_vars")
@op(spec=_like_inputs, tensors=3, name="FakeQuantWithMinMaxVars")
def fake_quant_with_min_max_vars(inputs, min_vals, max_vals, num_bits=8, narrow_range=False, axis=None):
    """Rounds floats to the values that integers of a range can stand for; the results are floats still.

    The range is moved a little so that 0 is among the values. Gradients pass where inputs lie in the range, and
    go to `min_vals` or `max_vals` where they lie outside.

    Args:
        inputs: Float tensor.
        min_vals: Number or tensor, the lower end of the range; with `axis` one for each place on it.
        max_vals: Number or tensor, the upper end.
        num_bits: Positive integer, bits of an integer. Default 8.
        narrow_range: Boolean, whether integers begin at 1 and not at 0. Default False.
        axis: Integer, the axis along which ranges differ. Default None: one range.

    Returns:
        Tensor of the shape and dtype of `inputs`.

    Example:

    >>> x = keras.ops.array([-2.0, 0.3, 0.9])
    >>> keras.ops.convert_to_numpy(keras.quantizers.fake_quant_with_min_max_vars(x, -1.0, 0.5, num_bits=2)).tolist()
    [-1.0, 0.5, 0.5]
    """
    inputs = backend.convert_to_tensor(inputs)
    dtype = backend.standardize_dtype(inputs.dtype)
    lower, upper = (ops.cast(ops.convert_to_tensor(x), "float32") for x in (min_vals, max_vals))
    if axis is not None:
        shape = [1] * len(inputs.shape)
        shape[canonicalize_axis(axis, len(inputs.shape))] = -1
        lower, upper = ops.reshape(lower, shape), ops.reshape(upper, shape)

    @ops.custom_gradient
    def quantize(x, lower, upper):
        smallest, largest, scale, inverse = adjust_and_nudge(lower, upper, num_bits, narrow_range)
        steps = ops.floor(ops.add(ops.multiply(ops.subtract(ops.clip(x, smallest, largest), smallest), inverse), 0.5))
        outside = (ops.less(x, smallest), ops.greater(x, largest))

        def grad(*args, upstream=None):
            upstream = args[0] if upstream is None else upstream
            zeros = ops.zeros_like(upstream)
            inside = ops.where(ops.logical_or(*outside), zeros, upstream)
            ends = [ops.where(where, upstream, zeros) for where in outside]
            return inside, *(_sum_to(end, x.shape) for end, x in zip(ends, (lower, upper)))

        return ops.add(ops.multiply(steps, scale), smallest), grad

    return ops.cast(quantize(ops.cast(inputs, "float32"), lower, upper), dtype)


FakeQuantWithMinMaxVars = fake_quant_with_min_max_vars.operation


def _sum_to(x, shape):
    """`x` summed over the axes on which `shape` has size 1, or altogether if it is a scalar's."""
    if not len(shape):
        return ops.sum(x)
    return ops.sum(x, axis=[i for i, size in enumerate(shape) if size == 1], keepdims=True)


@keras_export("keras.quantizers.compute_float8_scale")
def compute_float8_scale(amax, scale, dtype_max, margin=0):
    """The scale that maps a largest magnitude to the largest float8: `2**margin * amax / dtype_max`.

    Args:
        amax: Tensor, the largest magnitude.
        scale: Tensor, the scale so far, which stays where `amax` is 0 or not finite.
        dtype_max: The largest value of the float8 dtype.
        margin: Integer, how many powers of 2 to leave unused. Default 0.

    Returns:
        Tensor of the shape of `amax`.

    Example:

    >>> float(keras.quantizers.compute_float8_scale(keras.ops.array(896.0), keras.ops.array(1.0), 448.0))
    2.0
    """
    scale = ops.convert_to_tensor(scale)
    usable = ops.logical_and(ops.greater(amax, 0.0), ops.isfinite(amax))
    found = ops.divide(amax, ops.divide(dtype_max, 2**margin))
    return ops.where(usable, ops.cast(found, scale.dtype), scale)


@keras_export("keras.quantizers.compute_float8_amax_history")
def compute_float8_amax_history(x, amax_history):
    """Puts the largest magnitude of `x` at the front of a history, from which the oldest drops out.

    Args:
        x: Tensor.
        amax_history: Tensor of shape `(length,)`.

    Returns:
        Tensor of the shape and dtype of `amax_history`.

    Example:

    >>> history = keras.quantizers.compute_float8_amax_history(keras.ops.array([-3.0, 2.0]), keras.ops.zeros(2))
    >>> keras.ops.convert_to_numpy(history).tolist()
    [3.0, 0.0]
    """
    amax = ops.cast(ops.max(ops.abs(x)), amax_history.dtype)
    # The place that `roll` fills at the front holds the oldest value.
    return ops.concatenate([ops.reshape(amax, (1,)), ops.roll(amax_history, -1)[1:]])


@keras_export("keras.quantizers.quantize_and_dequantize")
def quantize_and_dequantize(inputs, scale, quantized_dtype, compute_dtype):
    """Rounds values to those of a float8 dtype: `x / scale` in float8, times `scale`.

    Args:
        inputs: Float tensor.
        scale: Tensor, the factor between float8 values and inputs.
        quantized_dtype: Name of the float8 dtype, `"float8_e4m3fn"` or `"float8_e5m2"`.
        compute_dtype: Name of the dtype of the result.

    Returns:
        Tensor of the shape of `inputs` in `compute_dtype`.

    Example:

    >>> x = keras.quantizers.quantize_and_dequantize(keras.ops.array([3.3]), 1.0, "float8_e4m3fn", "float32")
    >>> float(x[0])
    3.25
    """
    limit = ops.cast(FLOAT8_MAX[quantized_dtype], compute_dtype)
    scale = ops.cast(scale, compute_dtype)
    values = ops.clip(ops.divide(ops.cast(inputs, compute_dtype), scale), ops.negative(limit), limit)
    return ops.multiply(ops.cast(ops.cast(values, quantized_dtype), compute_dtype), scale)


FLOAT8_MAX = {"float8_e4m3fn": 448.0, "float8_e5m2": 57344.0}
