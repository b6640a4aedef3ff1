"""Which layers hand the masks of their inputs on, which use them up, and how several of them meet."""
import numpy as np
import pytest

import keras
from keras.src import backend, layers, ops
from keras.src.backend.common.keras_tensor import SPECIAL_TYPES
from keras.src.backend.common.masking import get_keras_mask
from keras.src.layers._calling import TENSOR

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


def _reverse(x):
    layer = layers.ReversibleEmbedding(5, 3)
    layer.build()
    return layer(x, reverse=True)


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
    "RMSNormalization": lambda x: layers.RMSNormalization()(x),
    "GroupNormalization": lambda x: layers.GroupNormalization(1)(x),
    "Softmax": lambda x: layers.Softmax()(x),
    "EinsumDense": lambda x: layers.EinsumDense("abc,cd->abd", (None, 2), bias_axes="d")(x),
    "EinsumDense to heads": lambda x: layers.EinsumDense("abc,cde->abde", (None, 2, 2))(x),
    "EinsumDense with an ellipsis": lambda x: layers.EinsumDense("...c,cd->...d", 2)(x),
    "ReversibleEmbedding": lambda x: _reverse(x),
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
}

USED_UP = {
    "LSTM": lambda x: layers.LSTM(2)(x),
    "Bidirectional": lambda x: layers.Bidirectional(layers.GRU(2))(x),
    "GlobalAveragePooling1D": lambda x: layers.GlobalAveragePooling1D()(x),
    "Flatten": lambda x: layers.Flatten()(x),
    "Conv1D": lambda x: layers.Conv1D(2, 3, padding="causal")(x),
    "Lambda": lambda x: layers.Lambda(lambda v: v * 2)(x),
    "EinsumDense over steps": lambda x: layers.EinsumDense("abc,bd->adc", (2, None))(x),
    "EinsumDense with steps in other places": lambda x: layers.EinsumDense("abc,cd->adb", (2, None))(x),
    "an operation outside of graphs and layers": lambda x: ops.multiply(x, 2.0),
    "Reshape": lambda x: layers.Reshape((2, 6))(x),
    "Permute": lambda x: layers.Permute((2, 1))(x),
    "ZeroPadding1D": lambda x: layers.ZeroPadding1D(1)(x),
    "MaxPooling1D": lambda x: layers.MaxPooling1D(2)(x),
}

OPERATIONS = {  # of `keras.ops` and operators that hand masks on, in graphs and in the calls of users' layers
    "add": lambda x: ops.add(x, 1.0),
    "add of a vector": lambda x: ops.add(x, np.ones(3, "float32")),
    "add of steps": lambda x: ops.add(np.ones((1, 4, 3), "float32"), x),
    "subtract": lambda x: ops.subtract(1.0, x),
    "relu": lambda x: ops.relu(x),
    "exp": lambda x: ops.exp(x),
    "maximum": lambda x: ops.maximum(x, 0.5),
    "clip": lambda x: ops.clip(x, 0.0, 1.0),
    "where": lambda x: ops.where(np.ones((1, 1, 3), bool), x, 0.0),
    "cast": lambda x: ops.cast(x, "float16"),
    "softmax": lambda x: ops.softmax(x),
    "matmul": lambda x: ops.matmul(x, np.ones((3, 2), "float32")),
    "stop_gradient": lambda x: ops.stop_gradient(x),
    "layer_normalization": lambda x: ops.layer_normalization(x),
    "rms_normalization": lambda x: ops.rms_normalization(x, np.ones(3, "float32")),
    "itself": lambda x: ops.add(x, ops.tanh(x)),
}
OPERATORS = {
    "*": lambda x: x * 2.0,
    "+": lambda x: x + np.ones((4, 3), "float32"),
    "@": lambda x: x @ np.ones((3, 2), "float32"),
    "-": lambda x: 1.0 - (-x),
    "/": lambda x: abs(x / 3) ** 2,
}
NOT_HANDED_ON = {
    "sum": lambda x: ops.sum(x, 1),
    "reshape": lambda x: ops.reshape(x, (-1, 2, 6)),
    "transpose": lambda x: ops.transpose(x, (0, 2, 1)),
    "flip": lambda x: ops.flip(x, 1),
    "flipud": lambda x: ops.flipud(x),
    "slice": lambda x: x[:, 1:],
    "more axes": lambda x: ops.add(x, np.ones((1, 1, 4, 3), "float32")),
    "the second factor of a product": lambda x: ops.matmul(np.ones((4, 4), "float32"), x),
}


class _Own(layers.Layer):
    """A user's layer, which knows nothing of masks."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self.function, self.seen = function, None

    def call(self, x):
        result = self.function(x)
        self.seen = get_keras_mask(result)
        return ops.sum(result)


_Own.call.__module__ = "users_module"  # what says that it is no layer of Keras


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


@pytest.mark.parametrize("name", [*OPERATIONS, *OPERATORS])
def test_operations_of_a_graph_hand_masks_on(name):
    inputs = keras.Input((4, 3))
    outputs = {**OPERATIONS, **OPERATORS}[name](layers.Masking()(inputs))
    assert get_keras_mask(outputs).shape == (None, 4)
    assert _mask_of(keras.Model(inputs, outputs)(ops.convert_to_tensor(X))) == MASK


@pytest.mark.filterwarnings("ignore:.*mask")
@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_of_users_layers_hand_masks_on(name):
    layer = _Own(OPERATIONS[name])
    layer(_masked())
    assert backend.convert_to_numpy(layer.seen).tolist() == MASK
    assert TENSOR not in SPECIAL_TYPES  # other calls do not look for masks any more
    layer(ops.convert_to_tensor(X))
    assert layer.seen is None


@pytest.mark.parametrize("name", NOT_HANDED_ON)
def test_operations_that_move_steps_hand_no_mask_on(name):
    inputs = keras.Input((4, 3))
    outputs = NOT_HANDED_ON[name](layers.Masking()(inputs))
    assert get_keras_mask(outputs) is None
    assert _mask_of(keras.Model(inputs, outputs)(ops.convert_to_tensor(X))) is None


def test_masks_meet_in_operations_as_in_merges():
    a, b = keras.Input((4, 3)), keras.Input((4, 3))
    x, y = layers.Masking()(a), layers.Masking()(b)
    model = keras.Model([a, b], [x + y, layers.Add()([x, y]), x + b])
    found, merged, alone = model([ops.convert_to_tensor(X), ops.convert_to_tensor(X[::-1].copy())])
    assert _mask_of(found) == _mask_of(merged) == ALL
    assert _mask_of(alone) == MASK  # what has no mask has no say


def test_a_residual_block_keeps_one_mask():
    """Both ways have the mask itself, so nothing is computed to join them, and files hold no more than before."""
    x = layers.Masking()(keras.Input((4, 3)))
    y = x + layers.Dense(3)(ops.relu(x) * 2)
    assert get_keras_mask(y) is get_keras_mask(x)


def test_a_mask_reaches_layers_behind_operations(tmp_path):
    """What is masked makes no difference, before and after saving."""
    inputs = keras.Input((None, 3))
    x = layers.EinsumDense("abc,cd->abd", (None, 3))(layers.Masking()(inputs))
    x = layers.RMSNormalization()(x * 2.0 + ops.relu(x))
    outputs = [layers.LSTM(2)(x), layers.GlobalAveragePooling1D()(x)]
    model = keras.Model(inputs, outputs)
    short = keras.Model(inputs, [o + 0 for o in outputs])
    model.save(tmp_path / "model.keras")
    for m in (model, short, keras.saving.load_model(tmp_path / "model.keras")):
        whole, cut = m(ops.convert_to_tensor(X[:1])), m(ops.convert_to_tensor(X[:1, :2]))
        for a, b in zip(whole, cut):
            np.testing.assert_allclose(backend.convert_to_numpy(a), backend.convert_to_numpy(b), atol=1e-6)


def test_a_nested_model_hands_masks_on_that_it_was_not_built_with():
    inner_inputs = keras.Input((None, 3))
    inner = keras.Model(inner_inputs, ops.tanh(inner_inputs * 2.0))
    inputs = keras.Input((4, 3))
    model = keras.Model(inputs, layers.Dense(2)(inner(layers.Masking()(inputs))))
    assert _mask_of(model(ops.convert_to_tensor(X))) == MASK


def test_softmax_takes_masks_of_steps_and_masks_of_elements():
    steps = backend.convert_to_numpy(layers.Softmax(axis=1)(_masked()))
    np.testing.assert_allclose(steps.sum(1), 1.0, atol=1e-6)
    assert (steps[0, 2:] == 0).all() and (steps[0, :2] > 0).all()
    square = np.ones((2, 2, 2), "float32") * [[[1.0], [0.0]], [[1.0], [1.0]]]  # where both would fit
    assert backend.convert_to_numpy(layers.Softmax()(_masked(square.astype("float32")))).tolist() == [
        [[0.5, 0.5], [0.0, 0.0]], [[0.5, 0.5], [0.5, 0.5]]
    ]
    with pytest.raises(ValueError, match="`mask`"):
        layers.Softmax()(ops.convert_to_tensor(X), mask=np.ones((2, 3), bool))


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


@pytest.mark.parametrize("call", [lambda layer, x: layer([x, x]), lambda layer, x: layer(inputs=[x, x])])
def test_masks_reach_a_call_that_is_traced_for_its_shape(call):
    class Both(layers.Layer):
        def call(self, inputs, mask=None):
            return inputs[0] * ops.cast(ops.expand_dims(mask[1], -1), "float32")

    x = keras.Input((4, 3))
    output = call(Both(), layers.Masking()(x))
    assert "mask" not in output._keras_history.operation._inbound_nodes[0].arguments.kwargs
    np.testing.assert_allclose(keras.Model(x, output)(X), X * np.array(MASK)[..., None])


def test_the_only_input_fills_a_mask_argument_of_its_name():
    class Named(layers.Layer):
        def call(self, steps, steps_mask=None):
            self.seen = steps_mask
            return steps

    layer = Named()
    layer(_masked())
    assert backend.convert_to_numpy(layer.seen).tolist() == MASK
