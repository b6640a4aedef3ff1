"""The layer that the tests of this folder put into other people's training loops."""
import numpy as np

import keras
from keras import ops


class TokenAndPositionEmbedding(keras.layers.Layer):
    """Adds a learned vector for each token to one for each position and scales the sum to unit length.

    Args:
        max_length: Integer, the longest sequence.
        vocabulary: Integer, the number of tokens.
        units: Integer, the length of the vectors.

    Input shape: `(batch, steps)`, integers. Output shape: `(batch, steps, units)`.
    """

    def __init__(self, max_length, vocabulary, units, **kwargs):
        super().__init__(**kwargs)
        self.token_vectors = self.add_weight(
            shape=(vocabulary, units), initializer="random_uniform", name="token_vectors"
        )
        self.position_vectors = self.add_weight(
            shape=(max_length, units), initializer="random_uniform", name="position_vectors"
        )

    def call(self, tokens):
        tokens = ops.cast(tokens, "int32")
        positions = ops.arange(0, ops.shape(tokens)[-1], dtype="int32")
        vectors = ops.take(self.token_vectors, tokens, axis=0)
        vectors = vectors + ops.take(self.position_vectors, positions, axis=0)
        length = ops.sqrt(ops.sum(ops.square(vectors), axis=-1, keepdims=True))
        return vectors / ops.maximum(length, 1e-6)


VOCABULARY, STEPS, UNITS = 20, 6, 8


def make_layer():
    keras.utils.set_random_seed(7)
    return TokenAndPositionEmbedding(STEPS, VOCABULARY, UNITS)


def make_data(samples=16):
    """Tokens of shape `(samples, STEPS)` and a target vector for each of them."""
    random = np.random.RandomState(3)
    tokens = random.randint(0, VOCABULARY, (samples, STEPS)).astype("int32")
    directions = random.normal(size=(VOCABULARY, UNITS)).astype("float32")
    directions /= np.linalg.norm(directions, axis=-1, keepdims=True)
    return tokens, directions[tokens]


def expected_output(layer, tokens):
    """What the layer computes, in NumPy."""
    token_vectors, position_vectors = (keras.ops.convert_to_numpy(w) for w in layer.weights)
    vectors = token_vectors[tokens] + position_vectors[None, : tokens.shape[1]]
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)
