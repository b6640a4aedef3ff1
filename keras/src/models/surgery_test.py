"""Models changed after they were built."""
import numpy as np
import pytest

import keras
from keras import layers
from keras.src import backend

X = np.arange(6, dtype="float32").reshape(2, 3)


def sequential():
    return keras.Sequential([keras.Input((3,)), layers.Dense(4, name="body"), layers.Dense(2, name="head")], name="m")


def functional():
    x = keras.Input((3,))
    y = layers.Dense(4, name="body")(x)
    return keras.Model(x, layers.Add()([layers.Dense(2, name="head")(y), layers.Dense(2, name="side")(y)]))


class Subclass(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.body = layers.Dense(4, name="body")
        self.blocks = [layers.Dense(2, name="head"), layers.Activation("linear")]

    def call(self, x, training=None):
        x = self.body(x)
        for block in self.blocks:
            x = block(x)
        return x


def subclass():
    model = Subclass(name="m")
    model.build((None, 3))
    return model


BUILDERS = pytest.mark.parametrize("build", [sequential, functional, subclass], ids=lambda f: f.__name__)


def values(model, x=X):
    return backend.convert_to_numpy(model(x))


@BUILDERS
def test_input_and_output_are_symbolic(build):
    model = build()
    assert model.input.shape == (None, 3) and model.output.shape == (None, 2)
    features = keras.Model(model.input, model.get_layer("body").output if build is not subclass else model.output)
    assert features(X).shape == ((2, 2) if build is subclass else (2, 4))


def test_layers_of_a_subclass_have_outputs_once_it_is_traced():
    model = subclass()
    features = keras.Model(model.input, model.body.output)
    np.testing.assert_allclose(values(features), backend.convert_to_numpy(model.body(X)), rtol=1e-6)


def test_loaded_models_have_input_and_output(tmp_path):
    model = keras.Sequential([layers.Dense(2)])
    model(X)
    assert model.input.shape == (2, 3)
    model.save(tmp_path / "model.keras")
    assert keras.saving.load_model(tmp_path / "model.keras").output.shape == (2, 2)


def test_no_symbols_before_a_model_is_built_or_where_call_needs_values():
    with pytest.raises(AttributeError, match="not built"):
        Subclass().input

    class NeedsValues(Subclass):
        def call(self, x):
            return self.body(x) * float(backend.convert_to_numpy(x).sum())

    model = NeedsValues()
    model(X)
    with pytest.raises(AttributeError, match="fails on symbolic tensors"):
        model.output


@BUILDERS
def test_state_dict_goes_from_one_model_to_another(build):
    model, other = build(), build()
    report = other.load_state_dict(model.state_dict())
    assert list(report.missing_keys) == [] and list(report.unexpected_keys) == []
    np.testing.assert_array_equal(values(model), values(other))


def by_path(model):
    return {v.path.removeprefix("m/"): backend.convert_to_numpy(v.value).copy() for v in model.weights}


def test_load_state_dict_by_path_works_on_every_backend():
    model, other = sequential(), sequential()
    state = {name.replace("body", "trunk"): value for name, value in by_path(model).items()}
    other.load_state_dict(state, mapping=lambda name: name.replace("trunk", "body"))
    np.testing.assert_array_equal(values(model), values(other))
    report = other.load_state_dict({"head/bias": [5.0, 6.0], "new": 1.0}, strict=False)
    assert report.missing_keys == ["body/kernel", "body/bias", "head/kernel"]
    assert report.unexpected_keys == ["new"]
    assert backend.convert_to_numpy(other.get_layer("head").bias).tolist() == [5, 6]
    other.load_state_dict({"head/bias": [7.0, 8.0], "x": 0.0}, strict=False, mapping={"x": None})


def test_load_state_dict_lists_what_does_not_fit_and_changes_nothing():
    model = sequential()
    before = by_path(model)
    state = {**before, "body/bias": np.ones(3), "zzz": np.ones(1)}
    state.pop("head/kernel")
    with pytest.raises(ValueError) as e:
        model.load_state_dict(state)
    for line in ("body/bias: shape (3,) given, (4,) needed", "head/kernel: missing", "zzz: not in the model"):
        assert line in str(e.value)
    np.testing.assert_array_equal(by_path(model)["head/bias"], before["head/bias"])


@pytest.mark.skipif(backend.backend() != "torch", reason="of torch")
def test_state_dict_on_torch_is_that_of_torch():
    import torch

    model = sequential()
    state = model.state_dict()
    assert all(isinstance(value, torch.Tensor) for value in state.values())
    assert list(state) == list(torch.nn.Module.state_dict(model))
    model.load_state_dict({name: torch.zeros_like(value) for name, value in state.items()})
    assert not values(model).any()


def test_freeze_and_unfreeze_by_pattern():
    inner = functional()
    model = keras.Sequential([keras.Input((3,)), inner, layers.Dense(1, name="last")], name="outer")
    name = inner.name
    assert model.freeze("body|last") == [f"{name}/body", "last"]
    assert [v.path.split("/")[-2] for v in model.trainable_weights] == ["head", "head", "side", "side"]
    assert model.unfreeze(["last$"]) == ["last"]
    assert len(model.freeze()) == 1 + len(inner.layers) + 1 and not model.trainable_weights
    model.unfreeze(f"{name}/head$")
    assert [v.path.split("/")[-2] for v in model.trainable_weights] == ["head", "head"]
    assert model.freeze(lambda layer: isinstance(layer, layers.Add)) == [f"{name}/{inner.layers[-1].name}"]
    with pytest.raises(ValueError, match="No layer fits 'xyz'"):
        model.freeze("xyz")


@BUILDERS
def test_replace_layer_keeps_the_others(build):
    model = build()
    body = model.get_layer("body") if build is not subclass else model.body
    values(model)
    kernel = backend.convert_to_numpy(body.kernel).copy()
    new = layers.Dense(2, kernel_initializer="zeros", bias_initializer="ones", name="new")
    old = model.blocks[0] if build is subclass else "head"
    assert model.replace_layer(old, new) is model
    assert all(layer.name != "head" for layer in model.layers) and new in model.layers
    side = np.zeros((2, 2))
    if build is functional:
        side = backend.convert_to_numpy(model.get_layer("side")(body(X)))
    np.testing.assert_allclose(values(model), 1 + side, rtol=1e-5)
    np.testing.assert_array_equal(backend.convert_to_numpy(body.kernel), kernel)
    assert any(v is new.kernel or v is new._kernel for v in model.trainable_weights)


def test_replaced_layer_is_saved_and_changes_shapes(tmp_path):
    for build in (sequential, functional):
        model = build()
        if build is functional:
            model.replace_layer("side", layers.Dense(2, name="fresh"))
        else:
            model.replace_layer(model.layers[-1], layers.Dense(7, name="fresh"))
            assert model.output_shape == (None, 7)
        model.save(tmp_path / "model.keras")
        np.testing.assert_allclose(values(keras.saving.load_model(tmp_path / "model.keras")), values(model), rtol=1e-6)


def test_replace_layer_refuses_what_it_cannot_do():
    model = functional()
    with pytest.raises(ValueError, match="`new` must be"):
        model.replace_layer("head", "other")
    with pytest.raises(ValueError, match="`old` must be"):
        model.replace_layer(layers.Dense(2), layers.Dense(2))
    with pytest.raises(ValueError):
        model.replace_layer("head", layers.Dense(5))  # cannot be added to what "side" gives
    assert values(model).shape == (2, 2)


@pytest.mark.requires_trainable_backend
def test_surgery_between_two_rounds_of_training():
    model = sequential()
    model.compile("sgd", "mse")
    model.fit(X, X[:, :2], verbose=0)
    model.replace_layer("head", layers.Dense(2, name="fresh"))
    with pytest.raises(ValueError, match="compile"):
        model.fit(X, X[:, :2], verbose=0)
    model.freeze("body")
    model.compile("sgd", "mse")
    before = by_path(model)
    model.fit(X, X[:, :2], verbose=0)
    after = by_path(model)
    np.testing.assert_array_equal(before["body/kernel"], after["body/kernel"])
    assert (before["fresh/kernel"] != after["fresh/kernel"]).any()
