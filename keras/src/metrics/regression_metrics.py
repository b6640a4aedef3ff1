"""Metrics between numbers."""
from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.losses.loss import squeeze_or_expand_to_same_rank
from keras.src.losses.losses import (
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)
from keras.src.metrics.metric import Metric
from keras.src.metrics.reduction_metrics import Mean, MeanMetricWrapper


@keras_export("keras.metrics.MeanSquaredError")
class MeanSquaredError(MeanMetricWrapper):
    """Mean of squared errors: `mean((y_true - y_pred)^2)`.

    Args:
        name: String. Defaults to `"mean_squared_error"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.MeanSquaredError()
    >>> metric.update_state([[0.0, 1.0]], [[2.0, 1.0]])
    >>> float(metric.result())
    2.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="mean_squared_error", dtype=None):
        super().__init__(mean_squared_error, name=name, dtype=dtype)


@keras_export("keras.metrics.RootMeanSquaredError")
class RootMeanSquaredError(Mean):
    """Root of the mean of squared errors: `sqrt(mean((y_true - y_pred)^2))`.

    Args:
        name: String. Defaults to `"root_mean_squared_error"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.RootMeanSquaredError()
    >>> metric.update_state([[0.0, 0.0]], [[2.0, 2.0]])
    >>> float(metric.result())
    2.0
    """

    _direction = "down"

    def __init__(self, name="root_mean_squared_error", dtype=None):
        super().__init__(name=name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets, `(batch, ...)`.
            y_pred: Tensor of predictions, of the same shape.
            sample_weight: Tensor of weights that broadcasts with the errors. Defaults to None.
        """
        y_true = ops.convert_to_tensor(y_true, self.dtype)
        y_pred = ops.convert_to_tensor(y_pred, self.dtype)
        y_true, y_pred = squeeze_or_expand_to_same_rank(y_true, y_pred)
        super().update_state(ops.square(ops.subtract(y_true, y_pred)), sample_weight=sample_weight)

    def result(self):
        return ops.sqrt(super().result())


@keras_export("keras.metrics.MeanAbsoluteError")
class MeanAbsoluteError(MeanMetricWrapper):
    """Mean of absolute errors: `mean(|y_true - y_pred|)`.

    Args:
        name: String. Defaults to `"mean_absolute_error"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.MeanAbsoluteError()
    >>> metric.update_state([[0.0, 1.0]], [[2.0, 1.0]])
    >>> float(metric.result())
    1.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="mean_absolute_error", dtype=None):
        super().__init__(mean_absolute_error, name=name, dtype=dtype)


@keras_export("keras.metrics.MeanAbsolutePercentageError")
class MeanAbsolutePercentageError(MeanMetricWrapper):
    """Mean of relative errors, in percent: `100 * mean(|y_true - y_pred| / |y_true|)`.

    Args:
        name: String. Defaults to `"mean_absolute_percentage_error"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.MeanAbsolutePercentageError()
    >>> metric.update_state([[2.0, 1.0]], [[1.0, 1.0]])
    >>> float(metric.result())
    25.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="mean_absolute_percentage_error", dtype=None):
        super().__init__(mean_absolute_percentage_error, name=name, dtype=dtype)


@keras_export("keras.metrics.MeanSquaredLogarithmicError")
class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """Mean of squared errors of logarithms: `mean((log(y_true + 1) - log(y_pred + 1))^2)`.

    Args:
        name: String. Defaults to `"mean_squared_logarithmic_error"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.MeanSquaredLogarithmicError()
    >>> metric.update_state([[1.0]], [[1.0]])
    >>> float(metric.result())
    0.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="mean_squared_logarithmic_error", dtype=None):
        super().__init__(mean_squared_logarithmic_error, name=name, dtype=dtype)


def cosine_similarity(y_true, y_pred, axis=-1):
    """Cosine of the angle between vectors along `axis`, 1 for equal directions."""
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.convert_to_tensor(y_true, dtype=y_pred.dtype)
    y_true, y_pred = squeeze_or_expand_to_same_rank(y_true, y_pred)
    product = ops.multiply(ops.normalize(y_true, axis=axis), ops.normalize(y_pred, axis=axis))
    return ops.sum(product, axis=axis)


@keras_export("keras.metrics.CosineSimilarity")
class CosineSimilarity(MeanMetricWrapper):
    """Cosine of the angle between targets and predictions, 1 for equal directions.

    Args:
        name: String. Defaults to `"cosine_similarity"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        axis: Integer, the axis of the vectors. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.CosineSimilarity()
    >>> metric.update_state([[0.0, 2.0]], [[0.0, 1.0]])
    >>> float(metric.result())
    1.0
    """

    _fields = ("axis",)
    _direction = "up"

    def __init__(self, name="cosine_similarity", dtype=None, axis=-1):
        super().__init__(cosine_similarity, name=name, dtype=dtype, axis=axis)
        self.axis = axis


@keras_export("keras.metrics.LogCoshError")
class LogCoshError(MeanMetricWrapper):
    """Mean of `log(cosh(y_pred - y_true))`.

    Args:
        name: String. Defaults to `"logcosh"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.LogCoshError()
    >>> metric.update_state([[0.0]], [[1.0]])
    >>> round(float(metric.result()), 4)
    0.4338
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="logcosh", dtype=None):
        super().__init__(log_cosh, name=name, dtype=dtype)


_AGGREGATIONS = (None, "uniform_average", "variance_weighted_average")


@keras_export("keras.metrics.R2Score")
class R2Score(Metric):
    """Coefficient of determination: `1 - sum((y_true - y_pred)^2) / sum((y_true - mean(y_true))^2)`.

    It is 1 for perfect predictions and 0 for constant predictions of the mean.

    Args:
        class_aggregation: How the scores of several outputs become one: `"uniform_average"`,
            `"variance_weighted_average"`, or None, which keeps them apart. Defaults to `"uniform_average"`.
        num_regressors: Integer, the number of independent inputs, for the adjusted score. 0 means the
            score as it is. Defaults to `0`.
        name: String. Defaults to `"r2_score"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> metric = keras.metrics.R2Score()
    >>> metric.update_state(np.array([[1.0], [4.0], [3.0]]), np.array([[2.0], [4.0], [4.0]]))
    >>> round(float(metric.result()), 4)
    0.5714
    """

    _direction = "up"

    def __init__(self, class_aggregation="uniform_average", num_regressors=0, name="r2_score", dtype=None):
        super().__init__(name=name, dtype=dtype)
        if class_aggregation not in _AGGREGATIONS:
            raise ValueError(
                f"Argument `class_aggregation` must be one of {_AGGREGATIONS}. "
                f"Received: class_aggregation={class_aggregation!r}."
            )
        if num_regressors < 0:
            raise ValueError(f"Argument `num_regressors` must be >= 0. Received: num_regressors={num_regressors}.")
        self.class_aggregation = class_aggregation
        self.num_regressors = num_regressors
        self.num_samples = self.add_variable(shape=(), initializer="zeros", name="num_samples")
        self._built = False

    def _build(self, outputs):
        shape = (outputs,)
        self.squared_sum = self.add_variable(shape=shape, initializer="zeros", name="squared_sum")
        self.sum = self.add_variable(shape=shape, initializer="zeros", name="sum")
        self.total_mse = self.add_variable(shape=shape, initializer="zeros", name="residual")
        self.count = self.add_variable(shape=shape, initializer="zeros", name="count")
        self._built = True
        self._built_with = (outputs,)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets, `(batch, outputs)`.
            y_pred: Tensor of predictions, of the same shape.
            sample_weight: Tensor of weights `(batch,)` or `(batch, 1)`. Defaults to None.
        """
        y_true = ops.convert_to_tensor(y_true, dtype=self.dtype)
        y_pred = ops.convert_to_tensor(y_pred, dtype=self.dtype)
        y_true, y_pred = squeeze_or_expand_to_same_rank(y_true, y_pred)
        if len(y_true.shape) != 2 or tuple(y_true.shape[1:]) != tuple(y_pred.shape[1:]):
            raise ValueError(
                "Arguments `y_true` and `y_pred` of R2Score must have the shape (batch, outputs). "
                f"Received: y_true.shape={tuple(y_true.shape)} and y_pred.shape={tuple(y_pred.shape)}."
            )
        if not self._built:
            self._build(y_true.shape[1])
        weight = 1 if sample_weight is None else sample_weight
        weight = ops.convert_to_tensor(weight, dtype=self.dtype)
        if len(weight.shape) == 1:
            weight = ops.expand_dims(weight, axis=1)
        weight = ops.broadcast_to(weight, ops.shape(y_true))
        weighted = ops.multiply(y_true, weight)
        self.sum.assign_add(ops.sum(weighted, axis=0))
        self.squared_sum.assign_add(ops.sum(ops.multiply(y_true, weighted), axis=0))
        error = ops.square(ops.subtract(y_true, y_pred))
        self.total_mse.assign_add(ops.sum(ops.multiply(error, weight), axis=0))
        self.count.assign_add(ops.sum(weight, axis=0))
        self.num_samples.assign_add(ops.cast(ops.size(y_true), self.dtype))

    def result(self):
        mean = ops.divide(self.sum, self.count)
        variation = ops.subtract(self.squared_sum, ops.multiply(self.sum, mean))
        scores = ops.subtract(1, ops.divide(self.total_mse, variation))
        scores = ops.where(ops.isinf(scores), 0.0, scores)
        if self.class_aggregation == "uniform_average":
            score = ops.mean(scores)
        elif self.class_aggregation == "variance_weighted_average":
            score = ops.divide(ops.sum(ops.multiply(variation, scores)), ops.sum(variation))
        else:
            score = scores
        return score if self.num_regressors == 0 else self._adjusted(score)

    def _adjusted(self, score):
        """The score less what more inputs gain by chance; as it is without enough samples for that."""
        n = self.num_samples.value
        free = ops.subtract(ops.subtract(n, self.num_regressors), 1.0)
        missing = ops.divide_no_nan(ops.multiply(ops.subtract(1.0, score), ops.subtract(n, 1.0)), free)
        return ops.where(ops.greater(free, 0), ops.subtract(1.0, missing), score)

    def reset_state(self):
        for v in self.variables:
            v.assign(ops.zeros(v.shape, dtype=v.dtype))

    def get_config(self):
        config = super().get_config()
        return config | {"class_aggregation": self.class_aggregation, "num_regressors": self.num_regressors}
