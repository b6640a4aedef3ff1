import numpy as np
import pytest

import keras
from keras.src import layers, ops
from keras.src.models import sequential

X = np.ones((2, 3), "float32")


def ones(units, name):
    return layers.Dense(units, kernel_initializer="ones", name=name)


def mlp():
    return keras.Sequential([keras.Input((3,), name="x"), ones(4, "a"), layers.Dropout(0.5, name="d"), ones(2, "b")], name="mlp")


def deferred():
    return keras.Sequential([ones(4, "a"), ones(2, "b")], name="deferred")


@pytest.mark.parametrize("make", [mlp, deferred])
def test_call_and_paths(make):
    model = make()
    for _ in range(3):
        np.testing.assert_allclose(ops.convert_to_numpy(model(ops.convert_to_tensor(X))), np.full((2, 2), 12.0))
    name = model.name
    assert [w.path for w in model.weights] == [f"{name}/a/kernel", f"{name}/a/bias", f"{name}/b/kernel", f"{name}/b/bias"]
    assert model(np.ones((5, 3))).shape == (5, 2)


def test_before_the_input_shape_is_known():
    model = deferred()
    assert not model.built
    assert model.weights == []
    for attribute in ("input_shape", "output_shape", "inputs", "outputs"):
        with pytest.raises(AttributeError, match="deferred"):
            getattr(model, attribute)
    model.build((None, 3))
    assert (model.built, model.input_shape, model.output_shape) == (True, (None, 3), (None, 2))


def test_nothing_but_an_input():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    assert model.built and type(model.pop()) is layers.Dense and not model.built
    assert type(model.pop()) is layers.InputLayer and model._layers == []
    with pytest.raises(ValueError, match="no layers"):
        model.build((None, 3))
    with pytest.raises(ValueError, match="no layers"):
        model(np.ones((1, 3)))


def test_add_and_pop():
    model = mlp()
    model.add(ones(5, "new"))
    assert model.output_shape == (None, 5)
    assert model.pop().name == "new"
    assert model.output_shape == (None, 2)
    assert model.pop(rebuild=False).name == "b"
    with pytest.raises(AttributeError):
        model.output_shape
    assert [layer.name for layer in model.layers] == ["a", "d"]
    with pytest.raises(IndexError):
        keras.Sequential().pop()


@pytest.mark.parametrize(
    ("layer", "words"),
    [(3, "3"), (layers.Dense(1, name="a"), "'a'"), (keras.Input((2,)), "input")],
)
def test_what_cannot_be_added(layer, words):
    with pytest.raises(ValueError, match=words):
        mlp().add(layer)


@pytest.mark.parametrize("make", [mlp, deferred])
def test_config(make):
    model = make()
    config = model.get_config()
    assert list(config)[:4] == ["name", "trainable", "dtype", "layers"]
    assert ("build_input_shape" in config) == (make is mlp)
    copy = keras.Sequential.from_config(config)
    assert copy.get_config() == config
    copy = keras.models.model_from_json(model.to_json())
    assert (copy.name, copy.built) == (model.name, make is mlp)
    clone = keras.models.clone_model(model)
    assert [layer.name for layer in clone.layers] == [layer.name for layer in model.layers]


def test_a_config_freezes_layers_one_by_one():
    model = mlp()
    model.trainable = False
    model.layers[-1].trainable = True
    copy = keras.Sequential.from_config(model.get_config())
    assert copy.trainable and [layer.trainable for layer in copy.layers] == [layer.trainable for layer in model.layers]


@pytest.mark.filterwarnings("ignore:.*mask")
def test_mask_and_training_pass_through():
    class Noting(layers.Layer):
        def call(self, x, training=None, mask=None):
            self.seen = training, mask is not None
            return x

    noting = Noting()
    model = keras.Sequential([ones(2, "a"), noting])
    model(X)
    assert noting.seen == (None, False)
    model(X, training=True, mask=ops.convert_to_tensor(np.ones(2, bool)))
    assert noting.seen == (True, True)
    model(X)
    assert noting.seen == (None, False)


def test_layers_without_output_shapes_run_one_by_one():
    class Opaque(layers.Layer):
        def compute_output_spec(self, x):
            raise NotImplementedError

        def call(self, x):
            return [x, x]

    class Join(layers.Layer):
        def call(self, x):
            return x[0] + x[1]

    model = keras.Sequential([Opaque(), Join()])
    np.testing.assert_array_equal(ops.convert_to_numpy(model(X)), 2 * X)
    assert model._functional is None


def test_a_layer_of_two_inputs_is_refused():
    class Two(layers.Layer):
        def call(self, a, b):
            return a + b

    with pytest.raises(ValueError, match="one input"):
        keras.Sequential([keras.Input((3,)), Two(name="two")])


def test_wrong_inputs():
    with pytest.raises(ValueError, match="incompatible"):
        mlp()(np.ones((2, 4)))
    with pytest.raises(ValueError, match="2 inputs"):
        mlp()([X, X])
    with pytest.raises(ValueError, match="no layers"):
        keras.Sequential()(X)


def test_old_input_shape_argument():
    with pytest.warns(UserWarning, match="Input"):
        model = keras.Sequential([layers.Dense(2, input_shape=(3,))])
    assert model.input_shape == (None, 3)


def test_input_and_output_are_those_of_the_first_symbolic_call():
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="inner")
    own = inner.output
    assert own is inner.outputs[0]
    x = keras.Input((3,))
    y = inner(x)
    inner(keras.Input((3,)))
    assert inner.input is x and inner.output is y
    assert inner.outputs[0] is own
    assert [layer.name for layer in keras.Model(x, inner.output).layers][1:] == ["inner"]


def test_adding_a_layer_calls_that_layer_only(monkeypatch):
    """The functional model of the chain is made when it is read, so that adding takes linear time."""
    made = []
    functional = sequential.Functional
    monkeypatch.setattr(sequential, "Functional", lambda **ends: made.append(ends) or functional(**ends))
    model = keras.Sequential([keras.Input((1,))])
    for _ in range(20):
        model.add(layers.Activation("linear"))
    assert not made and [len(layer._inbound_nodes) for layer in model.layers] == [1] * 20
    assert model.output_shape == (None, 1) and model.input_shape == (None, 1) and len(made) == 1


def test_chain_grows_and_shrinks():
    x = np.ones((2, 3), "float32")
    model = keras.Sequential([keras.Input((3,))])
    for units in (4, 5, 6):
        model.add(layers.Dense(units))
        assert model.output_shape == (None, units) and model.predict(x, verbose=0).shape == (2, units)
    assert len(model.layers[0]._inbound_nodes) == 1
    model.pop()
    assert model.predict(x, verbose=0).shape == (2, 5)
    model.add(layers.Dense(7))
    assert model(x).shape == (2, 7) and len(model.weights) == 6
    assert model.layers[-1].kernel.path == f"{model.name}/{model.layers[-1].name}/kernel"


def test_connected_models_count_among_functional_ones():
    """The names that functional models get are those of Keras, which connects a Sequential model when layers are added."""
    keras.backend.clear_session()
    x = keras.Input((3,))
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    names = [keras.Model(x, x).name]
    model.add(layers.Dense(2))
    names.append(keras.Model(x, x).name)
    model.pop()
    keras.Sequential([layers.Dense(2)])
    names.append(keras.Model(x, x).name)
    assert names == ["functional_1", "functional_3", "functional_5"]
