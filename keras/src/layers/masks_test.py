"""Which layers hand the masks of their inputs on, which use them up, and how several of them meet."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers, ops
from keras.src.backend.common.masking import get_keras_mask

X = np.arange(1, 25, dtype="float32").reshape(2, 4, 3)
X[0, 2:] = 0
X[1, 0] = 0
MASK = [[True, True, False, False], [False, True, True, True]]
ALL = [[True] * 4] * 2


def _masked(x=X):
    return layers.Masking()(ops.convert_to_tensor(x))


def _mask_of(x):
    mask = get_keras_mask(x)
    return None if mask is None else backend.convert_to_numpy(mask).tolist()


class _Wrapped(layers.Wrapper):
    def call(self, x):
        return self.layer(x)


HANDED_ON = {
    "Activation": lambda x: layers.Activation("relu")(x),
    "PReLU": lambda x: layers.PReLU()(x),
    "Dense": lambda x: layers.Dense(2)(x),
    "Dropout": lambda x: layers.Dropout(0.5)(x),
    "SpatialDropout1D": lambda x: layers.SpatialDropout1D(0.5)(x),
    "GaussianNoise": lambda x: layers.GaussianNoise(0.5)(x),
    "BatchNormalization": lambda x: layers.BatchNormalization()(x),
    "LayerNormalization": lambda x: layers.LayerNormalization()(x),
    "UnitNormalization": lambda x: layers.UnitNormalization()(x),
    "Rescaling": lambda x: layers.Rescaling(2.0)(x),
    "Lambda with a mask": lambda x: layers.Lambda(lambda v: v * 2, mask=lambda inputs, mask: mask)(x),
    "LSTM": lambda x: layers.LSTM(2, return_sequences=True)(x),
    "RNN of cells": lambda x: layers.RNN([layers.LSTMCell(2), layers.GRUCell(3)], return_sequences=True)(x),
    "Bidirectional": lambda x: layers.Bidirectional(layers.GRU(2, return_sequences=True))(x),
    "Bidirectional apart": lambda x: layers.Bidirectional(layers.GRU(2, return_sequences=True), merge_mode=None)(x)[1],
    "TimeDistributed": lambda x: layers.TimeDistributed(layers.Dense(2))(x),
    "Wrapper": lambda x: _Wrapped(layers.Dense(2))(x),
    "SpectralNormalization": lambda x: layers.SpectralNormalization(layers.Dense(2))(x),
    "Sequential": lambda x: keras.Sequential([layers.Dense(2), layers.ReLU()])(x),
    "Add": lambda x: layers.Add()([x, x]),
    "Concatenate": lambda x: layers.Concatenate()([x, x]),
    "MultiHeadAttention": lambda x: layers.MultiHeadAttention(2, 2)(x, x),
    "GroupQueryAttention": lambda x: keras.layers.GroupQueryAttention(2, 2, 1)(x, x),
    "Attention": lambda x: layers.Attention()([x, x]),
    "Dense in half precision": lambda x: layers.Dense(2, dtype="mixed_bfloat16")(x),
    "GRU in half precision": lambda x: layers.GRU(
        2, return_sequences=True, dtype="bfloat16", recurrent_initializer="ones")(x),
    "Add in half precision": lambda x: layers.Add(dtype="float16")([x, x]),
}  # fmt: skip

USED_UP = {
    "LSTM": lambda x: layers.LSTM(2)(x),
    "Bidirectional": lambda x: layers.Bidirectional(layers.GRU(2))(x),
    "GlobalAveragePooling1D": lambda x: layers.GlobalAveragePooling1D()(x),
    "Flatten": lambda x: layers.Flatten()(x),
    "Conv1D": lambda x: layers.Conv1D(2, 3, padding="causal")(x),
    "Lambda": lambda x: layers.Lambda(lambda v: v * 2)(x),
    "an operator": lambda x: x * 2.0,
}


@pytest.mark.parametrize("name", HANDED_ON)
def test_handed_on(name):
    assert _mask_of(HANDED_ON[name](_masked())) == MASK


@pytest.mark.parametrize("name", ["Dense", "LSTM", "Sequential", "Add", "MultiHeadAttention", "Dense in half precision"])
def test_handed_on_in_a_functional_model(name):
    inputs = keras.Input((4, 3))
    model = keras.Model(inputs, HANDED_ON[name](layers.Masking()(inputs)))
    assert _mask_of(model(ops.convert_to_tensor(X))) == MASK


@pytest.mark.filterwarnings("ignore:.*mask")
@pytest.mark.parametrize("name", USED_UP)
def test_used_up(name):
    assert _mask_of(USED_UP[name](_masked())) is None


def test_merges_combine_masks():
    a, b, bare = _masked(), _masked(X[::-1].copy()), ops.convert_to_tensor(X)
    assert _mask_of(layers.Add()([a, b])) == [[True] * 4] * 2  # one of them is enough
    assert _mask_of(layers.Add()([a, bare])) is None
    assert _mask_of(layers.Concatenate()([a, bare])) == ALL
    assert _mask_of(layers.Concatenate(axis=1)([a, bare])) == [m + [True] * 4 for m in MASK]


def test_a_cast_keeps_what_a_layer_leaves_out():
    """In half precision the masked steps count as little as in float32."""
    pooled = [layers.GlobalAveragePooling1D(dtype=d)(_masked()) for d in ("float32", "bfloat16")]
    single, half = (backend.convert_to_numpy(ops.cast(p, "float32")) for p in pooled)
    np.testing.assert_allclose(half, single, rtol=0.01)
    np.testing.assert_allclose(single[0], X[0, :2].mean(0))
