import numpy as np
import pytest

import keras
from keras.src import backend


@pytest.mark.skipif(
    not hasattr(keras.Model, "fit") or backend.backend() == "numpy" or backend.trainer.STEPS_ARE_PURE,
    reason="Steps must not make variables here, or there is no training.",
)
def test_what_a_batch_holds_is_the_affair_of_a_built_models_own_step():
    class Domains(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])

        def call(self, x):
            return self.dense(x)

        def train_step(self, data):
            (source, target), y = data
            return {"gap": keras.ops.mean(self(source) - self(target)) + keras.ops.mean(y) * 0}

    model = Domains()
    x, y = np.ones((4, 2), "float32"), np.ones((4, 1), "float32")
    model(x)
    model.compile("sgd", "mse")
    assert model.fit((x, x), y, verbose=0).history == {"gap": [0.0]}
