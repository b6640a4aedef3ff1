"""Pickles and copies of everything that has weights."""
import copy
import pickle

import numpy as np
import pytest

import keras
from keras import layers

CAN_TRAIN = keras.config.backend() != "numpy"
WAYS = {"pickle": lambda obj: pickle.loads(pickle.dumps(obj)), "copy": copy.copy, "deepcopy": copy.deepcopy}
X, Y = np.ones((8, 4), "float32"), np.zeros((8, 2), "float32")


class Doubled(layers.Layer):
    """A layer that is not registered, with layers and a variable of its own."""

    def __init__(self, units=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.parts = [layers.Dense(units)]

    def build(self, input_shape):
        self.parts[0].build(input_shape)
        self.scale = self.add_weight(shape=(2,), initializer="random_normal")

    def call(self, x):
        return self.parts[0](x) * self.scale


class Own(keras.Model):
    """A model that is not registered."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = Doubled()

    def call(self, x):
        return self.inner(x)


def sequential():
    return keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.BatchNormalization(), layers.Dense(2)])


def functional():
    x = keras.Input((4,))
    return keras.Model(x, keras.ops.relu(layers.Dense(2)(x) + 1))


def own():
    model = Own()
    model(X)
    return model


def with_custom_layer():
    return keras.Sequential([keras.Input((4,)), Doubled()])


MODELS = [sequential, functional, own, with_custom_layer]


def trained(make):
    """A compiled model; after a step of training where there is any."""
    model = make()
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    model.compile(keras.optimizers.Adam(schedule), "mse", metrics=["mae"])
    if CAN_TRAIN:
        model.fit(X, Y, verbose=0)
    else:
        model.optimizer.build(model.trainable_variables)
    return model


def arrays(variables):
    return [np.asarray(keras.ops.convert_to_numpy(v)) for v in variables]


def assert_same(found, expected):
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("make", MODELS)
def test_models(make, way):
    model = trained(make)
    again = WAYS[way](model)
    assert type(again) is type(model) and again is not model
    assert_same(again.get_weights(), model.get_weights())
    assert_same(arrays(again.optimizer.variables), arrays(model.optimizer.variables))
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    if CAN_TRAIN:
        before = model.get_weights()
        losses = [m.fit(X, Y, epochs=2, verbose=0, shuffle=False).history["loss"] for m in (again, WAYS[way](model))]
        np.testing.assert_allclose(*losses, rtol=1e-6)
        assert_same(model.get_weights(), before)  # the copy shares nothing with it


LAYERS = {
    "dense": lambda: layers.Dense(2),
    "recurrent": lambda: layers.Bidirectional(layers.LSTM(2)),
    "custom": Doubled,
    "lookup": lambda: layers.StringLookup(vocabulary=["a", "b"]),
    "lambda": lambda: layers.Lambda(lambda x: x * 2),
    "attention": lambda: layers.MultiHeadAttention(2, 2),
    "pipeline": lambda: layers.Pipeline([layers.RandomFlip(seed=2)]),
}
SHAPES = {"dense": (None, 3), "custom": (None, 3), "recurrent": (None, 3, 4)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("built", [False, True])
@pytest.mark.filterwarnings("ignore:A lambda", "ignore:You are saving")
def test_layers(name, built, way):
    if built and name not in SHAPES:
        pytest.skip("it has no weights")
    layer = LAYERS[name]()
    if built:
        layer.build(SHAPES[name])
    again = WAYS[way](layer)
    assert type(again) is type(layer) and again.name == layer.name
    assert_same(again.get_weights(), layer.get_weights())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("make", [keras.metrics.MeanSquaredError, keras.metrics.AUC, keras.metrics.Precision])
def test_metrics_keep_their_state(make, way):
    metric = make()
    metric.update_state(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.2, 0.9], [0.8, 0.3]], "float32"))
    again = WAYS[way](metric)
    assert_same(arrays(again.variables), arrays(metric.variables))
    before = arrays(metric.variables)
    again.reset_state()
    assert_same(arrays(metric.variables), before)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("make", [lambda: keras.optimizers.Adam(0.1), lambda: keras.optimizers.SGD(0.1, momentum=0.9)])
def test_optimizers_keep_their_state(make, way):
    """Also what they keep beside each variable, for when they are built again."""
    optimizer, variable = make(), keras.Variable(np.ones(3, "float32"))
    optimizer.build([variable])
    for i, slot in enumerate(optimizer.variables[2:]):
        slot.assign(np.full(3, i + 1.0))
    optimizer.iterations.assign(5)
    again = WAYS[way](optimizer)
    assert int(again.iterations) == 5 and again.get_config() == optimizer.get_config()
    again.build([keras.Variable(np.zeros(3, "float32"))])
    assert_same(arrays(again.variables), arrays(optimizer.variables))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "obj",
    [
        keras.losses.Huber(0.3),
        keras.initializers.GlorotUniform(3),
        keras.optimizers.schedules.CosineDecay(0.1, 10),
        keras.regularizers.L2(0.5),
        keras.constraints.MaxNorm(2),
        keras.DTypePolicy("mixed_float16"),
        keras.quantizers.AbsMaxQuantizer(axis=0),
    ],
    ids=lambda obj: type(obj).__name__,
)
def test_the_rest(obj, way):
    again = WAYS[way](obj)
    assert type(again) is type(obj) and again.get_config() == obj.get_config()
