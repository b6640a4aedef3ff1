import importlib.util

import numpy as np
import pytest

import keras
from keras.src import backend

BACKEND = backend.backend()
pytestmark = pytest.mark.skipif(
    BACKEND not in ("jax", "tensorflow") or importlib.util.find_spec("jax") is None,
    reason="runs functions of JAX, on the jax and tensorflow backends",
)
X = np.arange(6, dtype="float32").reshape(2, 3) / 10
Y = np.zeros((2, 2), "float32")


@keras.saving.register_keras_serializable("jax_layer_test")
def dense_init(rng, inputs):
    import jax

    return {"w": jax.random.normal(rng, (inputs.shape[-1], 2)), "b": [jax.numpy.zeros(2)]}


@keras.saving.register_keras_serializable("jax_layer_test")
def dense(params, inputs):
    return inputs @ params["w"] + params["b"][0]


@keras.saving.register_keras_serializable("jax_layer_test")
def counting_init(rng, inputs, training):
    return {"w": np.ones((3, 2), "float32")}, {"count": np.int32(0), "none": None}


@keras.saving.register_keras_serializable("jax_layer_test")
def counting(params, state, inputs, training):
    return inputs @ params["w"], {"count": state["count"] + int(training), "none": None}


def fitted(layer):
    x = keras.Input((3,))
    model = keras.Model(x, layer(x))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(X, Y, epochs=2, batch_size=2, verbose=0)
    return model


def test_weights_are_the_leaves_in_the_order_of_jax():
    layer = keras.layers.JaxLayer(dense, dense_init, name="dense")
    assert layer.params is None
    outputs = layer(X)
    assert [tuple(v.shape) for v in layer.trainable_weights] == [(2,), (3, 2)]
    assert layer.params["b"][0] is layer.weights[0]
    assert all(v.path.startswith("dense/") for v in layer.weights)
    np.testing.assert_allclose(outputs, X @ np.asarray(layer.weights[1]), rtol=1e-5)


def test_given_values():
    params = {"w": np.ones((3, 2)), "b": [np.full(2, 3.0)]}
    layer = keras.layers.JaxLayer(dense, params=params, dtype="mixed_bfloat16")
    assert [v.dtype for v in layer.weights] == ["float32", "float32"]
    outputs = layer(X)
    assert backend.standardize_dtype(outputs.dtype) == "bfloat16"
    np.testing.assert_allclose(backend.convert_to_numpy(outputs).astype("float32")[:, 0], X.sum(1) + 3, rtol=1e-2)


def test_training_and_files(tmp_path):
    model = fitted(keras.layers.JaxLayer(dense, dense_init))
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)
    model.save_weights(tmp_path / "model.weights.h5")
    for variable in loaded.weights:
        variable.assign(variable * 0)
    loaded.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_allclose(loaded.get_weights()[1], model.get_weights()[1])


def test_one_step_of_training_is_the_gradient_of_the_function():
    model = fitted(keras.layers.JaxLayer(counting, counting_init))
    w = np.ones((3, 2), "float32")
    for _ in range(2):
        w -= 0.1 * X.T @ (X @ w - Y) * 2 / Y.size
    np.testing.assert_allclose(model.get_weights()[0], w, rtol=1e-5)


def test_state_is_kept():
    layer = keras.layers.JaxLayer(counting, counting_init)
    fitted(layer)
    assert [v.dtype for v in layer.non_trainable_weights] == ["int32"]
    assert int(layer.get_weights()[1]) == 2
    layer(X)
    assert int(layer.get_weights()[1]) == 2


def test_keys_are_there_in_training_and_change():
    layer = keras.layers.JaxLayer(
        lambda params, rng, inputs: inputs * 0 if rng is None else inputs * 0 + rng, params={}, seed=3
    )
    x = np.ones(2, "float32")
    assert np.asarray(layer(x)).tolist() == [0, 0]
    assert np.asarray(layer(x, training=True)).tolist() == [3, 0]
    assert np.asarray(layer(x, training=True)).tolist() == [3, 1]  # 3.15.1 repeats (3, 0) on tensorflow
    assert len(layer.variables) == 1


def test_structures_and_unknown_sizes():
    x = {"a": keras.Input((None, 3)), "b": keras.Input((None, 3))}
    layer = keras.layers.JaxLayer(lambda inputs: [inputs["a"].reshape(-1, 3), {"sum": inputs["b"].sum(0)}])
    flat, rest = layer(x)
    assert flat.shape == (None, 3) and rest["sum"].shape == (None, 3)


def test_lambdas_need_unsafe_loading(tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.JaxLayer(lambda inputs: inputs * 2)])
    with pytest.warns(UserWarning, match="lambda"):
        model.save(tmp_path / "model.keras")
    with pytest.raises(ValueError, match="safe_mode=False"):
        keras.saving.load_model(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=False)
    np.testing.assert_allclose(loaded.predict(X, verbose=0), X * 2)


REFUSED = {
    "other parameter": ({"call_fn": lambda inputs, x: x}, ValueError, "`x`"),
    "no inputs": ({"call_fn": lambda params: params}, ValueError, "`inputs`"),
    "no function": ({"call_fn": 3}, TypeError, "call_fn=3"),
    "other parameter of init": ({"call_fn": dense, "init_fn": lambda inputs, x: x}, ValueError, "init_fn"),
    "no values": ({"call_fn": dense}, ValueError, "params"),
}


@pytest.mark.parametrize("arguments, error, message", REFUSED.values(), ids=REFUSED)
def test_what_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        keras.layers.JaxLayer(**arguments)


MISFITS = {
    "init without a state": (counting, lambda inputs: {"w": np.ones(2)}, r"\(params, state\)"),
    "call without a state": (lambda state, inputs: inputs, counting_init, r"\(outputs, state\)"),
    "another state": (lambda state, inputs: (inputs, {"x": inputs}), counting_init, "structure"),
}


@pytest.mark.parametrize("call_fn, init_fn, message", MISFITS.values(), ids=MISFITS)
def test_functions_that_return_something_else(call_fn, init_fn, message):
    with pytest.raises(ValueError, match=message):
        keras.layers.JaxLayer(call_fn, init_fn)(X)


# Flax


@pytest.fixture
def linen():
    return pytest.importorskip("flax.linen")


@pytest.fixture
def network(linen):
    @keras.saving.register_keras_serializable("jax_layer_test", name="Network")
    class Network(linen.Module):
        units: int = 4

        @linen.compact
        def __call__(self, x, training):
            x = linen.BatchNorm(use_running_average=not training, momentum=0.5)(linen.Dense(self.units)(x))
            return linen.Dense(2)(linen.Dropout(0.5, deterministic=not training)(x))

        def doubled(self, x, training):
            return 2 * self(x, training)

        def get_config(self):
            return {"units": self.units}

        @classmethod
        def from_config(cls, config):
            return cls(**config)

    return Network()


def test_flax_collections_are_weights(network, tmp_path):
    layer = keras.layers.FlaxLayer(network)
    model = fitted(layer)
    assert len(layer.trainable_weights) == 6 and len(layer.non_trainable_weights) == 2
    assert (np.asarray(layer.non_trainable_weights[1]) < 0.9).all()  # the moving variance began at 1
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)


def test_flax_values_and_methods(linen, network):
    import jax

    module = linen.Dense(2)
    variables = module.init(jax.random.PRNGKey(0), X)
    layer = keras.layers.FlaxLayer(module, variables=variables)
    np.testing.assert_allclose(layer(X), module.apply(variables, X), rtol=1e-6)
    variables = network.init(jax.random.PRNGKey(0), X, False)
    for method in ("doubled", lambda module, x, training: 2 * module(x, training)):
        layer = keras.layers.FlaxLayer(network, method=method, variables=variables)
        np.testing.assert_allclose(layer(X), 2 * network.apply(variables, X, False), rtol=1e-5)


def test_flax_wants_a_module(linen):
    with pytest.raises(TypeError, match="module=3"):
        keras.layers.FlaxLayer(3)
