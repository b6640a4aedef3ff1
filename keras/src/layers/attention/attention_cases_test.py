import numpy as np
import pytest

from keras.src import backend, layers
from keras.src.layers.attention.equations import _build_attention_equation, _build_proj_equation
from keras.src.layers.layer_cases import LayerTests, case, parametrize


def uniform(seed, *shape):
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype("float32")


QUERY, VALUE, KEY = uniform(0, 2, 3, 4), uniform(1, 2, 5, 4), uniform(2, 2, 5, 4)
QUERY_MASK = np.array([[True, True, False], [True, False, False]])
VALUE_MASK = np.array([[True, False, True, True, False], [True, False, False, False, False]])
CAUSAL = np.tri(3, 5, dtype=bool)[None]


def softmax(x, mask=True):
    e = np.where(mask, np.exp(x - x.max(-1, keepdims=True)), 0)
    return e / e.sum(-1, keepdims=True)


def attention(scores=lambda q, k: q @ np.swapaxes(k, 1, 2), mask=True):
    def of(inputs, **weights):
        query, value, key = (*inputs, inputs[1])[:3]
        return softmax(scores(query, key, **weights), mask) @ value

    return of


def additive(query, key, scale=1.0):
    return np.sum(scale * np.tanh(query[:, :, None] + key[:, None]), -1)


def concatenated(query, key, concat_score_weight):
    return concat_score_weight * np.sum(np.tanh(query[:, :, None] + key[:, None]), -1)


CASES = [
    case("Attention", [QUERY, VALUE], attention()),
    case("Attention", [QUERY, VALUE, KEY], attention(lambda q, k, scale: scale * q @ np.swapaxes(k, 1, 2)), use_scale=True, weights={"scale": ()}),
    case("Attention", [QUERY, VALUE], attention(concatenated), score_mode="concat", weights={"concat_score_weight": ()}),
    case("Attention", [QUERY, VALUE], attention(mask=CAUSAL), call={"use_causal_mask": True}),
    case("AdditiveAttention", [QUERY, VALUE], attention(additive), weights={"scale": (4,)}),
    case("AdditiveAttention", [QUERY, VALUE, KEY], attention(additive), use_scale=False),
]


@parametrize(CASES)
class TestAttention(LayerTests):
    pass


def heads(layer, query, value, key, repeats=1, mask=True):
    """Attention of projected heads, and the scores, from the layer's weights."""
    w = {v.path.partition("/")[2]: backend.convert_to_numpy(v.value) for v in layer.weights}
    q = np.einsum("bti,ihd->bhtd", query, w["query/kernel"]) + w["query/bias"][:, None]
    k = np.einsum("bti,ihd->bhtd", key, w["key/kernel"]) + w["key/bias"][:, None]
    v = np.einsum("bti,ihd->bhtd", value, w["value/kernel"]) + w["value/bias"][:, None]
    k, v = np.repeat(k, repeats, 1), np.repeat(v, repeats, 1)
    scores = softmax(q @ np.swapaxes(k, 2, 3) / np.sqrt(q.shape[-1]), mask)
    output = scores @ v
    if "gate/kernel" in w:
        gate = np.einsum("bti,ihd->bhtd", query, w["gate/kernel"]) + w["gate/bias"][:, None]
        output = output / (1 + np.exp(-gate))
    projected = np.einsum("bhtd,hd...->bt...", output, w["attention_output/kernel"])
    return projected + w["attention_output/bias"], scores


LAYERS = [
    (lambda: layers.MultiHeadAttention(2, 3), 1),
    (lambda: layers.MultiHeadAttention(2, 3, value_dim=2, output_shape=5, use_gate=True), 1),
    (lambda: layers.MultiHeadAttention(1, 2, output_shape=(2, 3)), 1),
    (lambda: layers.GroupedQueryAttention(3, 4, 2), 2),
    (lambda: layers.GroupedQueryAttention(2, 2, 1, use_gate=True), 2),
]
MASKS = [
    ({}, True),
    ({"use_causal_mask": True}, CAUSAL[:, None]),
    ({"value_mask": VALUE_MASK}, VALUE_MASK[:, None, None]),
    ({"attention_mask": np.broadcast_to(CAUSAL, (2, 3, 5)), "value_mask": VALUE_MASK}, CAUSAL[:, None] & VALUE_MASK[:, None, None]),
]


def filled(make, *shapes):
    layer = make()
    layer.build(*shapes)
    for place, weight in enumerate(layer.weights):
        weight.assign(uniform(place, *weight.shape))
    return layer


@pytest.mark.parametrize("make, repeats", LAYERS)
@pytest.mark.parametrize("call, mask", MASKS, ids=["", "causal", "value", "both"])
def test_heads(make, repeats, call, mask):
    layer = filled(make, QUERY.shape, VALUE.shape, KEY.shape)
    wanted, wanted_scores = heads(layer, QUERY, VALUE, KEY, repeats, mask)
    tensors = {k: backend.convert_to_tensor(v) if isinstance(v, np.ndarray) else v for k, v in call.items()}
    found = layer(QUERY, VALUE, KEY, **tensors)
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-4, atol=1e-5)
    found, scores = layer(QUERY, VALUE, KEY, return_attention_scores=True, **tensors)
    np.testing.assert_allclose(backend.convert_to_numpy(found), wanted, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(backend.convert_to_numpy(scores), wanted_scores, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("make, repeats", LAYERS)
def test_symbolic_and_config(make, repeats):
    symbols = [backend.KerasTensor((None, *x.shape[1:])) for x in (QUERY, VALUE)]
    output, scores = make()(*symbols, return_attention_scores=True)
    layer = filled(make, QUERY.shape, VALUE.shape)
    eager, eager_scores = layer(QUERY, VALUE, return_attention_scores=True)
    assert (2, *output.shape[1:]) == tuple(eager.shape)
    assert (2, *scores.shape[1:]) == tuple(eager_scores.shape)
    again = type(layer).from_config(layer.get_config())
    again.build_from_config(layer.get_build_config())
    again.set_weights(layer.get_weights())
    np.testing.assert_allclose(
        backend.convert_to_numpy(again(QUERY, VALUE)), backend.convert_to_numpy(layer(QUERY, VALUE)), rtol=1e-5
    )


@pytest.mark.parametrize("make", [layers.Attention, layers.AdditiveAttention])
def test_attention_of_one_sample(make):
    query, value, layer = QUERY[0], VALUE[0], make()
    symbols = [backend.KerasTensor(x.shape) for x in (query, value)]
    _, scores = make()(symbols, return_attention_scores=True)
    found, eager_scores = layer([query, value], return_attention_scores=True)
    assert scores.shape == tuple(eager_scores.shape) == (len(query), len(value))
    batch = layer([query[None], value[None]])
    np.testing.assert_allclose(backend.convert_to_numpy(found), backend.convert_to_numpy(batch)[0], rtol=1e-4, atol=1e-5)


def test_attention_over_two_axes_equals_attention_over_them_flattened():
    x = uniform(0, 2, 2, 3, 4)
    layer = filled(lambda: layers.MultiHeadAttention(2, 2, attention_axes=(1, 2)), x.shape, x.shape)
    flat = filled(lambda: layers.MultiHeadAttention(2, 2), (2, 6, 4), (2, 6, 4))
    found = backend.convert_to_numpy(layer(x, x)).reshape(2, 6, 4)
    wanted = flat(x.reshape(2, 6, 4), x.reshape(2, 6, 4))
    np.testing.assert_allclose(found, backend.convert_to_numpy(wanted), rtol=1e-4, atol=1e-5)


def test_sliding_window():
    layer = layers.MultiHeadAttention(1, 2, sliding_window=1)
    _, scores = layer(QUERY, QUERY, return_attention_scores=True)
    np.testing.assert_allclose(backend.convert_to_numpy(scores)[:, 0], np.stack([np.eye(3)] * 2), atol=1e-6)


def test_masks_of_attention():
    layer = layers.Attention()
    masks = [backend.convert_to_tensor(m) for m in (QUERY_MASK, VALUE_MASK)]
    found = backend.convert_to_numpy(layer([QUERY, VALUE], mask=masks))
    wanted = attention(mask=VALUE_MASK[:, None])([QUERY, VALUE]) * QUERY_MASK[..., None]
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
    mask = layer.compute_mask([QUERY, VALUE], masks)
    np.testing.assert_array_equal(backend.convert_to_numpy(mask), QUERY_MASK)


def test_dropout_only_in_training():
    for layer in (layers.Attention(dropout=0.5, seed=1), layers.AdditiveAttention(dropout=0.5, seed=1)):
        quiet, loud = layer([QUERY, VALUE]), layer([QUERY, VALUE], training=True)
        assert not np.allclose(backend.convert_to_numpy(quiet), backend.convert_to_numpy(loud))
    layer = layers.MultiHeadAttention(2, 3, dropout=0.5, seed=1)
    quiet, loud = layer(QUERY, VALUE), layer(QUERY, VALUE, training=True)
    assert not np.allclose(backend.convert_to_numpy(quiet), backend.convert_to_numpy(loud))


def test_equations():
    assert _build_proj_equation(3, 1, 2) == ("abcd,def->abcef", "ef", 5)
    assert _build_attention_equation(5, (1, 2)) == ("afgde,abcde->adbcfg", "adbcfg,afgde->abcde", 6)


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: layers.MultiHeadAttention(0, 2), "Argument `num_heads` of MultiHeadAttention"),
        (lambda: layers.MultiHeadAttention(2, 2, sliding_window=0), "Argument `sliding_window`"),
        (lambda: layers.MultiHeadAttention(2, 2, flash_attention=True, dropout=0.1), "Argument `dropout`"),
        (lambda: layers.MultiHeadAttention(2, 2)(QUERY, VALUE, KEY[:, :3]), "value and a key of one shape"),
        (lambda: layers.GroupedQueryAttention(2, 3, 2), "multiple of `num_key_value_heads`"),
        (lambda: layers.Attention(score_mode="bogus"), "Argument `score_mode` of Attention"),
        (lambda: layers.Attention()(QUERY), "list of query and value"),
        (lambda: layers.AdditiveAttention()([QUERY]), "list of query and value"),
        (lambda: layers.Attention()([QUERY, VALUE], mask=[QUERY_MASK]), "Argument `mask` of Attention"),
    ],
)
def test_bad_arguments(make, words):
    with pytest.raises(ValueError) as e:
        make()
    assert words in str(e.value)
