"""Keras layers as Flax NNX modules. What is asked runs in a process in which NNX is enabled."""
import copy
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

import keras
from keras import layers

if keras.backend.backend() != "jax":
    pytest.skip("NNX belongs to jax", allow_module_level=True)
nnx = pytest.importorskip("flax.nnx")
jax = pytest.importorskip("jax")
enabled = keras.config.is_nnx_enabled()
only_there = pytest.mark.skipif(not enabled, reason="runs in the process of `test_in_a_process_of_its_own`")
X = np.linspace(-1, 1, 12, dtype="float32").reshape(3, 4)


@pytest.mark.skipif(enabled, reason="it started this process")
def test_in_a_process_of_its_own():
    assert not hasattr(keras.src.backend.core, "NnxVariable")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    environment = os.environ | {"KERAS_NNX_ENABLED": "true", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def model(dropout=0.0):
    keras.utils.set_random_seed(0)
    norm = layers.BatchNormalization(momentum=0.5)
    return keras.Sequential([keras.Input((4,)), layers.Dense(3), norm, layers.Dropout(dropout), layers.Dense(1)])


class Scale(layers.Layer):
    """A layer with a weight, a counter and layers in a list."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False, name="count")
        self.inner = [layers.Dense(4, name="first"), layers.Dense(4, name="second")]

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")
        for layer in self.inner:
            layer.build(shape)

    def call(self, x):
        self.count.assign_add(1.0)
        return self.inner[1](self.inner[0](x * self.scale))


def functional():
    inputs = keras.Input((4,))
    hidden = layers.Dense(4, "relu")(inputs)
    return keras.Model(inputs, layers.Add()([Scale()(hidden), inputs]))


class Given(keras.Model):
    """A functional model whose class passes inputs and outputs."""

    def __init__(self):
        inputs = keras.Input((4,))
        super().__init__(inputs, layers.Dense(3)(inputs))


MAKERS = [Given, lambda: layers.Dense(3), model, lambda: Scale(), functional, lambda: layers.LSTM(2)]


def inputs_of(layer):
    return np.stack([X, X], 1) if isinstance(layer, layers.LSTM) else X


def paths(node):
    return ["/".join(map(str, path)) for path, _ in nnx.to_flat_state(nnx.state(node))]


@only_there
def test_kinds():
    layer = layers.Dense(3)
    layer.build((None, 4))
    assert isinstance(layer, nnx.Module) and isinstance(layer.kernel, nnx.Variable)
    assert isinstance(layer.kernel, keras.Variable) and not isinstance(layer.kernel, nnx.Param)
    assert paths(layer) == ["_kernel", "_trainable_variables/1"]
    assert paths(Scale())[0] == "_non_trainable_variables/0"
    assert isinstance(Given(), keras.src.models.functional.Functional) and issubclass(Given, nnx.Module)
    assert repr(layer) == "<Dense name=dense, built=True>"
    assert copy.deepcopy(layer).kernel is not layer.kernel
    pickled = pickle.loads(pickle.dumps(model()))
    np.testing.assert_array_equal(pickled(X), model()(X))


@only_there
@pytest.mark.parametrize("make", MAKERS)
def test_split_merge_and_jit(make):
    layer = make()
    x = inputs_of(layer)
    wanted = np.asarray(layer(x))
    definition, state = nnx.split(layer)
    merged = nnx.merge(definition, state)
    assert type(merged) is type(layer)
    np.testing.assert_allclose(merged(x), wanted, rtol=1e-6)
    zeros = nnx.merge(definition, jax.tree.map(lambda v: v * 0, state))
    assert not np.array_equal(zeros(x), wanted) and np.array_equal(layer(x), wanted)
    np.testing.assert_allclose(nnx.jit(lambda m, x: m(x))(layer, x), wanted, rtol=1e-5)


@only_there
def test_what_a_call_assigns_comes_out_of_jit():
    ours, theirs = model(dropout=0.5), model(dropout=0.5)
    for _ in range(2):
        wanted = ours(X, training=True)
        np.testing.assert_allclose(nnx.jit(lambda m, x: m(x, training=True))(theirs, X), wanted, rtol=1e-5)
    for a, b in zip(ours.variables, theirs.variables, strict=True):  # running statistics, and the seed of the dropout
        np.testing.assert_allclose(a, b, rtol=1e-5)
    scale, step = Scale(), nnx.jit(lambda m, x: m(x))
    for _ in range(3):
        scale(X) if not scale.built else step(scale, X)
    assert float(scale.count.value) == 3


@only_there
@pytest.mark.parametrize("make", [model, functional])
def test_a_loop_of_nnx(make):
    import optax

    net = make()
    net(X)
    optimizer = nnx.Optimizer(net, optax.sgd(0.1), wrt=keras.Variable)
    traced = []

    @nnx.jit
    def step(net, optimizer, x):
        traced.append(1)
        loss = lambda net: ((net(x, training=True) - 1.0) ** 2).mean()
        value, gradients = nnx.value_and_grad(loss, argnums=nnx.DiffState(0, keras.Variable))(net)
        optimizer.update(net, gradients)
        return value

    losses = [float(step(net, optimizer, X)) for _ in range(5)]
    assert losses[-1] < 0.7 * losses[0]
    assert len(traced) == 1


@only_there
def test_a_module_of_nnx_with_a_keras_layer():
    class Mixed(nnx.Module):
        def __init__(self):
            self.keras = layers.Dense(3)
            self.keras.build((None, 4))
            self.linear = nnx.Linear(3, 2, rngs=nnx.Rngs(0))

        def __call__(self, x):
            return self.linear(self.keras(x))

    mixed = Mixed()
    assert paths(mixed) == ["keras/_kernel", "keras/_trainable_variables/1", "linear/bias", "linear/kernel"]
    np.testing.assert_allclose(nnx.jit(lambda m, x: m(x))(mixed, X), mixed(X), rtol=1e-5)


@only_there
def test_fit_save_and_load(tmp_path):
    net = model()
    nnx.jit(lambda m, x: m(x, training=True))(net, X)
    net.compile(keras.optimizers.SGD(0.05), "mse", metrics=["mae"])
    losses = net.fit(X, np.ones((3, 1)), epochs=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    net.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded.predict(X, verbose=0), net.predict(X, verbose=0), rtol=1e-5)
    state = nnx.state(loaded)
    nnx.update(net, jax.tree.map(lambda v: v * 0, state))
    assert not np.any(net.layers[0].kernel)
