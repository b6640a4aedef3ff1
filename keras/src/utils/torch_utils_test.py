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


def test_what_is_no_module():
    with pytest.raises(ValueError, match="module"):
        keras.layers.TorchModuleWrapper(3)
