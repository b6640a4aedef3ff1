"""Functions of Keras 2 that compute something else today under the same name."""
from keras.src import ops


def hard_sigmoid_of_keras_2(x):
    """`clip(0.2 * x + 0.5, 0, 1)`; the slope of today's `hard_sigmoid` is 1/6."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)
