"""Layers in each mode: what they keep, what they compute, what files hold. Oracle is the float layer within a bound."""
import numpy as np
import pytest

import keras
from keras import layers, ops, quantizers

BACKEND = keras.config.backend()
needs_training = pytest.mark.skipif(BACKEND == "numpy", reason="numpy: no training")


def floats(*shape):
    return np.random.default_rng(sum(shape)).uniform(-1, 1, shape).astype("float32")


IDS = np.array([[0, 4, 1, 1], [3, 2, 6, 5]], "int32")
LAYERS = {
    "dense": (lambda **k: layers.Dense(4, **k), floats(2, 6)),
    "projection": (lambda **k: layers.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de", **k), floats(2, 3, 6)),
    "merging": (lambda **k: layers.EinsumDense("abde,dec->abc", (None, 4), **k), floats(2, 3, 2, 3)),
    "inner": (lambda **k: layers.EinsumDense("abc,dbe->adec", (2, 5, None), **k), floats(2, 3, 4)),
    "ellipsis": (lambda **k: layers.EinsumDense("...x,xy->...y", (4,), **k), floats(2, 3, 6)),
    "embedding": (lambda **k: layers.Embedding(7, 6, **k), IDS),
    "reversible": (lambda **k: layers.ReversibleEmbedding(7, 6, **k), IDS),
    "untied": (lambda **k: layers.ReversibleEmbedding(7, 6, tie_weights=False, **k), IDS),
}
CONFIGS = {  # config, bound of the error relative to the largest output
    "int8": (quantizers.Int8QuantizationConfig, 0.02),
    "int8 weights": (lambda: quantizers.Int8QuantizationConfig(activation_quantizer=None), 0.01),
    "int4": (quantizers.Int4QuantizationConfig, 0.2),
    "int4 blocks": (lambda: quantizers.Int4QuantizationConfig(block_size=4), 0.4),
    "int4 channels": (lambda: quantizers.Int4QuantizationConfig(block_size=-1), 0.2),
    "int4 channels, int8 inputs": (
        lambda: quantizers.Int4QuantizationConfig(activation_quantizer=quantizers.AbsMaxQuantizer(), block_size=-1),
        0.2,
    ),
    "float8": (quantizers.Float8QuantizationConfig, 0.1),
}
CASES = [
    (layer, config)
    for layer, (_, x) in LAYERS.items()
    for config in CONFIGS
    if not (x is IDS and config == "float8")
]
EMBEDDINGS = ("embedding", "reversible", "untied")


def filled(name, **options):
    make, x = LAYERS[name]
    layer = make(**options)
    layer(x)
    for weight in layer.weights:
        weight.assign(floats(*weight.shape))
    return layer, x


def numpy_of(x):
    return ops.convert_to_numpy(x)


def outputs(layer, x):
    """The layer's outputs; those of the way back too."""
    found = [numpy_of(layer(x))]
    if isinstance(layer, layers.ReversibleEmbedding):
        found.append(numpy_of(layer(floats(2, 3, 6), reverse=True)))
    return found


def assert_near(found, wanted, bound):
    for a, b in zip(found, wanted, strict=True):
        assert np.abs(a - b).max() <= bound * np.abs(b).max()


@pytest.mark.parametrize("name, config", CASES)
def test_outputs_are_near_those_in_float32(name, config):
    layer, x = filled(name)
    before = outputs(layer, x)
    make, bound = CONFIGS[config]
    layer.quantize(config=make())
    after = outputs(layer, x)
    assert_near(after, before, bound)
    if config != "float8":
        assert any(np.any(a != b) for a, b in zip(after, before))


@pytest.mark.parametrize("name, config", CASES)
def test_weights_go_through_files(name, config, tmp_path):
    layer, x = filled(name)
    inputs = keras.Input(x.shape[1:], dtype=str(x.dtype))
    model = keras.Model(inputs, layer(inputs))
    model.quantize(config=CONFIGS[config][0]())
    wanted = outputs(layer, x)
    path = str(tmp_path / "model.keras")
    model.save(path)
    again = keras.saving.load_model(path)
    assert again.layers[-1].dtype_policy == layer.dtype_policy
    assert [(w.path, w.shape, w.dtype) for w in again.weights if "amax" not in w.path and "scale" not in w.path] == [
        (w.path, w.shape, w.dtype) for w in model.weights if "amax" not in w.path and "scale" not in w.path
    ]
    assert_near(outputs(again.layers[-1], x), wanted, 1e-6)


VARIABLES = [  # layer, config, dtype policy, attributes: shape and dtype
    ("dense", "int8", "int8", {"_kernel": ((6, 4), "int8"), "kernel_scale": ((4,), "float32")}),
    ("projection", "int8", "int8", {"_kernel": ((6, 2, 3), "int8"), "kernel_scale": ((1, 1, 2, 3), "float32")}),
    ("embedding", "int8", "int8", {"_embeddings": ((7, 6), "int8"), "embeddings_scale": ((7,), "float32")}),
    ("dense", "int4 channels", "int4/-1", {"_kernel": ((6, 2), "int8"), "kernel_scale": ((4,), "float32")}),
    (
        "dense",
        "int4 blocks",
        "int4/4",
        {"_kernel": ((6, 2), "int8"), "kernel_scale": ((2, 4), "float32"), "kernel_zero": ((2, 4), "int8")},
    ),
    ("projection", "int4", "int4/128", {"_kernel": ((6, 3), "int8"), "kernel_scale": ((1, 6), "float32")}),
    ("embedding", "int4", "int4/128", {"_embeddings": ((7, 3), "int8"), "embeddings_zero": ((7, 1), "int8")}),
    (
        "untied",
        "int4",
        "int4/128",
        {"reverse_embeddings": ((3, 7), "int8"), "reverse_embeddings_zero": ((1, 7), "float32")},
    ),
    ("dense", "float8", "float8", {"_kernel": ((6, 4), "float32"), "inputs_amax_history": ((1024,), "float32")}),
]


@pytest.mark.parametrize("name, config, policy, variables", VARIABLES)
def test_variables(name, config, policy, variables):
    """As in Keras 3.15.1, whose files hold them."""
    layer, _ = filled(name)
    layer.quantize(config=CONFIGS[config][0]())
    assert layer.dtype_policy.name == f"{policy}_from_float32"
    found = {attribute: getattr(layer, attribute) for attribute in variables}
    assert {k: (tuple(v.shape), v.dtype) for k, v in found.items()} == variables
    assert all(v.trainable == (policy == "float8") for v in found.values())


@pytest.mark.parametrize("name", ["dense", "projection", "embedding", "reversible"])
@pytest.mark.parametrize("config", ["int8", "int4", "int4 channels"])
def test_low_rank_updates_of_quantized_weights(name, config):
    layer, x = filled(name)
    layer.quantize(config=CONFIGS[config][0]())
    base = outputs(layer, x)
    layer.enable_lora(2)
    assert_near(outputs(layer, x), base, 1e-6)
    for factor in layer._lora_factors:
        factor.assign(0.5 * floats(*factor.shape))
    plain, _ = filled(name)
    a, b = (numpy_of(factor.value) for factor in layer._lora_factors)
    kernel = plain._base_kernel
    kernel.assign(numpy_of(kernel.value) + a @ b)
    assert_near(outputs(layer, x), outputs(plain, x), CONFIGS[config][1])
    store = {}
    layer.save_own_variables(store)
    again, _ = filled(name)
    again.quantize(config=CONFIGS[config][0]())
    again.load_own_variables({key: numpy_of(value) for key, value in store.items()})
    assert_near(outputs(again, x), outputs(plain, x), CONFIGS[config][1])


@needs_training
@pytest.mark.parametrize("config", ["int8", "int4 blocks", "float8"])
def test_gradients_reach_what_comes_before(config):
    """Bias, and the layer before, are trained through a quantized layer as through the float one."""
    found = []
    for quantize in (False, True):
        model = keras.Sequential([keras.Input((6,)), layers.Dense(6), layers.Dense(4)])
        for weight in model.weights:
            weight.assign(floats(*weight.shape))
        if quantize:
            model.layers[1].quantize(config=CONFIGS[config][0]())
        model.compile(keras.optimizers.SGD(0.1), "mse")
        model.fit(floats(4, 6), floats(4, 4), batch_size=4, verbose=0)
        found.append([numpy_of(model.layers[0].kernel), numpy_of(model.layers[1].bias)])
    start = [floats(6, 6), floats(4)]
    changes = [[after - before for after, before in zip(run, start)] for run in found]
    assert_near(changes[1], changes[0], 0.4)


@needs_training
def test_float8_scales_follow_the_magnitudes():
    layer, x = filled("dense")
    layer.quantize("float8")
    model = keras.Sequential([layer])
    model.compile("sgd", "mse")
    model.fit(x, floats(2, 4), epochs=2, shuffle=False, verbose=0)
    history, scale = numpy_of(layer.inputs_amax_history.value), float(layer.inputs_scale)
    np.testing.assert_allclose(history[0], np.abs(x).max(), rtol=1e-6)
    np.testing.assert_allclose(scale, np.abs(x).max() / 448, rtol=1e-5)


def test_a_policy_makes_quantized_layers():
    layer = layers.Dense(3, dtype="int4/2_from_float32")
    layer.build((None, 4))
    assert tuple(layer._kernel.shape) == (4, 2) and tuple(layer.kernel_scale.shape) == (2, 3)
    assert not np.any(numpy_of(layer(floats(1, 4))))
    layer, x = filled("dense")
    layer.dtype_policy = "int4/2_from_float32"  # Keras 3.15.1 takes blocks of 128 here
    assert tuple(layer.kernel_scale.shape) == (3, 4)


def test_a_policy_map_gets_the_quantized_policy():
    policies = keras.dtype_policies.DTypePolicyMap("float32")
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, dtype=policies, name="its")])
    model.quantize("int8")
    assert model.layers[0].dtype_policy is policies
    assert [policy.name for policy in policies.values()] == ["int8_from_float32"]


@pytest.mark.parametrize(
    "module, name", [("subprocess", "Popen"), ("keras.utils", "get_file"), ("keras.layers", "Dense"), ("keras", "Model")]
)
def test_files_make_quantization_configs_only(module, name):
    config = {"module": module, "class_name": name, "config": {"units": 2}, "registered_name": None}
    with pytest.raises((ValueError, TypeError)):
        layers.Dense(2, quantization_config=config)
    with pytest.raises((ValueError, TypeError)):
        quantizers.Int8QuantizationConfig.from_config({"weight_quantizer": config})


@pytest.mark.parametrize("block_size", [None, -1, 4])
def test_predict_runs_compiled(block_size):
    """With a last batch of another size, after which frameworks do not know the size any more."""
    inputs = keras.Input((4,), dtype="int32")
    hidden = layers.Embedding(7, 8)(inputs)
    hidden = layers.MultiHeadAttention(2, 4)(hidden, hidden)
    model = keras.Model(inputs, layers.Dense(3)(hidden))
    ids = np.arange(12).reshape(3, 4) % 7
    before = model.predict(ids, verbose=0, batch_size=2)
    int8 = block_size is None
    config = quantizers.Int8QuantizationConfig() if int8 else quantizers.Int4QuantizationConfig(block_size=block_size)
    model.quantize(config=config)
    after = model.predict(ids, verbose=0, batch_size=2)
    assert_near([after], [before], 0.2 if int8 else 0.5)
    assert sum(w.dtype == "int8" and "zero" not in w.path for w in model.weights) == 6


@pytest.mark.parametrize("mode", ["int8", "int4", "float8"])
@pytest.mark.parametrize("dtype", [None, keras.dtype_policies.DTypePolicyMap("float32")])
def test_layers_inside_of_layers_are_loaded_as_they_were_quantized(mode, dtype, tmp_path):
    inputs = keras.Input((5, 8))
    attention = layers.MultiHeadAttention(2, 4, name=f"attention_{mode}_{dtype is None}", dtype=dtype)
    model = keras.Model(inputs, layers.Dense(3)(attention(inputs, inputs)))
    model.quantize(mode)
    assert isinstance(attention.dtype_policy, keras.dtype_policies.DTypePolicyMap) == (dtype is not None)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert again.layers[1].query_dense.quantization_mode == mode
    x = np.random.default_rng(0).normal(size=(2, 5, 8))
    np.testing.assert_allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-6)


@pytest.mark.parametrize("mode", ["int8", "int4"])
def test_layers_inside_of_layers_keep_their_quantizers(mode, tmp_path):
    def configured(quantizer):
        if mode == "int8":
            return quantizers.Int8QuantizationConfig(activation_quantizer=quantizer)
        return quantizers.Int4QuantizationConfig(activation_quantizer=quantizer, block_size=-1)

    inputs = keras.Input((5, 8))
    attention = layers.MultiHeadAttention(2, 4, name=f"quantizers_{mode}")
    model = keras.Model(inputs, attention(inputs, inputs))
    other = None if mode == "int8" else quantizers.AbsMaxQuantizer()
    model.quantize(config=configured(other), filters="query|attention_output")
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    loaded = again.layers[1]
    assert (loaded.query_dense.quantization_config.activation_quantizer is None) == (other is None)
    assert loaded.key_dense.quantization_mode is None
    x = floats(2, 5, 8)
    np.testing.assert_allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-6)
    assert loaded.get_build_config().keys() == attention.get_build_config().keys()


@keras.saving.register_keras_serializable("modes_test")
class Block(layers.Layer):
    """It hands its policy on to no layer inside."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.table, self.attention = layers.ReversibleEmbedding(7, 8), layers.MultiHeadAttention(2, 4)

    def build(self, shape):
        self.table.build(shape)
        self.attention.build((*shape, 8), (*shape, 8))

    def call(self, x):
        x = self.table(x)
        return self.table(self.attention(x, x), reverse=True)


@pytest.mark.parametrize("mode", ["int8", "int8 weights", "int4", "float8"])
def test_layers_inside_of_layers_of_ones_own(mode, tmp_path):
    model = keras.Sequential([keras.Input((5,), dtype="int32"), Block()])
    config = quantizers.Int8QuantizationConfig(activation_quantizer=None) if "weights" in mode else None
    model.quantize(mode.split()[0], config=config)
    model.save(tmp_path / "model.keras")
    policies = model.layers[0].get_config()["dtype"]["config"]["policy_map"]
    assert f"{model.layers[0].name}/{model.layers[0].attention.name}/query" in policies  # Keras 3.15.1 builds it alone
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert again.layers[0].attention.query_dense.quantization_mode == mode.split()[0]
    assert [(v.name, v.dtype) for v in again.variables] == [(v.name, v.dtype) for v in model.variables]
    x = np.arange(10).reshape(2, 5) % 7
    np.testing.assert_allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-6)


def test_a_policy_in_a_map():
    policies = keras.dtype_policies.DTypePolicyMap("float32", {"its": keras.DTypePolicy("mixed_bfloat16")})
    layer = layers.Dense(2, name="its", dtype=policies)
    layer.build((None, 3))
    assert layer.dtype_policy is policies and (layer.compute_dtype, layer.variable_dtype) == ("bfloat16", "float32")
    layer.quantize("int8")
    assert policies["its"].name == "int8_from_mixed_bfloat16" and layer.quantization_mode == "int8"
    layer.dtype_policy = "float32"
    assert layer.compute_dtype == "float32"


def test_filters():
    def quantized(filters):
        model = keras.Sequential([keras.Input((2,)), layers.Dense(2, name="one"), layers.Dense(2, name="two")])
        model.quantize("int8", filters=filters)
        return [layer.name for layer in model.layers if layer.quantization_mode]

    assert quantized(None) == ["one", "two"]
    assert quantized("^t") == ["two"]
    assert quantized(["one", "no"]) == ["one"]
    assert quantized(lambda layer: layer.name == "two") == ["two"]
    with pytest.raises(ValueError, match="filters=3"):
        quantized(3)


class Subclass(layers.Dense):
    """Its `call` may use the kernel in other ways."""


REFUSED = [
    (lambda: layers.Dense(2).quantize("int8"), ValueError, "not built"),
    (lambda: filled("dense")[0].quantize("bogus"), ValueError, "mode='bogus'"),
    (lambda: filled("dense")[0].quantize("gptq"), ValueError, "GPTQConfig"),
    (lambda: filled("embedding")[0].quantize("float8"), NotImplementedError, "float8"),
    (lambda: filled("dense")[0].quantized_build((2, 3), "int9"), NotImplementedError, "int9"),
    (lambda: filled("dense")[0].quantized_call(np.ones((1, 2))), NotImplementedError, "mode=None"),
    (lambda: filled("dense", dtype="float16")[0].quantize("int8"), ValueError, "float16"),
    (lambda: layers.Embedding(2, 2, dtype="float8_from_float32").build(), NotImplementedError, "float8"),
]


@pytest.mark.parametrize("call, error, words", REFUSED)
def test_bad_arguments(call, error, words):
    with pytest.raises(error) as e:
        call()
    assert words in str(e.value)


def test_a_layer_is_quantized_once_and_subclasses_only_when_told():
    layer, _ = filled("dense")
    layer.quantize("int8")
    with pytest.raises(ValueError, match="quantized already"):
        layer.quantize("int4")
    layer = Subclass(2)
    layer.build((None, 3))
    with pytest.raises(NotImplementedError):
        layer.quantize("int8")
    layer.quantize("int8", type_check=False)
    assert layer.quantization_mode == "int8"


@pytest.mark.parametrize("make", [lambda: layers.Conv1D(2, 1), layers.BatchNormalization])
def test_layers_without_a_quantized_form(make):
    layer = make()
    with pytest.raises(ValueError, match="built"):
        layer.quantize("int8")
    layer.build((2, 3, 4))
    with pytest.raises(ValueError, match="GPTQConfig"):
        layer.quantize("gptq")
    with pytest.raises(NotImplementedError, match=type(layer).__name__):
        layer.quantize("int8")


def test_convolutions_refuse_quantized_policies():
    with pytest.raises(NotImplementedError, match="Conv1D"):
        layers.Conv1D(2, 1, dtype="int8_from_float32").build((2, 3, 4))


@pytest.mark.parametrize("rows", [1, 5])
def test_products_of_integers_are_exact(rows):
    rng = np.random.default_rng(0)
    x, weight = (rng.integers(-127, 128, shape).astype("int8") for shape in [(rows, 1024), (1024, 1024)])
    product = keras.src.backend.numpy.int8_matmul
    if BACKEND == "tensorflow":  # a graph that knows the rows takes another product
        import tensorflow as tf

        product = tf.function(product)
    found = product(*map(ops.convert_to_tensor, (x, weight)))
    np.testing.assert_array_equal(ops.convert_to_numpy(found), x.astype("int32") @ weight.astype("int32"))


def test_the_kernel_in_int8_is_a_variable_as_before():
    layer, _ = filled("dense")
    layer.quantize("int8")
    assert isinstance(layer.kernel, keras.Variable) and layer.kernel.dtype == "int8"


class _Plain(keras.Quantizer):
    """A quantizer of one's own: it takes axes for inputs only."""

    value_range = (-8, 7)

    def __init__(self):
        super().__init__()
        self.axes = []

    def __call__(self, x, axis=0, to_numpy=False):
        self.axes.append(axis)
        return quantizers.abs_max_quantize(x, axis, (-7, 7) if to_numpy else (-127, 127))


@pytest.mark.parametrize("equation, shape, axes", [(None, (2, 3), -1), ("abcd,cde->abe", (2, 1, 3, 4), (2, 3))])
@pytest.mark.parametrize("bits", [8, 4])
def test_inputs_are_rounded_along_what_is_summed(bits, equation, shape, axes):
    """Whatever the axes of the quantizer; 3.15.1 tells it these, and no axes for weights."""
    x = np.random.default_rng(0).normal(size=shape).astype("float32")

    def quantized(activation, weight=None):
        keras.utils.set_random_seed(0)
        layer = layers.EinsumDense(equation, (None, 5)) if equation else layers.Dense(5)
        layer.build(shape)
        if bits == 8:
            config = quantizers.Int8QuantizationConfig(weight, activation)
        else:
            config = quantizers.Int4QuantizationConfig(weight, activation, block_size=-1)
        layer.quantize(config=config)
        return ops.convert_to_numpy(layer(x))

    expected = quantized(quantizers.AbsMaxQuantizer())
    for axis in (-1, 0, (1, 2)):
        np.testing.assert_allclose(quantized(quantizers.AbsMaxQuantizer(axis=axis)), expected, rtol=1e-6)
    plain = _Plain()
    np.testing.assert_allclose(quantized(plain), expected, rtol=1e-6)
    assert plain.axes == [axes]
    if bits == 4:
        weight = quantizers.AbsMaxQuantizer(axis=0, value_range=(-8, 7))
        np.testing.assert_allclose(quantized(quantizers.AbsMaxQuantizer(), weight), expected, atol=0.5)
        np.testing.assert_allclose(quantized(quantizers.AbsMaxQuantizer(), _Plain()), expected, rtol=1e-6)


class _Scaled(layers.Layer):
    """A layer of one's own that can be quantized."""

    def build(self, input_shape):
        self.factor = self.add_weight(shape=(2,), name="factor")

    def call(self, x):
        return x * self.factor

    def quantize(self, mode=None, type_check=True, config=None):
        self.asked = mode, type_check, type(config).__name__
        self.rounded = self.add_weight(shape=(2,), dtype="int8", initializer="zeros", trainable=False)
        return "nothing that counts"


class _ScaledTwice(_Scaled):
    def quantize(self, mode=None, type_check=True, config=None):
        super().quantize(mode, type_check, config)


@pytest.mark.parametrize("cls", [_Scaled, _ScaledTwice])
def test_quantize_of_a_layer_of_ones_own_gets_a_config_and_may_make_weights(cls):
    layer = cls()
    with pytest.raises(ValueError, match="built"):
        layer.quantize("int8")
    model = keras.Sequential([keras.Input((2,)), layer])
    assert layer.quantize("int8", type_check=False) is None
    assert (layer.asked, len(layer.weights)) == (("int8", False, "Int8QuantizationConfig"), 2)
    layer.quantize(config=quantizers.Int4QuantizationConfig(block_size=4))
    assert (layer.asked, len(layer.weights)) == (("int4", True, "Int4QuantizationConfig"), 3)
    model.quantize("float8")
    assert (layer.asked, len(layer.weights)) == (("float8", True, "Float8QuantizationConfig"), 4)
    for bad in ({}, {"mode": "int3"}, {"mode": "gptq"}, {"config": 3}):
        with pytest.raises(ValueError):
            layer.quantize(**bad)
    assert len(layer.weights) == 4
    with pytest.raises(ValueError, match="built already"):
        layer.more = layer.add_weight(shape=(2,))


def test_dense_of_ones_own_is_quantized_by_its_own_method():
    class Own(layers.Dense):
        def quantize(self, mode=None, type_check=True, config=None):
            super().quantize(mode, type_check=False, config=config)

    layer = Own(3)
    layer.build((None, 4))
    layer.quantize("int8")
    assert layer.dtype_policy.name == "int8_from_float32"
    with pytest.raises(ValueError, match="quantized already"):
        layer.quantize("int8")
