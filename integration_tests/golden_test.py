"""Models that Keras 3.15.1 saved load here, predict the same, and go on training with their optimizer's state.

The files in `golden/` were written by the reference, inputs and outputs beside them.
"""
import pathlib

import numpy as np
import pytest

import keras

GOLDEN = pathlib.Path(__file__).parent / "golden"
TRAINED = {"mlp_adam": 4, "cnn_bn": 1, "multi_io_shared": 1, "custom_registered": 1}  # steps taken before saving
NAMES = [*TRAINED, "mixed_precision", "operators_and_ops", "lora_dense", "int8_quantized", "rnn_bidir", "text_vectorization"]


@keras.saving.register_keras_serializable("clients")
class Swish2(keras.layers.Layer):
    """The custom layer of `custom_registered`: a gated swish before a dense layer."""

    def __init__(self, beta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.beta = beta
        self.inner = keras.layers.Dense(4)

    def build(self, input_shape):
        self.inner.build(input_shape)
        self.g = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="g")
        self.built = True

    def call(self, x):
        return self.inner(x * keras.ops.sigmoid(self.beta * x) * self.g)

    def get_config(self):
        return {**super().get_config(), "beta": self.beta}


def arrays(name):
    """Inputs by name where the model has several, and the list of expected outputs."""
    with np.load(GOLDEN / f"{name}.npz") as file:
        inputs = [file[k] for k in sorted(file.files) if k.startswith("x")]
        outputs = [file[k] for k in sorted(file.files) if k.startswith("y")]
    return (inputs[0] if len(inputs) == 1 else dict(zip("ab", inputs))), outputs


def flat(outputs):
    """Model outputs as a list."""
    return list(outputs.values()) if isinstance(outputs, dict) else keras.tree.flatten(outputs)


@pytest.mark.parametrize("name", NAMES)
def test_predictions(name):
    model = keras.saving.load_model(GOLDEN / f"{name}.keras")
    inputs, outputs = arrays(name)
    for found, expected in zip(flat(model.predict(inputs, verbose=0)), outputs, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3 if name == "mixed_precision" else 1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_weights_alone(name):
    model = keras.saving.load_model(GOLDEN / f"{name}.keras")
    expected = model.get_weights()
    model.set_weights([np.zeros_like(w) for w in expected])
    model.load_weights(GOLDEN / f"{name}.weights.h5")
    for found, weight in zip(model.get_weights(), expected, strict=True):
        np.testing.assert_array_equal(found, weight)


@pytest.mark.skipif(keras.config.backend() == "numpy", reason="numpy: no training")
@pytest.mark.parametrize("name", TRAINED)
def test_training_goes_on(name):
    model = keras.saving.load_model(GOLDEN / f"{name}.keras")
    assert int(model.optimizer.iterations) == TRAINED[name]
    before = model.get_weights()
    inputs, outputs = arrays(name)
    if "sparse" in str(model.loss):
        targets = outputs[0].argmax(-1)
    elif len(outputs) > 1:
        targets = dict(zip(model.output_names, outputs))
    else:
        targets = outputs[0]
    history = model.fit(inputs, targets, epochs=1, verbose=0).history
    assert int(model.optimizer.iterations) == TRAINED[name] + 1
    assert np.isfinite(history["loss"][0])
    assert any(not np.array_equal(a, b) for a, b in zip(before, model.get_weights()))


@pytest.mark.skipif(keras.config.backend() == "numpy", reason="numpy: no training")
def test_recurrent_model_trains():
    """It was saved uncompiled."""
    model = keras.saving.load_model(GOLDEN / "rnn_bidir.keras")
    inputs, outputs = arrays("rnn_bidir")
    model.compile("sgd", "mse")
    before = model.get_weights()
    history = model.fit(inputs, outputs[0], epochs=1, verbose=0).history
    assert np.isfinite(history["loss"][0])
    assert not any(np.array_equal(a, b) for a, b in zip(before, model.get_weights()))
