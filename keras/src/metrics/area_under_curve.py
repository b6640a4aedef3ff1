"""Area under a curve of rates over thresholds."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.metrics import metrics_utils
from keras.src.metrics.metric import Metric
from keras.src.metrics.metrics_utils import AUCCurve, AUCSummationMethod, ConfusionMatrix


@keras_export("keras.metrics.AUC")
class AUC(Metric):
    """Approximate area under the ROC curve, or under a curve of precision and recall.

    Predictions are compared with a row of thresholds; the area is summed up between them.

    Args:
        num_thresholds: Integer > 1. Defaults to `200`.
        curve: `"ROC"` (true over false positive rate), `"PR"` (precision over recall) or `"PRGAIN"` (their
            gains). Defaults to `"ROC"`.
        summation_method: `"interpolation"` (trapezoids; for PR the interpolation of Davis and Goadrich),
            `"minoring"` or `"majoring"` (the smaller or larger height). Defaults to `"interpolation"`.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        thresholds: List of floats between 0 and 1 in place of `num_thresholds`. Defaults to None.
        multi_label: Boolean, whether to take the area for each label and then the mean. Defaults to `False`.
        num_labels: Integer, the number of labels, with `multi_label`. None: taken from the first batch.
            Defaults to None.
        label_weights: List of weights of labels. Defaults to None.
        from_logits: Boolean, whether predictions are logits. Defaults to `False`.

    Raises:
        ValueError: If an argument is out of its range.

    Reference: Davis and Goadrich, 2006, https://doi.org/10.1145/1143844.1143874; Flach and Kull, 2015,
    https://papers.nips.cc/paper/5867

    Example:

    >>> metric = keras.metrics.AUC(num_thresholds=3)
    >>> metric.update_state([0, 0, 1, 1], [0.0, 0.5, 0.25, 0.75])
    >>> float(metric.result())
    0.75
    """

    _direction = "up"

    def __init__(
        self, num_thresholds=200, curve="ROC", summation_method="interpolation", name=None,
        dtype=None, thresholds=None, multi_label=False, num_labels=None, label_weights=None,
        from_logits=False,
    ):
        self.curve = curve if isinstance(curve, AUCCurve) else AUCCurve.from_str(curve)
        if not isinstance(summation_method, AUCSummationMethod):
            summation_method = AUCSummationMethod.from_str(summation_method)
        self.summation_method = summation_method
        self._set_thresholds(num_thresholds, thresholds)
        super().__init__(name=name, dtype=dtype)
        self.multi_label = multi_label
        self.num_labels = num_labels
        self._from_logits = from_logits
        self.label_weights = None
        if label_weights is not None:
            self.label_weights = ops.array(label_weights, dtype=self.dtype)
        self._built = False
        if multi_label:
            if num_labels:
                self._build((None, num_labels))
        elif num_labels:
            raise ValueError(f"Argument `num_labels` needs `multi_label=True`. Received: num_labels={num_labels}.")
        else:
            self._build(None)

    def _set_thresholds(self, num_thresholds, thresholds):
        self._init_from_thresholds = thresholds is not None
        if thresholds is not None:
            metrics_utils.assert_thresholds_range(thresholds)
            inner = sorted(thresholds)
            self._thresholds_distributed_evenly = metrics_utils.is_evenly_distributed_thresholds(
                [0.0, *inner, 1.0]
            )
        else:
            if not isinstance(num_thresholds, int) or num_thresholds <= 1:
                raise ValueError(
                    f"Argument `num_thresholds` must be an integer > 1. Received: num_thresholds={num_thresholds!r}."
                )
            inner = [(i + 1) / (num_thresholds - 1) for i in range(num_thresholds - 2)]
            self._thresholds_distributed_evenly = True
        self.num_thresholds = len(inner) + 2
        # The ends lie a little outside, so that all predictions pass the first one and none the last one.
        self._thresholds = [0.0 - backend.epsilon(), *inner, 1.0 + backend.epsilon()]

    @property
    def thresholds(self):
        """List of the thresholds, the two ends included."""
        return list(self._thresholds)

    def _build(self, shape):
        counts = [self.num_thresholds]
        if self.multi_label:
            if len(shape) != 2:
                raise ValueError(
                    "With `multi_label=True`, `y_pred` must have the shape (batch, labels). "
                    f"Received: y_pred.shape={tuple(shape)}."
                )
            self._num_labels = shape[1]
            counts.append(shape[1])
        self._build_input_shape = shape
        self.true_positives = self._counter("true_positives", counts)
        self.false_positives = self._counter("false_positives", counts)
        self.true_negatives = self._counter("true_negatives", counts)
        self.false_negatives = self._counter("false_negatives", counts)
        self._built = True
        self._built_with = (shape,)

    def _counter(self, name, shape):
        return self.add_variable(shape=tuple(shape), initializer="zeros", name=name)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets 0 and 1.
            y_pred: Tensor of probabilities, or of logits, of the same shape.
            sample_weight: Tensor of weights that broadcasts with the predictions. Defaults to None.
        """
        y_pred = ops.convert_to_tensor(y_pred)
        if not self._built:
            self._build(tuple(y_pred.shape))
        if self._from_logits:
            y_pred = ops.sigmoid(y_pred)
        metrics_utils.update_confusion_matrix_variables(
            {
                ConfusionMatrix.TRUE_POSITIVES: self.true_positives,
                ConfusionMatrix.TRUE_NEGATIVES: self.true_negatives,
                ConfusionMatrix.FALSE_POSITIVES: self.false_positives,
                ConfusionMatrix.FALSE_NEGATIVES: self.false_negatives,
            },
            y_true,
            y_pred,
            self._thresholds,
            thresholds_distributed_evenly=self._thresholds_distributed_evenly,
            sample_weight=sample_weight,
            multi_label=self.multi_label,
            # With several labels the weights come in at the mean of their areas.
            label_weights=None if self.multi_label else self.label_weights,
        )

    def interpolate_pr_auc(self):
        """Area under the precision-recall curve, interpolated as Davis and Goadrich do.

        Between two thresholds true positives are taken as linear in all positives, not precision in recall.

        Returns:
            Scalar tensor.
        """
        tp, fp, fn = self.true_positives.value, self.false_positives.value, self.false_negatives.value
        positives = ops.add(tp, fp)
        step = ops.subtract(tp[:-1], tp[1:])
        width = ops.subtract(positives[:-1], positives[1:])
        slope = ops.divide_no_nan(step, ops.maximum(width, 0))
        intercept = ops.subtract(tp[1:], ops.multiply(slope, positives[1:]))
        both = ops.logical_and(ops.greater(positives[:-1], 0), ops.greater(positives[1:], 0))
        ratio = ops.divide_no_nan(positives[:-1], ops.maximum(positives[1:], 0))
        ratio = ops.where(both, ratio, ops.ones_like(ratio))
        area = ops.multiply(slope, ops.add(step, ops.multiply(intercept, ops.log(ratio))))
        area = ops.divide_no_nan(area, ops.maximum(ops.add(tp[1:], fn[1:]), 0))
        return self._mean_over_labels(ops.sum(area, axis=0))

    def _mean_over_labels(self, areas):
        if not self.multi_label:
            return areas
        if self.label_weights is None:
            return ops.mean(areas)
        weighted = ops.sum(ops.multiply(areas, self.label_weights))
        return ops.divide_no_nan(weighted, ops.sum(self.label_weights))

    def result(self):
        if self.curve is AUCCurve.PR and self.summation_method is AUCSummationMethod.INTERPOLATION:
            return self.interpolate_pr_auc()
        x, y = self._curve_points()
        if self.summation_method is AUCSummationMethod.INTERPOLATION:
            heights = ops.divide(ops.add(y[:-1], y[1:]), 2.0)
        elif self.summation_method is AUCSummationMethod.MINORING:
            heights = ops.minimum(y[:-1], y[1:])
        else:
            heights = ops.maximum(y[:-1], y[1:])
        terms = ops.multiply(ops.subtract(x[:-1], x[1:]), heights)
        return self._mean_over_labels(ops.sum(terms, axis=0))

    def _curve_points(self):
        tp, fp = self.true_positives.value, self.false_positives.value
        tn, fn = self.true_negatives.value, self.false_negatives.value
        if self.curve is AUCCurve.PRGAIN:
            odds = ops.divide_no_nan(ops.add(tp, fn), ops.add(fp, tn))
            recall_gain = ops.subtract(1.0, ops.multiply(odds, ops.divide_no_nan(fn, tp)))
            # Without true positives the recall gain is minus infinity; negative gains count as none.
            recall_gain = ops.where(ops.greater(tp, 0), recall_gain, ops.zeros_like(tp))
            precision_gain = ops.subtract(1.0, ops.multiply(odds, ops.divide_no_nan(fp, tp)))
            return ops.maximum(recall_gain, 0.0), precision_gain
        recall = ops.divide_no_nan(tp, ops.add(tp, fn))
        if self.curve is AUCCurve.ROC:
            return ops.divide_no_nan(fp, ops.add(fp, tn)), recall
        return recall, ops.divide_no_nan(tp, ops.add(tp, fp))

    def reset_state(self):
        for v in self.variables:
            v.assign(ops.zeros(v.shape, dtype=v.dtype))

    def get_config(self):
        weights = self.label_weights
        config = super().get_config() | {
            "num_thresholds": self.num_thresholds,
            "curve": self.curve.value,
            "summation_method": self.summation_method.value,
            "multi_label": self.multi_label,
            "num_labels": self.num_labels,
            "label_weights": None if weights is None else backend.convert_to_numpy(weights).tolist(),
            "from_logits": self._from_logits,
        }
        if self._init_from_thresholds:
            config["thresholds"] = self.thresholds[1:-1]
        return config
