"""Sizes and kinds of dtypes, by name."""
from keras.src import backend, ops
from keras.src.backend.common import dtypes

DTYPE_TO_SIZE = {  # bits
    "bool": 1,
    "uint8": 8,
    "uint16": 16,
    "uint32": 32,
    "uint64": 64,
    "int8": 8,
    "int16": 16,
    "int32": 32,
    "int64": 64,
    "float16": 16,
    "bfloat16": 16,
    "float32": 32,
    "float64": 64,
    "float8_e4m3fn": 8,
    "float8_e5m2": 8,
    "complex64": 64,
    "complex128": 128,
}


def dtype_size(dtype):
    """Bits that one element takes (a bool counts as one)."""
    size = DTYPE_TO_SIZE.get(dtype)
    if size is None:
        raise ValueError(f"Argument `dtype` must be one of {', '.join(DTYPE_TO_SIZE)}. Received: dtype={dtype!r}")
    return size


def is_float(dtype):
    """Whether the name is a float dtype's."""
    return "float" in dtype


def cast_to_common_dtype(tensors):
    """Casts tensors to the float dtype that holds the floats among them; without a float they stay as they are."""
    floats = [name for x in tensors if is_float(name := backend.standardize_dtype(x.dtype))]
    return [ops.cast(x, dtypes._least_upper_bound(*floats)) for x in tensors] if floats else tensors
