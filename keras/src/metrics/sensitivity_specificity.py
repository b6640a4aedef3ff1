"""One of two rates, where the other one reaches a given value."""
from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.metrics import metrics_utils
from keras.src.metrics.metric import Metric
from keras.src.metrics.metrics_utils import ConfusionMatrix


class SensitivitySpecificityBase(Metric):
    """Counts over thresholds from 0 to 1, and picks the best one that satisfies a bound.

    Args:
        value: Float between 0 and 1, the bound.
        num_thresholds: Integer > 0. Defaults to `200`.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.
    """

    _direction = "up"

    def __init__(self, value, num_thresholds=200, class_id=None, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        if num_thresholds <= 0:
            raise ValueError(f"Argument `num_thresholds` must be > 0. Received: num_thresholds={num_thresholds}.")
        self.value = value
        self.class_id = class_id
        self.num_thresholds = num_thresholds
        if num_thresholds == 1:
            self.thresholds = [0.5]
            self._thresholds_distributed_evenly = False
        else:
            self.thresholds = [i / (num_thresholds - 1) for i in range(num_thresholds)]
            self._thresholds_distributed_evenly = True
        self.true_positives = self._counter("true_positives")
        self.false_positives = self._counter("false_positives")
        self.true_negatives = self._counter("true_negatives")
        self.false_negatives = self._counter("false_negatives")

    def _counter(self, name):
        return self.add_variable(shape=(self.num_thresholds,), initializer="zeros", name=name)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets 0 and 1.
            y_pred: Tensor of probabilities, of the same shape.
            sample_weight: Tensor of weights that broadcasts with the predictions. Defaults to None.
        """
        metrics_utils.update_confusion_matrix_variables(
            {
                ConfusionMatrix.TRUE_POSITIVES: self.true_positives,
                ConfusionMatrix.TRUE_NEGATIVES: self.true_negatives,
                ConfusionMatrix.FALSE_POSITIVES: self.false_positives,
                ConfusionMatrix.FALSE_NEGATIVES: self.false_negatives,
            },
            y_true,
            y_pred,
            thresholds=self.thresholds,
            thresholds_distributed_evenly=self._thresholds_distributed_evenly,
            class_id=self.class_id,
            sample_weight=sample_weight,
        )

    def _sensitivity(self):
        return _share(self.true_positives, self.false_negatives)

    def _specificity(self):
        return _share(self.true_negatives, self.false_positives)

    def _precision(self):
        return _share(self.true_positives, self.false_positives)

    def _best(self, bounded, wanted):
        """The largest of `wanted` where `bounded` reaches the bound; 0 if it does nowhere."""
        feasible = ops.greater_equal(bounded, self.value)
        return ops.max(ops.where(feasible, wanted, ops.zeros_like(wanted)))

    def reset_state(self):
        for v in self.variables:
            v.assign(ops.zeros(v.shape, dtype=v.dtype))

    def get_config(self):
        return super().get_config() | {"class_id": self.class_id}


def _share(part, rest):
    return ops.divide_no_nan(part, ops.add(part, rest))


def _check_bound(name, value):
    if not 0 <= value <= 1:
        raise ValueError(f"Argument `{name}` must lie between 0 and 1. Received: {name}={value}.")
    return value


@keras_export("keras.metrics.SensitivityAtSpecificity")
class SensitivityAtSpecificity(SensitivitySpecificityBase):
    """Best sensitivity among the thresholds at which the specificity is large enough.

    Sensitivity is `tp / (tp + fn)`, specificity is `tn / (tn + fp)`.

    Args:
        specificity: Float between 0 and 1, the bound.
        num_thresholds: Integer > 0, the number of thresholds from 0 to 1. Defaults to `200`.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> metric = keras.metrics.SensitivityAtSpecificity(0.5)
    >>> metric.update_state([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, specificity, num_thresholds=200, class_id=None, name=None, dtype=None):
        self.specificity = _check_bound("specificity", specificity)
        super().__init__(
            value=specificity, num_thresholds=num_thresholds, class_id=class_id, name=name, dtype=dtype
        )

    def result(self):
        return self._best(self._specificity(), self._sensitivity())

    def get_config(self):
        return super().get_config() | {"num_thresholds": self.num_thresholds, "specificity": self.specificity}


@keras_export("keras.metrics.SpecificityAtSensitivity")
class SpecificityAtSensitivity(SensitivitySpecificityBase):
    """Best specificity among the thresholds at which the sensitivity is large enough.

    Sensitivity is `tp / (tp + fn)`, specificity is `tn / (tn + fp)`.

    Args:
        sensitivity: Float between 0 and 1, the bound.
        num_thresholds: Integer > 0, the number of thresholds from 0 to 1. Defaults to `200`.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> metric = keras.metrics.SpecificityAtSensitivity(0.5)
    >>> metric.update_state([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, sensitivity, num_thresholds=200, class_id=None, name=None, dtype=None):
        self.sensitivity = _check_bound("sensitivity", sensitivity)
        super().__init__(
            value=sensitivity, num_thresholds=num_thresholds, class_id=class_id, name=name, dtype=dtype
        )

    def result(self):
        return self._best(self._sensitivity(), self._specificity())

    def get_config(self):
        return super().get_config() | {"num_thresholds": self.num_thresholds, "sensitivity": self.sensitivity}


@keras_export("keras.metrics.PrecisionAtRecall")
class PrecisionAtRecall(SensitivitySpecificityBase):
    """Best precision among the thresholds at which the recall is large enough.

    Precision is `tp / (tp + fp)`, recall is `tp / (tp + fn)`.

    Args:
        recall: Float between 0 and 1, the bound.
        num_thresholds: Integer > 0, the number of thresholds from 0 to 1. Defaults to `200`.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> metric = keras.metrics.PrecisionAtRecall(0.5)
    >>> metric.update_state([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, recall, num_thresholds=200, class_id=None, name=None, dtype=None):
        self.recall = _check_bound("recall", recall)
        super().__init__(
            value=recall, num_thresholds=num_thresholds, class_id=class_id, name=name, dtype=dtype
        )

    def result(self):
        return self._best(self._sensitivity(), self._precision())

    def get_config(self):
        return super().get_config() | {"num_thresholds": self.num_thresholds, "recall": self.recall}


@keras_export("keras.metrics.RecallAtPrecision")
class RecallAtPrecision(SensitivitySpecificityBase):
    """Best recall among the thresholds at which the precision is large enough.

    Precision is `tp / (tp + fp)`, recall is `tp / (tp + fn)`.

    Args:
        precision: Float between 0 and 1, the bound.
        num_thresholds: Integer > 0, the number of thresholds from 0 to 1. Defaults to `200`.
        class_id: Integer, the only class that counts. Defaults to None.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> metric = keras.metrics.RecallAtPrecision(0.5)
    >>> metric.update_state([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])
    >>> float(metric.result())
    1.0
    """

    def __init__(self, precision, num_thresholds=200, class_id=None, name=None, dtype=None):
        self.precision = _check_bound("precision", precision)
        super().__init__(
            value=precision, num_thresholds=num_thresholds, class_id=class_id, name=name, dtype=dtype
        )

    def result(self):
        return self._best(self._precision(), self._sensitivity())

    def get_config(self):
        return super().get_config() | {"num_thresholds": self.num_thresholds, "precision": self.precision}
