import numpy as np
import pytest

import keras
from keras.src import layers

X = np.ones((2, 3), "float32")


class Sub(keras.Model):
    def __init__(self, units=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.first = layers.Dense(units, name="first")
        self.blocks = [layers.Dense(2, name="one"), keras.Sequential([layers.Dense(3, name="inner")], name="seq")]
        self.named = {"k": layers.Dense(1, name="last")}

    def call(self, x, training=False):
        self.training_seen = training
        x = self.first(x)
        for block in self.blocks:
            x = block(x)
        return self.named["k"](x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@pytest.mark.parametrize("way", ["call", "build", "symbolic call"])
def test_subclass_builds_its_layers(way):
    model = Sub(name="sub")
    if way == "call":
        assert model(X).shape == (2, 1)
    elif way == "build":
        model.build((None, 3))
    else:
        assert model(keras.Input((3,))).shape == (None, 1)
    paths = ["first/kernel", "one/kernel", "seq/inner/kernel", "last/kernel"]
    assert [w.path for w in model.weights][::2] == [f"sub/{path}" for path in paths]
    assert [layer.name for layer in model.layers] == ["first", "one", "seq", "last"]


def test_config_and_clone():
    model = Sub(4, name="sub")
    model(X)
    assert Sub.from_config(model.get_config()).units == 4
    clone = keras.models.clone_model(model)
    assert (type(clone), clone.units, clone.name) == (Sub, 4, "sub")
    clone.set_weights(model.get_weights())
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(clone(X)), keras.ops.convert_to_numpy(model(X)), rtol=1e-6
    )
    with pytest.raises(ValueError, match="bogus"):
        Sub.from_config({"bogus": 1})


def test_config_that_the_constructor_does_not_take():
    class Fixed(keras.Model):
        def __init__(self):
            super().__init__()

    with pytest.raises(TypeError, match="get_config"):
        Fixed.from_config({"units": 1})


def test_get_layer():
    model = keras.Sequential([layers.Dense(1, name="a"), layers.Dense(1, name="b")])
    assert model.get_layer("b").name == model.get_layer(index=1).name == "b"
    for arguments, words in [({"name": "c"}, "'c'"), ({"index": 9}, "9"), ({}, "either"), ({"name": "a", "index": 0}, "either")]:
        with pytest.raises(ValueError, match=words):
            model.get_layer(**arguments)


def test_layers_is_reserved():
    with pytest.raises(AttributeError, match="layers"):
        Sub().layers = []


def test_model_without_call():
    with pytest.raises(NotImplementedError, match="call"):
        keras.Model()(X)


def test_state_tree():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="d")], name="m")
    model.compile("sgd", "mse")
    tree = model.get_state_tree(value_format="numpy_array")
    assert list(tree) == ["trainable_variables", "non_trainable_variables", "optimizer_variables", "metrics_variables"]
    assert tree["trainable_variables"]["m"]["d"]["kernel"].shape == (3, 2)
    model.set_state_tree({"trainable_variables": {"m": {"d": {"bias": np.ones(2)}}}})
    assert model.get_weights()[1].tolist() == [1.0, 1.0]
    with pytest.raises(ValueError, match="bogus"):
        model.set_state_tree({"bogus": {}})
    with pytest.raises(ValueError, match="bogus"):
        model.get_state_tree("bogus")
    without = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="d")], name="m")
    without.set_state_tree(without.get_state_tree(value_format="numpy_array"))  # not compiled
    assert without.get_state_tree()["optimizer_variables"] == {}


def test_unknown_export_format():
    with pytest.raises(ValueError, match="bogus"):
        Sub().export("somewhere", format="bogus")


def test_an_unbuilt_subclass_predicts_on_one_array():
    class Doubled(keras.Model):
        def call(self, x):
            return 2.0 * x

    x = np.arange(6, dtype="float32").reshape(3, 2)
    np.testing.assert_array_equal(Doubled().predict(x, batch_size=2, verbose=0), 2 * x)
