"""LoRA, embeddings, masks, Lambda, Wrapper: what the table of core layers does not say; and what is refused."""
import copy

import numpy as np
import pytest

import keras
from keras.src import backend, layers, ops
from keras.src.layers.core.einsum_dense import _analyze_einsum_string

X = np.random.default_rng(0).uniform(-1, 1, (2, 3)).astype("float32")


def value(x):
    return backend.convert_to_numpy(x.value if isinstance(x, backend.Variable) else x)


def built(layer, shape):
    layer.build(shape)
    for place, weight in enumerate(layer.weights):
        weight.assign(np.random.default_rng(place).uniform(-1, 1, weight.shape))
    return layer


LORA = [
    (lambda **more: layers.Dense(4, **more), (2, 3)),
    (lambda **more: layers.EinsumDense("ab,bcd->acd", (2, 2), bias_axes="d", **more), (2, 3)),
    (lambda **more: layers.Conv2D(2, 2, **more), (1, 4, 4, 3)),
]


@pytest.mark.parametrize("make, shape", LORA, ids=["Dense", "EinsumDense", "Conv2D"])
def test_lora_leaves_the_layer_as_it_was_at_first(make, shape):
    layer = built(make(), shape)
    x = np.ones(shape, "float32")
    before = value(layer(x))
    layer.enable_lora(2, lora_alpha=6)
    np.testing.assert_allclose(value(layer(x)), before, rtol=1e-5, atol=1e-6)
    assert [w.name for w in layer.trainable_weights] == ["bias", "lora_kernel_a", "lora_kernel_b"]
    layer.lora_kernel_b.assign(ops.ones(layer.lora_kernel_b.shape))
    wanted = value(layer._kernel) + 3 * value(layer.lora_kernel_a) @ value(layer.lora_kernel_b)
    np.testing.assert_allclose(value(layer.kernel), wanted, rtol=1e-5, atol=1e-5)
    assert not np.allclose(value(layer(x)), before)


@pytest.mark.parametrize("make, shape", LORA, ids=["Dense", "EinsumDense", "Conv2D"])
def test_lora_is_saved_merged(make, shape):
    layer, x = built(make(lora_rank=2, lora_alpha=3), shape), np.ones(shape, "float32")
    store = {}
    layer.save_own_variables(store)
    store = {k: value(v) if not isinstance(v, np.ndarray) else v for k, v in store.items()}
    assert sorted(store) == ["0", "1"]
    plain, adapted = built(make(), shape), built(make(lora_rank=2), shape)
    plain.load_own_variables(store)
    adapted.load_own_variables(store)
    wanted = value(layer(x))
    np.testing.assert_allclose(value(plain(x)), wanted, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(value(adapted(x)), wanted, rtol=1e-4, atol=1e-5)
    assert not value(adapted.lora_kernel_a).any()


@pytest.mark.parametrize("layer, shape", [
    (layers.Dense(2, lora_rank=2, lora_alpha=5), (1, 3)), (layers.Embedding(3, 2, lora_rank=2, lora_alpha=5), (1, 2)),
])
def test_lora_alpha_of_the_constructor_counts_once_built(layer, shape):
    layer.build(shape)
    assert layer.lora_alpha == layer.get_config()["lora_alpha"] == 5


def test_lora_config():
    config = layers.Dense(2, lora_rank=2, lora_alpha=4).get_config()
    assert (config["lora_rank"], config["lora_alpha"]) == (2, 4)
    assert "lora_rank" not in layers.Dense(2).get_config()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: layers.Dense(2).enable_lora(2), "must be built"),
        (lambda: built(layers.Dense(2, lora_rank=1), (None, 3)).enable_lora(2), "has LoRA already"),
        (lambda: built(layers.Dense(2, kernel_constraint="non_neg"), (None, 3)).enable_lora(2), "kernel_constraint"),
        (lambda: built(layers.Dense(2), (None, 3)).enable_lora(0), "Argument `rank` of Dense"),
    ],
)
def test_lora_refused(call, words):
    with pytest.raises(ValueError) as e:
        call()
    assert words in str(e.value)


def test_embedding_masks_zero_and_takes_weights():
    table = np.arange(10, dtype="float32").reshape(5, 2)
    layer = layers.Embedding(5, 2, mask_zero=True, weights=[table])
    np.testing.assert_array_equal(copy.deepcopy(layer).get_weights()[0], table)
    indices = np.array([[1, 0, 4]])
    np.testing.assert_array_equal(value(layer(indices)), table[indices])
    assert value(layer.compute_mask(backend.convert_to_tensor(indices))).tolist() == [[True, False, True]]
    assert value(backend.get_keras_mask(layer(indices))).tolist() == [[True, False, True]]
    np.testing.assert_array_equal(value(layer(indices.astype("float32"))), table[indices])


def test_masking_marks_and_clears_padding():
    x = np.array([[[1.0, 2.0], [9.0, 9.0], [9.0, 1.0]]], "float32")
    output = layers.Masking(mask_value=9.0)(x)
    assert value(output)[0, 1].tolist() == [0.0, 0.0]
    assert value(backend.get_keras_mask(output)).tolist() == [[True, False, True]]


def test_lambda_gets_what_it_takes():
    layer = layers.Lambda(lambda x, k, training=False: x * k + (1 if training else 0), arguments={"k": 3})
    np.testing.assert_allclose(value(layer(X)), 3 * X, rtol=1e-6)
    np.testing.assert_allclose(value(layer(X, training=True)), 3 * X + 1, rtol=1e-6)


def test_lambda_shapes():
    symbol = backend.KerasTensor((None, 3, 4))
    assert layers.Lambda(lambda x: x[:, 0])(symbol).shape == (None, 4)
    assert layers.Lambda(lambda x: ops.cast(x, "int32"))(symbol).dtype == "int32"
    assert layers.Lambda(lambda x: x, output_shape=(7,)).compute_output_shape((2, 3)) == (2, 7)
    assert layers.Lambda(lambda x: x, output_shape=lambda s: (s[0], 5)).compute_output_shape((2, 3)) == (2, 5)


def test_lambda_byte_code_needs_consent():
    config = layers.Lambda(lambda x: x + 1).get_config()
    with pytest.raises(ValueError, match="byte code"):
        layers.Lambda.from_config(config)
    layer = layers.Lambda.from_config(config, safe_mode=False)
    np.testing.assert_allclose(value(layer(X)), X + 1, rtol=1e-6)


def double(x):
    return 2 * x


def test_lambda_of_a_named_function():
    config = layers.Lambda(double).get_config()
    layer = layers.Lambda.from_config(config, custom_objects={"double": double})
    np.testing.assert_allclose(value(layer(X)), 2 * X, rtol=1e-6)


def test_wrapper_builds_and_describes_its_layer():
    wrapper = layers.Wrapper(layers.Dense(2, name="inner"), name="outer")
    wrapper.build((None, 3))
    assert [w.path for w in wrapper.weights] == ["outer/inner/kernel", "outer/inner/bias"]
    assert layers.Wrapper.from_config(wrapper.get_config()).layer.units == 2


@pytest.mark.parametrize(
    "equation, bias_axes, input_shape, output_shape, kernel, bias, output",
    [
        ("ab,bc->ac", "c", (2, 3), (4,), [3, 4], [4], [2, 4]),
        ("abc,cde->abde", "be", (2, 5, 4), (5, 2, 3), [4, 2, 3], [5, 1, 3], [2, 5, 2, 3]),
        ("...ab,bc->...ac", None, (2, 3, 4, 5), (4, 7), [5, 7], None, [2, 3, 4, 7]),
        ("ab...,bc->ac...", "c", (2, 3, 4), (5,), [3, 5], [5, 1], [2, 5, 4]),
        ("abc,abd->abcd", None, (2, 3, 4), (3, 4, 5), [2, 3, 5], None, [2, 3, 4, 5]),
    ],
)
def test_einsum_equations(equation, bias_axes, input_shape, output_shape, kernel, bias, output):
    found = _analyze_einsum_string(equation, bias_axes, input_shape, output_shape)
    assert list(found[:3]) == [kernel, bias, output]


def test_einsum_dense_counts_fans_by_the_equation():
    initializer = keras.initializers.VarianceScaling(1.0, "fan_in", "uniform", seed=1)
    layer = layers.EinsumDense("abcd,cde->abe", (3, 20), kernel_initializer=initializer)
    layer.build((2, 3, 4, 5))
    assert np.abs(value(layer.kernel)).max() <= np.sqrt(3 / 20)
    assert np.abs(value(layer.kernel)).max() > 0.9 * np.sqrt(3 / 20)
    assert layer.get_config()["kernel_initializer"]["config"]["input_axes"] is None


@pytest.mark.parametrize(
    "make, error, words",
    [
        (lambda: layers.Dense(-1), ValueError, "Argument `units` of Dense must be a positive integer. Received: units=-1"),
        (lambda: layers.Dense(2.5), ValueError, "units=2.5"),
        (lambda: layers.Dense(float("nan")), ValueError, "units=nan"),
        (lambda: layers.Dense(2)(np.ones(3, "float32")), ValueError, "min_ndim=2"),
        (lambda: layers.Dense(2).kernel, AttributeError, "kernel"),
        (lambda: layers.EinsumDense("ab,bc", 4).build((2, 3)), ValueError, "Argument `equation`"),
        (lambda: layers.EinsumDense("ab,bc->ac", 4, bias_axes="z").build((2, 3)), ValueError, "Argument `bias_axes`"),
        (lambda: layers.EinsumDense("ab,bc->ac", 4).build((2, 3, 4)), ValueError, "2 axes in its input"),
        (lambda: layers.EinsumDense("abc,cd->abd", (7, 5)).build((2, 3, 4)), ValueError, "size 3 in the input and 7"),
        (lambda: layers.Embedding(0, 2), ValueError, "Argument `input_dim` of Embedding"),
        (lambda: layers.Lambda(3), TypeError, "Argument `function` of Lambda"),
        (lambda: layers.Lambda(lambda x: x.bogus).compute_output_shape((2, 3)), NotImplementedError, "`output_shape`"),
        (lambda: layers.Lambda(lambda x: 3.0)(backend.KerasTensor((2, 3))), NotImplementedError, "`output_shape`"),
        (lambda: layers.Wrapper(3), ValueError, "Argument `layer` of Wrapper"),
    ],
)
def test_bad_arguments(make, error, words):
    with pytest.raises(error) as e:
        make()
    assert words in str(e.value)


def test_einsum_dense_masks_before_it_is_built():
    mask = backend.convert_to_tensor(np.ones((2, 3), bool))
    assert layers.EinsumDense("abc,cd->abd", (None, 7)).compute_mask(None, mask) is mask
