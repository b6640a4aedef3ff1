"""Dtype rules, against figures of the reference and the properties of a lattice."""
import itertools

import numpy as np
import pytest

import keras
from keras.src.backend.common import dtypes

NAMES = [*dtypes.INT_TYPES, *dtypes.FLOAT_TYPES, "bool", "complex64"]
WIDE = keras.config.backend() == "tensorflow"

FIGURES = [  # what Keras 3.15.1 says
    (("bool", "uint8"), "uint8"),
    (("uint8", "int8"), "int16"),
    (("uint16", "int8"), "int32"),
    (("int16", "uint16"), "int32"),
    (("int32", "float16"), "float16"),
    (("float16", "bfloat16"), "float32"),
    (("int8", int), "int8"),
    (("bool", int), "int32"),
    (("float16", float), "float16"),
    (("int32", float), "float32"),
    (("float32", "complex64"), "complex64"),
    ((int, float), "float32"),
    ((), "float32"),
]


@pytest.mark.parametrize(("given", "expected"), FIGURES)
def test_promotion(given, expected):
    assert keras.backend.result_type(*given) == expected


@pytest.mark.parametrize(
    ("given", "narrow", "wide"),
    [
        (("int64", "int64"), "int32", "int64"),
        (("float64", "float32"), "float32", "float64"),
        (("uint64", "int8"), "float32", "float32"),
        (("uint32", "int32"), "int32", "int64"),
    ],
)
def test_width(given, narrow, wide):
    assert dtypes.promote(*given) == (wide if WIDE else narrow)
    assert dtypes.promote.wide(*given) == wide


@pytest.mark.parametrize(("a", "b"), itertools.combinations(NAMES, 2))
def test_promotion_is_symmetric_and_an_upper_bound(a, b):
    met = dtypes.promote.wide(a, b)
    assert met == dtypes.promote.wide(b, a)
    assert dtypes.promote.wide(a, met) == met


def test_rules_follow_floatx():
    assert dtypes.to_float("int32") == "float32"
    keras.config.set_floatx("float16")
    try:
        assert dtypes.to_float("int32") == "float16"
        assert keras.backend.result_type(int) == "int16"
    finally:
        keras.config.set_floatx("float32")
    assert dtypes.to_float("int32") == "float32"


@pytest.mark.parametrize("bad", ["float8_e4m3fn", "string", "float31", "double"])
def test_what_has_no_promotion(bad):
    with pytest.raises(ValueError, match=bad):
        keras.backend.result_type(bad, "float32")


@pytest.mark.parametrize(
    ("given", "expected"),
    [(None, "float32"), (float, "float32"), (bool, "bool"), (np.float16, "float16"), (np.dtype("int8"), "int8"), ("uint8", "uint8")],
)
def test_names_of_dtypes(given, expected):
    assert keras.utils.standardize_dtype(given) == expected


def test_framework_dtypes_have_names():
    for name in ("float32", "int32", "bool", "float16"):
        tensor = keras.ops.cast(keras.ops.ones(1), name)
        assert keras.utils.standardize_dtype(tensor.dtype) == name


@pytest.mark.parametrize("bad", ["float31", 3, object()])
def test_unknown_dtypes(bad):
    with pytest.raises(ValueError, match="dtype="):
        keras.utils.standardize_dtype(bad)


def test_kinds():
    assert keras.backend.is_float_dtype("bfloat16") and not keras.backend.is_float_dtype("int8")
    assert keras.backend.is_int_dtype("uint8") and not keras.backend.is_int_dtype("bool")


@pytest.mark.parametrize(
    "dtype, resolved, respected",
    [("bool", "bool", "bool"), ("uint8", "uint64", "int"), ("bfloat16", "float64", "float"), ("float", "float64", "float")],
)
def test_kinds_of_weak_types(dtype, resolved, respected):
    assert dtypes._resolve_weak_type(dtype, precision="64") == resolved
    assert dtypes._respect_weak_type(dtype, True) == respected
    assert dtypes._respect_weak_type(dtype, False) == dtype
