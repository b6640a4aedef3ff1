"""Losses: values against NumPy, reductions, weights, masks, configs, bad input."""
import numpy as np
import pytest

import keras
from keras import losses, ops
from keras.src import backend
from keras.src.backend.common import global_state
from keras.src.losses import loss as base
from keras.src.losses.losses import LossFunctionWrapper

R = np.random.default_rng(7)
T, P = R.normal(size=(4, 3)), R.normal(size=(4, 3))
POSITIVE = np.abs(T) + 0.1, np.abs(P) + 0.1
BINARY = (T > 0).astype(float), 1 / (1 + np.exp(-P))
PROBABILITIES = np.exp(P) / np.exp(P).sum(-1, keepdims=True)
ONE_HOT = np.eye(3)[[0, 2, 1, 2]], PROBABILITIES
CLASSES = np.array([0, 2, 1, 2]), PROBABILITIES
SIGNS = np.sign(T), P
UNIT = P / np.linalg.norm(P, axis=-1, keepdims=True)
PAIRS = np.array([0, 1, 0, 1]), UNIT


def entropy(t, p):
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))


def huber(t, p, d):
    e = np.abs(t - p)
    return np.where(e <= d, e**2 / 2, d * e - d**2 / 2).mean(-1)


def cosine(t, p, axis=-1):
    norms = np.linalg.norm(t, axis=axis) * np.linalg.norm(p, axis=axis)
    return -(t * p).sum(axis) / norms


def circle(labels, x, gamma=80.0, margin=0.4):
    s = x @ x.T
    same = labels[:, None] == labels[None]
    positive = same & ~np.eye(len(x), dtype=bool)
    terms = []
    for i in range(len(x)):
        sp, sn = s[i][positive[i]], s[i][~same[i]]
        p = np.logaddexp.reduce(-gamma * np.maximum(1 + margin - sp, 0) * (sp - 1 + margin))
        n = np.logaddexp.reduce(gamma * np.maximum(sn + margin, 0) * (sn - margin))
        terms.append(np.logaddexp(0, p + n))
    return np.array(terms)


def tversky(t, p, a, b):
    hit = (t * p).sum()
    return 1 - hit / (hit + a * (t * (1 - p)).sum() + b * ((1 - t) * p).sum())


L = losses
CASES = {  # name: (class, function, options, data, values per sample)
    "mse": (L.MeanSquaredError, L.mean_squared_error, {}, (T, P), lambda t, p: ((t - p) ** 2).mean(-1)),
    "mae": (L.MeanAbsoluteError, L.mean_absolute_error, {}, (T, P), lambda t, p: np.abs(t - p).mean(-1)),
    "mape": (
        L.MeanAbsolutePercentageError,
        L.mean_absolute_percentage_error,
        {},
        (T, P),
        lambda t, p: 100 * np.abs((t - p) / t).mean(-1),
    ),
    "msle": (
        L.MeanSquaredLogarithmicError,
        L.mean_squared_logarithmic_error,
        {},
        POSITIVE,
        lambda t, p: ((np.log1p(t) - np.log1p(p)) ** 2).mean(-1),
    ),
    "log_cosh": (L.LogCosh, L.log_cosh, {}, (T, P), lambda t, p: np.log(np.cosh(p - t)).mean(-1)),
    "huber": (L.Huber, L.huber, {"delta": 0.3}, (T, P), lambda t, p: huber(t, p, 0.3)),
    "cosine": (L.CosineSimilarity, L.cosine_similarity, {"axis": -1}, (T, P), cosine),
    "cosine over the batch": (
        L.CosineSimilarity, L.cosine_similarity, {"axis": 0}, (T, P), lambda t, p: cosine(t, p, 0)
    ),
    "bce": (L.BinaryCrossentropy, L.binary_crossentropy, {}, BINARY, lambda t, p: entropy(t, p).mean(-1)),
    "bce of logits": (
        L.BinaryCrossentropy,
        L.binary_crossentropy,
        {"from_logits": True},
        (BINARY[0], P),
        lambda t, p: entropy(t, 1 / (1 + np.exp(-p))).mean(-1),
    ),
    "bce smoothed": (
        L.BinaryCrossentropy,
        L.binary_crossentropy,
        {"label_smoothing": 0.2},
        BINARY,
        lambda t, p: entropy(0.8 * t + 0.1, p).mean(-1),
    ),
    "focal": (
        L.BinaryFocalCrossentropy,
        L.binary_focal_crossentropy,
        {"gamma": 1.5, "alpha": 0.4, "apply_class_balancing": True},
        BINARY,
        lambda t, p: (
            np.where(t == 1, 0.4, 0.6) * (1 - np.where(t == 1, p, 1 - p)) ** 1.5 * entropy(t, p)
        ).mean(-1),
    ),
    "cce": (
        L.CategoricalCrossentropy, L.categorical_crossentropy, {}, ONE_HOT, lambda t, p: -(t * np.log(p)).sum(-1)
    ),
    "cce smoothed logits": (
        L.CategoricalCrossentropy,
        L.categorical_crossentropy,
        {"from_logits": True, "label_smoothing": 0.3},
        (ONE_HOT[0], P),
        lambda t, p: -((0.7 * t + 0.1) * np.log(PROBABILITIES)).sum(-1),
    ),
    "categorical focal": (
        L.CategoricalFocalCrossentropy,
        L.categorical_focal_crossentropy,
        {"alpha": 0.5, "gamma": 1.0},
        ONE_HOT,
        lambda t, p: -(0.5 * (1 - p) * t * np.log(p)).sum(-1),
    ),
    "scce": (
        L.SparseCategoricalCrossentropy,
        L.sparse_categorical_crossentropy,
        {},
        CLASSES,
        lambda t, p: -np.log(p[range(4), t]),
    ),
    "scce of columns": (
        L.SparseCategoricalCrossentropy,
        L.sparse_categorical_crossentropy,
        {},
        (CLASSES[0][:, None], PROBABILITIES),
        lambda t, p: -np.log(p[range(4), t[:, 0]]),
    ),
    "generalized": (
        L.CategoricalGeneralizedCrossEntropy,
        L.categorical_generalized_cross_entropy,
        {"q": 0.3},
        CLASSES,
        lambda t, p: (1 - p[range(4), t] ** 0.3) / 0.3,
    ),
    "kl": (L.KLDivergence, L.kl_divergence, {}, (ONE_HOT[1][::-1].copy(), PROBABILITIES),
           lambda t, p: (t * np.log(t / p)).sum(-1)),
    "poisson": (L.Poisson, L.poisson, {}, POSITIVE, lambda t, p: (p - t * np.log(p)).mean(-1)),
    "hinge": (L.Hinge, L.hinge, {}, SIGNS, lambda t, p: np.maximum(1 - t * p, 0).mean(-1)),
    "hinge of zeros and ones": (
        L.Hinge, L.hinge, {}, (BINARY[0], P), lambda t, p: np.maximum(1 - (2 * t - 1) * p, 0).mean(-1)
    ),
    "squared hinge": (
        L.SquaredHinge, L.squared_hinge, {}, SIGNS, lambda t, p: (np.maximum(1 - t * p, 0) ** 2).mean(-1)
    ),
    "categorical hinge": (
        L.CategoricalHinge,
        L.categorical_hinge,
        {},
        (ONE_HOT[0], P),
        lambda t, p: np.maximum(1 + ((1 - t) * p).max(-1) - (t * p).sum(-1), 0),
    ),
    "circle": (L.Circle, L.circle, {"gamma": 4.0, "margin": 0.2}, PAIRS, lambda t, p: circle(t, p, 4.0, 0.2)),
    "dice": (
        L.Dice, L.dice, {}, BINARY, lambda t, p: 1 - 2 * (t * p).sum() / (t.sum() + p.sum())
    ),
    "dice by row": (
        L.Dice, L.dice, {"axis": 1}, BINARY, lambda t, p: 1 - 2 * (t * p).sum(1) / (t.sum(1) + p.sum(1))
    ),
    "tversky": (
        L.Tversky, L.tversky, {"alpha": 0.2, "beta": 0.7}, BINARY, lambda t, p: tversky(t, p, 0.2, 0.7)
    ),
    # One label on one step: the probability of the label.
    "ctc": (
        L.CTC,
        L.ctc,
        {},
        (np.ones((4, 1), int), P[:, None]),
        lambda t, p: -np.log(PROBABILITIES[:, 1]),
    ),
}


ROWS = [pytest.param(*case, id=name) for name, case in CASES.items()]


def tensor(x):
    return ops.convert_to_tensor(x.astype("float32") if x.dtype.kind == "f" else x.astype("int32"))


def number(x):
    return np.asarray(backend.convert_to_numpy(x))


@pytest.mark.parametrize("cls,function,options,data,formula", ROWS)
def test_function_and_class(cls, function, options, data, formula):
    y_true, y_pred = map(tensor, data)
    wanted = formula(*data)
    np.testing.assert_allclose(number(function(y_true, y_pred, **options)), wanted, rtol=1e-3, atol=1e-5)
    loss = cls(**options)
    np.testing.assert_allclose(number(loss(y_true, y_pred)), np.mean(wanted), rtol=1e-3, atol=1e-5)
    result = cls(**options, reduction="none")(y_true, y_pred)
    np.testing.assert_allclose(number(result), wanted, rtol=1e-3, atol=1e-5)
    assert backend.standardize_dtype(result.dtype) == "float32" == loss.dtype


@pytest.mark.parametrize("cls,function,options,data,formula", ROWS)
def test_config_round_trip(cls, function, options, data, formula):
    first = cls(**options, reduction="sum", name="its")
    second = losses.deserialize(losses.serialize(first))
    assert type(second) is cls and second.get_config() == first.get_config()
    y_true, y_pred = map(tensor, data)
    np.testing.assert_allclose(number(second(y_true, y_pred)), number(first(y_true, y_pred)), rtol=1e-6)


def test_every_loss_has_a_row():
    public = {getattr(L, n) for n in L.__all__ if n not in ("get", "serialize", "deserialize", "Loss")}
    assert public == {c for c, *_ in CASES.values()} | {f for _, f, *_ in CASES.values()}


VALUES, WEIGHTS = ((T - P) ** 2).mean(-1), np.array([0.5, 1.0, 0.0, 2.0])
REDUCED = {
    "sum": (VALUES * WEIGHTS).sum(),
    "mean": (VALUES * WEIGHTS).mean(),
    "sum_over_batch_size": (VALUES * WEIGHTS).mean(),
    "mean_with_sample_weight": (VALUES * WEIGHTS).sum() / WEIGHTS.sum(),
    "none": VALUES * WEIGHTS,
    None: VALUES * WEIGHTS,
}


@pytest.mark.parametrize("reduction,wanted", REDUCED.items())
def test_weighted_reductions(reduction, wanted):
    loss = losses.MeanSquaredError(reduction=reduction)
    got = loss(tensor(T), tensor(P), sample_weight=tensor(WEIGHTS))
    np.testing.assert_allclose(number(got), wanted, rtol=1e-5)
    # A column of weights counts as well, and gives a column of values.
    column = loss(tensor(T), tensor(P), sample_weight=tensor(WEIGHTS[:, None]))
    np.testing.assert_allclose(number(column).ravel(), np.ravel(wanted), rtol=1e-5)


MASK = np.array([True, False, True, False])
MASKED = {
    "sum_over_batch_size": VALUES[MASK].mean(),
    "sum": VALUES[MASK].sum(),
    "mean_with_sample_weight": VALUES[MASK].mean(),
    "none": VALUES * MASK,
}


@pytest.mark.parametrize("reduction,wanted", MASKED.items())
def test_masked_predictions_do_not_count(reduction, wanted):
    y_pred = tensor(P)
    backend.set_keras_mask(y_pred, ops.convert_to_tensor(MASK))
    got = losses.MeanSquaredError(reduction=reduction)(tensor(T), y_pred)
    np.testing.assert_allclose(number(got), wanted, rtol=1e-5)


def test_ignored_class_does_not_count():
    loss = losses.SparseCategoricalCrossentropy(ignore_class=2)
    wanted = -np.log(PROBABILITIES[[0, 2], [0, 1]]).mean()
    np.testing.assert_allclose(number(loss(*map(tensor, CLASSES))), wanted, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", keras.DTypePolicy("mixed_float16")])
def test_dtype(dtype):
    loss = losses.MeanSquaredError(dtype=dtype)
    result = loss(tensor(T), tensor(P))
    assert backend.standardize_dtype(result.dtype) == loss.dtype == getattr(dtype, "compute_dtype", dtype)


def test_symbolic_inputs():
    result = losses.Huber()(keras.KerasTensor((4, 3)), keras.KerasTensor((4, 3)))
    assert result.shape == ()


def test_structures_of_lists():
    got = losses.MeanSquaredError()([[0.0, 1.0]], [[2.0, 1.0]])
    assert float(got) == 2.0


class Largest(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.max(ops.abs(y_true - y_pred), axis=-1)


def test_a_loss_of_the_user():
    wanted = np.abs(T - P).max(-1).mean()
    assert float(Largest()(tensor(T), tensor(P))) == pytest.approx(wanted, rel=1e-5)
    assert Largest().name.startswith("largest")


def test_wrapper_saves_its_function():
    first = LossFunctionWrapper(losses.huber, delta=2.0, name="w")
    second = LossFunctionWrapper.from_config(first.get_config())
    assert second.fn is losses.huber and second.get_config() == first.get_config()


def test_get():
    assert losses.get("mse") is losses.mean_squared_error and losses.get("KLD") is losses.kl_divergence
    assert isinstance(losses.get("Huber"), losses.Huber) and losses.get(None) is None
    assert losses.get({"class_name": "Huber", "config": {"delta": 2.0}}).delta == 2.0
    assert losses.get(losses.serialize(losses.huber)) is losses.huber
    assert losses.get(len) is len


BAD = [
    (lambda: losses.get("mean_square_error"), ValueError, "'mean_squared_error'"),
    (lambda: losses.get(3), ValueError, "3"),
    (lambda: losses.MeanSquaredError(reduction="bogus"), ValueError, "'bogus'"),
    (lambda: losses.MeanSquaredError(bogus=1), TypeError, "bogus"),
    (lambda: losses.CategoricalGeneralizedCrossEntropy(q=1.0), ValueError, "q=1.0"),
    (lambda: losses.Loss()(1.0, 1.0), NotImplementedError, "call"),
    (lambda: losses.ctc(np.ones((2, 3)), np.ones((2, 4))), ValueError, "y_pred"),
    (lambda: losses.categorical_crossentropy(np.ones((2, 3)), np.ones((2, 4))), ValueError, "4"),
    (lambda: losses.mean_absolute_error(np.ones((4, 3)), np.ones((4, 2))), ValueError, r"\(4, 2\)"),
    (lambda: losses.MeanSquaredError()(tensor(T), tensor(P), np.ones(7)), ValueError, "7"),
]


@pytest.mark.parametrize("action,error,part", BAD)
def test_bad_input_names_the_argument_and_the_value(action, error, part):
    with pytest.raises(error, match=part):
        action()


def test_the_steps_of_a_reduction_by_their_own_names():
    weights, mask, values = tensor(np.array([1.0, 0, 2])), ops.convert_to_tensor([True, False, True]), np.array([1.0, 0, 5])
    assert base.apply_mask(None, None, "float32", "sum") is None
    np.testing.assert_allclose(np.array(base.apply_mask(weights, mask, "float32", "sum")), [1, 0, 2])
    np.testing.assert_allclose(np.array(base.apply_mask(None, mask, "float32", "mean")), [1.5, 0, 1.5], rtol=1e-5)
    assert float(base.reduce_values(tensor(values))) == 2.0
    assert float(base.reduce_values(tensor(values), weights, "mean_with_sample_weight")) == 2.0


def test_circle_leaves_out_embeddings_without_pairs():
    labels, embeddings = np.array([0, 1, 0]), np.eye(3, dtype="float32")
    values = np.array(losses.Circle(reduction="none")(labels, embeddings))
    assert values[1] == 0.0  # the only one of its class
    np.testing.assert_allclose(np.array(losses.Circle()(labels, embeddings)), (values[0] + values[2]) / 2, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_means_in_half_precision_are_not_rounded_on_the_way(dtype):
    """A sum of this many ones in bfloat16 stops at 256."""
    ones = np.ones((1, 1000), "float32")
    assert float(losses.MeanAbsoluteError(dtype=dtype)(ones, 2 * ones)) == 1.0


def test_logarithms_of_half_precision_give_float32():
    x = keras.ops.convert_to_tensor([[0.5, 2.0]], "float16")
    loss = losses.mean_squared_logarithmic_error(x, keras.ops.zeros_like(x))
    assert keras.backend.standardize_dtype(loss.dtype) == "float32"
    np.testing.assert_allclose(np.array(loss), np.mean(np.log1p([[0.5, 2.0]]) ** 2, -1), rtol=1e-3)


def test_a_batch_without_samples():
    loss = losses.MeanSquaredError()
    assert tuple(loss(np.ones((0, 3)), np.ones((0, 3))).shape) == (0,)
    assert float(loss(np.ones((0, 2, 3)), np.ones((0, 2, 3)))) == 0.0
    weights = np.ones((0, 2))
    assert float(loss(np.ones((0, 2, 3)), np.ones((0, 2, 3)), sample_weight=weights)) == 0.0


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="Only graphs of tensorflow have batches of unknown size.")
def test_a_batch_without_samples_in_a_graph():
    import tensorflow as tf

    loss = tf.function(losses.MeanSquaredError(), input_signature=[tf.TensorSpec((None, 3))] * 2)
    assert float(loss(tf.ones((0, 3)), tf.ones((0, 3)))) == 0.0
    assert float(loss(tf.ones((2, 3)), tf.zeros((2, 3)))) == 1.0


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="Only graphs of tensorflow have axes of unknown size.")
@pytest.mark.parametrize("name", ["Circle", "CategoricalGeneralizedCrossEntropy", "CategoricalCrossentropy"])
def test_axes_of_unknown_size_in_a_graph(name):
    import tensorflow as tf

    loss = losses.get({"class_name": name, "config": {"label_smoothing": 0.1} if name.endswith("entropy") else {}})
    y_true = np.array([1, 0, 1]) if name != "CategoricalCrossentropy" else np.eye(3, dtype="float32")
    data = tf.constant(y_true), tf.constant([[0.3, 0.5, 0.2], [0.3, 0.2, 0.5], [0.6, 0.3, 0.1]])
    signature = [tf.TensorSpec([None] * len(x.shape), x.dtype) for x in data]
    got = tf.function(lambda t, p: loss(t, p), input_signature=signature)(*data)
    np.testing.assert_allclose(float(got), float(loss(*data)), rtol=1e-6)


def test_a_replicas_part_of_a_loss(monkeypatch):
    value = ops.convert_to_tensor(3.0)
    for share, expected in ((None, 3.0), (0.25, 0.75)):
        monkeypatch.setattr(global_state.state, "replica_share", share, raising=False)
        scaled = base.scale_loss_for_distribution(value)
        assert [float(scaled), float(base.unscale_loss_for_distribution(scaled))] == [expected, 3.0]
