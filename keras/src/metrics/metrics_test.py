"""Metrics: values over batches against NumPy and scikit-learn's definitions, state, configs, bad input."""
import numpy as np
import pytest

from keras import losses, metrics, ops
from keras.src import backend

R = np.random.default_rng(5)
T, P = R.normal(size=(6, 3)), R.normal(size=(6, 3))
POSITIVE = np.abs(T) + 0.1, np.abs(P) + 0.1
PROBABILITIES = np.exp(P) / np.exp(P).sum(-1, keepdims=True)
LABELS = np.array([0, 2, 1, 2, 1, 0])
ONE_HOT = np.eye(3)[LABELS]
BINARY = np.array([0, 1, 1, 0, 1, 1.0]), np.array([0.1, 0.4, 0.35, 0.8, 0.9, 0.7])
MULTI = (T > 0).astype(float), 1 / (1 + np.exp(-P))
TARGETS, CLASSES = np.array([0, 1, 2, 2, 1, 0]), np.array([0, 2, 2, 2, 1, 1])
RANKED = np.argsort(-P, axis=-1)


def entropy(t, p):
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))


def counts(t, p, threshold=0.5):
    t, p = t.astype(bool), p > threshold
    return (t & p).sum(), (~t & p).sum(), (~t & ~p).sum(), (t & ~p).sum()


def rank_auc(t, p):
    """Area under the ROC curve as the share of pairs in the right order."""
    yes, no = p[t == 1], p[t == 0]
    return np.mean([(a > b) + 0.5 * (a == b) for a in yes for b in no])


def best(t, p, bounded, wanted, bound):
    rates = []
    for threshold in np.linspace(0, 1, 200):
        tp, fp, tn, fn = counts(t, p, threshold)
        rates.append(
            {
                "sensitivity": tp / max(tp + fn, 1),
                "specificity": tn / max(tn + fp, 1),
                "precision": tp / max(tp + fp, 1),
                "recall": tp / max(tp + fn, 1),
            }
        )
    return max([r[wanted] for r in rates if r[bounded] >= bound], default=0.0)


def f_scores(t, p, beta, threshold):
    tp, fp, fn = ((t * (p > threshold)).sum(0), ((1 - t) * (p > threshold)).sum(0), (t * (p <= threshold)).sum(0))
    return (1 + beta**2) * tp / ((1 + beta**2) * tp + beta**2 * fn + fp)


def iou(t, p, ids):
    return np.mean([((t == i) & (p == i)).sum() / ((t == i) | (p == i)).sum() for i in ids])


def r2(t, p):
    return 1 - ((t - p) ** 2).sum(0) / ((t - t.mean(0)) ** 2).sum(0)


def correlations(t, p):
    return [np.corrcoef(a, b)[0, 1] for a, b in zip(t, p)]


def concordances(t, p):
    return [
        2 * np.cov(a, b, bias=True)[0, 1] / (a.var() + b.var() + (a.mean() - b.mean()) ** 2)
        for a, b in zip(t, p)
    ]


def cosines(t, p):
    return (t * p).sum(-1) / np.linalg.norm(t, axis=-1) / np.linalg.norm(p, axis=-1)


def top(t, p, k):
    return np.mean([label in np.argsort(-row)[:k] for label, row in zip(t, p)])


M = metrics
HINGE = np.maximum(1 - np.sign(T) * P, 0)
CASES = {
    "Accuracy": (M.Accuracy, {}, (TARGETS, CLASSES), lambda t, p: (t == p).mean()),
    "BinaryAccuracy": (M.BinaryAccuracy, {"threshold": 0.6}, BINARY, lambda t, p: (t == (p > 0.6)).mean()),
    "CategoricalAccuracy": (
        M.CategoricalAccuracy, {}, (ONE_HOT, PROBABILITIES), lambda t, p: (t.argmax(-1) == p.argmax(-1)).mean()
    ),
    "SparseCategoricalAccuracy": (
        M.SparseCategoricalAccuracy, {}, (LABELS, PROBABILITIES), lambda t, p: (t == p.argmax(-1)).mean()
    ),
    "TopK": (M.TopKCategoricalAccuracy, {"k": 2}, (ONE_HOT, P), lambda t, p: top(LABELS, p, 2)),
    "SparseTopK": (M.SparseTopKCategoricalAccuracy, {"k": 2}, (LABELS, P), lambda t, p: top(t, p, 2)),
    "SparseTopK of ranks": (
        M.SparseTopKCategoricalAccuracy,
        {"k": 2, "from_sorted_ids": True},
        (LABELS, RANKED),
        lambda t, p: top(t, P, 2),
    ),
    "MSE": (M.MeanSquaredError, {}, (T, P), lambda t, p: ((t - p) ** 2).mean()),
    "RMSE": (M.RootMeanSquaredError, {}, (T, P), lambda t, p: np.sqrt(((t - p) ** 2).mean())),
    "MAE": (M.MeanAbsoluteError, {}, (T, P), lambda t, p: np.abs(t - p).mean()),
    "MAPE": (M.MeanAbsolutePercentageError, {}, (T, P), lambda t, p: 100 * np.abs((t - p) / t).mean()),
    "MSLE": (
        M.MeanSquaredLogarithmicError, {}, POSITIVE, lambda t, p: ((np.log1p(t) - np.log1p(p)) ** 2).mean()
    ),
    "LogCosh": (M.LogCoshError, {}, (T, P), lambda t, p: np.log(np.cosh(t - p)).mean()),
    "Cosine": (M.CosineSimilarity, {"axis": 1}, (T, P), lambda t, p: cosines(t, p).mean()),
    "R2": (M.R2Score, {}, (T, P), lambda t, p: r2(t, p).mean()),
    "R2 by output": (M.R2Score, {"class_aggregation": None}, (T, P), r2),
    "R2 by variance": (
        M.R2Score,
        {"class_aggregation": "variance_weighted_average"},
        (T, P),
        lambda t, p: np.average(r2(t, p), weights=t.var(0)),
    ),
    "Pearson": (M.PearsonCorrelation, {}, (T, P), lambda t, p: np.mean(correlations(t, p))),
    "Concordance": (M.ConcordanceCorrelation, {}, (T, P), lambda t, p: np.mean(concordances(t, p))),
    "KL": (
        M.KLDivergence, {}, (PROBABILITIES[::-1].copy(), PROBABILITIES), lambda t, p: (t * np.log(t / p)).sum(-1).mean()
    ),
    "Poisson": (M.Poisson, {}, POSITIVE, lambda t, p: (p - t * np.log(p)).mean()),
    "BCE": (M.BinaryCrossentropy, {"label_smoothing": 0.2}, MULTI, lambda t, p: entropy(0.8 * t + 0.1, p).mean()),
    "CCE": (
        M.CategoricalCrossentropy, {}, (ONE_HOT, PROBABILITIES), lambda t, p: -(t * np.log(p)).sum(-1).mean()
    ),
    "SCCE": (
        M.SparseCategoricalCrossentropy,
        {"from_logits": True},
        (LABELS, P),
        lambda t, p: -np.log(PROBABILITIES[range(6), t]).mean(),
    ),
    "Hinge": (M.Hinge, {}, (np.sign(T), P), lambda t, p: HINGE.mean()),
    "SquaredHinge": (M.SquaredHinge, {}, (np.sign(T), P), lambda t, p: (HINGE**2).mean()),
    "CategoricalHinge": (
        M.CategoricalHinge,
        {},
        (ONE_HOT, P),
        lambda t, p: np.maximum(1 + ((1 - t) * p).max(-1) - (t * p).sum(-1), 0).mean(),
    ),
    "TruePositives": (M.TruePositives, {}, BINARY, lambda t, p: counts(t, p)[0]),
    "FalsePositives": (M.FalsePositives, {"thresholds": 0.3}, BINARY, lambda t, p: counts(t, p, 0.3)[1]),
    "TrueNegatives": (M.TrueNegatives, {}, BINARY, lambda t, p: counts(t, p)[2]),
    "FalseNegatives": (
        M.FalseNegatives,
        {"thresholds": [0.2, 0.5, 0.85]},
        BINARY,
        lambda t, p: [counts(t, p, x)[3] for x in (0.2, 0.5, 0.85)],
    ),
    "Precision": (M.Precision, {}, BINARY, lambda t, p: counts(t, p)[0] / (p > 0.5).sum()),
    "Precision of a class": (
        M.Precision, {"class_id": 1}, MULTI, lambda t, p: (t * (p > 0.5))[:, 1].sum() / (p > 0.5)[:, 1].sum()
    ),
    "Precision of the best": (
        M.Precision, {"top_k": 1}, (ONE_HOT, PROBABILITIES), lambda t, p: top(LABELS, p, 1)
    ),
    "Recall": (M.Recall, {"thresholds": 0.6}, BINARY, lambda t, p: counts(t, p, 0.6)[0] / t.sum()),
    "AUC": (M.AUC, {"num_thresholds": 2000}, BINARY, rank_auc),
    "AUC of given thresholds": (
        M.AUC, {"thresholds": [0.2, 0.37, 0.5, 0.75, 0.85]}, BINARY, rank_auc
    ),
    "AUC by label": (
        M.AUC,
        {"num_thresholds": 2000, "multi_label": True},
        MULTI,
        lambda t, p: np.mean([rank_auc(a, b) for a, b in zip(t.T, p.T)]),
    ),
    "SensitivityAtSpecificity": (
        M.SensitivityAtSpecificity,
        {"specificity": 0.5},
        BINARY,
        lambda t, p: best(t, p, "specificity", "sensitivity", 0.5),
    ),
    "SpecificityAtSensitivity": (
        M.SpecificityAtSensitivity,
        {"sensitivity": 0.5},
        BINARY,
        lambda t, p: best(t, p, "sensitivity", "specificity", 0.5),
    ),
    "PrecisionAtRecall": (
        M.PrecisionAtRecall, {"recall": 0.75}, BINARY, lambda t, p: best(t, p, "recall", "precision", 0.75)
    ),
    "RecallAtPrecision": (
        M.RecallAtPrecision, {"precision": 0.7}, BINARY, lambda t, p: best(t, p, "precision", "recall", 0.7)
    ),
    "F1": (M.F1Score, {"threshold": 0.5}, MULTI, lambda t, p: f_scores(t, p, 1.0, 0.5)),
    "F1 macro": (
        M.F1Score, {"threshold": 0.5, "average": "macro"}, MULTI, lambda t, p: f_scores(t, p, 1.0, 0.5).mean()
    ),
    "F1 weighted": (
        M.F1Score,
        {"threshold": 0.5, "average": "weighted"},
        MULTI,
        lambda t, p: np.average(f_scores(t, p, 1.0, 0.5), weights=t.sum(0)),
    ),
    "F1 micro": (
        M.F1Score,
        {"threshold": 0.5, "average": "micro"},
        MULTI,
        lambda t, p: f_scores(t.reshape(-1, 1), p.reshape(-1, 1), 1.0, 0.5)[0],
    ),
    "FBeta": (M.FBetaScore, {"beta": 2.0, "threshold": 0.4}, MULTI, lambda t, p: f_scores(t, p, 2.0, 0.4)),
    "IoU": (
        M.IoU, {"num_classes": 3, "target_class_ids": [0, 2]}, (TARGETS, CLASSES), lambda t, p: iou(t, p, [0, 2])
    ),
    "MeanIoU": (M.MeanIoU, {"num_classes": 3}, (TARGETS, CLASSES), lambda t, p: iou(t, p, [0, 1, 2])),
    "MeanIoU without a class": (
        M.MeanIoU,
        {"num_classes": 3, "ignore_class": 2},
        (TARGETS, CLASSES),
        # Of the four samples that are left, 0 is hit once of two, 1 once of three.
        lambda t, p: np.mean([1 / 2, 1 / 3, 0.0]),
    ),
    "BinaryIoU": (M.BinaryIoU, {"threshold": 0.6}, BINARY, lambda t, p: iou(t, p >= 0.6, [0, 1])),
    "OneHotIoU": (
        M.OneHotIoU,
        {"num_classes": 3, "target_class_ids": [1]},
        (ONE_HOT, P),
        lambda t, p: iou(LABELS, p.argmax(-1), [1]),
    ),
    "OneHotMeanIoU": (
        M.OneHotMeanIoU, {"num_classes": 3}, (ONE_HOT, P), lambda t, p: iou(LABELS, p.argmax(-1), [0, 1, 2])
    ),
}


def tensor(x):
    x = np.asarray(x)
    return ops.convert_to_tensor(x.astype("float32") if x.dtype.kind == "f" else x.astype("int32"))


def number(x):
    return np.asarray(backend.convert_to_numpy(x))


@pytest.mark.parametrize("cls,options,data,formula", CASES.values(), ids=CASES)
def test_value_over_two_batches(cls, options, data, formula):
    metric = cls(**options)
    for part in (slice(0, 2), slice(2, None)):
        metric.update_state(*(tensor(x[part]) for x in data))
    wanted = formula(*data)
    np.testing.assert_allclose(number(metric.result()), wanted, rtol=2e-3, atol=1e-3)
    metric.reset_state()
    assert all(np.all(number(v.value) == 0) for v in metric.variables)
    np.testing.assert_allclose(number(metric(*map(tensor, data))), wanted, rtol=2e-3, atol=1e-3)


@pytest.mark.parametrize("cls,options,data,formula", CASES.values(), ids=CASES)
def test_stateless_equals_stateful(cls, options, data, formula):
    metric = cls(**options)
    metric.update_state(*map(tensor, data))
    wanted = number(metric.result())
    state = metric.stateless_reset_state()
    state = metric.stateless_update_state(state, *map(tensor, data))
    np.testing.assert_allclose(number(metric.stateless_result(state)), wanted, rtol=1e-5)


@pytest.mark.parametrize("cls,options,data,formula", CASES.values(), ids=CASES)
def test_merged_parts_are_the_whole(cls, options, data, formula):
    first, second = cls(**options), cls(**options)
    for metric, part in ((first, slice(0, 2)), (second, slice(2, None))):
        metric.update_state(*(tensor(x[part]) for x in data))
    seen = [number(v.value) for v in second.variables]
    first.merge_state([second])
    np.testing.assert_allclose(number(first.result()), formula(*data), rtol=2e-3, atol=1e-3)
    np.testing.assert_equal([number(v.value) for v in second.variables], seen)
    with pytest.raises(ValueError, match="of type Sum"):
        first.merge_state([metrics.Sum()])


@pytest.mark.parametrize("cls,options,data,formula", CASES.values(), ids=CASES)
def test_config_round_trip(cls, options, data, formula):
    first = cls(**options, name="its")
    second = metrics.deserialize(metrics.serialize(first))
    assert type(second) is cls and second.get_config() == first.get_config()
    assert set(options) <= set(second.get_config())
    wanted = number(first(*map(tensor, data)))
    np.testing.assert_allclose(number(second(*map(tensor, data))), wanted, rtol=1e-6)


@pytest.mark.parametrize("name", ["MSE", "BinaryAccuracy", "Precision", "F1 micro", "AUC"])
def test_weights_of_whole_numbers_repeat_samples(name):
    cls, options, data, _ = CASES[name]
    weights = np.array([0, 1, 2, 1, 3, 1])
    repeated = [tensor(np.repeat(x, weights, axis=0)) for x in data]
    weighted = cls(**options)
    weighted.update_state(*map(tensor, data), sample_weight=tensor(weights.astype("float32")))
    np.testing.assert_allclose(number(weighted.result()), number(cls(**options)(*repeated)), rtol=1e-4)


def test_every_metric_has_a_row():
    public = {v for v in (getattr(M, n) for n in M.__all__) if isinstance(v, type)}
    assert public - {c for c, *_ in CASES.values()} == {M.Metric, M.Mean, M.Sum, M.MeanMetricWrapper}


def test_mean_and_sum():
    mean, total = metrics.Mean(), metrics.Sum()
    for metric in (mean, total):
        metric.update_state([1.0, 3.0])
        metric.update_state(np.array([5.0, 7.0]), sample_weight=np.array([1.0, 0.0]))
    assert float(mean.result()) == pytest.approx(3.0) and float(total.result()) == pytest.approx(9.0)
    assert float(metrics.Mean()(4.0)) == 4.0
    # Each sample counts once, by its weight.
    got = metrics.Mean()(np.array([[1.0, 3.0], [5.0, 5.0]]), sample_weight=np.array([1.0, 3.0]))
    assert float(got) == pytest.approx((2 + 15) / 4)


def test_weights_reach_every_value():
    whole = np.arange(6.0).reshape(2, 3)
    assert float(metrics.Mean()(tensor(whole), sample_weight=[2.0])) == pytest.approx(2.5)
    assert float(metrics.Mean()(tensor(whole), sample_weight=[[1.0, 0.0, 0.0]])) == pytest.approx(1.5)


def test_weights_of_samples_of_several_axes():
    truth, weight = np.ones((3, 3, 3)), np.array([1.0, 2.0, 4.0])
    metric = metrics.TruePositives()
    metric.update_state(tensor(truth), tensor(truth * np.array([1, 0, 1])[:, None, None]), sample_weight=tensor(weight))
    assert float(metric.result()) == 9 * (1 + 4)


@pytest.mark.parametrize("values,weight", [((1,), (2,)), ((), (3,)), ((2,), (2, 3, 1)), ((1, 3), (2,)), ((2,), (1, 2))])
@pytest.mark.parametrize("cls", [metrics.Mean, metrics.Sum])
def test_weights_beyond_the_values_are_refused(cls, values, weight):
    with pytest.raises(ValueError):
        cls()(tensor(np.ones(values)), sample_weight=tensor(np.ones(weight)))


def test_results_keep_their_value():
    metric = metrics.Sum()
    metric.update_state([1.0, 2.0])
    result = metric.result()
    metric.update_state([5.0])
    metric.reset_state()
    assert float(result) == 3.0


def test_counts_of_classes_are_whole_numbers():
    metric = metrics.MeanIoU(2)
    assert metric.dtype == metric.get_config()["dtype"] == backend.standardize_dtype("int")
    assert metrics.MeanIoU(2, dtype="float32").dtype == "float32"


@pytest.mark.skipif(backend.backend() != "tensorflow", reason="Only graphs of tensorflow have classes of unknown number.")
@pytest.mark.parametrize(
    "metric,data",
    [
        (lambda: M.TopKCategoricalAccuracy(k=2), (ONE_HOT, P)),
        (lambda: M.SparseTopKCategoricalAccuracy(k=2), (LABELS, P)),
        (lambda: M.Precision(top_k=1), (ONE_HOT, PROBABILITIES)),
        (lambda: M.AUC(multi_label=True, num_labels=3), MULTI),
    ],
)
def test_an_unknown_number_of_classes(metric, data):
    import tensorflow as tf

    data = [tensor(x) for x in data]
    signature = [tf.TensorSpec([None] * len(x.shape), x.dtype) for x in data]
    got = tf.function(metric(), input_signature=signature)(*data)
    np.testing.assert_allclose(number(got), number(metric()(*data)), rtol=1e-6)


def test_what_is_no_class_is_left_out():
    labels, classes = [0, -1, 5, 1, 2, np.nan, 1], [0, 1, 1, -1, 4, 0, 2]
    metric = metrics.MeanIoU(3, dtype="float32")
    counts = metric.update_state(tensor(np.array(labels)), tensor(np.array(classes, "float32")))
    np.testing.assert_array_equal(number(counts), [[1, 0, 0], [0, 0, 1], [0, 0, 0]])
    whole = metrics.BinaryIoU().update_state(tensor(np.array([0, 1, 7])), tensor(np.array([0.1, np.nan, 0.7])))
    np.testing.assert_array_equal(number(whole), [[1, 0], [1, 0]])


def test_correlation_does_not_depend_on_the_scale():
    t, p = (tensor(np.array([[0.1, 0.5, 0.2, 0.9]]) * 1e-6), tensor(np.array([[0.2, 0.4, 0.1, 0.3]]) * 1e-6))
    assert number(metrics.pearson_correlation(t, p))[0] == pytest.approx(np.corrcoef(t, p)[0, 1], rel=1e-4)
    with np.errstate(invalid="ignore"):
        assert np.isnan(number(metrics.pearson_correlation(tensor(np.ones((1, 4))), p))[0])


def test_masked_predictions_do_not_count():
    y_pred = tensor(P)
    backend.set_keras_mask(y_pred, ops.convert_to_tensor(np.arange(6) < 2))
    got = metrics.MeanSquaredError()(tensor(T), y_pred)
    np.testing.assert_allclose(number(got), ((T - P) ** 2)[:2].mean(), rtol=1e-5)


def test_wrapper_saves_its_function():
    first = metrics.MeanMetricWrapper(losses.huber, delta=0.5, name="h")
    second = metrics.MeanMetricWrapper.from_config(first.get_config())
    assert second.get_config() == first.get_config()
    assert float(second(tensor(T), tensor(P))) == pytest.approx(float(first(tensor(T), tensor(P))))


class Nested(metrics.Metric):
    def __init__(self):
        super().__init__(name="nested")
        self.last = self.add_weight(shape=(2,), name="last")
        self.inner = [metrics.Mean("first"), metrics.Sum("second")]

    def update_state(self, values):
        self.last.assign(values)
        for metric in self.inner:
            metric.update_state(values)

    def result(self):
        return {"last": self.last.value, "mean": self.inner[0].result()}


def test_a_metric_of_the_user_holds_others():
    metric = Nested()
    assert [v.path for v in metric.variables] == ["nested/last", "first/total", "first/count", "second/total"]
    result = metric(tensor(np.array([1.0, 3.0])))
    assert float(result["mean"]) == 2.0
    state = metric.stateless_update_state(metric.stateless_reset_state(), tensor(np.array([5.0, 7.0])))
    assert float(metric.stateless_result(state)["mean"]) == 6.0
    assert float(metric.result()["mean"]) == 2.0


def test_get():
    assert isinstance(metrics.get("mse"), metrics.MeanSquaredError) and metrics.get(None) is None
    assert isinstance(metrics.get("AUC"), metrics.AUC) and isinstance(metrics.get("auc"), metrics.AUC)
    assert metrics.get(len) is len and metrics.get(metrics.Mean).name.startswith("mean")


BAD = [
    (lambda: metrics.get("acuracy"), ValueError, "'accuracy'"),
    (lambda: metrics.get(3), ValueError, "3"),
    (lambda: metrics.AUC(num_thresholds=1), ValueError, "num_thresholds=1"),
    (lambda: metrics.AUC(curve="bogus"), ValueError, "'bogus'"),
    (lambda: metrics.AUC(summation_method="bogus"), ValueError, "'bogus'"),
    (lambda: metrics.AUC(num_labels=3), ValueError, "num_labels=3"),
    (lambda: metrics.BinaryAccuracy(threshold=2.0), ValueError, "threshold=2.0"),
    (lambda: metrics.F1Score(average="bogus"), ValueError, "'bogus'"),
    (lambda: metrics.FBetaScore(beta=-1.0), ValueError, "beta=-1.0"),
    (lambda: metrics.FBetaScore(threshold=2), ValueError, "threshold=2"),
    (lambda: metrics.F1Score()(np.ones(3), np.ones(3)), ValueError, r"y_true.shape=\(3,\)"),
    (lambda: metrics.IoU(2, [5]), ValueError, "5"),
    (lambda: metrics.Precision(thresholds=[2.0]), ValueError, "2.0"),
    (lambda: metrics.PrecisionAtRecall(2.0), ValueError, "recall=2.0"),
    (lambda: metrics.RecallAtPrecision(-1), ValueError, "precision=-1"),
    (lambda: metrics.R2Score("bogus"), ValueError, "'bogus'"),
    (lambda: metrics.R2Score(num_regressors=-1), ValueError, "num_regressors=-1"),
    (lambda: metrics.R2Score()(np.ones(3), np.ones(3)), ValueError, r"\(3,\)"),
    (lambda: metrics.Metric().update_state(1), NotImplementedError, "update_state"),
    (lambda: metrics.Metric().result(), NotImplementedError, "result"),
    (lambda: metrics.Mean().stateless_result([1.0]), ValueError, "list of 1"),
]


@pytest.mark.parametrize("action,error,part", BAD)
def test_bad_input_names_the_argument_and_the_value(action, error, part):
    with pytest.raises(error, match=part):
        action()
