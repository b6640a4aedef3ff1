"""Metrics between distributions: means of the losses of the same names."""
from keras.src.api_export import keras_export
from keras.src.losses.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    kl_divergence,
    poisson,
    sparse_categorical_crossentropy,
)
from keras.src.metrics.reduction_metrics import MeanMetricWrapper
from keras.src.utils.python_utils import given


@keras_export("keras.metrics.KLDivergence")
class KLDivergence(MeanMetricWrapper):
    """Kullback-Leibler divergence: `sum(y_true * log(y_true / y_pred))`.

    Args:
        name: String. Defaults to `"kl_divergence"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.KLDivergence()
    >>> metric.update_state([[0.5, 0.5]], [[0.5, 0.5]])
    >>> float(metric.result())
    0.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="kl_divergence", dtype=None):
        super().__init__(kl_divergence, name=name, dtype=dtype)


@keras_export("keras.metrics.Poisson")
class Poisson(MeanMetricWrapper):
    """Mean of `y_pred - y_true * log(y_pred)`.

    Args:
        name: String. Defaults to `"poisson"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.Poisson()
    >>> metric.update_state([[1.0]], [[1.0]])
    >>> round(float(metric.result()), 4)
    1.0
    """

    _fields = ()
    _direction = "down"

    def __init__(self, name="poisson", dtype=None):
        super().__init__(poisson, name=name, dtype=dtype)


@keras_export("keras.metrics.BinaryCrossentropy")
class BinaryCrossentropy(MeanMetricWrapper):
    """Cross-entropy of yes-or-no targets.

    Args:
        name: String. Defaults to `"binary_crossentropy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        from_logits: Boolean, whether predictions are logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1, see the loss. Defaults to `0`.

    Example:

    >>> metric = keras.metrics.BinaryCrossentropy()
    >>> metric.update_state([[0.0, 1.0]], [[0.5, 0.5]])
    >>> round(float(metric.result()), 4)
    0.6931
    """

    _fields = ("from_logits", "label_smoothing")
    _direction = "down"

    def __init__(
        self, name="binary_crossentropy", dtype=None, from_logits=False, label_smoothing=0,
    ):
        super().__init__(binary_crossentropy, **given(locals()))
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing


@keras_export("keras.metrics.CategoricalCrossentropy")
class CategoricalCrossentropy(MeanMetricWrapper):
    """Cross-entropy of one-hot targets.

    Args:
        name: String. Defaults to `"categorical_crossentropy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        from_logits: Boolean, whether predictions are logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1, see the loss. Defaults to `0`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.CategoricalCrossentropy()
    >>> metric.update_state([[0.0, 1.0]], [[0.5, 0.5]])
    >>> round(float(metric.result()), 4)
    0.6931
    """

    _fields = ("from_logits", "label_smoothing", "axis")
    _direction = "down"

    def __init__(
        self, name="categorical_crossentropy", dtype=None, from_logits=False, label_smoothing=0,
        axis=-1,
    ):
        super().__init__(categorical_crossentropy, **given(locals()))
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis


@keras_export("keras.metrics.SparseCategoricalCrossentropy")
class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """Cross-entropy of class numbers.

    Args:
        name: String. Defaults to `"sparse_categorical_crossentropy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        from_logits: Boolean, whether predictions are logits. Defaults to `False`.
        ignore_class: Integer, a class whose samples do not count. Defaults to None.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.SparseCategoricalCrossentropy()
    >>> metric.update_state([1], [[0.5, 0.5]])
    >>> round(float(metric.result()), 4)
    0.6931
    """

    _fields = ("from_logits", "ignore_class", "axis")
    _direction = "down"

    def __init__(
        self, name="sparse_categorical_crossentropy", dtype=None, from_logits=False,
        ignore_class=None, axis=-1,
    ):
        super().__init__(sparse_categorical_crossentropy, **given(locals()))
        self.from_logits = from_logits
        self.ignore_class = ignore_class
        self.axis = axis
