"""Variables that were made without Keras, given to optimizers."""
import numpy as np
import pytest

from keras import optimizers
from keras.src import backend

if backend.backend() != "tensorflow":
    pytest.skip("The variables are TensorFlow's.", allow_module_level=True)

import tensorflow as tf

PLAIN = {  # Options, gradient, and where two steps from 1 lead in Keras 3.15.1.
    "SGD": ({}, 0.1, 0.98),
    "Adam": ({}, 2.0, 0.8),
    "AdamW": ({}, 2.0, 0.7992),
    "Adafactor": ({}, 2.0, 0.81),
    "Ftrl": ({}, 2.0, 0.6748),
    "Lamb": ({}, 2.0, 0.81),
    "Nadam": ({"weight_decay": 0.1}, 2.0, 0.7975),
    "RMSprop": ({"gradient_accumulation_steps": 2}, 2.0, 0.6838),
    "Adagrad": ({"use_ema": True, "ema_overwrite_frequency": 1}, 2.0, 0.9005),
}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("build_first", [True, False])
def test_plain_variables_of_tensorflow_are_updated(name, build_first):
    options, gradient, expected = PLAIN[name]
    variable, optimizer = tf.Variable([1.0], name="b"), getattr(optimizers, name)(0.1, **options)
    if build_first:
        optimizer.build([variable])
    for _ in range(2):
        optimizer.apply_gradients([(tf.constant([gradient]), variable)])
    np.testing.assert_allclose(variable.numpy(), [expected], rtol=1e-4)


def test_what_plain_variables_of_tensorflow_bring_along():
    variables = [tf.Variable([1.0, -2.0], constraint=tf.abs), tf.Variable([1.0], name="b")]
    optimizer = optimizers.LossScaleOptimizer(optimizers.SGD(0.1, momentum=0.5), initial_scale=1.0)
    with pytest.warns(UserWarning, match="b:0"):
        optimizer.apply_gradients(zip([tf.ones(2), None], variables))
    np.testing.assert_allclose(variables[0].numpy(), [0.9, 2.1], rtol=1e-6)
    assert optimizer.variables[-1].name == "b_0_momentum"
