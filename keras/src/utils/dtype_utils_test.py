import pytest

from keras.src import backend
from keras.src.utils import dtype_utils


@pytest.mark.parametrize(
    "dtype, bits", [("float32", 32), ("bfloat16", 16), ("int8", 8), ("bool", 1), ("float8_e5m2", 8)]
)
def test_dtype_size(dtype, bits):
    assert dtype_utils.dtype_size(dtype) == bits
    assert dtype_utils.is_float(dtype) == ("float" in dtype)


def test_unknown_dtype():
    with pytest.raises(ValueError, match="dtype='float31'"):
        dtype_utils.dtype_size("float31")


@pytest.mark.parametrize(
    "dtypes, expected",
    [
        (["float32", "float16", "int32"], ["float32"] * 3),
        (["int8", "float16"], ["float16"] * 2),
        (["int8", "int32"], ["int8", "int32"]),
        (["bfloat16", "float16"], ["float32"] * 2),
    ],
)
def test_cast_to_common_dtype(dtypes, expected):
    tensors = [backend.convert_to_tensor([1, 2], dtype=dtype) for dtype in dtypes]
    symbols = [backend.KerasTensor((2,), dtype) for dtype in dtypes]
    for given in (tensors, symbols):
        assert [backend.standardize_dtype(x.dtype) for x in dtype_utils.cast_to_common_dtype(given)] == expected
