"""Losses between numbers."""
from keras.src import backend, ops
from keras.src.api_export import keras_export
from keras.src.losses.function_wrapper import LossFunctionWrapper
from keras.src.losses.loss import squeeze_or_expand_to_same_rank


def prepared(y_true, y_pred):
    """Both as tensors of the dtype of the prediction and of one rank."""
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.convert_to_tensor(y_true, dtype=y_pred.dtype)
    return squeeze_or_expand_to_same_rank(y_true, y_pred)


@keras_export(["keras.metrics.mean_squared_error", "keras.losses.mean_squared_error"])
def mean_squared_error(y_true, y_pred):
    """Mean of squared errors over the last axis: `mean((y_true - y_pred)^2)`.

    Args:
        y_true: Tensor of targets, `(batch, ..., d)`.
        y_pred: Tensor of predictions, `(batch, ..., d)`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.mean_squared_error([[0.0, 1.0]], [[2.0, 1.0]])).tolist()
    [2.0]
    """
    y_true, y_pred = prepared(y_true, y_pred)
    return ops.mean(ops.square(ops.subtract(y_true, y_pred)), axis=-1)


@keras_export("keras.losses.MeanSquaredError")
class MeanSquaredError(LossFunctionWrapper):
    """Mean of squared errors: `mean((y_true - y_pred)^2)`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"mean_squared_error"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.MeanSquaredError()([[0.0, 1.0]], [[2.0, 1.0]]))
    2.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="mean_squared_error", dtype=None):
        super().__init__(mean_squared_error, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.mean_absolute_error", "keras.losses.mean_absolute_error"])
def mean_absolute_error(y_true, y_pred):
    """Mean of absolute errors over the last axis: `mean(|y_true - y_pred|)`.

    Args:
        y_true: Tensor of targets, `(batch, ..., d)`.
        y_pred: Tensor of predictions, `(batch, ..., d)`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.mean_absolute_error([[0.0, 1.0]], [[2.0, 1.0]])).tolist()
    [1.0]
    """
    y_true, y_pred = prepared(y_true, y_pred)
    return ops.mean(ops.abs(ops.subtract(y_true, y_pred)), axis=-1)


@keras_export("keras.losses.MeanAbsoluteError")
class MeanAbsoluteError(LossFunctionWrapper):
    """Mean of absolute errors: `mean(|y_true - y_pred|)`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"mean_absolute_error"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.MeanAbsoluteError()([[0.0, 1.0]], [[2.0, 1.0]]))
    1.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="mean_absolute_error", dtype=None):
        super().__init__(mean_absolute_error, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.mean_absolute_percentage_error", "keras.losses.mean_absolute_percentage_error"])
def mean_absolute_percentage_error(y_true, y_pred):
    """Mean of relative errors, in percent: `100 * mean(|y_true - y_pred| / max(|y_true|, epsilon))`.

    Args:
        y_true: Tensor of targets, `(batch, ..., d)`.
        y_pred: Tensor of predictions, `(batch, ..., d)`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> loss = keras.losses.mean_absolute_percentage_error([[2.0, 1.0]], [[1.0, 1.0]])
    >>> keras.ops.convert_to_numpy(loss).tolist()
    [25.0]
    """
    y_true, y_pred = prepared(y_true, y_pred)
    epsilon = ops.convert_to_tensor(backend.epsilon(), dtype=backend.standardize_dtype(y_pred.dtype))
    scale = ops.maximum(ops.abs(y_true), epsilon)
    return ops.multiply(100.0, ops.mean(ops.abs(ops.divide(ops.subtract(y_true, y_pred), scale)), axis=-1))


@keras_export("keras.losses.MeanAbsolutePercentageError")
class MeanAbsolutePercentageError(LossFunctionWrapper):
    """Mean of relative errors, in percent: `100 * mean(|y_true - y_pred| / |y_true|)`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"mean_absolute_percentage_error"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.MeanAbsolutePercentageError()([[2.0, 1.0]], [[1.0, 1.0]]))
    25.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="mean_absolute_percentage_error", dtype=None):
        super().__init__(mean_absolute_percentage_error, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.mean_squared_logarithmic_error", "keras.losses.mean_squared_logarithmic_error"])
def mean_squared_logarithmic_error(y_true, y_pred):
    """Mean of squared errors of logarithms: `mean((log(y_true + 1) - log(y_pred + 1))^2)`.

    Negative values count as zero.

    Args:
        y_true: Tensor of targets, `(batch, ..., d)`.
        y_pred: Tensor of predictions, `(batch, ..., d)`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> loss = keras.losses.mean_squared_logarithmic_error([[1.0]], [[1.0]])
    >>> keras.ops.convert_to_numpy(loss).tolist()
    [0.0]
    """
    y_true, y_pred = prepared(y_true, y_pred)
    epsilon = ops.convert_to_tensor(backend.epsilon())  # in `floatx`, and so is the result of half precision
    log_pred = ops.log(ops.add(ops.maximum(y_pred, epsilon), 1.0))
    log_true = ops.log(ops.add(ops.maximum(y_true, epsilon), 1.0))
    return ops.mean(ops.square(ops.subtract(log_true, log_pred)), axis=-1)


@keras_export("keras.losses.MeanSquaredLogarithmicError")
class MeanSquaredLogarithmicError(LossFunctionWrapper):
    """Mean of squared errors of logarithms: `mean((log(y_true + 1) - log(y_pred + 1))^2)`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"mean_squared_logarithmic_error"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.MeanSquaredLogarithmicError()([[1.0]], [[1.0]]))
    0.0
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="mean_squared_logarithmic_error", dtype=None):
        super().__init__(mean_squared_logarithmic_error, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.log_cosh", "keras.losses.log_cosh"])
def log_cosh(y_true, y_pred):
    """Mean of the logarithm of the hyperbolic cosine of errors: `mean(log(cosh(y_pred - y_true)))`.

    It is about `error^2 / 2` for small and `|error| - log(2)` for large errors.

    Args:
        y_true: Tensor of targets, `(batch, ..., d)`.
        y_pred: Tensor of predictions, `(batch, ..., d)`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Example:

    >>> abs(float(keras.losses.log_cosh([[1.0]], [[1.0]])[0])) < 1e-6
    True
    """
    y_true, y_pred = prepared(y_true, y_pred)
    error = ops.subtract(y_pred, y_true)
    log2 = ops.convert_to_tensor(0.6931471805599453, dtype=backend.standardize_dtype(error.dtype))
    return ops.mean(ops.subtract(ops.add(error, ops.softplus(ops.multiply(error, -2.0))), log2), axis=-1)


@keras_export("keras.losses.LogCosh")
class LogCosh(LossFunctionWrapper):
    """Logarithm of the hyperbolic cosine of errors: `mean(log(cosh(y_pred - y_true)))`.

    Args:
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"log_cosh"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> round(float(keras.losses.LogCosh()([[0.0]], [[1.0]])), 4)
    0.4338
    """

    _fields = ()

    def __init__(self, reduction="sum_over_batch_size", name="log_cosh", dtype=None):
        super().__init__(log_cosh, reduction=reduction, name=name, dtype=dtype)


@keras_export(["keras.metrics.huber", "keras.losses.huber"])
def huber(y_true, y_pred, delta=1.0):
    """Huber's loss: half the squared error up to `delta`, linear beyond.

    `mean(error^2 / 2 if |error| <= delta else delta * |error| - delta^2 / 2)`

    Args:
        y_true: Tensor of targets, `(batch, ..., d)`.
        y_pred: Tensor of predictions, `(batch, ..., d)`.
        delta: Float, where the loss turns linear. Defaults to `1.0`.

    Returns:
        Tensor `(batch, ...)` of the dtype of `y_pred`.

    Reference: Huber, 1964, https://doi.org/10.1214/aoms/1177703732

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.huber([[0.0, 0.0]], [[1.0, 3.0]])).tolist()
    [1.5]
    """
    y_true, y_pred = prepared(y_true, y_pred)
    error = ops.abs(ops.subtract(y_true, y_pred))
    curved = ops.minimum(error, delta)
    return ops.mean(ops.multiply(curved, ops.subtract(error, ops.multiply(0.5, curved))), axis=-1)


@keras_export("keras.losses.Huber")
class Huber(LossFunctionWrapper):
    """Huber's loss: half the squared error up to `delta`, linear beyond.

    Args:
        delta: Float, where the loss turns linear. Defaults to `1.0`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"huber_loss"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Reference: Huber, 1964, https://doi.org/10.1214/aoms/1177703732

    Example:

    >>> float(keras.losses.Huber()([[0.0, 0.0]], [[1.0, 3.0]]))
    1.5
    """

    _fields = ("delta",)

    def __init__(self, delta=1.0, reduction="sum_over_batch_size", name="huber_loss", dtype=None):
        super().__init__(huber, reduction=reduction, name=name, dtype=dtype, delta=delta)


@keras_export("keras.losses.cosine_similarity")
def cosine_similarity(y_true, y_pred, axis=-1):
    """Negative cosine of the angle between vectors: `-sum(unit(y_true) * unit(y_pred))`.

    It is -1 for vectors of one direction and 1 for opposite ones.

    Args:
        y_true: Tensor of targets.
        y_pred: Tensor of predictions, of the same shape.
        axis: Integer, the axis of the vectors. Defaults to `-1`.

    Returns:
        Tensor without the axis, of the dtype of `y_pred`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.losses.cosine_similarity([[0.0, 1.0]], [[1.0, 0.0]])).tolist()
    [-0.0]
    """
    y_true, y_pred = prepared(y_true, y_pred)
    product = ops.multiply(ops.normalize(y_true, axis=axis), ops.normalize(y_pred, axis=axis))
    return ops.negative(ops.sum(product, axis=axis))


@keras_export("keras.losses.CosineSimilarity")
class CosineSimilarity(LossFunctionWrapper):
    """Negative cosine of the angle between targets and predictions.

    Args:
        axis: Integer, the axis of the vectors. Defaults to `-1`.
        reduction: See `keras.losses.Loss`. Defaults to `"sum_over_batch_size"`.
        name: String. Defaults to `"cosine_similarity"`.
        dtype: See `keras.losses.Loss`. Defaults to None.

    Example:

    >>> float(keras.losses.CosineSimilarity()([[0.0, 2.0]], [[0.0, 1.0]]))
    -1.0
    """

    _fields = ("axis",)

    def __init__(self, axis=-1, reduction="sum_over_batch_size", name="cosine_similarity", dtype=None):
        super().__init__(cosine_similarity, reduction=reduction, name=name, dtype=dtype, axis=axis)
