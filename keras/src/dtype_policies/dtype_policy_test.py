import json
import pickle

import numpy as np
import pytest

import keras
from keras.src import backend, dtype_policies
from keras.src.dtype_policies import dtype_policy_map
from keras.src.dtype_policies.dtype_policy import _get_quantized_dtype_policy_by_str


@pytest.fixture(autouse=True)
def float32_afterwards():
    yield
    keras.config.set_dtype_policy("float32")


POLICIES = [  # name, class, compute dtype, variable dtype, quantization mode
    ("float32", "DTypePolicy", "float32", "float32", None),
    ("mixed_float16", "DTypePolicy", "float16", "float32", None),
    ("mixed_bfloat16", "DTypePolicy", "bfloat16", "float32", None),
    ("uint8", "DTypePolicy", "uint8", "uint8", None),
    ("string", "DTypePolicy", "string", "string", None),
    ("int8_from_mixed_bfloat16", "QuantizedDTypePolicy", "bfloat16", "float32", "int8"),
    ("int4_from_float32", "QuantizedDTypePolicy", "float32", "float32", "int4"),
    ("int4/32_from_float32", "Int4DTypePolicy", "float32", "float32", "int4"),
    ("float8_from_float16", "QuantizedFloat8DTypePolicy", "float16", "float16", "float8"),
    ("gptq/4/-1_from_float32", "GPTQDTypePolicy", "float32", "float32", "gptq"),
    ("awq/4/128_from_float32", "AWQDTypePolicy", "float32", "float32", "awq"),
]


@pytest.mark.parametrize("name, cls, compute, variable, mode", POLICIES)
def test_named_policies(name, cls, compute, variable, mode):
    policy = dtype_policies.get(name)
    assert type(policy).__name__ == cls
    assert policy.name == name
    assert (policy.compute_dtype, policy.variable_dtype, policy.quantization_mode) == (compute, variable, mode)
    written = json.loads(json.dumps(dtype_policies.serialize(policy)))
    assert dtype_policies.deserialize(written) == policy
    assert dtype_policies.get(written) == policy
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert name in repr(policy)


def test_parts_of_modes():
    assert dtype_policies.get("int4/32_from_float32").block_size == 32
    gptq = dtype_policies.get("gptq/4/64_from_float32")
    assert (gptq.weight_bits, gptq.group_size) == (4, 64)
    float8 = dtype_policies.QuantizedFloat8DTypePolicy("float8", "float32", amax_history_length=8)
    assert float8.get_config()["amax_history_length"] == 8


@pytest.mark.parametrize(
    "make, error, words",
    [
        (lambda: keras.DTypePolicy("bogus"), ValueError, "name='bogus'"),
        (lambda: keras.DTypePolicy("mixed_float32"), ValueError, "mixed_float32"),
        (lambda: keras.DTypePolicy(3), TypeError, "name=3"),
        (lambda: dtype_policies.get(3), ValueError, "dtype=3"),
        (lambda: dtype_policies.get({"name": "float32"}), ValueError, "class_name"),
        (lambda: dtype_policies.get("int8"), ValueError, "policy='int8'"),
        (lambda: dtype_policies.get("int8_from_float16"), ValueError, "source_name='float16'"),
        (lambda: dtype_policies.get("int8_from_a_from_b"), ValueError, "int8_from_a_from_b"),
        (lambda: dtype_policies.get("int4/0_from_float32"), ValueError, "block_size"),
        (lambda: dtype_policies.get("int4/x_from_float32"), ValueError, "int4/<block_size>"),
        (lambda: dtype_policies.get("gptq/4_from_float32"), ValueError, "gptq/<weight_bits>/<group_size>"),
        (lambda: dtype_policies.get("gptq/5/32_from_float32"), ValueError, "weight_bits, 5"),
        (lambda: dtype_policies.get("awq/8/32_from_float32"), ValueError, "weight_bits, 8"),
        (lambda: dtype_policies.QuantizedDTypePolicy("bogus"), ValueError, "mode='bogus'"),
        (lambda: dtype_policies.QuantizedFloat8DTypePolicy("float8", None, "a"), TypeError, "amax_history_length"),
        (lambda: keras.config.set_dtype_policy(None), ValueError, "policy=None"),
        (lambda: _get_quantized_dtype_policy_by_str(3), TypeError, "policy=3"),
    ],
)
def test_bad_arguments(make, error, words):
    with pytest.raises(error) as e:
        make()
    assert words in str(e.value)


def test_the_global_policy_is_the_default():
    keras.config.set_dtype_policy("mixed_bfloat16")
    assert keras.config.dtype_policy().name == "mixed_bfloat16"
    assert keras.DTypePolicy().name == "mixed_bfloat16"
    assert dtype_policies.get(None) is keras.config.dtype_policy()
    assert dtype_policies.QuantizedDTypePolicy("int8").name == "int8_from_mixed_bfloat16"
    assert keras.layers.Dense(2).compute_dtype == "bfloat16"
    keras.config.set_dtype_policy("int8_from_mixed_bfloat16")
    assert keras.DTypePolicy().name == "mixed_bfloat16"


@pytest.mark.parametrize(
    "dtype, autocast, wanted", [("float32", True, "float16"), ("float32", False, "float32"), ("int32", True, "int32")]
)
def test_convert_input(dtype, autocast, wanted):
    policy = keras.DTypePolicy("mixed_float16")
    array = np.ones(2, dtype)
    for x in (array, backend.convert_to_tensor(array), backend.KerasTensor((2,), dtype)):
        found = policy.convert_input(x, autocast, "float16")
        assert backend.standardize_dtype(found.dtype) == wanted
    assert policy.convert_input("text", True, "float16") == "text"


def test_map_finds_policies_by_path():
    policies = dtype_policies.DTypePolicyMap("bfloat16")
    policies["encoder/dense"] = "float64"
    policies["encoder/d.*"] = keras.DTypePolicy("mixed_float16")
    assert policies["encoder/dense"].name == "float64"
    assert policies["encoder/dense_1"].name == "mixed_float16"
    assert policies["decoder"].name == "bfloat16"
    assert policies["a/encoder/dense"].name == "bfloat16"
    assert (policies.name, policies.compute_dtype, len(policies)) == ("map_bfloat16", "bfloat16", 2)
    del policies["encoder/dense"]
    assert list(policies) == ["encoder/d.*"]


def test_map_round_trip():
    policies = dtype_policies.DTypePolicyMap(keras.DTypePolicy("float16"), {"a": dtype_policies.get("int8_from_float32")})
    written = json.loads(json.dumps(dtype_policies.serialize(policies)))
    again = dtype_policies.deserialize(written)
    assert isinstance(again, dtype_policy_map.DTypePolicyMap)
    assert again["a"] == policies["a"]
    assert again.default_policy == policies.default_policy
    assert dtype_policies.DTypePolicyMap().get_config() == {"default_policy": None, "policy_map": {}}
    without_default = dtype_policies.DTypePolicyMap(policy_map={"a": "mixed_bfloat16"})
    again = dtype_policies.DTypePolicyMap.from_config(without_default.get_config())
    assert again["a"].name == "mixed_bfloat16"  # Keras 3.15.1 leaves the name out


def test_map_keeps_the_default_of_the_day_it_was_made():
    policies = dtype_policies.DTypePolicyMap(policy_map={"a": "float16"})
    keras.config.set_dtype_policy("bfloat16")
    assert (policies.name, policies["b"].name) == ("map_float32", "float32")
    keras.config.set_dtype_policy(policies)
    made = [keras.layers.Dense(1, name=name) for name in "ab"]
    for layer in made:
        layer.build((None, 2))
    assert [layer.compute_dtype for layer in made] == ["float16", "float32"]
    assert dtype_policies.DTypePolicyMap().name == "map_float32"


def test_map_refuses():
    policies = dtype_policies.DTypePolicyMap("float32", {"x.*": "float16", ".*y": "float64"})
    with pytest.raises(ValueError, match="several keys"):
        policies["xy"]
    with pytest.raises(ValueError, match="already"):
        policies["x.*"] = "float32"
    with pytest.raises(ValueError, match="must be a dtype policy"):
        policies["z"] = 3
    with pytest.raises(ValueError, match="default_policy"):
        dtype_policies.DTypePolicyMap(policies)
    with pytest.raises(TypeError, match="policy_map"):
        dtype_policies.DTypePolicyMap("float32", [1])


def test_a_layer_takes_its_policy_from_the_map():
    policies = dtype_policies.DTypePolicyMap("float32", {"its": "float16"})
    layer = keras.layers.Dense(1, name="its", dtype=policies)
    layer.build((None, 2))
    assert layer.compute_dtype == "float16"
    assert {w.dtype for w in layer.weights} == {"float16"}
