"""Sums and means over batches, and the metric that is the mean of a function."""
from keras.src import backend, losses, ops
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.losses.loss import mask_fits, squeeze_or_expand_to_same_rank
from keras.src.metrics.metric import Metric

serialization_lib = LateModule("keras.src.saving.serialization_lib")


def reduce_to_samplewise_values(values, sample_weight, reduce_fn, dtype):
    """Reduces values to one per sample, weighted.

    Args:
        values: Tensor `(batch, ...)`. Its Keras mask, if any, counts together with weights only.
        sample_weight: Tensor that broadcasts to the leading axes of `values`, or None.
        reduce_fn: `ops.mean` or `ops.sum`: how the values of one sample become one.
        dtype: Name of a dtype.

    Returns:
        `(values, weights)`, both `(batch,)`; `weights` is None if `sample_weight` is.

    Raises:
        ValueError: If `sample_weight` does not fit.
    """
    mask = None if sample_weight is None else backend.get_keras_mask(values)
    values = ops.cast(values, dtype)
    if sample_weight is not None:
        sample_weight = ops.convert_to_tensor(sample_weight, dtype=dtype)
    if mask is not None:
        sample_weight = _masked_weight(sample_weight, mask, dtype)
    if sample_weight is not None:
        values, sample_weight = squeeze_or_expand_to_same_rank(values, sample_weight)
        weight_rank = len(sample_weight.shape)
        values = _reduced_beyond(weight_rank, values, reduce_fn)
        if weight_rank > 0:
            sample_weight = ops.broadcast_to(sample_weight, ops.shape(values))
        values = ops.multiply(values, sample_weight)
        sample_weight = _reduced_beyond(1, sample_weight, reduce_fn)
    return _reduced_beyond(1, values, reduce_fn), sample_weight


def _reduced_beyond(rank, x, reduce_fn):
    if len(x.shape) <= rank:
        return x
    return reduce_fn(x, axis=tuple(range(rank, len(x.shape))))


@keras_export("keras.metrics.Sum")
class Sum(Metric):
    """Weighted sum of all values.

    Args:
        name: String. Defaults to `"sum"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.Sum()
    >>> metric.update_state([1.0, 3.0, 5.0])
    >>> float(metric.result())
    9.0
    """

    def __init__(self, name="sum", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.total = self.add_variable(shape=(), initializer="zeros", dtype=self.dtype, name="total")

    def update_state(self, values, sample_weight=None):
        """Takes in values.

        Args:
            values: Tensor or list of numbers.
            sample_weight: Tensor of weights that broadcasts with `values`. Defaults to None.
        """
        values, _ = reduce_to_samplewise_values(values, sample_weight, ops.sum, self.dtype)
        self.total.assign_add(ops.sum(values))

    def reset_state(self):
        self.total.assign(0)

    def result(self):
        return ops.copy(self.total)  # On torch a variable changes in place.


@keras_export("keras.metrics.Mean")
class Mean(Metric):
    """Weighted mean of all values: `sum(weights * values) / sum(weights)`.

    Args:
        name: String. Defaults to `"mean"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.Mean()
    >>> metric.update_state([1.0, 3.0, 5.0], sample_weight=[1.0, 1.0, 0.0])
    >>> float(metric.result())
    2.0
    """

    def __init__(self, name="mean", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.total = self.add_variable(shape=(), initializer="zeros", dtype=self.dtype, name="total")
        self.count = self.add_variable(shape=(), initializer="zeros", dtype=self.dtype, name="count")

    def update_state(self, values, sample_weight=None):
        """Takes in values.

        Args:
            values: Tensor or list of numbers, `(batch, ...)`: each sample counts once.
            sample_weight: Tensor of weights that broadcasts with the leading axes of `values`. Defaults to None.
        """
        values, weights = reduce_to_samplewise_values(values, sample_weight, ops.mean, self.dtype)
        if len(values.shape) == 0:
            self.total.assign_add(values)
            self.count.assign_add(1 if weights is None else weights)
            return
        self.total.assign_add(ops.sum(values))
        count = ops.shape(values)[0] if weights is None else ops.sum(weights)
        self.count.assign_add(count if isinstance(count, int) else ops.cast(count, self.dtype))

    def reset_state(self):
        self.total.assign(0)
        self.count.assign(0)

    def result(self):
        return ops.divide_no_nan(self.total, ops.cast(self.count, self.dtype))


@keras_export("keras.metrics.MeanMetricWrapper")
class MeanMetricWrapper(Mean):
    """Mean of a function of targets and predictions.

    Args:
        fn: Function `(y_true, y_pred, **kwargs) -> values`, `(batch, ...)`.
        name: String. None makes one from the class name. Defaults to None.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        **kwargs: Further arguments of `fn`.

    Example:

    >>> metric = keras.metrics.MeanMetricWrapper(keras.losses.huber, delta=0.5)
    >>> metric.update_state([[1.0]], [[1.0]])
    >>> float(metric.result())
    0.0
    """

    # What a class of this package adds to the config: names of its own arguments. A class that leaves this
    # None is saved with its function.
    _fields = None
    # Whether a larger or a smaller figure is better.
    _direction = None

    def __init__(self, fn, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype)
        self._fn = fn
        self._fn_kwargs = kwargs

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets, `(batch, ...)`.
            y_pred: Tensor of predictions, `(batch, ...)`.
            sample_weight: Tensor of weights that broadcasts with the leading axes of the values of the
                function. Defaults to None.
        """
        mask = backend.get_keras_mask(y_pred)
        values = self._fn(y_true, y_pred, **self._fn_kwargs)
        if mask is not None and not mask_fits(mask, values):
            mask = None
        if sample_weight is not None and mask is not None:
            sample_weight = _masked_weight(sample_weight, mask, self.dtype)
        elif mask is not None:
            sample_weight = mask
        super().update_state(values, sample_weight=sample_weight)

    def get_config(self):
        config = super().get_config()
        if self._fields is None:
            config["fn"] = serialization_lib.serialize_keras_object(self._fn)
            return config | serialization_lib.serialize_keras_object(self._fn_kwargs)
        return config | {field: getattr(self, field) for field in self._fields}

    @classmethod
    def from_config(cls, config):
        if isinstance(config.get("fn"), dict):
            config = config | {"fn": losses.deserialize(config["fn"])}
        return cls(**config)


def _masked_weight(sample_weight, mask, dtype):
    sample_weight = ops.convert_to_tensor(sample_weight, dtype=dtype)
    mask = ops.cast(mask, dtype)
    sample_weight, mask = squeeze_or_expand_to_same_rank(sample_weight, mask)
    return ops.multiply(sample_weight, mask)
