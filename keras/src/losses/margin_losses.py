"""Losses of margins and of pairs: hinge losses and the circle loss."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.losses.function_wrapper import LossFunctionWrapper


def convert_binary_labels_to_hinge(y_true):
    """Targets -1 and 1, made from 0 and 1 where all of them are such."""
    zero_or_one = ops.logical_or(ops.equal(y_true, 0), ops.equal(y_true, 1))
    return ops.where(ops.all(zero_or_one), ops.subtract(ops.multiply(2.0, y_true), 1.0), y_true)


def _margins(y_true, y_pred):
    """By how much each prediction misses the margin: `max(1 - y_true * y_pred, 0)`."""
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = convert_binary_labels_to_hinge(ops.cast(ops.convert_to_tensor(y_true), y_pred.dtype))
    return ops.maximum(ops.subtract(1.0, ops.multiply(y_true, y_pred)), 0.0)


@keras_export(["keras.metrics.hinge", "keras.losses.hinge"])
def hinge(y_true, y_pred):
    """Hinge loss: `mean(max(1 - y_true * y_pred, 0))` over the last axis.

    Args:
        y_true: Tensor of targets -1 and 1 (or 0 and 1, which are converted), `(batch, ..., d)`.
        y_pred: Tensor of scores, of the same shape.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.hinge([[1.0, -1.0]], [[0.5, 0.5]])).tolist()
    [1.0]
    """
    return ops.mean(_margins(y_true, y_pred), axis=-1)


@keras_export("keras.losses.Hinge")
class Hinge(LossFunctionWrapper):
    """Hinge loss: `mean(max(1 - y_true * y_pred, 0))`, for targets -1 and 1 (or 0 and 1).

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"hinge"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.Hinge()([[1.0, -1.0]], [[0.5, 0.5]]))
    1.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="hinge", dtype=None):
        super().__init__(hinge, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.squared_hinge", "keras.losses.squared_hinge"])
def squared_hinge(y_true, y_pred):
    """Squared hinge loss: `mean(max(1 - y_true * y_pred, 0)^2)` over the last axis.

    Args:
        y_true: Tensor of targets -1 and 1 (or 0 and 1, which are converted), `(batch, ..., d)`.
        y_pred: Tensor of scores, of the same shape.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.squared_hinge([[1.0, -1.0]], [[0.5, 0.5]])).tolist()
    [1.25]
    """
    return ops.mean(ops.square(_margins(y_true, y_pred)), axis=-1)


@keras_export("keras.losses.SquaredHinge")
class SquaredHinge(LossFunctionWrapper):
    """Squared hinge loss: `mean(max(1 - y_true * y_pred, 0)^2)`, for targets -1 and 1 (or 0 and 1).

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"squared_hinge"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.SquaredHinge()([[1.0, -1.0]], [[0.5, 0.5]]))
    1.25
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="squared_hinge", dtype=None):
        super().__init__(squared_hinge, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.categorical_hinge", "keras.losses.categorical_hinge"])
def categorical_hinge(y_true, y_pred):
    """Hinge loss of one-hot targets: `max(1 + best wrong score - true score, 0)`.

    Args:
        y_true: Tensor of one-hot rows, `(batch, ..., classes)`.
        y_pred: Tensor of scores, of the same shape.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.categorical_hinge([[0.0, 1.0]], [[0.5, 0.25]])).tolist()
    [1.25]
    """
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.cast(ops.convert_to_tensor(y_true), y_pred.dtype)
    true_score = ops.sum(ops.multiply(y_true, y_pred), axis=-1)
    wrong_score = ops.max(ops.multiply(ops.subtract(1.0, y_true), y_pred), axis=-1)
    return ops.maximum(ops.add(ops.subtract(wrong_score, true_score), 1.0), 0.0)


@keras_export("keras.losses.CategoricalHinge")
class CategoricalHinge(LossFunctionWrapper):
    """Hinge loss of one-hot targets: `max(1 + best wrong score - true score, 0)`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"categorical_hinge"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.CategoricalHinge()([[0.0, 1.0]], [[0.5, 0.25]]))
    1.25
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="categorical_hinge", dtype=None):
        super().__init__(categorical_hinge, reduction=reduction, name=name, dtype=dtype)


@keras_export("keras.losses.circle")
def circle(
    y_true, y_pred, ref_labels=None, ref_embeddings=None, remove_diagonal=True, gamma=80, margin=0.4
):
    """Circle loss of embeddings: draws those of one class together and those of others apart.

    With `s` the cosine similarities of an embedding to those of its class (p) and of others (n), and `m` the
    margin: `softplus(logsumexp(gamma * [s_n + m] * (s_n - m)) + logsumexp(-gamma * [1 + m - s_p] * (s_p - 1 + m)))`.

    Args:
        y_true: Tensor of class numbers, `(batch,)`.
        y_pred: Tensor of embeddings of L2 norm 1, `(batch, d)`.
        ref_labels: Tensor of class numbers `(references,)` to compare with. None takes `y_true`. Defaults to None.
        ref_embeddings: Tensor `(references, d)`. None takes `y_pred`. Defaults to None.
        remove_diagonal: Boolean, whether to leave out the pairs of equal position, which are an embedding
            and itself. Defaults to `True`.
        gamma: Number, the scale of similarities. Defaults to `80`.
        margin: Float. Defaults to `0.4`.

    Returns:
        Tensor `(batch,)`.

    Reference: Sun et al., 2020, https://arxiv.org/abs/2002.10857

    Example:

    >>> loss = keras.losses.circle(np.array([0, 0]), np.array([[1.0, 0.0], [1.0, 0.0]], "float32"))
    >>> keras.ops.convert_to_numpy(loss).tolist()
    [0.0, 0.0]
    """
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.cast(y_true, "int32")
    ref_embeddings = y_pred if ref_embeddings is None else ops.cast(ref_embeddings, y_pred.dtype)
    ref_labels = y_true if ref_labels is None else ops.cast(ref_labels, "int32")
    same, other = _pair_masks(y_true, ref_labels, remove_diagonal)
    # In distances `1 - s`, of which half precision keeps more digits where embeddings are alike.
    distance = ops.maximum(ops.subtract(1.0, ops.matmul(y_pred, ops.transpose(ref_embeddings))), 0.0)
    pull = ops.relu(ops.add(distance, margin))
    push = ops.relu(ops.subtract(1.0 + margin, distance))
    positive = ops.multiply(ops.multiply(gamma, pull), ops.subtract(distance, margin))
    negative = ops.multiply(ops.multiply(gamma, push), ops.subtract(1.0 - margin, distance))
    loss = ops.softplus(ops.add(_logsumexp_where(same, positive), _logsumexp_where(other, negative)))
    # Embeddings without a pair of either kind do not count.
    backend.set_keras_mask(loss, mask=ops.logical_and(ops.any(same, axis=1), ops.any(other, axis=1)))
    return loss


def _pair_masks(labels, ref_labels, remove_diagonal):
    """Masks `(batch, references)` of the pairs of one class and of the pairs of two classes."""
    labels, ref_labels = ops.reshape(labels, (-1, 1)), ops.reshape(ref_labels, (1, -1))
    same = ops.equal(labels, ref_labels)
    other = ops.logical_not(same)
    if remove_diagonal:
        rows = ops.reshape(ops.arange(ops.shape(labels)[0]), (-1, 1))
        columns = ops.reshape(ops.arange(ops.shape(ref_labels)[1]), (1, -1))
        same = ops.logical_and(same, ops.not_equal(rows, columns))
    return same, other


def _logsumexp_where(mask, x):
    return ops.logsumexp(ops.where(mask, x, float("-inf")), axis=1)


@keras_export("keras.losses.Circle")
class Circle(LossFunctionWrapper):
    """Circle loss of embeddings: draws those of one class together and those of others apart.

    Args:
        gamma: Float, the scale of similarities. Defaults to `80.0`.
        margin: Float. Defaults to `0.4`.
        remove_diagonal: Boolean, whether to leave out the pairs of an embedding with itself. Defaults to `True`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"circle"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Reference: Sun et al., 2020, https://arxiv.org/abs/2002.10857

    Example:

    >>> float(keras.losses.Circle()(np.array([0, 0]), np.array([[1.0, 0.0], [1.0, 0.0]], "float32")))
    0.0
    """

    _fields = ("gamma", "margin", "remove_diagonal")
    _casts_targets = False

    def __init__(
        self, gamma=80.0, margin=0.4, remove_diagonal=True, reduction="sum_over_batch_size",
        name="circle", dtype=None,
    ):
        super().__init__(
            circle, reduction=reduction, name=name, dtype=dtype, remove_diagonal=remove_diagonal,
            gamma=gamma, margin=margin,
        )
