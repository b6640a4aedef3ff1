"""Two integers of four bits in one byte."""
import sys

from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.backend_utils import canonicalize_axis

_HOME = "keras.src.quantizers.quantizers"  # where other code looks for these functions
_DTYPES = ("int8", "uint8")


def _checked_dtype(dtype):
    if dtype not in _DTYPES:
        raise ValueError(f"Argument `dtype` must be 'int8' or 'uint8'. Received: dtype={dtype!r}")
    return dtype


@keras_export("keras.quantizers.pack_int4")
def pack_int4(arr, axis=0, dtype="int8"):
    """Packs pairs of neighbours along an axis into bytes: the first into the low half, the second into the high.

    An odd number of places is filled up with a 0.

    Args:
        arr: Tensor of integers -8 to 7, or 0 to 15 for `"uint8"`.
        axis: Integer, the axis to halve. Default 0.
        dtype: `"int8"` or `"uint8"`, the dtype of `arr` and of the bytes. Default `"int8"`.

    Returns:
        Tuple `(packed, shape, length)`: the bytes, their shape, and the length of `axis` before.

    Raises:
        TypeError: If `arr` is not of `dtype`.
        ValueError: If `dtype` is neither of the two.

    Example:

    >>> packed, shape, length = keras.quantizers.pack_int4(keras.ops.array([1, -2, 3], "int8"))
    >>> keras.ops.convert_to_numpy(packed).tolist(), length
    ([-31, 3], 3)
    """
    _checked_dtype(dtype)
    if backend.standardize_dtype(arr.dtype) != dtype:
        raise TypeError(f"Argument `arr` of pack_int4 must be of dtype {dtype!r}. Received: {arr.dtype}")
    arr = ops.convert_to_tensor(arr)
    axis = canonicalize_axis(axis, len(arr.shape))
    length = arr.shape[axis]
    low, high = (_every_second(arr, axis, start) for start in (0, 1))
    if length % 2:
        high = ops.pad(high, [(0, int(i == axis)) for i in range(len(arr.shape))])
    packed = ops.bitwise_or(ops.bitwise_and(low, _as(15, dtype)), ops.left_shift(high, _as(4, dtype)))
    packed = ops.cast(packed, dtype)
    return packed, ops.shape(packed), length


@keras_export("keras.quantizers.unpack_int4")
def unpack_int4(packed, orig_len, axis=0, dtype="int8"):
    """The integers that `pack_int4` packed.

    Args:
        packed: Tensor of bytes.
        orig_len: Integer, the length of `axis` before packing.
        axis: Integer, the axis that was halved. Default 0.
        dtype: `"int8"` for integers -8 to 7, `"uint8"` for 0 to 15. Default `"int8"`.

    Returns:
        Tensor of `dtype`, with `orig_len` places on `axis`.

    Raises:
        TypeError: If `packed` holds no bytes.
        ValueError: If `dtype` is neither of the two.

    Example:

    >>> packed, _, length = keras.quantizers.pack_int4(keras.ops.array([1, -2, 3], "int8"))
    >>> keras.ops.convert_to_numpy(keras.quantizers.unpack_int4(packed, length)).tolist()
    [1, -2, 3]
    """
    _checked_dtype(dtype)
    found = backend.standardize_dtype(packed.dtype)
    if found not in _DTYPES:
        raise TypeError(f"Argument `packed` of unpack_int4 must be of dtype int8 or uint8. Received: {found}")
    packed = ops.convert_to_tensor(packed)
    axis = canonicalize_axis(axis, len(packed.shape))
    packed = packed if found == "uint8" else ops.view(packed, "uint8")
    unpacked = (_spread if axis == len(packed.shape) - 1 and sys.byteorder == "little" else _paired)(packed, axis)
    if dtype == "int8":  # Of 0 to 15, those from 8 on are negative.
        eight = _as(8, dtype)
        unpacked = ops.subtract(ops.bitwise_xor(ops.view(unpacked, dtype), eight), eight)
    if orig_len >= unpacked.shape[axis]:
        return unpacked
    return unpacked[(slice(None),) * axis + (slice(0, orig_len),)]


def _spread(packed, axis):
    """The halves of bytes as neighbours on the last axis: each pair is the bytes of an integer of two."""
    wide = ops.cast(packed, "int16")
    halves = ops.bitwise_and(ops.bitwise_or(wide, ops.multiply(wide, _as(16, "int16"))), _as(0x0F0F, "int16"))
    return ops.view(halves, "uint8")


def _paired(packed, axis):
    """The halves of bytes as neighbours on any axis."""
    halves = ops.bitwise_and(packed, _as(15, "uint8")), ops.right_shift(packed, _as(4, "uint8"))
    shape = list(ops.shape(packed))  # the size of a batch may not be known
    shape[axis] *= 2
    return ops.reshape(ops.stack(halves, axis=axis + 1), shape)


def _every_second(x, axis, start):
    return x[(slice(None),) * axis + (slice(start, None, 2),)]


def _as(number, dtype):
    return ops.convert_to_tensor(number, dtype=dtype)


pack_int4.__module__ = unpack_int4.__module__ = _HOME
