"""Integers with a scale and a zero point: `x` is about `(q - zero) * scale`. Rows of a matrix, or groups in rows."""
from keras.src import ops


def compute_quantization_parameters(
    x, *, bits, symmetric=False, per_channel=False, group_size=-1, compute_dtype="float32",
    epsilon=0.0, signed=False,
):
    """Scales and zero points for the rows of a matrix.

    Args:
        x: Float tensor of at least two axes, `(channels, ...)`; the others count as one.
        bits: Integer, bits of a quantized value.
        symmetric: Boolean, whether the range is `-max(abs(x)) ... max(abs(x))`. Default False: `min(x) ... max(x)`,
            with 0 in it so that the zero point is one of the integers.
        per_channel: Boolean, whether each row has a scale of its own. Default False.
        group_size: Integer, whether each group of so many columns has one. Default -1: the whole row.
        compute_dtype: Name of the dtype of the largest integer. Default `"float32"`.
        epsilon: Float that is added to the width of the range. Default 0.
        signed: Boolean, whether integers lie around 0 and not from 0 upwards. Default False.

    Returns:
        Tuple `(scale, zero, maxq)`: scale and zero point of shape `(channels, groups)`, and the number of steps.

    Raises:
        ValueError: If `x` is None or has fewer than two axes.
    """
    if x is None or len(x.shape) < 2:
        shape = None if x is None else tuple(x.shape)
        raise ValueError(f"Argument `x` must be a tensor of at least two axes. Received: shape {shape}")
    channels = x.shape[0]
    rows = ops.reshape(x, (channels, -1) if per_channel else (1, -1))
    if per_channel and group_size > 0:
        rows = _grouped(rows, group_size)
    smallest, largest = _range_of(rows, symmetric, signed)
    if epsilon:
        largest = ops.add(largest, epsilon)
    steps = 2**bits - 1
    constant = ops.equal(smallest, largest)
    smallest, largest = ops.where(constant, smallest - 1, smallest), ops.where(constant, largest + 1, largest)
    scale = ops.divide(ops.subtract(largest, smallest), steps)
    lowest = -(2 ** (bits - 1)) if signed else 0
    if symmetric:
        zero = ops.full_like(scale, lowest + 2 ** (bits - 1))
    else:
        zero = ops.clip(ops.round(ops.subtract(lowest, ops.divide(smallest, scale))), lowest, lowest + steps)
    if not per_channel:
        scale, zero = (ops.tile(ops.reshape(v, (1, 1)), (channels, 1)) for v in (scale, zero))
    return scale, ops.cast(zero, "int8" if signed else "uint8"), ops.cast(steps, compute_dtype)


def _grouped(rows, group_size):
    """Rows cut into groups, `(rows, groups, size)`; the last group is filled up with zeros."""
    channels, columns = rows.shape
    groups = -(-columns // group_size)
    if groups * group_size != columns:
        rows = ops.pad(rows, ((0, 0), (0, groups * group_size - columns)))
    return ops.reshape(rows, (channels, groups, group_size))


def _range_of(rows, symmetric, signed):
    smallest, largest = ops.min(rows, axis=-1), ops.max(rows, axis=-1)
    if len(rows.shape) == 2:
        smallest, largest = smallest[:, None], largest[:, None]
    if symmetric:
        largest = ops.maximum(ops.abs(smallest), ops.abs(largest))
        return ops.negative(largest), largest
    if not signed:  # Otherwise the zero point would leave the integers' range.
        return ops.minimum(smallest, 0), ops.maximum(largest, 0)
    return smallest, largest


def quantize_with_zero_point(input_tensor, scale, zero, maxq):
    """`round(x / scale) + zero` between 0 and `maxq`, as floats."""
    values = ops.add(ops.round(ops.divide(input_tensor, scale)), ops.cast(zero, scale.dtype))
    return ops.clip(values, 0, maxq)


def dequantize_with_zero_point(input_tensor, scale, zero):
    """`(q - zero) * scale`."""
    values = ops.subtract(ops.cast(input_tensor, scale.dtype), ops.cast(zero, scale.dtype))
    return ops.multiply(values, scale)


def quantize_with_sz_map(weights_matrix, scale, zero, g_idx, maxq, group_axis=-1):
    """`quantize_with_zero_point` where the group of each place on `group_axis` is given by `g_idx`."""
    scale, zero = _of_groups(scale, g_idx, group_axis), _of_groups(zero, g_idx, group_axis)
    return quantize_with_zero_point(weights_matrix, scale, zero, maxq)


def dequantize_with_sz_map(weights_matrix, scale, zero, g_idx, group_axis=-1):
    """`dequantize_with_zero_point` where the group of each place on `group_axis` is given by `g_idx`."""
    scale, zero = _of_groups(scale, g_idx, group_axis), _of_groups(zero, g_idx, group_axis)
    return dequantize_with_zero_point(weights_matrix, scale, zero)


def _of_groups(values, g_idx, axis):
    if values.shape[axis] == 1:
        return values  # One group: it broadcasts.
    return ops.take(values, ops.cast(g_idx, "int32"), axis=axis)
