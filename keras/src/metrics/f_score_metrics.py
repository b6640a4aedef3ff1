"""F-scores: means of precision and recall."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.metrics.metric import Metric

_AVERAGES = (None, "micro", "macro", "weighted")


@keras_export("keras.metrics.FBetaScore")
class FBetaScore(Metric):
    """Weighted harmonic mean of precision and recall.

    `(1 + beta^2) * precision * recall / (beta^2 * precision + recall)`

    Args:
        average: How the scores of classes become one: `"micro"` counts over all classes, `"macro"` takes their mean,
            `"weighted"` their mean by the number of true samples; None keeps them apart. Defaults to None.
        beta: Float > 0, how much recall counts against precision. Defaults to `1.0`.
        threshold: Float, above which a prediction means yes. None means: the largest prediction only.
            Defaults to None.
        name: String. Defaults to `"fbeta_score"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> metric = keras.metrics.FBetaScore(beta=2.0, threshold=0.5)
    >>> metric.update_state(np.array([[1, 1], [1, 0]]), np.array([[0.75, 0.25], [0.75, 0.75]]))
    >>> keras.ops.convert_to_numpy(metric.result()).tolist()
    [1.0, 0.0]
    """

    _direction = "up"

    def __init__(self, average=None, beta=1.0, threshold=None, name="fbeta_score", dtype=None):
        super().__init__(name=name, dtype=dtype)
        if average not in _AVERAGES:
            raise ValueError(f"Argument `average` must be one of {_AVERAGES}. Received: average={average!r}.")
        if not isinstance(beta, float) or beta <= 0:
            raise ValueError(f"Argument `beta` must be a float > 0. Received: beta={beta!r}.")
        if threshold is not None and (not isinstance(threshold, float) or not 0 < threshold <= 1):
            raise ValueError(
                f"Argument `threshold` must be a float above 0 and at most 1. Received: threshold={threshold!r}."
            )
        self.average = average
        self.beta = beta
        self.threshold = threshold
        self.axis = None if average == "micro" else 0
        self._built = False

    def _build(self, y_true_shape, y_pred_shape):
        for argument, shape in (("y_true", y_true_shape), ("y_pred", y_pred_shape)):
            if len(shape) != 2 or shape[1] is None:
                raise ValueError(
                    f"Argument `{argument}` of {type(self).__name__} must have the shape (batch, classes). "
                    f"Received: {argument}.shape={tuple(shape)}."
                )
        shape = () if self.average == "micro" else (y_pred_shape[1],)
        self.true_positives = self._counter("true_positives", shape)
        self.false_positives = self._counter("false_positives", shape)
        self.false_negatives = self._counter("false_negatives", shape)
        self.intermediate_weights = self._counter("intermediate_weights", shape)
        self._built = True
        self._built_with = (tuple(y_true_shape), tuple(y_pred_shape))

    def _counter(self, name, shape):
        return self.add_variable(name=name, shape=shape, initializer="zeros", dtype=self.dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets 0 and 1, `(batch, classes)`.
            y_pred: Tensor of predictions, of the same shape.
            sample_weight: Scalar, or tensor of weights `(batch,)`. Defaults to None.
        """
        y_true = ops.convert_to_tensor(y_true, dtype=self.dtype)
        y_pred = ops.convert_to_tensor(y_pred, dtype=self.dtype)
        if not self._built:
            self._build(y_true.shape, y_pred.shape)
        if self.threshold is None:
            best = ops.greater_equal(y_pred, ops.max(y_pred, axis=-1, keepdims=True))
            # A row of zeros has no largest prediction.
            y_pred = ops.logical_and(best, ops.greater(ops.abs(y_pred), 1e-9))
        else:
            y_pred = ops.greater(y_pred, self.threshold)
        y_pred = ops.cast(y_pred, self.dtype)
        if sample_weight is not None:
            sample_weight = ops.convert_to_tensor(sample_weight, dtype=self.dtype)
            if len(sample_weight.shape) == 1:
                sample_weight = ops.expand_dims(sample_weight, axis=1)

        def add(counter, hits):
            if sample_weight is not None:
                hits = ops.multiply(hits, sample_weight)
            counter.assign_add(ops.sum(hits, axis=self.axis))

        add(self.true_positives, ops.multiply(y_pred, y_true))
        add(self.false_positives, ops.multiply(y_pred, ops.subtract(1, y_true)))
        add(self.false_negatives, ops.multiply(ops.subtract(1, y_pred), y_true))
        add(self.intermediate_weights, y_true)

    def result(self):
        hits = self.true_positives.value
        precision = _ratio(hits, ops.add(hits, self.false_positives))
        recall = _ratio(hits, ops.add(hits, self.false_negatives))
        weighted = ops.add(ops.multiply(self.beta**2, precision), recall)
        score = ops.multiply(1 + self.beta**2, _ratio(ops.multiply(precision, recall), weighted))
        if self.average == "weighted":
            weights = _ratio(self.intermediate_weights, ops.sum(self.intermediate_weights))
            return ops.sum(ops.multiply(score, weights))
        return score if self.average is None else ops.mean(score)

    def reset_state(self):
        for v in self.variables:
            v.assign(ops.zeros(v.shape, dtype=v.dtype))

    def get_config(self):
        config = super().get_config()
        return config | {"average": self.average, "beta": self.beta, "threshold": self.threshold}


def _ratio(part, whole):
    return ops.divide(part, ops.add(whole, backend.epsilon()))


@keras_export("keras.metrics.F1Score")
class F1Score(FBetaScore):
    """Harmonic mean of precision and recall: `2 * precision * recall / (precision + recall)`.

    Args:
        average: See `keras.metrics.FBetaScore`. Defaults to None.
        threshold: Float, above which a prediction means yes. None means: the largest prediction only.
            Defaults to None.
        name: String. Defaults to `"f1_score"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.F1Score(threshold=0.5, average="micro")
    >>> metric.update_state(np.array([[1, 1], [1, 0]]), np.array([[0.75, 0.25], [0.75, 0.25]]))
    >>> round(float(metric.result()), 4)
    0.8
    """

    def __init__(self, average=None, threshold=None, name="f1_score", dtype=None):
        super().__init__(average=average, beta=1.0, threshold=threshold, name=name, dtype=dtype)

    def get_config(self):
        config = super().get_config()
        del config["beta"]
        return config
