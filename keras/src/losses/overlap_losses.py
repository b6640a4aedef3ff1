"""Losses of overlap between a predicted and a true region."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.losses.function_wrapper import LossFunctionWrapper


def _regions(y_true, y_pred):
    y_pred = ops.convert_to_tensor(y_pred)
    return ops.cast(y_true, y_pred.dtype), y_pred


@keras_export("keras.losses.dice")
def dice(y_true, y_pred, axis=None):
    """Dice loss: `1 - 2 * sum(y_true * y_pred) / (sum(y_true) + sum(y_pred) + epsilon)`.

    Args:
        y_true: Tensor of targets.
        y_pred: Tensor of predictions, of the same shape.
        axis: Integer or tuple of integers, the axes of the sums. None means all of them. Defaults to None.

    Returns:
        Tensor without these axes, of the dtype of `y_pred`.

    Example:

    >>> round(float(keras.losses.dice([[1.0, 0.0]], [[1.0, 1.0]])), 4)
    0.3333
    """
    y_true, y_pred = _regions(y_true, y_pred)
    common = ops.sum(ops.multiply(y_true, y_pred), axis=axis)
    total = ops.add(ops.sum(y_true, axis=axis), ops.sum(y_pred, axis=axis))
    return ops.subtract(1, ops.divide(ops.multiply(2.0, common), ops.add(total, backend.epsilon())))


@keras_export("keras.losses.Dice")
class Dice(LossFunctionWrapper):
    """Dice loss: `1 - 2 * sum(y_true * y_pred) / (sum(y_true) + sum(y_pred))`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"dice"`.
        axis: Integer or tuple of integers, the axes of the sums. None means all of them, the batch
            included. Defaults to None.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> round(float(keras.losses.Dice()([[1.0, 0.0]], [[1.0, 1.0]])), 4)
    0.3333
    """

    _fields = ("axis",)

    def __init__(self, reduction="sum_over_batch_size", name="dice", axis=None, dtype=None):
        super().__init__(dice, reduction=reduction, name=name, dtype=dtype, axis=axis)


@keras_export("keras.losses.tversky")
def tversky(y_true, y_pred, alpha=0.5, beta=0.5, axis=None):
    """Tversky loss: Dice loss that weighs the two kinds of mistakes apart.

    `1 - t / (t + alpha * sum(y_true * (1 - y_pred)) + beta * sum((1 - y_true) * y_pred) + epsilon)`
    with `t = sum(y_true * y_pred)`.

    Args:
        y_true: Tensor of targets.
        y_pred: Tensor of predictions, of the same shape.
        alpha: Float, the weight of what is missed. Defaults to `0.5`.
        beta: Float, the weight of what is predicted wrongly. Defaults to `0.5`.
        axis: Integer or tuple of integers, the axes of the sums. None means all of them. Defaults to None.

    Returns:
        Tensor without these axes, of the dtype of `y_pred`.

    Reference: Salehi et al., 2017, https://arxiv.org/abs/1706.05721

    Example:

    >>> round(float(keras.losses.tversky([[1.0, 0.0]], [[1.0, 1.0]], beta=1.0)), 4)
    0.5
    """
    y_true, y_pred = _regions(y_true, y_pred)
    hit = ops.sum(ops.multiply(y_true, y_pred), axis=axis)
    missed = ops.sum(ops.multiply(y_true, ops.subtract(1, y_pred)), axis=axis)
    wrong = ops.sum(ops.multiply(ops.subtract(1, y_true), y_pred), axis=axis)
    total = ops.add(ops.add(hit, ops.multiply(missed, alpha)), ops.multiply(wrong, beta))
    return ops.subtract(1, ops.divide(hit, ops.add(total, backend.epsilon())))


@keras_export("keras.losses.Tversky")
class Tversky(LossFunctionWrapper):
    """Tversky loss: Dice loss that weighs the two kinds of mistakes apart.

    Args:
        alpha: Float, the weight of what is missed. Defaults to `0.5`.
        beta: Float, the weight of what is predicted wrongly. Defaults to `0.5`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"tversky"`.
        axis: Integer or tuple of integers, the axes of the sums. None means all of them, the batch
            included. Defaults to None.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Reference: Salehi et al., 2017, https://arxiv.org/abs/1706.05721

    Example:

    >>> round(float(keras.losses.Tversky(beta=1.0)([[1.0, 0.0]], [[1.0, 1.0]])), 4)
    0.5
    """

    _fields = ("alpha", "beta", "axis")

    def __init__(
        self, alpha=0.5, beta=0.5, reduction="sum_over_batch_size", name="tversky", axis=None,
        dtype=None,
    ):
        super().__init__(
            tversky, reduction=reduction, name=name, dtype=dtype, alpha=alpha, beta=beta, axis=axis
        )
