import numpy as np
import pytest

import keras
from keras.src import backend, layers
from keras.src.layers.layer_cases import LayerTests, case, parametrize

IMAGE = np.arange(12, dtype="float32").reshape(1, 2, 2, 3)
CASES = [
    case("Rescaling", IMAGE, lambda x: x / 255 - 1, scale=1 / 255, offset=-1),
    case("Rescaling", IMAGE, lambda x: x * [1, 2, 3] + [3, 2, 1], scale=[1.0, 2.0, 3.0], offset=(3, 2, 1)),
    case("Rescaling", IMAGE.astype("uint8"), lambda x: x * 0.5, scale=0.5, grad=False),
]


@parametrize(CASES)
class TestRescaling(LayerTests):
    pass


def test_channels_first():
    keras.config.set_image_data_format("channels_first")
    try:
        found = layers.Rescaling([1.0, 2.0])(IMAGE)
    finally:
        keras.config.set_image_data_format("channels_last")
    wanted = IMAGE * np.array([1, 2]).reshape(2, 1, 1)
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-6)


def test_inside_tf_data_on_any_backend():
    tf = pytest.importorskip("tensorflow")
    dataset = tf.data.Dataset.from_tensor_slices(IMAGE).batch(1).map(layers.Rescaling([1.0, 2.0, 3.0], offset=1))
    found = next(iter(dataset))
    assert isinstance(found, tf.Tensor)
    np.testing.assert_allclose(found.numpy(), IMAGE * [1, 2, 3] + 1, rtol=1e-6)
