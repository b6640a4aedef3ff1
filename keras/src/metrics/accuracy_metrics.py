"""How often predictions are right."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.losses.loss import squeeze_or_expand_to_same_rank
from keras.src.metrics.reduction_metrics import MeanMetricWrapper


def accuracy(y_true, y_pred):
    """1.0 where a prediction equals its target, else 0.0, of the shape of the predictions."""
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.convert_to_tensor(y_true, dtype=y_pred.dtype)
    y_true, y_pred = squeeze_or_expand_to_same_rank(y_true, y_pred)
    return _hits(y_true, y_pred)


def _hits(y_true, y_pred):
    return ops.cast(ops.equal(y_true, y_pred), backend.floatx())


@keras_export("keras.metrics.Accuracy")
class Accuracy(MeanMetricWrapper):
    """Share of predictions that equal their target: `mean(y_true == y_pred)`.

    Args:
        name: String. Defaults to `"accuracy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.Accuracy()
    >>> metric.update_state([[1], [2], [3], [4]], [[0], [2], [3], [4]])
    >>> float(metric.result())
    0.75
    """

    _fields = ()
    _direction = "up"

    def __init__(self, name="accuracy", dtype=None):
        super().__init__(fn=accuracy, name=name, dtype=dtype)


@keras_export("keras.metrics.binary_accuracy")
def binary_accuracy(y_true, y_pred, threshold=0.5):
    """1.0 where `y_pred > threshold` agrees with the target 0 or 1, else 0.0.

    Args:
        y_true: Tensor of targets 0 and 1, `(batch, ...)`.
        y_pred: Tensor of probabilities, of the same shape.
        threshold: Float. Defaults to `0.5`.

    Returns:
        Tensor of the shape of the predictions and dtype `keras.config.floatx()`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.metrics.binary_accuracy([1, 0], [0.75, 0.75])).tolist()
    [1.0, 0.0]
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    y_true, y_pred = squeeze_or_expand_to_same_rank(y_true, y_pred)
    if threshold is None:
        raise ValueError("Argument `threshold` must be a float. Received: threshold=None.")
    threshold = ops.cast(threshold, y_pred.dtype)
    return _hits(y_true, ops.cast(ops.greater(y_pred, threshold), y_true.dtype))


@keras_export("keras.metrics.BinaryAccuracy")
class BinaryAccuracy(MeanMetricWrapper):
    """Share of yes-or-no predictions that are right.

    Args:
        name: String. Defaults to `"binary_accuracy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        threshold: Float between 0 and 1, above which a prediction means yes. Defaults to `0.5`.

    Raises:
        ValueError: If `threshold` is not between 0 and 1.

    Example:

    >>> metric = keras.metrics.BinaryAccuracy()
    >>> metric.update_state([[1], [0]], [[0.75], [0.75]])
    >>> float(metric.result())
    0.5
    """

    _fields = ("threshold",)
    _direction = "up"

    def __init__(self, name="binary_accuracy", dtype=None, threshold=0.5):
        if threshold is not None and not 0 < threshold < 1:
            raise ValueError(
                f"Argument `threshold` of BinaryAccuracy must be above 0 and below 1. Received: threshold={threshold}."
            )
        super().__init__(fn=binary_accuracy, name=name, dtype=dtype, threshold=threshold)
        self.threshold = threshold


@keras_export("keras.metrics.categorical_accuracy")
def categorical_accuracy(y_true, y_pred):
    """1.0 where the largest score belongs to the class of a one-hot target, else 0.0.

    Args:
        y_true: Tensor of one-hot rows, `(batch, ..., classes)`.
        y_pred: Tensor of scores, of the same shape.

    Returns:
        Tensor `(batch, ...)` of dtype `keras.config.floatx()`.

    Example:

    >>> accuracy = keras.metrics.categorical_accuracy([[0, 1], [0, 1]], [[0.25, 0.75], [0.75, 0.25]])
    >>> keras.ops.convert_to_numpy(accuracy).tolist()
    [1.0, 0.0]
    """
    return _class_hits(ops.argmax(ops.convert_to_tensor(y_true), axis=-1), ops.convert_to_tensor(y_pred))


def _class_hits(classes, y_pred):
    """1.0 where the largest score belongs to the class of that number, of the shape of `classes`."""
    best = ops.argmax(y_pred, axis=-1)
    return _hits(ops.cast(classes, best.dtype), best)


@keras_export("keras.metrics.CategoricalAccuracy")
class CategoricalAccuracy(MeanMetricWrapper):
    """Share of samples whose largest score belongs to the class of the one-hot target.

    Args:
        name: String. Defaults to `"categorical_accuracy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.CategoricalAccuracy()
    >>> metric.update_state([[0, 1], [0, 1]], [[0.25, 0.75], [0.75, 0.25]])
    >>> float(metric.result())
    0.5
    """

    _fields = ()
    _direction = "up"

    def __init__(self, name="categorical_accuracy", dtype=None):
        super().__init__(fn=categorical_accuracy, name=name, dtype=dtype)


@keras_export("keras.metrics.sparse_categorical_accuracy")
def sparse_categorical_accuracy(y_true, y_pred):
    """1.0 where the largest score belongs to the class of the target, else 0.0.

    Args:
        y_true: Tensor of class numbers, `(batch, ...)` or `(batch, ..., 1)`.
        y_pred: Tensor of scores, `(batch, ..., classes)`.

    Returns:
        Tensor `(batch, ...)` of dtype `keras.config.floatx()`.

    Example:

    >>> accuracy = keras.metrics.sparse_categorical_accuracy([1, 1], [[0.25, 0.75], [0.75, 0.25]])
    >>> keras.ops.convert_to_numpy(accuracy).tolist()
    [1.0, 0.0]
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, axis=-1)
    return _class_hits(y_true, y_pred)


@keras_export("keras.metrics.SparseCategoricalAccuracy")
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """Share of samples whose largest score belongs to the class of the target.

    Args:
        name: String. Defaults to `"sparse_categorical_accuracy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.SparseCategoricalAccuracy()
    >>> metric.update_state([1, 1], [[0.25, 0.75], [0.75, 0.25]])
    >>> float(metric.result())
    0.5
    """

    _fields = ()
    _direction = "up"

    def __init__(self, name="sparse_categorical_accuracy", dtype=None):
        super().__init__(fn=sparse_categorical_accuracy, name=name, dtype=dtype)


@keras_export("keras.metrics.top_k_categorical_accuracy")
def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """1.0 where the class of a one-hot target is among the `k` largest scores, else 0.0.

    Args:
        y_true: Tensor of one-hot rows, `(batch, ..., classes)`.
        y_pred: Tensor of scores, of the same shape.
        k: Integer. Defaults to `5`.

    Returns:
        Tensor `(batch, ...)` of dtype `keras.config.floatx()`.

    Example:

    >>> accuracy = keras.metrics.top_k_categorical_accuracy([[0, 0, 1]], [[0.5, 0.1, 0.4]], k=2)
    >>> keras.ops.convert_to_numpy(accuracy).tolist()
    [1.0]
    """
    classes = ops.argmax(ops.convert_to_tensor(y_true), axis=-1)
    return sparse_top_k_categorical_accuracy(classes, y_pred, k=k)


@keras_export("keras.metrics.TopKCategoricalAccuracy")
class TopKCategoricalAccuracy(MeanMetricWrapper):
    """Share of samples whose one-hot target is among the `k` largest scores.

    Args:
        k: Integer. Defaults to `5`.
        name: String. Defaults to `"top_k_categorical_accuracy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.

    Example:

    >>> metric = keras.metrics.TopKCategoricalAccuracy(k=1)
    >>> metric.update_state([[0, 1], [0, 1]], [[0.25, 0.75], [0.75, 0.25]])
    >>> float(metric.result())
    0.5
    """

    _fields = ("k",)
    _direction = "up"

    def __init__(self, k=5, name="top_k_categorical_accuracy", dtype=None):
        super().__init__(fn=top_k_categorical_accuracy, name=name, dtype=dtype, k=k)
        self.k = k


@keras_export("keras.metrics.sparse_top_k_categorical_accuracy")
def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5, from_sorted_ids=False):
    """1.0 where the class of the target is among the `k` largest scores, else 0.0.

    Args:
        y_true: Tensor of class numbers, `(batch, ...)`.
        y_pred: Tensor of scores, `(batch, ..., classes)`, or of class numbers, best first.
        k: Integer. Defaults to `5`.
        from_sorted_ids: Boolean, whether `y_pred` holds class numbers instead of scores. Defaults to `False`.

    Returns:
        Tensor of the shape of `y_true` and dtype `keras.config.floatx()`.

    Example:

    >>> accuracy = keras.metrics.sparse_top_k_categorical_accuracy([2], [[0.5, 0.1, 0.4]], k=2)
    >>> keras.ops.convert_to_numpy(accuracy).tolist()
    [1.0]
    """
    y_pred, y_true = ops.convert_to_tensor(y_pred), ops.convert_to_tensor(y_true)
    shape = ops.shape(y_true)
    scores, targets = ops.reshape(y_pred, (-1, ops.shape(y_pred)[-1])), ops.reshape(y_true, (-1,))
    if from_sorted_ids:
        targets = ops.expand_dims(ops.cast(targets, scores.dtype), axis=1)
        hits = ops.any(ops.equal(targets, scores[:, :k]), axis=1)
    else:
        hits = ops.in_top_k(ops.cast(targets, "int32"), scores, k=k)
    return ops.reshape(ops.cast(hits, backend.floatx()), shape)


@keras_export("keras.metrics.SparseTopKCategoricalAccuracy")
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """Share of samples whose class is among the `k` largest scores.

    Args:
        k: Integer. Defaults to `5`.
        name: String. Defaults to `"sparse_top_k_categorical_accuracy"`.
        dtype: See `keras.metrics.Metric`. Defaults to None.
        from_sorted_ids: Boolean, whether predictions are class numbers, best first, instead of scores.
            Defaults to `False`.

    Example:

    >>> metric = keras.metrics.SparseTopKCategoricalAccuracy(k=1)
    >>> metric.update_state([1, 1], [[0.25, 0.75], [0.75, 0.25]])
    >>> float(metric.result())
    0.5
    """

    _direction = "up"

    def __init__(self, k=5, name="sparse_top_k_categorical_accuracy", dtype=None, from_sorted_ids=False):
        super().__init__(
            fn=sparse_top_k_categorical_accuracy, name=name, dtype=dtype, k=k, from_sorted_ids=from_sorted_ids
        )
        self.k = k
        self.from_sorted_ids = from_sorted_ids

    @property
    def _fields(self):
        return ("k", "from_sorted_ids") if self.from_sorted_ids else ("k",)
