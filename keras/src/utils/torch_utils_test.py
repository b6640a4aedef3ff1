import numpy as np
import pytest

import keras
from keras.src import backend, layers

pytestmark = pytest.mark.skipif(backend.backend() != "torch", reason="wraps torch modules")
X = np.ones((2, 3), "float32")


def linear():
    import torch

    return torch.nn.Linear(3, 2)


def test_parameters_are_weights():
    module = linear()
    layer = keras.layers.TorchModuleWrapper(module)
    assert [tuple(w.shape) for w in layer.trainable_weights] == [(2, 3), (2,)]
    assert [name for name, _ in layer.named_parameters()] == ["module.weight", "module.bias"]
    layer.weights[1].assign(np.full(2, 5.0))
    assert module.bias.tolist() == [5.0, 5.0]
    assert layer(X).shape == (2, 2)


def test_modules_assigned_to_a_layer_are_wrapped():
    class Outer(layers.Layer):
        def __init__(self):
            super().__init__()
            self.linear = linear()

        def call(self, x):
            return self.linear(x)

    layer = Outer()
    assert layer(X).shape == (2, 2)
    assert isinstance(layer.linear, keras.layers.TorchModuleWrapper)
    assert len(layer.trainable_weights) == 2
    assert [name for name, _ in layer.named_parameters()] == ["linear.module.weight", "linear.module.bias"]


def test_training_switches_the_module():
    import torch

    layer = keras.layers.TorchModuleWrapper(torch.nn.Dropout(0.5))
    ones = torch.ones(200)
    assert (layer(ones, training=True) == 0).any()
    assert not (layer(ones, training=False) == 0).any()


def test_functional_models_know_the_shape():
    x = keras.Input((3,))
    assert keras.layers.TorchModuleWrapper(linear())(x).shape == (None, 2)
    assert keras.layers.TorchModuleWrapper(linear(), output_shape=(None, 2))(x).shape == (None, 2)


def test_state_and_config():
    import torch

    layer, other, store = keras.layers.TorchModuleWrapper(torch.nn.BatchNorm1d(3)), torch.nn.BatchNorm1d(3), {}
    layer(torch.rand(8, 3), training=True)
    layer.save_own_variables(store)
    assert sorted(store) == ["bias", "num_batches_tracked", "running_mean", "running_var", "weight"]
    wrapped = keras.layers.TorchModuleWrapper(other)
    wrapped.load_own_variables(store)
    np.testing.assert_allclose(other.running_mean.numpy(), layer.module.running_mean.numpy())
    with pytest.raises(ValueError, match="safe_mode"):
        keras.layers.TorchModuleWrapper.from_config(layer.get_config())
    copy = keras.layers.TorchModuleWrapper.from_config(layer.get_config(), safe_mode=False)
    np.testing.assert_allclose(copy.module.running_mean.numpy(), layer.module.running_mean.numpy())


@pytest.mark.parametrize("output_shape", [None, (None, 2)])
def test_training_and_files(output_shape, tmp_path):
    import torch

    module = torch.nn.Sequential(linear(), torch.nn.BatchNorm1d(2))
    inputs = keras.Input((3,))
    model = keras.Model(inputs, keras.layers.TorchModuleWrapper(module, output_shape=output_shape)(inputs))
    x = np.arange(6, dtype="float32").reshape(2, 3)
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(x, np.ones((2, 2)), verbose=0)
    assert all((a != b).any() for a, b in zip(before[2:], model.get_weights()[2:]))
    assert module[1].num_batches_tracked == 1
    expected = model.predict(x, verbose=0)
    model.save(tmp_path / "model.keras")
    with pytest.raises(ValueError, match="safe_mode=False"):
        keras.saving.load_model(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=False)
    np.testing.assert_allclose(loaded.predict(x, verbose=0), expected, rtol=1e-5)
    model.save_weights(tmp_path / "model.weights.h5")
    module[1].running_mean.fill_(9.0)
    model.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-5)


def test_what_is_no_module():
    with pytest.raises(ValueError, match="module"):
        keras.layers.TorchModuleWrapper(3)
