"""Hinge metrics: means of the losses of the same names."""
from keras.src.api_export import keras_export
from keras.src.losses.losses import categorical_hinge, hinge, squared_hinge
from keras.src.metrics.reduction_metrics import MeanMetricWrapper


@keras_export("keras.metrics.Hinge")
class Hinge(MeanMetricWrapper):
    """Hinge loss: `mean(max(1 - y_true * y_pred, 0))`, for targets -1 and 1 (or 0 and 1).

    Args:
        name: String. Defaults to `"hinge"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.Hinge()
    >>> metric.update_state([[1.0, -1.0]], [[0.5, 0.5]])
    >>> float(metric.result())
    1.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="hinge", dtype=None):
        super().__init__(hinge, name=name, dtype=dtype)


@keras_export("keras.metrics.SquaredHinge")
class SquaredHinge(MeanMetricWrapper):
    """Squared hinge loss: `mean(max(1 - y_true * y_pred, 0)^2)`, for targets -1 and 1 (or 0 and 1).

    Args:
        name: String. Defaults to `"squared_hinge"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.SquaredHinge()
    >>> metric.update_state([[1.0, -1.0]], [[0.5, 0.5]])
    >>> float(metric.result())
    1.25
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="squared_hinge", dtype=None):
        super().__init__(squared_hinge, name=name, dtype=dtype)


@keras_export("keras.metrics.CategoricalHinge")
class CategoricalHinge(MeanMetricWrapper):
    """Hinge loss of one-hot targets: `max(1 + best wrong score - true score, 0)`.

    Args:
        name: String. Defaults to `"categorical_hinge"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.CategoricalHinge()
    >>> metric.update_state([[0.0, 1.0]], [[0.5, 0.25]])
    >>> float(metric.result())
    1.25
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="categorical_hinge", dtype=None):
        super().__init__(categorical_hinge, name=name, dtype=dtype)
