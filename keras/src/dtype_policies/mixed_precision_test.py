"""Half precision: what is summed is summed in float32, and losses are scaled where gradients would vanish."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers, losses, metrics, ops

TRAINS = backend.backend() != "numpy"
needs_gradients = pytest.mark.skipif(not TRAINS, reason="the numpy backend has no gradients")
WIDE = np.full((4, 1000), 200.0, "float32")  # sums and sums of squares overflow in float16
LONG = np.full((2, 3000), 2.0, "float32")  # one by one in bfloat16 they add up to 256 times one of them
RAMP = np.linspace(-20, 20, 1000, dtype="float32")[None]
IMAGES = np.arange(2 * 64 * 64 * 4, dtype="float32").reshape(2, 64, 64, 4) % 251 * 8


@pytest.fixture
def policy(request):
    keras.config.set_dtype_policy(request.param)
    yield request.param
    keras.config.set_dtype_policy("float32")


def half(x, dtype):
    return ops.cast(ops.convert_to_tensor(x), dtype)


def array(x):
    return ops.convert_to_numpy(ops.cast(x, "float32"))


REDUCTIONS = [
    (ops.mean, WIDE), (ops.var, WIDE), (ops.std, RAMP), (ops.norm, WIDE), (ops.logsumexp, RAMP),
    (ops.softmax, RAMP), (ops.log_softmax, RAMP), (ops.average, WIDE[:, :100]), (ops.mean, LONG), (ops.logsumexp, LONG),
    (ops.softmax, LONG), (ops.log_softmax, LONG),
]
EXPECTED = {
    "mean": lambda x: x.mean(-1), "var": lambda x: x.var(-1), "std": lambda x: x.std(-1),
    "norm": lambda x: np.sqrt((x**2).sum(-1)), "logsumexp": lambda x: np.log(np.exp(x).sum(-1)),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True),
    "log_softmax": lambda x: x - np.log(np.exp(x).sum(-1, keepdims=True)), "average": lambda x: x.mean(-1),
}


@pytest.mark.parametrize("dtype, tolerance", [("float16", 2e-3), ("bfloat16", 2e-2)])
@pytest.mark.parametrize("op, x", REDUCTIONS, ids=lambda v: getattr(v, "__name__", ""))
def test_reductions(op, x, dtype, tolerance):
    x = half(x, dtype)
    found = op(x, axis=-1)
    assert backend.standardize_dtype(found.dtype) == dtype
    expected = EXPECTED[op.__name__](array(x).astype("float64"))
    np.testing.assert_allclose(array(found), expected, rtol=tolerance, atol=tolerance)


LAYERS = {
    "LayerNormalization": {}, "RMSNormalization": {}, "GroupNormalization": {"groups": 2}, "BatchNormalization": {},
    "UnitNormalization": {}, "Softmax": {},
}


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"], indirect=True)
@pytest.mark.parametrize("name", LAYERS)
def test_layers_compute_statistics_in_float32(policy, name):
    layer = getattr(layers, name)(**LAYERS[name])
    twin = getattr(layers, name)(**LAYERS[name], dtype="float32")
    arguments = {"training": True} if name == "BatchNormalization" else {}
    found, expected = layer(ops.convert_to_tensor(IMAGES), **arguments), twin(array(half(IMAGES, policy[6:])), **arguments)
    assert backend.standardize_dtype(found.dtype) == policy[6:]
    assert {v.dtype for v in layer.variables} <= {"float32"}
    np.testing.assert_allclose(array(found), array(expected), rtol=2e-2, atol=2e-2)
    for statistic, wanted in zip(layer.non_trainable_variables, twin.non_trainable_variables):
        np.testing.assert_allclose(array(statistic), array(wanted), rtol=1e-2)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_losses_and_metrics_take_half_precision_into_float32(dtype):
    true, pred = half(np.ones((8, 100)), dtype), half(np.full((8, 100), 250.0), dtype)
    loss = losses.MeanSquaredError()(true, pred)
    metric = metrics.MeanSquaredError()
    metric.update_state(true, pred)
    for found in (loss, metric.result()):
        assert backend.standardize_dtype(found.dtype) == "float32"
        np.testing.assert_allclose(array(found), 249.0**2, rtol=1e-2)
    assert {v.dtype for v in metric.variables} == {"float32"}


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_certain_probabilities_have_finite_losses(dtype):
    found = ops.binary_crossentropy(half([1.0, 0.0, 1.0, 0.0], dtype), half([1.0, 1.0, 0.0, 0.0], dtype))
    assert backend.standardize_dtype(found.dtype) == dtype and np.isfinite(array(found)).all()
    np.testing.assert_allclose(array(found)[[0, 3]], 0, atol=1e-4)


def test_moments_of_float16_stay_finite():
    mean, variance = ops.moments(half([[6e4], [-6e4]], "float16"), axes=0)
    assert (array(mean), array(variance)) == ([0], [65504])


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_scaled_losses_are_float32(dtype):
    scaled = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD()).scale_loss(half(4.0, dtype))
    assert backend.standardize_dtype(scaled.dtype) == "float32" and float(scaled) == 2.0**17


def tiny_model():
    """One whose gradients lie below the smallest float16."""
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, kernel_initializer="ones"), layers.Rescaling(1e-5)])
    return model, np.full((8, 4), 1e-3, "float32"), np.full((8, 1), 1.0, "float32")


@needs_gradients
@pytest.mark.parametrize("policy", ["mixed_float16"], indirect=True)
def test_fit_scales_losses(policy):
    moved = {}
    for scales in (True, False):
        model, x, y = tiny_model()
        model.compile(keras.optimizers.SGD(1e6), "mae", auto_scale_loss=scales)
        assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer) == scales
        model.fit(x, y, verbose=0, batch_size=8)
        moved[scales] = model.layers[0].kernel.numpy().ravel() - 1
    np.testing.assert_allclose(moved[True], 1e-2, rtol=0.05)
    np.testing.assert_array_equal(moved[False], 0)


@needs_gradients
@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"], indirect=True)
def test_custom_loops_scale_losses(policy):
    model, x, y = tiny_model()
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(1e6))
    variables = model.trainable_variables
    optimizer.build(variables)

    def loss():
        return optimizer.scale_loss(losses.MeanAbsoluteError()(y, model(x)))

    _, gradients = ops.value_and_grad(loss, variables=variables)()
    optimizer.apply(gradients, variables)
    np.testing.assert_allclose(model.layers[0].kernel.numpy().ravel(), 1.01, rtol=1e-3)
    assert {v.dtype for v in variables} == {"float32"}


@needs_gradients
@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"], indirect=True)
def test_training_follows_float32(policy):
    histories = []
    for dtype in (policy, "float32"):
        keras.config.set_dtype_policy(dtype)
        keras.utils.set_random_seed(0)
        model = keras.Sequential(
            [keras.Input((8,)), layers.Dense(16, "relu"), layers.BatchNormalization(), layers.Dense(3, dtype="float32")]
        )
        model.compile(keras.optimizers.Adam(1e-2), losses.SparseCategoricalCrossentropy(from_logits=True))
        rng = np.random.default_rng(0)
        data = rng.random((32, 8)), rng.integers(0, 3, 32)
        histories.append(model.fit(*data, epochs=4, batch_size=8, shuffle=False, verbose=0).history["loss"])
    np.testing.assert_allclose(*histories, rtol=8e-2)  # the first steps with scaled losses may be left out
