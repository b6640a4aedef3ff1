"""Counts of right and wrong predictions over thresholds, and confusion matrices."""
from enum import Enum

import numpy as np

from keras.src import ops
from keras.src.losses.loss import squeeze_or_expand_to_same_rank

NEG_INF = -1e10


class ConfusionMatrix(Enum):
    """The four counts, as keys of the variables that hold them."""

    TRUE_POSITIVES = "tp"
    FALSE_POSITIVES = "fp"
    TRUE_NEGATIVES = "tn"
    FALSE_NEGATIVES = "fn"


class AUCCurve(Enum):
    """Kinds of curve below which `keras.metrics.AUC` takes the area."""

    ROC = "ROC"
    PR = "PR"
    PRGAIN = "PRGAIN"

    @staticmethod
    def from_str(key):
        """The kind of that name, in small or capital letters."""
        if isinstance(key, str) and key.upper() in AUCCurve.__members__:
            return AUCCurve[key.upper()]
        raise ValueError(f"Argument `curve` must be one of {list(AUCCurve.__members__)}. Received: curve={key!r}.")


class AUCSummationMethod(Enum):
    """Ways to take the area below the curve between two thresholds."""

    INTERPOLATION = "interpolation"
    MAJORING = "majoring"
    MINORING = "minoring"

    @staticmethod
    def from_str(key):
        """The way of that name, in small or capital letters."""
        if isinstance(key, str) and key.upper() in AUCSummationMethod.__members__:
            return AUCSummationMethod[key.upper()]
        raise ValueError(
            "Argument `summation_method` must be one of "
            f"{[m.value for m in AUCSummationMethod]}. Received: summation_method={key!r}."
        )


def to_list(x):
    """`x` itself if it is a list, else a list of it."""
    return x if isinstance(x, list) else [x]


def assert_thresholds_range(thresholds):
    """Raises a `ValueError` about thresholds that are not between 0 and 1."""
    invalid = [t for t in thresholds or () if t is None or t < 0 or t > 1]
    if invalid:
        raise ValueError(f"Argument `thresholds` must hold numbers between 0 and 1. Received: {invalid}.")


def parse_init_thresholds(thresholds, default_threshold=0.5):
    """Thresholds as a list, checked; the default one for None."""
    if thresholds is not None:
        assert_thresholds_range(to_list(thresholds))
    return to_list(default_threshold if thresholds is None else thresholds)


def is_evenly_distributed_thresholds(thresholds):
    """Whether there are at least three thresholds, at equal distances from 0 to 1."""
    if len(thresholds) < 3:
        return False
    return np.allclose(thresholds, np.linspace(0.0, 1.0, len(thresholds)), atol=1e-6)


def confusion_matrix(labels, predictions, num_classes, weights=None, dtype="int32"):
    """Counts pairs of true and predicted classes.

    Args:
        labels: Tensor of class numbers, `(n,)`.
        predictions: Tensor of class numbers, `(n,)`, of the same dtype.
        num_classes: Integer.
        weights: Tensor `(n,)` of what each pair counts. None means 1. Defaults to None.
        dtype: Name of the dtype of the result. Defaults to `"int32"`.

    Returns:
        Tensor `(num_classes, num_classes)`: true classes in rows, predicted ones in columns. Pairs with a number
        that is no class are left out.
    """
    pairs = ops.stack([labels, predictions], axis=1)
    are_classes = ops.logical_and(ops.greater_equal(pairs, 0), ops.less(pairs, num_classes))
    values = ops.cast(ops.all(are_classes, axis=1), dtype)
    if weights is not None:
        values = ops.multiply(values, ops.cast(weights, dtype))
    pairs = ops.cast(ops.where(are_classes, pairs, 0), "int64")
    return ops.scatter(pairs, values, (num_classes, num_classes))


def _filter_top_k(x, k):
    """`x` with all but the `k` largest values of its last axis at minus infinity, or nearly so."""
    _, indices = ops.top_k(x, k, sorted=False)
    kept = ops.sum(ops.one_hot(indices, ops.shape(x)[-1], axis=-1), axis=-2)
    return ops.add(ops.multiply(x, kept), ops.multiply(NEG_INF, ops.subtract(1, kept)))


def update_confusion_matrix_variables(
    variables_to_update, y_true, y_pred, thresholds, top_k=None, class_id=None, sample_weight=None,
    multi_label=False, label_weights=None, thresholds_distributed_evenly=False,
):
    """Adds the counts of a batch to variables, one count for each threshold.

    Args:
        variables_to_update: Dict from members of `ConfusionMatrix` to variables `(thresholds,)`, or
            `(thresholds, labels)` if `multi_label`.
        y_true: Tensor of targets 0 and 1.
        y_pred: Tensor of predictions, of the same shape.
        thresholds: List of floats, in rising order: a prediction above one means yes.
        top_k: Integer, the number of largest predictions that may mean yes. Defaults to None.
        class_id: Integer, the only class that counts. Defaults to None.
        sample_weight: Tensor of weights that broadcasts with the predictions. Defaults to None.
        multi_label: Boolean, whether to count each label (the last axis) apart. Defaults to `False`.
        label_weights: Tensor of weights of labels. Defaults to None.
        thresholds_distributed_evenly: Boolean, whether the thresholds lie at equal distances from 0 to 1,
            which allows counting by buckets. Defaults to `False`.
    """
    variable = next(iter(variables_to_update.values()))
    dtype = variable.dtype
    y_true, y_pred = ops.cast(ops.cast(y_true, "bool"), dtype), ops.cast(y_pred, dtype)
    y_pred, y_true = squeeze_or_expand_to_same_rank(y_pred, y_true)
    weights = None
    if sample_weight is not None:
        weights = ops.cast(sample_weight, dtype)
        _, weights = squeeze_or_expand_to_same_rank(y_pred, weights, expand_rank_1=False)
    if top_k is not None:
        y_pred = _filter_top_k(y_pred, top_k)
    if class_id is not None:
        if len(y_pred.shape) == 1:
            raise ValueError(
                "Argument `class_id` needs predictions of several classes. "
                f"Received: y_pred.shape={tuple(y_pred.shape)}."
            )
        y_true, y_pred = y_true[..., class_id, None], y_pred[..., class_id, None]
    weights = _element_weights(y_pred, weights, label_weights, dtype)
    # From here on all are (samples, labels).
    labels = 1
    if multi_label and len(y_pred.shape) > 1:  # Their number may be unknown while a graph is traced.
        labels = variable.shape[-1] if y_pred.shape[-1] is None else y_pred.shape[-1]
    y_true, y_pred, weights = (ops.reshape(x, (-1, labels)) for x in (y_true, y_pred, weights))
    count = _bucket_counts if thresholds_distributed_evenly else _compared_counts
    positives = ops.multiply(weights, y_true)
    negatives = ops.multiply(weights, ops.subtract(1.0, y_true))
    true_positives, false_positives = count(y_pred, thresholds, [positives, negatives])
    results = {
        ConfusionMatrix.TRUE_POSITIVES: true_positives,
        ConfusionMatrix.FALSE_POSITIVES: false_positives,
        ConfusionMatrix.FALSE_NEGATIVES: ops.subtract(ops.sum(positives, axis=0), true_positives),
        ConfusionMatrix.TRUE_NEGATIVES: ops.subtract(ops.sum(negatives, axis=0), false_positives),
    }
    for kind, variable in variables_to_update.items():
        variable.assign_add(ops.reshape(results[kind], variable.shape))


def _element_weights(y_pred, weights, label_weights, dtype):
    if weights is None:
        weights = ops.ones_like(y_pred)
    else:
        while len(weights.shape) < len(y_pred.shape) and len(weights.shape) > 0:
            weights = ops.expand_dims(weights, axis=-1)
        weights = ops.broadcast_to(weights, ops.shape(y_pred))
    if label_weights is not None:
        weights = ops.multiply(weights, ops.cast(label_weights, dtype))
    return weights


def _compared_counts(y_pred, thresholds, weights):
    """Sums of weights of the predictions above each threshold, `(thresholds, labels)`."""
    thresholds = ops.reshape(ops.convert_to_tensor(list(thresholds), dtype=y_pred.dtype), (-1, 1, 1))
    above = ops.cast(ops.greater(ops.expand_dims(y_pred, axis=0), thresholds), y_pred.dtype)
    return [ops.sum(ops.multiply(above, ops.expand_dims(w, axis=0)), axis=1) for w in weights]


def _bucket_counts(y_pred, thresholds, weights):
    """The same for equal distances from 0 to 1, in a time that does not grow with the thresholds."""
    size = len(thresholds)
    passed = ops.ceil(ops.multiply(ops.clip(y_pred, 0.0, 1.0), size - 1))
    if thresholds[0] < 0:  # The first threshold was moved a little below 0: everything passes it.
        passed = ops.maximum(passed, 1.0)
    passed = ops.cast(passed, "int32")
    sums = []
    for w in weights:
        columns = [_column_counts(passed[:, i], w[:, i], size) for i in range(y_pred.shape[1])]
        sums.append(ops.stack(columns, axis=1))
    return sums


def _column_counts(passed, weights, size):
    """From how many thresholds each prediction passes: the weight that passes each threshold."""
    totals = ops.segment_sum(weights, passed, num_segments=size + 1)
    return ops.flip(ops.cumsum(ops.flip(totals[1:], axis=0), axis=0), axis=0)
