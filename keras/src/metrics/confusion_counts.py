"""Counts of yes-or-no predictions, and what follows from them directly: precision and recall."""
from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.metrics import metrics_utils
from keras.src.metrics.metric import Metric
from keras.src.metrics.metrics_utils import ConfusionMatrix


class _ConfusionMatrixConditionCount(Metric):
    """Counts the predictions of one kind, for one or several thresholds.

    Args:
        confusion_matrix_cond: Member of `ConfusionMatrix`.
        thresholds: Float between 0 and 1, or a list of them. None means 0.5. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.
    """

    def __init__(self, confusion_matrix_cond, thresholds=None, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self._confusion_matrix_cond = confusion_matrix_cond
        self.init_thresholds = thresholds
        self.thresholds = metrics_utils.parse_init_thresholds(thresholds)
        self._thresholds_distributed_evenly = metrics_utils.is_evenly_distributed_thresholds(self.thresholds)
        self.accumulator = self.add_variable(
            shape=(len(self.thresholds),), initializer="zeros", name="accumulator"
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets 0 and 1.
            y_pred: Tensor of probabilities, of the same shape.
            sample_weight: Tensor of weights that broadcasts with the predictions. Defaults to None.
        """
        metrics_utils.update_confusion_matrix_variables(
            {self._confusion_matrix_cond: self.accumulator},
            y_true,
            y_pred,
            thresholds=self.thresholds,
            thresholds_distributed_evenly=self._thresholds_distributed_evenly,
            sample_weight=sample_weight,
        )

    def result(self):
        return _for_thresholds(self.thresholds, self.accumulator.value)

    def get_config(self):
        return super().get_config() | {"thresholds": self.init_thresholds}


def _for_thresholds(thresholds, values):
    """A scalar for one threshold, a vector for several."""
    return values[0] if len(thresholds) == 1 else values


@keras_export("keras.metrics.FalsePositives")
class FalsePositives(_ConfusionMatrixConditionCount):
    """Number of predictions yes whose target is no, or their weight.

    Args:
        thresholds: Float between 0 and 1, above which a prediction means yes, or a list of them, which gives
            a vector. None means 0.5. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If a threshold is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.FalsePositives()
    >>> metric.update_state([0, 1, 0, 0], [0, 0, 1, 1])
    >>> float(metric.result())
    2.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(
            confusion_matrix_cond=ConfusionMatrix.FALSE_POSITIVES, thresholds=thresholds, name=name, dtype=dtype
        )


@keras_export("keras.metrics.FalseNegatives")
class FalseNegatives(_ConfusionMatrixConditionCount):
    """Number of predictions no whose target is yes, or their weight.

    Args:
        thresholds: Float between 0 and 1, above which a prediction means yes, or a list of them, which gives
            a vector. None means 0.5. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If a threshold is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.FalseNegatives()
    >>> metric.update_state([0, 1, 1, 1], [0, 1, 0, 1])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(
            confusion_matrix_cond=ConfusionMatrix.FALSE_NEGATIVES, thresholds=thresholds, name=name, dtype=dtype
        )


@keras_export("keras.metrics.TrueNegatives")
class TrueNegatives(_ConfusionMatrixConditionCount):
    """Number of predictions no whose target is no, or their weight.

    Args:
        thresholds: Float between 0 and 1, above which a prediction means yes, or a list of them, which gives
            a vector. None means 0.5. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If a threshold is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.TrueNegatives()
    >>> metric.update_state([0, 1, 0, 1], [1, 1, 0, 0])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(
            confusion_matrix_cond=ConfusionMatrix.TRUE_NEGATIVES, thresholds=thresholds, name=name, dtype=dtype
        )


@keras_export("keras.metrics.TruePositives")
class TruePositives(_ConfusionMatrixConditionCount):
    """Number of predictions yes whose target is yes, or their weight.

    Args:
        thresholds: Float between 0 and 1, above which a prediction means yes, or a list of them, which gives
            a vector. None means 0.5. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If a threshold is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.TruePositives()
    >>> metric.update_state([0, 1, 1, 0], [1, 1, 0, 0])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__(
            confusion_matrix_cond=ConfusionMatrix.TRUE_POSITIVES, thresholds=thresholds, name=name, dtype=dtype
        )


class _RatioOfCounts(Metric):
    """True positives over true positives and the count `_other`; see `Precision` and `Recall`."""

    _direction = "up"
    _other = None

    def __init__(self, thresholds=None, top_k=None, class_id=None, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        default = 0.5 if top_k is None else metrics_utils.NEG_INF
        self.thresholds = metrics_utils.parse_init_thresholds(thresholds, default_threshold=default)
        self._thresholds_distributed_evenly = metrics_utils.is_evenly_distributed_thresholds(self.thresholds)
        shape = (len(self.thresholds),)
        self.true_positives = self.add_variable(shape=shape, initializer="zeros", name="true_positives")
        other = self.add_variable(shape=shape, initializer="zeros", name=self._other.name.lower())
        self._counts = {ConfusionMatrix.TRUE_POSITIVES: self.true_positives, self._other: other}

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets 0 and 1.
            y_pred: Tensor of probabilities, of the same shape.
            sample_weight: Tensor of weights that broadcasts with the predictions. Defaults to None.
        """
        metrics_utils.update_confusion_matrix_variables(
            self._counts,
            y_true,
            y_pred,
            thresholds=self.thresholds,
            thresholds_distributed_evenly=self._thresholds_distributed_evenly,
            top_k=self.top_k,
            class_id=self.class_id,
            sample_weight=sample_weight,
        )

    def result(self):
        hits = self.true_positives.value
        ratio = ops.divide_no_nan(hits, ops.add(hits, self._counts[self._other]))
        return _for_thresholds(self.thresholds, ratio)

    def reset_state(self):
        for v in self.variables:
            v.assign(ops.zeros(v.shape, dtype=v.dtype))

    def get_config(self):
        return super().get_config() | {
            "thresholds": self.init_thresholds,
            "top_k": self.top_k,
            "class_id": self.class_id,
        }


@keras_export("keras.metrics.Precision")
class Precision(_RatioOfCounts):
    """Share of the predictions yes whose target is yes: `true positives / (true positives + false positives)`.

    Args:
        thresholds: Float between 0 and 1, above which a prediction means yes, or a list of them, which gives
            a vector. None means 0.5, or with `top_k` no threshold. Defaults to None.
        top_k: Integer: only so many largest predictions of a sample may mean yes. Defaults to None.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If a threshold is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.Precision()
    >>> metric.update_state([0, 1, 1, 1], [1, 0, 1, 1])
    >>> round(float(metric.result()), 4)
    0.6667
    """

    _other = ConfusionMatrix.FALSE_POSITIVES

    @property
    def false_positives(self):
        """The variable that counts them."""
        return self._counts[ConfusionMatrix.FALSE_POSITIVES]


@keras_export("keras.metrics.Recall")
class Recall(_RatioOfCounts):
    """Share of the targets yes that are predicted: `true positives / (true positives + false negatives)`.

    Args:
        thresholds: Float between 0 and 1, above which a prediction means yes, or a list of them, which gives
            a vector. None means 0.5, or with `top_k` no threshold. Defaults to None.
        top_k: Integer: only so many largest predictions of a sample may mean yes. Defaults to None.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If a threshold is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.Recall()
    >>> metric.update_state([0, 1, 1, 1], [1, 0, 1, 1])
    >>> round(float(metric.result()), 4)
    0.6667
    """

    _other = ConfusionMatrix.FALSE_NEGATIVES

    @property
    def false_negatives(self):
        """The variable that counts them."""
        return self._counts[ConfusionMatrix.FALSE_NEGATIVES]
