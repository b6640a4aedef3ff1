import numpy as np
import pytest

import keras
from keras.src import backend

X = np.arange(6, dtype="float32").reshape(2, 3) / 10
ON_TENSORFLOW = pytest.mark.skipif(backend.backend() != "tensorflow", reason="SavedModels are TensorFlow's")


@pytest.fixture
def folder(tmp_path):
    import tensorflow as tf

    class Saved(tf.Module):
        def __init__(self):
            super().__init__()
            self.kernel = tf.Variable(np.ones((3, 2), "float32"), name="kernel")
            self.calls = tf.Variable(0.0, trainable=False, name="calls")

        @tf.function(input_signature=[tf.TensorSpec((None, 3), tf.float32)])
        def serve(self, x):
            return x @ self.kernel

        @tf.function(input_signature=[tf.TensorSpec((None, 3), tf.float32)])
        def train(self, x):
            self.calls.assign_add(1.0)
            return x @ self.kernel + 1.0

    saved = Saved()
    tf.saved_model.save(saved, str(tmp_path / "saved"), signatures={"named": saved.serve, "named_train": saved.train})
    return str(tmp_path / "saved")


@ON_TENSORFLOW
def test_functions_and_signatures_are_called(folder):
    layer = keras.layers.TFSMLayer(folder, call_training_endpoint="train")
    np.testing.assert_allclose(layer(X), X @ np.ones((3, 2)), rtol=1e-6)
    np.testing.assert_allclose(layer(X, training=True), X @ np.ones((3, 2)) + 1, rtol=1e-6)
    assert layer(keras.Input((3,))).shape == (None, 2)
    signature = keras.layers.TFSMLayer(folder, call_endpoint="named")
    for inputs in (X, {"x": X}):
        np.testing.assert_allclose(signature(inputs)["output_0"], X @ np.ones((3, 2)), rtol=1e-6)


@ON_TENSORFLOW
def test_variables_are_weights_that_train_and_load(folder, tmp_path):
    layer = keras.layers.TFSMLayer(folder, call_training_endpoint="train")
    assert [(v.name, v.trainable) for v in layer.weights] == [("kernel:0", True), ("calls:0", False)]
    assert not keras.layers.TFSMLayer(folder, trainable=False).trainable_weights
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layer(inputs))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    before = layer.get_weights()[1]
    model.fit(X, np.zeros((2, 2)), verbose=0)
    kernel = np.ones((3, 2)) - 0.1 * X.T @ (X @ np.ones((3, 2)) + 1) / 2
    np.testing.assert_allclose(layer.get_weights()[0], kernel, rtol=1e-5)
    assert layer.get_weights()[1] == before + 1
    model.save(tmp_path / "model.keras")
    with pytest.raises(ValueError, match="safe_mode=False"):
        keras.saving.load_model(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=False)
    np.testing.assert_allclose(loaded.predict(X, verbose=0), X @ kernel, rtol=1e-5)


@ON_TENSORFLOW
def test_what_is_not_there(folder):
    with pytest.raises(ValueError, match="call_endpoint='other'"):
        keras.layers.TFSMLayer(folder, call_endpoint="other")
    with pytest.raises(OSError):
        keras.layers.TFSMLayer(folder + "_")


@pytest.mark.skipif(backend.backend() == "tensorflow", reason="it runs there")
def test_other_backends():
    with pytest.raises(NotImplementedError, match=backend.backend()):
        keras.layers.TFSMLayer("folder")
