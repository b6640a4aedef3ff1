"""Intersection over union of predicted and true classes."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.metrics.metric import Metric
from keras.src.metrics.metrics_utils import confusion_matrix
from keras.src.utils.python_utils import given


class _IoUBase(Metric):
    """Adds up a confusion matrix; see the subclasses."""

    _direction = "up"

    def __init__(
        self, num_classes, name=None, dtype=None, ignore_class=None, sparse_y_true=True,
        sparse_y_pred=True, axis=-1,
    ):
        # Counts are whole numbers, unless the metric is asked for another dtype.
        super().__init__(name=name, dtype=dtype or backend.standardize_dtype(int))
        self.num_classes = num_classes
        self.ignore_class = ignore_class
        self.sparse_y_true = sparse_y_true
        self.sparse_y_pred = sparse_y_pred
        self.axis = axis
        self.total_cm = self.add_variable(
            name="total_confusion_matrix", shape=(num_classes, num_classes), initializer="zeros",
            dtype=self.dtype,
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of class numbers, or of scores of the classes.
            y_pred: Tensor of class numbers, or of scores of the classes.
            sample_weight: Tensor of weights that broadcasts with the class numbers. Defaults to None.

        Returns:
            The counts so far, `(num_classes, num_classes)`: true classes in rows, predicted ones in columns.
        """
        if not self.sparse_y_true:
            y_true = ops.argmax(ops.convert_to_tensor(y_true), axis=self.axis)
        if not self.sparse_y_pred:
            y_pred = ops.argmax(ops.convert_to_tensor(y_pred), axis=self.axis)
        y_true = ops.reshape(ops.convert_to_tensor(y_true, dtype=self.dtype), (-1,))
        y_pred = ops.reshape(ops.convert_to_tensor(y_pred, dtype=self.dtype), (-1,))
        weight = ops.convert_to_tensor(1 if sample_weight is None else sample_weight, dtype=self.dtype)
        if len(weight.shape) > 1:
            weight = ops.reshape(weight, (-1,))
        weight = ops.broadcast_to(weight, ops.shape(y_true))
        if self.ignore_class is not None:
            valid = ops.not_equal(y_true, ops.cast(self.ignore_class, y_true.dtype))
            y_true = ops.where(valid, y_true, ops.zeros_like(y_true))
            weight = ops.where(valid, weight, ops.zeros_like(weight))
        return self.total_cm.assign_add(
            confusion_matrix(y_true, y_pred, self.num_classes, weights=weight, dtype=self.dtype)
        )

    def reset_state(self):
        matrix = self.total_cm
        matrix.assign(ops.zeros(matrix.shape, dtype=matrix.dtype))


@keras_export("keras.metrics.IoU")
class IoU(_IoUBase):
    """Mean over some classes of `true positives / (true positives + false positives + false negatives)`.

    Args:
        num_classes: Integer, the number of all classes.
        target_class_ids: List of class numbers, the classes of the mean.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.Metric`. None means whole numbers: `"int64"` on
            tensorflow, else `"int32"`. Defaults to None.
        ignore_class: Integer, a true class whose samples do not count. Defaults to None.
        sparse_y_true: Boolean, whether targets are class numbers, not one-hot rows. Defaults to `True`.
        sparse_y_pred: Boolean, whether predictions are class numbers, not scores. Defaults to `True`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Raises:
        ValueError: If a target class is not below `num_classes`.

    Example:

    >>> metric = keras.metrics.IoU(num_classes=2, target_class_ids=[0])
    >>> metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    >>> round(float(metric.result()), 4)
    0.3333
    """

    def __init__(
        self, num_classes, target_class_ids, name=None, dtype=None, ignore_class=None,
        sparse_y_true=True, sparse_y_pred=True, axis=-1,
    ):
        super().__init__(**given(locals(), without=("target_class_ids",)))
        if max(target_class_ids) >= num_classes:
            raise ValueError(
                f"Argument `target_class_ids` must hold class numbers below num_classes={num_classes}. "
                f"Received: target_class_ids={list(target_class_ids)}."
            )
        self.target_class_ids = list(target_class_ids)

    def result(self):
        matrix = ops.cast(self.total_cm, backend.floatx())
        hits = ops.diagonal(matrix)
        union = ops.subtract(ops.add(ops.sum(matrix, axis=0), ops.sum(matrix, axis=1)), hits)
        classes = ops.convert_to_tensor(list(self.target_class_ids), dtype="int32")
        hits, union = ops.take(hits, classes, axis=0), ops.take(union, classes, axis=0)
        # Only classes that occur count.
        present = ops.sum(ops.cast(ops.greater(union, 1e-9), backend.floatx()))
        return ops.divide_no_nan(ops.sum(ops.divide_no_nan(hits, union)), present)

    def get_config(self):
        return super().get_config() | {
            "num_classes": self.num_classes,
            "target_class_ids": list(self.target_class_ids),
            "ignore_class": self.ignore_class,
            "sparse_y_true": self.sparse_y_true,
            "sparse_y_pred": self.sparse_y_pred,
            "axis": self.axis,
        }


@keras_export("keras.metrics.BinaryIoU")
class BinaryIoU(IoU):
    """Intersection over union of yes-or-no predictions.

    Args:
        target_class_ids: Sequence of the classes of the mean: 0, 1 or both. Defaults to `(0, 1)`.
        threshold: Float; predictions of at least this mean class 1. Defaults to `0.5`.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.IoU`. Defaults to None.

    Example:

    >>> metric = keras.metrics.BinaryIoU(target_class_ids=[1])
    >>> metric.update_state([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7])
    >>> float(metric.result())
    0.5
    """

    def __init__(self, target_class_ids=(0, 1), threshold=0.5, name=None, dtype=None):
        super().__init__(num_classes=2, target_class_ids=target_class_ids, name=name, dtype=dtype)
        self.threshold = threshold

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Takes in a batch.

        Args:
            y_true: Tensor of targets 0 and 1.
            y_pred: Tensor of probabilities, of the same shape.
            sample_weight: Tensor of weights that broadcasts with the targets. Defaults to None.

        Returns:
            The counts so far, `(2, 2)`.
        """
        y_true = ops.convert_to_tensor(y_true, dtype=self.dtype)
        y_pred = ops.cast(ops.greater_equal(ops.convert_to_tensor(y_pred), self.threshold), self.dtype)
        return super().update_state(y_true, y_pred, sample_weight)

    def get_config(self):
        return {
            "target_class_ids": list(self.target_class_ids),
            "threshold": self.threshold,
            "name": self.name,
            "dtype": self.dtype,
        }


@keras_export("keras.metrics.MeanIoU")
class MeanIoU(IoU):
    """Mean over all classes of intersection over union.

    Args:
        num_classes: Integer.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.IoU`. Defaults to None.
        ignore_class: Integer, a true class whose samples do not count. Defaults to None.
        sparse_y_true: Boolean, whether targets are class numbers, not one-hot rows. Defaults to `True`.
        sparse_y_pred: Boolean, whether predictions are class numbers, not scores. Defaults to `True`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.MeanIoU(num_classes=2)
    >>> metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    >>> round(float(metric.result()), 4)
    0.3333
    """

    def __init__(
        self, num_classes, name=None, dtype=None, ignore_class=None, sparse_y_true=True,
        sparse_y_pred=True, axis=-1,
    ):
        super().__init__(target_class_ids=list(range(num_classes)), **given(locals()))

    def get_config(self):
        config = super().get_config()
        del config["target_class_ids"]
        return config


@keras_export("keras.metrics.OneHotIoU")
class OneHotIoU(IoU):
    """Intersection over union of one-hot targets.

    Args:
        num_classes: Integer, the number of all classes.
        target_class_ids: List of class numbers, the classes of the mean.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.IoU`. Defaults to None.
        ignore_class: Integer, a true class whose samples do not count. Defaults to None.
        sparse_y_pred: Boolean, whether predictions are class numbers, not scores. Defaults to `False`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.OneHotIoU(num_classes=2, target_class_ids=[1])
    >>> metric.update_state([[1, 0], [0, 1]], [[0.75, 0.25], [0.25, 0.75]])
    >>> float(metric.result())
    1.0
    """

    def __init__(
        self, num_classes, target_class_ids, name=None, dtype=None, ignore_class=None,
        sparse_y_pred=False, axis=-1,
    ):
        super().__init__(sparse_y_true=False, **given(locals()))

    def get_config(self):
        config = super().get_config()
        del config["sparse_y_true"]
        return config


@keras_export("keras.metrics.OneHotMeanIoU")
class OneHotMeanIoU(MeanIoU):
    """Mean over all classes of intersection over union, for one-hot targets.

    Args:
        num_classes: Integer.
        name: String, or None for an automatic name. Defaults to None.
        dtype: See `keras.metrics.IoU`. Defaults to None.
        ignore_class: Integer, a true class whose samples do not count. Defaults to None.
        sparse_y_pred: Boolean, whether predictions are class numbers, not scores. Defaults to `False`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Example:

    >>> metric = keras.metrics.OneHotMeanIoU(num_classes=2)
    >>> metric.update_state([[1, 0], [0, 1]], [[0.75, 0.25], [0.25, 0.75]])
    >>> float(metric.result())
    1.0
    """

    def __init__(
        self, num_classes, name=None, dtype=None, ignore_class=None, sparse_y_pred=False, axis=-1
    ):
        super().__init__(sparse_y_true=False, **given(locals()))

    def get_config(self):
        config = super().get_config()
        del config["sparse_y_true"]
        return config
