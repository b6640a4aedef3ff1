"""Masked outputs and functions of one's own as losses and metrics, which may have reduced the masked steps themselves."""
import numpy as np
import pytest

import keras
from keras.src import layers, ops

IDS = np.array([[1, 2, 0, 0], [3, 1, 2, 0], [2, 2, 2, 2]])


def errors(y, y_pred):
    return ops.mean(ops.square(y - y_pred), axis=-1)


@pytest.mark.parametrize("weights", [None, np.array([1.0, 2.0, 0.5], "float32")], ids=["no weights", "weights"])
@pytest.mark.parametrize("axis", [None, -1], ids=["a scalar", "one per sample"])
def test_functions_that_reduced_the_steps_take_no_mask(axis, weights):
    def reduced(y, y_pred):
        return ops.mean(errors(y, y_pred), axis=axis)

    model = keras.Sequential([keras.Input((4,)), layers.Embedding(5, 3, mask_zero=True)])
    model.compile(loss=reduced, metrics=[reduced])
    y = np.ones((3, 4, 3), "float32")
    loss, metric = model.evaluate(IDS, y, sample_weight=weights, verbose=0)
    each = np.mean(np.square(1 - model.predict(IDS, verbose=0)), axis=(1, 2))
    np.testing.assert_allclose(metric, np.mean(each), rtol=1e-5)
    if axis == -1:
        np.testing.assert_allclose(loss, np.mean(each * (1 if weights is None else weights)), rtol=1e-5)


def test_values_of_steps_take_the_mask():
    model = keras.Sequential([keras.Input((4,)), layers.Embedding(5, 3, mask_zero=True)])
    model.compile(loss=errors, metrics=[errors])
    y = np.ones((3, 4, 3), "float32")
    of_steps = np.mean(np.square(1 - model.predict(IDS, verbose=0)), axis=-1)
    np.testing.assert_allclose(model.evaluate(IDS, y, verbose=0), [of_steps[IDS > 0].mean()] * 2, rtol=1e-5)
