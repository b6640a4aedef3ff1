"""GPTQ and AWQ against rounding to the nearest, and through `Model.quantize`."""
import numpy as np
import pytest

import keras
from keras import layers, ops, quantizers
from keras.src.quantizers.affine import compute_quantization_parameters
from keras.src.quantizers.awq import AWQ, awq_search_optimal_scales
from keras.src.quantizers.calibration import get_dataloader
from keras.src.quantizers.gptq import GPTQ, gptq_quantize_matrix

TOKENS = [np.arange(10), np.arange(10, 20), [1, 2, 3]]


def correlated(samples, features):
    """Inputs of very different sizes that depend on each other."""
    random = np.random.default_rng(0)
    mixing = random.normal(size=(features, features)) * 0.4 + np.eye(features)
    sizes = np.exp(random.normal(size=features))
    return (random.normal(size=(samples, features)) @ mixing * sizes).astype("float32")


def error_of(make_layer, config, x):
    """The mean squared error of a layer's outputs after quantization, relative to their mean square."""
    layer = make_layer()
    layer(x)
    random = np.random.default_rng(1)
    layer._kernel.assign(random.normal(size=layer._kernel.shape))
    wanted = ops.convert_to_numpy(layer(x))
    layer.quantize(config=config)
    np.testing.assert_array_equal(ops.convert_to_numpy(layer(x)), wanted)  # until it is calibrated
    observer = {"gptq": GPTQ, "awq": AWQ}[config.mode](layer, config)
    for batch in np.split(x, 2):
        observer.observe(ops.convert_to_tensor(batch))
    observer.calibrate()
    assert not hasattr(layer, "_kernel")
    return float(np.mean((ops.convert_to_numpy(layer(x)) - wanted) ** 2) / np.mean(wanted**2))


def plain_error(bits, group_size):
    """What GPTQ leaves when inputs are taken to be independent: rounding to the nearest."""
    x = correlated(64, 24)
    weights = np.random.default_rng(1).normal(size=(24, 8)).astype("float32")

    def parameters(x):
        return compute_quantization_parameters(x, bits=bits, per_channel=True)

    values, scale, zero, index = gptq_quantize_matrix(
        weights.T, np.eye(24), group_size=group_size, compute_scale_zero=parameters
    )
    groups = index.astype(int)
    rounded = ((values - zero[:, groups].astype("float32")) * scale[:, groups]).T
    return float(np.mean((x @ rounded - x @ weights) ** 2) / np.mean((x @ weights) ** 2))


GPTQ_OPTIONS = [  # options, share of the error of rounding to the nearest
    ({"group_size": -1}, 0.6),
    ({"group_size": 8}, 0.6),
    ({"group_size": 5}, 0.7),
    ({"group_size": 8, "activation_order": True}, 0.5),
    ({"group_size": -1, "weight_bits": 8}, 0.7),
    ({"group_size": 8, "weight_bits": 2}, 0.9),
]


@pytest.mark.parametrize("options, share", GPTQ_OPTIONS)
def test_gptq_beats_rounding(options, share):
    config = quantizers.GPTQConfig(None, None, **options)
    found = error_of(lambda: layers.Dense(8, use_bias=False), config, correlated(64, 24))
    assert found < share * plain_error(config.weight_bits, config.group_size)


@pytest.mark.parametrize("group_size", [-1, 8])
def test_awq_beats_rounding(group_size):
    config = quantizers.AWQConfig(None, None, group_size=group_size)
    found = error_of(lambda: layers.Dense(8, use_bias=False), config, correlated(64, 24))
    assert found < 0.9 * plain_error(4, group_size)


@pytest.mark.parametrize("seed", range(4))
def test_awq_is_never_worse_than_rounding_on_its_data(seed):
    """The ratio 0, where no weight is scaled, is among those that are tried."""
    random = np.random.default_rng(seed)
    x = (random.normal(size=(40, 6)) @ random.normal(size=(6, 16)) * np.exp(random.normal(size=16))).astype("float32")
    layer = layers.Dense(5, use_bias=False)
    layer(x)
    weights = layer.kernel.numpy()
    scale, zero, _ = map(ops.convert_to_numpy, compute_quantization_parameters(weights.T, bits=4, per_channel=True))
    rounded = (np.clip(np.round(weights.T / scale) + zero, 0, 15) - zero) * scale
    config = quantizers.AWQConfig(None, None, group_size=-1)
    layer.quantize(config=config)
    observer = AWQ(layer, config)
    observer.observe(ops.convert_to_tensor(x))
    observer.calibrate()
    error = np.mean((ops.convert_to_numpy(layer(x)) - x @ weights) ** 2)
    assert error <= np.mean((x @ rounded.T - x @ weights) ** 2) * 1.0001


EINSUMS = [("abc,cde->abde", (None, 2, 3)), ("abc,bcd->ad", (5,)), ("abc,dbe->adec", (2, 5, None))]


@pytest.mark.parametrize("equation, shape", EINSUMS)
@pytest.mark.parametrize("mode", ["gptq", "awq"])
def test_einsum_kernels_of_any_order(equation, shape, mode):
    config = {"gptq": quantizers.GPTQConfig, "awq": quantizers.AWQConfig}[mode](None, None, group_size=-1)
    x = correlated(32, 12).reshape(32, 3, 4)
    assert error_of(lambda: layers.EinsumDense(equation, shape), config, x) < 0.02


def test_awq_keeps_the_product_of_extreme_scales():
    """Scales are powers of the magnitudes, normalized so that the largest times the smallest is 1."""
    magnitudes = np.array([0.1, 1.0, 10.0], "float32")
    weights = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    scales = ops.convert_to_numpy(awq_search_optimal_scales(weights, magnitudes))
    np.testing.assert_allclose(scales.max() * scales.min(), 1, rtol=1e-5)
    np.testing.assert_allclose(np.diff(np.log(scales))[0], np.diff(np.log(scales))[1], atol=1e-5)


STRATEGIES = [
    ({}, 4, lambda begins: np.diff(begins) % 20),
    ({"stride": 3}, 5, lambda begins: np.diff(begins) % 20),
    ({"strategy": "linspace"}, 3, None),
    ({"strategy": "random"}, 6, None),
]


@pytest.mark.parametrize("options, count, steps", STRATEGIES)
def test_samples_of_a_data_set(options, count, steps):
    found = get_dataloader(None, 4, TOKENS, count, **options)
    stream = np.concatenate(TOKENS)
    windows = [tuple(stream[i : i + 4]) for i in range(20)]
    assert found.shape == (count, 1, 4) and found.dtype == np.int32
    begins = [windows.index(tuple(row)) for row in found[:, 0]]
    if steps:
        assert set(steps(begins)) == {options.get("stride", 5)}
    if options.get("strategy") == "linspace":
        assert begins == [0, 9, 19]


def test_samples_of_strings_and_of_short_data():
    class Tokenizer:
        def tokenize(self, text):
            return [ord(c) for c in text]

    for tokenizer in (Tokenizer(), Tokenizer().tokenize):
        found = get_dataloader(tokenizer, 3, ["ab"], 2, strategy="linspace", eos_id=7)
        np.testing.assert_array_equal(found[0, 0], [97, 98, 7])
    np.testing.assert_array_equal(get_dataloader(None, 5, [[1, 2]], 1)[0, 0], [1, 2, 1, 2, 1])


def language_model():
    inputs = keras.Input((8,), dtype="int32")
    embedding = layers.Embedding(20, 16)
    blocks = [keras.Sequential([layers.Dense(16, "relu", name=f"up_{i}"), layers.Dense(16)]) for i in range(2)]
    hidden = embedding(inputs)
    for block in blocks:
        hidden = block(hidden)
    model = keras.Model(inputs, layers.Dense(20, name="head")(hidden))
    return model, {"pre_block_layers": [embedding], "sequential_blocks": blocks}


@pytest.mark.parametrize("mode", ["gptq", "awq"])
def test_blocks_of_a_model(mode, tmp_path):
    keras.utils.set_random_seed(0)
    model, structure = language_model()
    ids = np.random.default_rng(0).integers(0, 20, (4, 8))
    before = model.predict(ids, verbose=0)
    config = {"gptq": quantizers.GPTQConfig, "awq": quantizers.AWQConfig}[mode](
        TOKENS, None, sequence_length=8, num_samples=8, group_size=4, quantization_layer_structure=structure
    )
    model.quantize(config=config, filters=lambda layer: layer.name != "up_1")
    inner = [layer for block in structure["sequential_blocks"] for layer in block.layers]
    assert [layer.quantization_mode for layer in inner] == [mode, mode, None, mode]
    assert [getattr(layer, f"is_{mode}_calibrated", None) for layer in inner] == [True, True, None, True]
    after = model.predict(ids, verbose=0)
    assert 0 < np.abs(after - before).max() < 0.15 * np.abs(before).max()
    path = str(tmp_path / "model.keras")
    model.save(path)
    np.testing.assert_allclose(keras.saving.load_model(path).predict(ids, verbose=0), after, atol=1e-6)


def test_low_rank_updates_are_rounded_to_the_scales_that_are_there():
    layer, x = layers.Dense(8, use_bias=False), correlated(64, 24)
    layer.build(x.shape)
    config = quantizers.GPTQConfig(None, None, group_size=-1, weight_bits=8)
    layer.quantize(config=config)
    with pytest.raises(NotImplementedError, match="calibrated"):
        layer.enable_lora(2)
    observer = GPTQ(layer, config)
    observer.observe(ops.convert_to_tensor(x))
    observer.calibrate()
    layer.enable_lora(2)
    layer.lora_kernel_b.assign(0.01 * np.ones((2, 8)))
    store = {}
    layer.save_own_variables(store)
    again = layers.Dense(8, use_bias=False, dtype=layer.dtype_policy)
    again.build(x.shape)
    again.load_own_variables({key: ops.convert_to_numpy(value) for key, value in store.items()})
    found, wanted = (ops.convert_to_numpy(each(x)) for each in (again, layer))
    assert np.abs(found - wanted).max() < 0.05 * np.abs(wanted).max()


REFUSED = [
    (lambda: get_dataloader(None, 4, "text"), TypeError, "str"),
    (lambda: get_dataloader(None, 4, None), TypeError, "NoneType"),
    (lambda: get_dataloader(None, 4, []), ValueError, "empty"),
    (lambda: get_dataloader(None, 4, ["text"]), ValueError, "tokenizer"),
    (lambda: get_dataloader(None, 4, TOKENS, strategy="bogus"), ValueError, "strategy='bogus'"),
    (lambda: language_model()[0].quantize(config=quantizers.GPTQConfig(TOKENS, None)), ValueError, "order"),
    (
        lambda: (lambda model, structure: model.quantize(
            config=quantizers.GPTQConfig(None, None, quantization_layer_structure=structure)
        ))(*language_model()),
        ValueError,
        "dataset",
    ),
]


@pytest.mark.parametrize("call, error, words", REFUSED)
def test_bad_arguments(call, error, words):
    with pytest.raises(error) as e:
        call()
    assert words in str(e.value)
