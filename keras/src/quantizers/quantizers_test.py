import json

import numpy as np
import pytest

import keras
from keras import ops, quantizers
from keras.src.quantizers.affine import (
    compute_quantization_parameters,
    dequantize_with_sz_map,
    quantize_with_sz_map,
)
from keras.src.quantizers.quantization_config import validate_and_resolve_config

W = np.random.default_rng(0).uniform(-1, 1, (6, 4)).astype("float32")
PAIRS = np.array([[1, -2, 3], [7, -8, 0]], "int8")


def numpy_of(*tensors):
    found = [ops.convert_to_numpy(x) for x in tensors]
    return found if len(found) > 1 else found[0]


@pytest.mark.parametrize("axis, low, high", [(0, -127, 127), (-1, -7, 7), ((0, 1), -127, 127)])
@pytest.mark.parametrize("to_numpy", [False, True])
def test_abs_max_quantize(axis, low, high, to_numpy):
    values, scale = numpy_of(*quantizers.abs_max_quantize(ops.array(W), axis, (low, high), to_numpy=to_numpy))
    wanted = high / np.abs(W).max(axis=axis, keepdims=True)
    np.testing.assert_allclose(scale, wanted, rtol=1e-5)
    np.testing.assert_array_equal(values, np.round(W * scale))
    assert values.dtype == np.int8 and np.abs(values).max() == high


def test_abs_max_quantizer_takes_its_axis_from_the_call():
    quantizer = quantizers.AbsMaxQuantizer(value_range=(-7, 7))
    np.testing.assert_array_equal(*(numpy_of(quantizer(W, **axis)[0]) for axis in ({}, {"axis": -1})))
    assert numpy_of(quantizer(W, axis=0)[1]).shape == (1, 4)
    assert numpy_of(quantizers.AbsMaxQuantizer(axis=0)(W)[1]).shape == (1, 4)


@pytest.mark.parametrize("block_size", [2, 4, 6, 128])
@pytest.mark.parametrize("to_numpy", [False, True])
def test_grouped_with_zero_point(block_size, to_numpy):
    x = np.abs(W) * np.where(np.arange(6)[:, None] % 2, 1, -1).astype("float32")  # 0 lies in the range of each block
    found = quantizers.abs_max_quantize_grouped_with_zero_point(ops.array(x), block_size, to_numpy=to_numpy)
    values, scale, zero = numpy_of(*found)
    groups = -(-6 // block_size)
    assert scale.shape == zero.shape == (groups, 4)
    assert values.min() >= -8 and values.max() <= 7
    index = np.arange(6) // block_size
    again = (values.astype("float32") - zero[index]) * scale[index]
    assert np.all(np.abs(again - x) <= 0.51 * scale[index] + 1e-6)


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("dtype", ["int8", "uint8"])
def test_pack_int4(axis, dtype):
    x = PAIRS if dtype == "int8" else (PAIRS % 16).astype("uint8")
    packed, shape, length = quantizers.pack_int4(ops.convert_to_tensor(x), axis=axis, dtype=dtype)
    assert length == x.shape[axis] and tuple(shape) == tuple(packed.shape) == ((1, 3) if axis == 0 else (2, 2))
    np.testing.assert_array_equal(numpy_of(quantizers.unpack_int4(packed, length, axis=axis, dtype=dtype)), x)
    low, high = int(x[0, 0]) % 16, int(x[1, 0] if axis == 0 else x[0, 1]) % 16
    assert int(numpy_of(packed)[0, 0]) % 256 == low + 16 * high


FAKE = [  # bits, narrow, smallest and largest value, steps
    (8, False, -0.498039, 0.501961, 255),
    (2, False, -0.666667, 0.333333, 3),
    (3, True, -0.5, 0.5, 6),
]


@pytest.mark.parametrize("bits, narrow, low, high, steps", FAKE)
def test_fake_quant(bits, narrow, low, high, steps):
    found = numpy_of(quantizers.fake_quant_with_min_max_vars(W, -0.5, 0.5, num_bits=bits, narrow_range=narrow))
    step = (high - low) / steps
    wanted = np.floor((np.clip(W, low, high) - low) / step + 0.5) * step + low
    np.testing.assert_allclose(found, wanted, atol=step if bits == 8 else 1e-5)
    assert len(np.unique(found)) <= steps + 1
    assert 0 in numpy_of(quantizers.fake_quant_with_min_max_vars(np.zeros(2, "float32"), -0.5, 0.5, num_bits=bits))


def test_fake_quant_along_an_axis():
    low, high = np.array([-1, -0.5, -0.2, -0.1], "float32"), np.ones(4, "float32")
    found = numpy_of(quantizers.fake_quant_with_min_max_vars(W, low, high, axis=1))
    for i in range(4):
        wanted = numpy_of(quantizers.fake_quant_with_min_max_vars(W[:, i], low[i], high[i]))
        np.testing.assert_allclose(found[:, i], wanted, atol=1e-6)
    assert quantizers.fake_quant_with_min_max_vars(keras.KerasTensor((None, 4)), low, high, axis=1).shape == (None, 4)


@pytest.mark.skipif(keras.config.backend() == "numpy", reason="numpy: no gradients")
def test_fake_quant_gradient():
    x = keras.Variable(np.array([-2, 0.1, 0.2, 3], "float32"))
    ends = keras.Variable(-1.0), keras.Variable(1.0)

    class Layer(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.x, self.low, self.high = x, *ends

        def call(self, weights):
            return ops.sum(weights * quantizers.fake_quant_with_min_max_vars(self.x, self.low, self.high), keepdims=True)

    model = keras.Sequential([Layer()])
    model.compile(keras.optimizers.SGD(1.0), lambda y, found: ops.sum(found))
    model.fit(np.array([[1, 2, 3, 4]], "float32"), np.zeros((1, 1)), verbose=0)
    np.testing.assert_allclose(numpy_of(x), [-2, 0.1 - 2, 0.2 - 3, 3], rtol=1e-5)
    np.testing.assert_allclose(numpy_of(*ends), [-1 - 1, 1 - 4], rtol=1e-5)


FLOAT8 = [("float8_e4m3fn", [0.3, 17.0, 1e4, -1e4], [0.3125, 16, 896, -896]), ("float8_e5m2", [0.3, 17.0], [0.3125, 16])]


@pytest.mark.parametrize("dtype, x, wanted", FLOAT8)
def test_quantize_and_dequantize(dtype, x, wanted):
    found = quantizers.quantize_and_dequantize(ops.array(x), 2.0, dtype, "float32")
    np.testing.assert_array_equal(numpy_of(found), wanted)


def test_float8_scale_and_history():
    amax = ops.array([0.0, 896.0, np.inf])
    scale = quantizers.compute_float8_scale(amax, ops.array([3.0, 3.0, 3.0]), 448.0)
    np.testing.assert_allclose(numpy_of(scale), [3, 2, 3])
    assert float(quantizers.compute_float8_scale(ops.array(448.0), ops.array(1.0), 448.0, margin=1)) == 2.0
    history = quantizers.compute_float8_amax_history(ops.array([-3.0, 2.0]), ops.array([5.0, 6.0, 7.0]))
    np.testing.assert_array_equal(numpy_of(history), [3, 7, 5])  # rolled, the oldest overwritten


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("bits, group_size", [(4, -1), (4, 2), (8, 3), (2, 4)])
def test_scales_with_zero_points(symmetric, bits, group_size):
    """One-sided groups included: in Keras 3.15.1 their zero point overflows uint8."""
    x = np.abs(W.T) + np.array([[0], [0], [-1], [-3]], "float32")
    scale, zero, largest = compute_quantization_parameters(
        ops.array(x), bits=bits, symmetric=symmetric, per_channel=True, group_size=group_size
    )
    assert float(largest) == 2**bits - 1 and numpy_of(zero).dtype == np.uint8
    index = (np.arange(6) // (6 if group_size == -1 else group_size)).astype("float32")
    values = quantize_with_sz_map(ops.array(x), scale, zero, ops.array(index), largest)
    assert numpy_of(values).min() >= 0 and numpy_of(values).max() <= 2**bits - 1
    again = numpy_of(dequantize_with_sz_map(values, scale, zero, ops.array(index)))
    limit = numpy_of(scale)[:, index.astype(int) % numpy_of(scale).shape[1]]
    assert np.all(np.abs(again - x) <= 1.01 * limit)


CONFIGS = [  # text, mode, config
    ("Int8QuantizationConfig()", "int8"),
    ("Int8QuantizationConfig(quantizers.AbsMaxQuantizer(axis=0), None)", "int8"),
    ("Int4QuantizationConfig(block_size=32)", "int4"),
    ("Float8QuantizationConfig()", "float8"),
    ("GPTQConfig(['a'], None, weight_bits=8, symmetric=True)", "gptq"),
    ("AWQConfig(['a'], None, num_grid_points=3)", "awq"),
]


@pytest.mark.parametrize("text, mode", CONFIGS)
def test_configs_are_written_and_read(text, mode):
    config = eval(f"quantizers.{text}")
    written = json.loads(json.dumps(quantizers.serialize(config)))
    again = quantizers.deserialize(written)
    assert type(again) is type(config) and again.mode == mode
    assert json.loads(json.dumps(again.get_config())) == written["config"]
    assert "['a']" not in str(written)  # no data in configs


def test_get():
    assert quantizers.get(None) is None
    assert quantizers.get("abs_max_quantizer", axis=0).axis == (0,)
    assert quantizers.get(quantizers.AbsMaxQuantizer, epsilon=0.5).epsilon == 0.5
    assert quantizers.get({"class_name": "AbsMaxQuantizer", "config": {"axis": 1}}).axis == (1,)
    assert quantizers.get("Int8QuantizationConfig").mode == "int8"


REFUSED = [
    (lambda: quantizers.AbsMaxQuantizer(value_range=(-127, 128)), ValueError, "value_range=(-127, 128)"),
    (lambda: quantizers.get({"class_name": "Foo", "config": {}}), ValueError, "Foo"),
    (lambda: quantizers.get("bogus"), ValueError, "identifier='bogus'"),
    (lambda: quantizers.get(3), ValueError, "identifier=3"),
    (lambda: quantizers.Quantizer().get_config(), NotImplementedError, "get_config"),
    (lambda: quantizers.QuantizationConfig().mode, NotImplementedError, "mode"),
    (lambda: quantizers.Int8QuantizationConfig(3), ValueError, "weight_quantizer=3"),
    (lambda: quantizers.Int8QuantizationConfig(quantizers.Quantizer("int4")), ValueError, "output_dtype='int4'"),
    (lambda: quantizers.Int4QuantizationConfig(block_size=0), ValueError, "block_size=0"),
    (lambda: quantizers.Int4QuantizationConfig(quantizers.AbsMaxQuantizer()), ValueError, "block_size=128"),
    (lambda: quantizers.Int4QuantizationConfig(quantizers.AbsMaxQuantizer(), None, -1), ValueError, "value_range"),
    (lambda: quantizers.GPTQConfig(None, None, weight_bits=5), ValueError, "weight_bits=5"),
    (lambda: quantizers.GPTQConfig(None, None, hessian_damping=2), ValueError, "hessian_damping=2"),
    (lambda: quantizers.GPTQConfig(None, None, group_size=0), ValueError, "group_size=0"),
    (lambda: quantizers.AWQConfig(None, None, num_samples=0), ValueError, "num_samples=0"),
    (lambda: quantizers.AWQConfig(None, None, num_grid_points=0), ValueError, "num_grid_points=0"),
    (lambda: quantizers.pack_int4(W), TypeError, "float32"),
    (lambda: quantizers.pack_int4(PAIRS, dtype="int16"), ValueError, "dtype='int16'"),
    (lambda: quantizers.unpack_int4(W, 6), TypeError, "float32"),
    (lambda: quantizers.abs_max_quantize_grouped_with_zero_point(W, 0), ValueError, "block_size=0"),
    (lambda: compute_quantization_parameters(W[0], bits=4), ValueError, "two axes"),
    (lambda: validate_and_resolve_config(None, None), ValueError, "`mode` or `config`"),
    (lambda: validate_and_resolve_config("gptq", None), ValueError, "GPTQConfig"),
    (lambda: validate_and_resolve_config("bogus", None), ValueError, "mode='bogus'"),
    (lambda: validate_and_resolve_config("int8", {}), ValueError, "config={}"),
    (lambda: validate_and_resolve_config("int8", quantizers.Int4QuantizationConfig()), ValueError, "config.mode='int4'"),
]


@pytest.mark.parametrize("make, error, words", REFUSED)
def test_bad_arguments(make, error, words):
    with pytest.raises(error) as e:
        make()
    assert words in str(e.value)


def test_a_name_in_the_place_of_a_config_is_the_mode():
    assert validate_and_resolve_config("int4", "int8").mode == "int8"
