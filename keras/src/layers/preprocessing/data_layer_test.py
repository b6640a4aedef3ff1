import numpy as np
import pytest

import keras
from keras.src import backend
from keras.src.layers.preprocessing.data_layer import DataLayer


class Noise(DataLayer):
    """Adds random numbers."""

    def __init__(self, seed):
        super().__init__()
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, x):
        seed = self._get_seed_generator(self.backend.name)
        return x + self.backend.random.uniform(self.backend.shape(x), seed=seed)


def test_draws_inside_tf_data_are_tensorflows_on_any_backend():
    tf = pytest.importorskip("tensorflow")
    layer = Noise(seed=3)
    found = list(tf.data.Dataset.from_tensor_slices(np.zeros((2, 2), "float64")).map(layer))
    wanted = [tf.random.stateless_uniform((2,), seed=[3, i]) for i in range(2)]
    for x, y in zip(found, wanted):
        assert x.dtype == "float32"
        np.testing.assert_array_equal(x.numpy(), y.numpy())
    # Outside, the layer is the active backend's again, and its own generator did not move.
    assert layer.backend.name == backend.backend()
    outside = layer(np.zeros(2))
    assert backend.is_tensor(outside)
    if backend.backend() != "tensorflow":
        np.testing.assert_array_equal(outside, keras.random.uniform((2,), seed=3))


def test_inside_grain_on_the_active_backend(monkeypatch):
    monkeypatch.setattr("keras.src.layers.preprocessing.data_layer.in_grain_data_pipeline", lambda: True)
    assert backend.is_tensor(Noise(seed=3)(np.zeros(2)))


def test_the_mean_of_a_normalization_is_there_from_the_beginning():
    layer = keras.layers.Normalization()
    assert layer.mean is None
    layer.adapt(np.array([[1.0, 2.0], [3.0, 4.0]], "float32"))
    assert keras.ops.convert_to_numpy(layer.mean).tolist() == [[2.0, 3.0]]
