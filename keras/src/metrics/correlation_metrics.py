"""Correlation between targets and predictions."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.losses.loss import squeeze_or_expand_to_same_rank
from keras.src.metrics.reduction_metrics import MeanMetricWrapper


def _pair(y_true, y_pred):
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.convert_to_tensor(y_true, dtype=y_pred.dtype)
    return squeeze_or_expand_to_same_rank(y_true, y_pred)


@keras_export("keras.metrics.pearson_correlation")
def pearson_correlation(y_true, y_pred, axis=-1):
    """Pearson's correlation: covariance over the product of standard deviations.

    Args:
        y_true: Tensor of targets.
        y_pred: Tensor of predictions, of the same shape.
        axis: Integer or tuple of integers, the axes of the observations. Defaults to `-1`.

    Returns:
        Tensor without these axes, values between -1 and 1; NaN where targets or predictions do not vary.

    Example:

    >>> correlation = keras.metrics.pearson_correlation([[0.0, 1.0, 2.0]], [[1.0, 3.0, 5.0]])
    >>> round(float(correlation[0]), 4)
    1.0
    """
    y_true, y_pred = _pair(y_true, y_pred)
    true_score, pred_score = _standard_score(y_true, axis), _standard_score(y_pred, axis)
    return ops.mean(ops.multiply(true_score, pred_score), axis=axis)


def _standard_score(x, axis):
    centred = ops.subtract(x, ops.mean(x, axis=axis, keepdims=True))
    return ops.divide(centred, ops.std(x, axis=axis, keepdims=True))


@keras_export("keras.metrics.concordance_correlation")
def concordance_correlation(y_true, y_pred, axis=-1):
    """Lin's concordance: `2 * cov / (var_true + var_pred + (mean_true - mean_pred)^2)`.

    Args:
        y_true: Tensor of targets.
        y_pred: Tensor of predictions, of the same shape.
        axis: Integer or tuple of integers, the axes of the observations. Defaults to `-1`.

    Returns:
        Tensor without these axes, values between -1 and 1.

    Example:

    >>> correlation = keras.metrics.concordance_correlation([[0.0, 1.0, 2.0]], [[0.0, 1.0, 2.0]])
    >>> round(float(correlation[0]), 4)
    1.0
    """
    y_true, y_pred = _pair(y_true, y_pred)
    true_mean = ops.mean(y_true, axis=axis, keepdims=True)
    pred_mean = ops.mean(y_pred, axis=axis, keepdims=True)
    true_off, pred_off = ops.subtract(y_true, true_mean), ops.subtract(y_pred, pred_mean)
    covariance = ops.mean(ops.multiply(true_off, pred_off), axis=axis)
    spread = ops.add(ops.var(y_true, axis=axis), ops.var(y_pred, axis=axis))
    shift = ops.squeeze(ops.square(ops.subtract(true_mean, pred_mean)), axis=axis)
    total = ops.add(ops.add(spread, shift), backend.epsilon())
    return ops.divide(ops.multiply(2.0, covariance), total)


@keras_export("keras.metrics.PearsonCorrelation")
class PearsonCorrelation(MeanMetricWrapper):
    """Mean of Pearson's correlations.

    Args:
        name: String. Defaults to `"pearson_correlation"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        axis: Integer or tuple of integers, the axes of the observations. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.PearsonCorrelation()
    >>> metric.update_state([[0.0, 1.0, 2.0]], [[1.0, 3.0, 5.0]])
    >>> round(float(metric.result()), 4)
    1.0
    """

    _fields = ("axis",)
    _direction = "up"

    def __init__(self, name="pearson_correlation", dtype=None, axis=-1):
        super().__init__(pearson_correlation, name=name, dtype=dtype, axis=axis)
        self.axis = axis


@keras_export("keras.metrics.ConcordanceCorrelation")
class ConcordanceCorrelation(MeanMetricWrapper):
    """Mean of Lin's concordance correlations.

    Args:
        name: String. Defaults to `"concordance_correlation"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        axis: Integer or tuple of integers, the axes of the observations. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.ConcordanceCorrelation()
    >>> metric.update_state([[0.0, 1.0, 2.0]], [[0.0, 1.0, 2.0]])
    >>> round(float(metric.result()), 4)
    1.0
    """

    _fields = ("axis",)
    _direction = "up"

    def __init__(self, name="concordance_correlation", dtype=None, axis=-1):
        super().__init__(concordance_correlation, name=name, dtype=dtype, axis=axis)
        self.axis = axis
