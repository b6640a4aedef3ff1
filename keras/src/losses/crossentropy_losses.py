"""Losses between classes or distributions."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.losses.function_wrapper import LossFunctionWrapper
from keras.src.losses.regression_losses import prepared
from keras.src.utils.python_utils import given


def _smoothed(y_true, label_smoothing, classes):
    """Targets that give away `label_smoothing` of their weight to all classes alike."""
    if not label_smoothing:
        return y_true
    if not isinstance(classes, int):  # A scalar tensor, where the number is unknown while a graph is traced.
        classes = ops.cast(classes, y_true.dtype)
    return ops.add(ops.multiply(y_true, 1.0 - label_smoothing), label_smoothing / classes)


def _one_hot_pair(y_true, y_pred, axis):
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise ValueError(f"Argument `axis` must be an integer. Received: axis={axis!r}.")
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.cast(ops.convert_to_tensor(y_true), y_pred.dtype)
    return y_true, y_pred


@keras_export(["keras.metrics.binary_crossentropy", "keras.losses.binary_crossentropy"])
def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    """Cross-entropy of yes-or-no targets: `mean(-y log(p) - (1 - y) log(1 - p))`.

    Args:
        y_true: Tensor of targets 0 and 1, `(batch, ..., d)`.
        y_pred: Tensor of probabilities, or of logits, of the same shape.
        from_logits: Boolean, whether `y_pred` holds logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1 that draws the targets towards one half. Defaults to `0.0`.
        axis: Integer, the axis of the mean. Defaults to `-1`.

    Returns:
        Tensor without the axis, of the dtype of `y_pred`.

    Example:

    >>> round(float(keras.losses.binary_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])[0]), 4)
    0.6931
    """
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = _smoothed(ops.cast(ops.convert_to_tensor(y_true), y_pred.dtype), label_smoothing, 2)
    return ops.mean(ops.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=axis)


@keras_export("keras.losses.BinaryCrossentropy")
class BinaryCrossentropy(LossFunctionWrapper):
    """Cross-entropy of yes-or-no targets: `mean(-y log(p) - (1 - y) log(1 - p))`.

    Args:
        from_logits: Boolean, whether predictions are logits, not probabilities. Defaults to `False`.
        label_smoothing: Float between 0 and 1 that draws the targets towards one half. Defaults to `0.0`.
        axis: Integer, the axis of the mean. Defaults to `-1`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"binary_crossentropy"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> round(float(keras.losses.BinaryCrossentropy()([[0.0, 1.0]], [[0.5, 0.5]])), 4)
    0.6931
    """

    _fields = ("from_logits", "label_smoothing", "axis")

    def __init__(
        self, from_logits=False, label_smoothing=0.0, axis=-1, reduction="sum_over_batch_size",
        name="binary_crossentropy", dtype=None,
    ):
        super().__init__(binary_crossentropy, **given(locals()))


@keras_export(["keras.metrics.binary_focal_crossentropy", "keras.losses.binary_focal_crossentropy"])
def binary_focal_crossentropy(
    y_true, y_pred, apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False,
    label_smoothing=0.0, axis=-1,
):
    """Binary cross-entropy that gives less weight to what is predicted well: `mean((1 - p_t)^gamma * bce)`.

    `p_t` is the probability of the true answer.

    Args:
        y_true: Tensor of targets 0 and 1, `(batch, ..., d)`.
        y_pred: Tensor of probabilities, or of logits, of the same shape.
        apply_class_balancing: Boolean, whether to weigh class 1 by `alpha` and class 0 by `1 - alpha`.
            Defaults to `False`.
        alpha: Float. Defaults to `0.25`.
        gamma: Float, the strength of the focus. Defaults to `2.0`.
        from_logits: Boolean, whether `y_pred` holds logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1. Defaults to `0.0`.
        axis: Integer, the axis of the mean. Defaults to `-1`.

    Returns:
        Tensor without the axis, of the dtype of `y_pred`.

    Reference: Lin et al., 2018, https://arxiv.org/abs/1708.02002

    Example:

    >>> round(float(keras.losses.binary_focal_crossentropy([[1.0]], [[0.5]])[0]), 4)
    0.1733
    """
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = _smoothed(ops.cast(ops.convert_to_tensor(y_true), y_pred.dtype), label_smoothing, 2)
    if from_logits:
        y_pred = ops.sigmoid(y_pred)
    entropy = ops.binary_crossentropy(target=y_true, output=y_pred, from_logits=False)
    true_probability = _mixed(y_true, y_pred, ops.subtract(1.0, y_pred))
    loss = ops.multiply(ops.power(ops.subtract(1.0, true_probability), gamma), entropy)
    if apply_class_balancing:
        loss = ops.multiply(_mixed(y_true, alpha, 1 - alpha), loss)
    return ops.mean(loss, axis=axis)


def _mixed(share, one, other):
    """`one` for targets 1, `other` for targets 0, and what lies between for others."""
    return ops.add(ops.multiply(share, one), ops.multiply(ops.subtract(1.0, share), other))


@keras_export("keras.losses.BinaryFocalCrossentropy")
class BinaryFocalCrossentropy(LossFunctionWrapper):
    """Binary cross-entropy that gives less weight to what is predicted well: `mean((1 - p_t)^gamma * bce)`.

    Args:
        apply_class_balancing: Boolean, whether to weigh class 1 by `alpha` and class 0 by `1 - alpha`.
            Defaults to `False`.
        alpha: Float. Defaults to `0.25`.
        gamma: Float, the strength of the focus. Defaults to `2.0`.
        from_logits: Boolean, whether predictions are logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1. Defaults to `0.0`.
        axis: Integer, the axis of the mean. Defaults to `-1`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"binary_focal_crossentropy"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Reference: Lin et al., 2018, https://arxiv.org/abs/1708.02002

    Example:

    >>> round(float(keras.losses.BinaryFocalCrossentropy()([[1.0]], [[0.5]])), 4)
    0.1733
    """

    _fields = ("from_logits", "label_smoothing", "axis", "apply_class_balancing", "alpha", "gamma")

    def __init__(
        self, apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False,
        label_smoothing=0.0, axis=-1, reduction="sum_over_batch_size",
        name="binary_focal_crossentropy", dtype=None,
    ):
        super().__init__(binary_focal_crossentropy, **given(locals()))


@keras_export(["keras.metrics.categorical_crossentropy", "keras.losses.categorical_crossentropy"])
def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    """Cross-entropy of one-hot targets: `-sum(y_true * log(y_pred))`.

    Args:
        y_true: Tensor of one-hot rows, or of distributions, `(batch, ..., classes)`.
        y_pred: Tensor of probabilities, or of logits, of the same shape.
        from_logits: Boolean, whether `y_pred` holds logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1: how much of each target is shared out among all classes.
            Defaults to `0.0`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Returns:
        Tensor without the axis, of the dtype of `y_pred`.

    Raises:
        ValueError: If the shapes differ.

    Example:

    >>> round(float(keras.losses.categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])[0]), 4)
    0.6931
    """
    y_true, y_pred = _one_hot_pair(y_true, y_pred, axis)
    y_true = _smoothed(y_true, label_smoothing, ops.shape(y_true)[-1])
    return ops.categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)


@keras_export("keras.losses.CategoricalCrossentropy")
class CategoricalCrossentropy(LossFunctionWrapper):
    """Cross-entropy of one-hot targets: `-sum(y_true * log(y_pred))`.

    Args:
        from_logits: Boolean, whether predictions are logits, not probabilities. Defaults to `False`.
        label_smoothing: Float between 0 and 1: how much of each target is shared out among all classes.
            Defaults to `0.0`.
        axis: Integer, the axis of the classes. Defaults to `-1`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"categorical_crossentropy"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> round(float(keras.losses.CategoricalCrossentropy()([[0.0, 1.0]], [[0.5, 0.5]])), 4)
    0.6931
    """

    _fields = ("from_logits", "label_smoothing", "axis")

    def __init__(
        self, from_logits=False, label_smoothing=0.0, axis=-1, reduction="sum_over_batch_size",
        name="categorical_crossentropy", dtype=None,
    ):
        super().__init__(categorical_crossentropy, **given(locals()))


@keras_export(["keras.metrics.categorical_focal_crossentropy", "keras.losses.categorical_focal_crossentropy"])
def categorical_focal_crossentropy(
    y_true, y_pred, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1
):
    """Categorical cross-entropy with less weight on what is predicted well.

    `-sum(alpha * (1 - y_pred)^gamma * y_true * log(y_pred))`

    Args:
        y_true: Tensor of one-hot rows, `(batch, ..., classes)`.
        y_pred: Tensor of probabilities, or of logits, of the same shape.
        alpha: Float, or a list of one float per class. Defaults to `0.25`.
        gamma: Float, the strength of the focus. Defaults to `2.0`.
        from_logits: Boolean, whether `y_pred` holds logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1. Defaults to `0.0`.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Returns:
        Tensor without the axis, of the dtype of `y_pred`.

    Reference: Lin et al., 2018, https://arxiv.org/abs/1708.02002

    Example:

    >>> round(float(keras.losses.categorical_focal_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])[0]), 4)
    0.0433
    """
    y_true, y_pred = _one_hot_pair(y_true, y_pred, axis)
    y_true = _smoothed(y_true, label_smoothing, ops.shape(y_true)[-1])
    if from_logits:
        y_pred = ops.softmax(y_pred, axis=axis)
    y_pred = ops.divide(y_pred, ops.sum(y_pred, axis=axis, keepdims=True))
    y_pred = ops.clip(y_pred, backend.epsilon(), 1.0 - backend.epsilon())
    entropy = ops.multiply(ops.negative(y_true), ops.log(y_pred))
    alpha = ops.convert_to_tensor(alpha, dtype=y_pred.dtype)
    focus = ops.multiply(ops.power(ops.subtract(1.0, y_pred), gamma), alpha)
    return ops.sum(ops.multiply(focus, entropy), axis=axis)


@keras_export("keras.losses.CategoricalFocalCrossentropy")
class CategoricalFocalCrossentropy(LossFunctionWrapper):
    """Categorical cross-entropy with less weight on what is predicted well.

    Args:
        alpha: Float, or a list of one float per class. Defaults to `0.25`.
        gamma: Float, the strength of the focus. Defaults to `2.0`.
        from_logits: Boolean, whether predictions are logits. Defaults to `False`.
        label_smoothing: Float between 0 and 1. Defaults to `0.0`.
        axis: Integer, the axis of the classes. Defaults to `-1`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"categorical_focal_crossentropy"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Reference: Lin et al., 2018, https://arxiv.org/abs/1708.02002

    Example:

    >>> round(float(keras.losses.CategoricalFocalCrossentropy()([[0.0, 1.0]], [[0.5, 0.5]])), 4)
    0.0433
    """

    _fields = ("from_logits", "label_smoothing", "axis", "alpha", "gamma")

    def __init__(
        self, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1,
        reduction="sum_over_batch_size", name="categorical_focal_crossentropy", dtype=None,
    ):
        super().__init__(categorical_focal_crossentropy, **given(locals()))


@keras_export(["keras.metrics.sparse_categorical_crossentropy", "keras.losses.sparse_categorical_crossentropy"])
def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, ignore_class=None, axis=-1):
    """Cross-entropy of class numbers: `-log(y_pred[class])`.

    Args:
        y_true: Tensor of class numbers, `(batch, ...)` or `(batch, ..., 1)`.
        y_pred: Tensor of probabilities, or of logits, `(batch, ..., classes)`.
        from_logits: Boolean, whether `y_pred` holds logits. Defaults to `False`.
        ignore_class: Integer, a class whose samples have the loss 0 and do not count. Defaults to None.
        axis: Integer, the axis of the classes. Defaults to `-1`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Raises:
        ValueError: If the shapes do not fit.

    Example:

    >>> round(float(keras.losses.sparse_categorical_crossentropy([1], [[0.5, 0.5]])[0]), 4)
    0.6931
    """
    if ignore_class is None:
        return ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, axis=-1)
    valid = ops.not_equal(y_true, ops.cast(ignore_class, y_true.dtype))
    y_true = ops.where(valid, y_true, ops.zeros_like(y_true))
    loss = ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)
    valid = ops.reshape(valid, ops.shape(loss))
    loss = ops.where(valid, loss, ops.zeros_like(loss))
    backend.set_keras_mask(loss, mask=valid)
    return loss


@keras_export("keras.losses.SparseCategoricalCrossentropy")
class SparseCategoricalCrossentropy(LossFunctionWrapper):
    """Cross-entropy of class numbers: `-log(y_pred[class])`.

    Args:
        from_logits: Boolean, whether predictions are logits, not probabilities. Defaults to `False`.
        ignore_class: Integer, a class whose samples do not count. Defaults to None.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        axis: Integer, the axis of the classes. Defaults to `-1`.
        name: String. Defaults to `"sparse_categorical_crossentropy"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> round(float(keras.losses.SparseCategoricalCrossentropy()([1], [[0.5, 0.5]])), 4)
    0.6931
    """

    _fields = ("from_logits", "ignore_class", "axis")
    _casts_targets = False

    def __init__(
        self, from_logits=False, ignore_class=None, reduction="sum_over_batch_size", axis=-1,
        name="sparse_categorical_crossentropy", dtype=None,
    ):
        super().__init__(sparse_categorical_crossentropy, **given(locals()))


@keras_export("keras.losses.categorical_generalized_cross_entropy")
def categorical_generalized_cross_entropy(y_true, y_pred, q):
    """Cross-entropy for noisy class numbers: `(1 - y_pred[class]^q) / q`.

    It lies between cross-entropy (`q` near 0) and absolute error (`q` near 1).

    Args:
        y_true: Tensor of class numbers, `(batch, ...)`.
        y_pred: Tensor of probabilities, `(batch, ..., classes)`.
        q: Float between 0 and 1.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Reference: Zhang and Sabuncu, 2018, https://arxiv.org/abs/1805.07836

    Example:

    >>> float(keras.losses.categorical_generalized_cross_entropy([1], [[0.75, 0.25]], q=0.5)[0])
    1.0
    """
    y_pred = ops.convert_to_tensor(y_pred)
    classes = ops.one_hot(ops.cast(y_true, "int64"), num_classes=ops.shape(y_pred)[-1], dtype=y_pred.dtype)
    probability = ops.sum(ops.multiply(y_pred, classes), axis=-1)
    return ops.divide(ops.subtract(1.0, ops.power(probability, q)), q)


@keras_export("keras.losses.CategoricalGeneralizedCrossEntropy")
class CategoricalGeneralizedCrossEntropy(LossFunctionWrapper):
    """Cross-entropy for noisy class numbers: `(1 - y_pred[class]^q) / q`.

    Args:
        q: Float, above 0 and below 1. Defaults to `0.5`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"categorical_generalized_cross_entropy"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Raises:
        ValueError: If `q` is not between 0 and 1.

    Reference: Zhang and Sabuncu, 2018, https://arxiv.org/abs/1805.07836

    Example:

    >>> float(keras.losses.CategoricalGeneralizedCrossEntropy()([1], [[0.75, 0.25]]))
    1.0
    """

    _fields = ("q",)
    _casts_targets = False

    def __init__(
        self, q=0.5, reduction="sum_over_batch_size", name="categorical_generalized_cross_entropy",
        dtype=None,
    ):
        if not 0 < q < 1:
            raise ValueError(f"Argument `q` must be above 0 and below 1. Received: q={q}.")
        super().__init__(
            categorical_generalized_cross_entropy, reduction=reduction, name=name, dtype=dtype, q=q
        )


@keras_export(["keras.metrics.kl_divergence", "keras.losses.kl_divergence"])
def kl_divergence(y_true, y_pred):
    """Kullback-Leibler divergence: `sum(y_true * log(y_true / y_pred))` over the last axis.

    Args:
        y_true: Tensor of distributions, `(batch, ..., d)`.
        y_pred: Tensor of distributions, of the same shape.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> float(keras.losses.kl_divergence([[0.5, 0.5]], [[0.5, 0.5]])[0])
    0.0
    """
    y_true, y_pred = prepared(y_true, y_pred)
    y_true = ops.clip(y_true, backend.epsilon(), 1)
    y_pred = ops.clip(y_pred, backend.epsilon(), 1)
    return ops.sum(ops.multiply(y_true, ops.log(ops.divide(y_true, y_pred))), axis=-1)


@keras_export("keras.losses.KLDivergence")
class KLDivergence(LossFunctionWrapper):
    """Kullback-Leibler divergence: `sum(y_true * log(y_true / y_pred))`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"kl_divergence"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.KLDivergence()([[0.5, 0.5]], [[0.5, 0.5]]))
    0.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="kl_divergence", dtype=None):
        super().__init__(kl_divergence, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.poisson", "keras.losses.poisson"])
def poisson(y_true, y_pred):
    """Negative logarithm of the likelihood of counts: `mean(y_pred - y_true * log(y_pred + epsilon))`.

    Args:
        y_true: Tensor of counts, `(batch, ..., d)`.
        y_pred: Tensor of expected counts, of the same shape.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> round(float(keras.losses.poisson([[1.0]], [[1.0]])[0]), 4)
    1.0
    """
    y_true, y_pred = prepared(y_true, y_pred)
    log_pred = ops.log(ops.add(y_pred, ops.convert_to_tensor(backend.epsilon(), dtype=y_pred.dtype)))
    return ops.mean(ops.subtract(y_pred, ops.multiply(y_true, log_pred)), axis=-1)


@keras_export("keras.losses.Poisson")
class Poisson(LossFunctionWrapper):
    """Negative logarithm of the likelihood of counts: `mean(y_pred - y_true * log(y_pred))`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"poisson"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> round(float(keras.losses.Poisson()([[1.0]], [[1.0]])), 4)
    1.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="poisson", dtype=None):
        super().__init__(poisson, reduction=reduction, name=name, dtype=dtype)


@keras_export("keras.losses.ctc")
def ctc(y_true, y_pred):
    """Connectionist temporal classification: labels without known positions against a sequence.

    Args:
        y_true: Tensor of class numbers padded by 0, `(batch, labels)`. Class 0 is the blank.
        y_pred: Tensor of logits, `(batch, steps, classes)`.

    Returns:
        Tensor `(batch,)`.

    Raises:
        ValueError: If the ranks are others.

    Reference: Graves et al., 2006, https://doi.org/10.1145/1143844.1143891

    Example:

    >>> loss = keras.losses.ctc(np.array([[1]]), np.zeros((1, 1, 2), "float32"))
    >>> round(float(loss[0]), 4)
    0.6931
    """
    if len(ops.shape(y_true)) != 2:
        raise ValueError(f"Argument `y_true` must have two axes. Received: y_true.shape={ops.shape(y_true)}.")
    if len(ops.shape(y_pred)) != 3:
        raise ValueError(
            "Argument `y_pred` must have three axes: batch, steps and classes. "
            f"Received: y_pred.shape={ops.shape(y_pred)}."
        )
    blank = 0
    batch, steps = ops.shape(y_pred)[:2]
    input_length = ops.multiply(steps, ops.ones((batch,), dtype="int32"))
    label_length = ops.cast(ops.sum(ops.cast(ops.not_equal(y_true, blank), "int32"), axis=-1), "int32")
    return ops.ctc_loss(y_true, y_pred, label_length, input_length, mask_index=blank)


@keras_export("keras.losses.CTC")
class CTC(LossFunctionWrapper):
    """Connectionist temporal classification: labels without known positions against a sequence.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"ctc"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Reference: Graves et al., 2006, https://doi.org/10.1145/1143844.1143891

    Example:

    >>> loss = keras.losses.CTC()(np.array([[1]]), np.zeros((1, 1, 2), "float32"))
    >>> round(float(loss), 4)
    0.6931
    """

    _fields = ()
    _casts_targets = False

    def __init__(self, reduction="sum_over_batch_size", name="ctc", dtype=None):
        super().__init__(ctc, reduction=reduction, name=name, dtype=dtype)
