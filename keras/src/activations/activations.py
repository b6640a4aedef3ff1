"""The activation functions. Their formulas live in `keras.ops`."""
from keras.src import ops
from keras.src.api_export import keras_export


@keras_export("keras.activations.relu")
def relu(x, negative_slope=0.0, max_value=None, threshold=0.0):
    """Rectified linear unit, with an optional leak, ceiling and threshold.

    Gives `max_value` for `x >= max_value`, `x` for `threshold < x < max_value`, and
    `negative_slope * (x - threshold)` otherwise.

    Args:
        x: Tensor of any shape.
        negative_slope: Float, the slope below the threshold. Defaults to `0.0`.
        max_value: Float, the largest value given back. None means no limit. Defaults to None.
        threshold: Float, below which values are damped or set to zero. Defaults to `0.0`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> y = keras.activations.relu(np.array([-10.0, -5.0, 0.0, 5.0, 10.0]), negative_slope=0.5)
    >>> keras.ops.convert_to_numpy(y).tolist()
    [-5.0, -2.5, 0.0, 5.0, 10.0]
    """
    if threshold == 0:
        if max_value is None:
            return ops.leaky_relu(x, negative_slope=negative_slope) if negative_slope else ops.relu(x)
        kept = ops.relu6(x) if max_value == 6 else ops.clip(x, 0, max_value)
    else:
        kept = ops.where(ops.greater(x, threshold), x, 0)
        if max_value is not None:
            kept = ops.clip(kept, min(threshold, 0), max_value)
    if negative_slope:
        kept = ops.subtract(kept, ops.multiply(negative_slope, ops.relu(ops.subtract(threshold, x))))
    return kept


@keras_export("keras.activations.leaky_relu")
def leaky_relu(x, negative_slope=0.2):
    """Leaky rectified linear unit: `x` where it is positive, else `negative_slope * x`.

    Args:
        x: Tensor of any shape.
        negative_slope: Float, the slope for negative values. Defaults to `0.2`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.leaky_relu(np.array([-2.0, 3.0]), 0.5)).tolist()
    [-1.0, 3.0]
    """
    return ops.leaky_relu(x, negative_slope=negative_slope)


@keras_export("keras.activations.relu6")
def relu6(x):
    """Rectified linear unit with the ceiling 6: `min(max(x, 0), 6)`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.relu6(np.array([-2.0, 3.0, 8.0]))).tolist()
    [0.0, 3.0, 6.0]
    """
    return ops.relu6(x)


@keras_export("keras.activations.softmax")
def softmax(x, axis=-1):
    """Turns scores into probabilities: `exp(x) / sum(exp(x))` along an axis.

    Args:
        x: Tensor of any shape.
        axis: Integer or a sequence of them, the axes over which the result sums to 1. Defaults to `-1`.

    Returns:
        Tensor of the shape of `x`, floating point.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.softmax(np.array([[1.0, 1.0]]))).tolist()
    [[0.5, 0.5]]
    """
    return ops.softmax(x, axis=axis)


@keras_export("keras.activations.elu")
def elu(x, alpha=1.0):
    """Exponential linear unit: `x` where it is positive, else `alpha * (exp(x) - 1)`.

    Args:
        x: Tensor of any shape.
        alpha: Float, the limit for very negative values is `-alpha`. Defaults to `1.0`.

    Returns:
        Tensor of the shape of `x`.

    Reference: Clevert et al., 2016, https://arxiv.org/abs/1511.07289

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.elu(np.array([0.0, 2.0]))).tolist()
    [0.0, 2.0]
    """
    return ops.elu(x, alpha=alpha)


@keras_export("keras.activations.selu")
def selu(x):
    """Scaled exponential linear unit: `scale * elu(x, alpha)` with fixed constants.

    `scale = 1.05070098` and `alpha = 1.67326324` keep mean and variance of the values from layer to layer,
    together with the initializer `lecun_normal` and the layer `AlphaDropout`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`.

    Reference: Klambauer et al., 2017, https://arxiv.org/abs/1706.02515

    Example:

    >>> float(keras.activations.selu(np.array(0.0)))
    0.0
    """
    return ops.selu(x)


@keras_export("keras.activations.celu")
def celu(x, alpha=1.0):
    """Continuously differentiable exponential linear unit: `max(x, 0) + min(0, alpha * (exp(x / alpha) - 1))`.

    Args:
        x: Tensor of any shape.
        alpha: Float, the limit for very negative values is `-alpha`. Defaults to `1.0`.

    Returns:
        Tensor of the shape of `x`.

    Reference: Barron, 2017, https://arxiv.org/abs/1704.07483

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.celu(np.array([0.0, 2.0]))).tolist()
    [0.0, 2.0]
    """
    return ops.celu(x, alpha=alpha)


@keras_export("keras.activations.glu")
def glu(x, axis=-1):
    """Gated linear unit: one half of the values times the sigmoid of the other half.

    Args:
        x: Tensor whose size along `axis` is even.
        axis: Integer, the axis that is cut in two halves. Defaults to `-1`.

    Returns:
        Tensor with half the size along `axis`.

    Reference: Dauphin et al., 2017, https://arxiv.org/abs/1612.08083

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.glu(np.array([3.0, 0.0]))).tolist()
    [1.5]
    """
    return ops.glu(x, axis=axis)


@keras_export("keras.activations.gelu")
def gelu(x, approximate=False):
    """Gaussian error linear unit: `x * P(X <= x)` for a standard normal `X`.

    Args:
        x: Tensor of any shape.
        approximate: Boolean, whether to use the tanh formula instead of the error function. Defaults to `False`.

    Returns:
        Tensor of the shape of `x`.

    Reference: Hendrycks and Gimpel, 2016, https://arxiv.org/abs/1606.08415

    Example:

    >>> float(keras.activations.gelu(np.array(0.0)))
    0.0
    """
    return ops.gelu(x, approximate=approximate)


@keras_export(["keras.activations.silu", "keras.activations.swish"])
def silu(x):
    """Sigmoid linear unit, also called swish: `x * sigmoid(x)`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`.

    Reference: Ramachandran et al., 2017, https://arxiv.org/abs/1710.05941

    Example:

    >>> float(keras.activations.silu(np.array(0.0)))
    0.0
    """
    return ops.silu(x)


@keras_export(["keras.activations.hard_silu", "keras.activations.hard_swish"])
def hard_silu(x):
    """Piecewise approximation of `silu`: `x * hard_sigmoid(x)`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`.

    Reference: Howard et al., 2019, https://arxiv.org/abs/1905.02244

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.hard_silu(np.array([-3.0, 0.0, 3.0]))).tolist()
    [-0.0, 0.0, 3.0]
    """
    return ops.hard_silu(x)


@keras_export("keras.activations.mish")
def mish(x):
    """Self-regularised smooth unit: `x * tanh(softplus(x))`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`.

    Reference: Misra, 2019, https://arxiv.org/abs/1908.08681

    Example:

    >>> float(keras.activations.mish(np.array(0.0)))
    0.0
    """
    return ops.multiply(x, ops.tanh(ops.softplus(x)))


@keras_export("keras.activations.sigmoid")
def sigmoid(x):
    """Logistic function: `1 / (1 + exp(-x))`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, values between 0 and 1.

    Example:

    >>> float(keras.activations.sigmoid(np.array(0.0)))
    0.5
    """
    return ops.sigmoid(x)


@keras_export("keras.activations.hard_sigmoid")
def hard_sigmoid(x):
    """Piecewise linear approximation of the sigmoid: `x / 6 + 0.5`, kept between 0 and 1.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.hard_sigmoid(np.array([-3.0, 0.0, 3.0]))).tolist()
    [0.0, 0.5, 1.0]
    """
    return ops.hard_sigmoid(x)


@keras_export("keras.activations.log_sigmoid")
def log_sigmoid(x):
    """Logarithm of the sigmoid: `-softplus(-x)`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, values below 0.

    Example:

    >>> round(float(keras.activations.log_sigmoid(np.array(0.0))), 4)
    -0.6931
    """
    return ops.log_sigmoid(x)


@keras_export("keras.activations.sparse_sigmoid")
def sparse_sigmoid(x):
    """Sigmoid that reaches its ends: 0 for `x <= -1`, 1 for `x >= 1`, `(x + 1) / 2` between.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Reference: Martins and Astudillo, 2016, https://arxiv.org/abs/1602.02068

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.sparse_sigmoid(np.array([-2.0, 0.0, 2.0]))).tolist()
    [0.0, 0.5, 1.0]
    """
    return ops.sparse_sigmoid(x)


@keras_export("keras.activations.tanh")
def tanh(x):
    """Hyperbolic tangent.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, values between -1 and 1.

    Example:

    >>> float(keras.activations.tanh(np.array(0.0)))
    0.0
    """
    return ops.tanh(x)


@keras_export("keras.activations.hard_tanh")
def hard_tanh(x):
    """Values kept between -1 and 1.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.hard_tanh(np.array([-2.0, 0.5, 2.0]))).tolist()
    [-1.0, 0.5, 1.0]
    """
    return ops.hard_tanh(x)


@keras_export("keras.activations.tanh_shrink")
def tanh_shrink(x):
    """What the hyperbolic tangent takes away: `x - tanh(x)`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`.

    Example:

    >>> float(keras.activations.tanh_shrink(np.array(0.0)))
    0.0
    """
    return ops.tanh_shrink(x)


@keras_export("keras.activations.hard_shrink")
def hard_shrink(x, threshold=0.5):
    """Sets small values to zero: `x` where `|x| > threshold`, else 0.

    Args:
        x: Tensor of any shape.
        threshold: Float. Defaults to `0.5`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.hard_shrink(np.array([-1.0, 0.25, 1.0]))).tolist()
    [-1.0, 0.0, 1.0]
    """
    return ops.hard_shrink(x, threshold=threshold)


@keras_export("keras.activations.soft_shrink")
def soft_shrink(x, threshold=0.5):
    """Moves values towards zero by `threshold`, and to zero those that are nearer.

    Args:
        x: Tensor of any shape.
        threshold: Float. Defaults to `0.5`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.soft_shrink(np.array([-1.0, 0.25, 1.0]))).tolist()
    [-0.5, 0.0, 0.5]
    """
    return ops.soft_shrink(x, threshold=threshold)


@keras_export("keras.activations.softplus")
def softplus(x):
    """Smooth rectifier: `log(1 + exp(x))`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, values above 0.

    Example:

    >>> round(float(keras.activations.softplus(np.array(0.0))), 4)
    0.6931
    """
    return ops.softplus(x)


@keras_export("keras.activations.softsign")
def softsign(x):
    """Algebraic squashing: `x / (1 + |x|)`.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, values between -1 and 1.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.softsign(np.array([-1.0, 0.0, 3.0]))).tolist()
    [-0.5, 0.0, 0.75]
    """
    return ops.softsign(x)


@keras_export("keras.activations.sparse_plus")
def sparse_plus(x):
    """Rectifier with a parabola at the corner: 0 for `x <= -1`, `(x + 1)^2 / 4` up to 1, `x` above.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.sparse_plus(np.array([-2.0, 0.0, 2.0]))).tolist()
    [0.0, 0.25, 2.0]
    """
    return ops.sparse_plus(x)


@keras_export("keras.activations.squareplus")
def squareplus(x, b=4):
    """Algebraic smooth rectifier: `(x + sqrt(x^2 + b)) / 2`.

    Args:
        x: Tensor of any shape.
        b: Number that sets the width of the smooth corner. Defaults to `4`.

    Returns:
        Tensor of the shape of `x`.

    Reference: Barron, 2021, https://arxiv.org/abs/2112.11687

    Example:

    >>> float(keras.activations.squareplus(np.array(0.0)))
    1.0
    """
    return ops.squareplus(x, b=b)


@keras_export("keras.activations.threshold")
def threshold(x, threshold, default_value):
    """Replaces small values: `x` where `x > threshold`, else `default_value`.

    Args:
        x: Tensor of any shape.
        threshold: Float.
        default_value: Float given in place of what does not exceed the threshold.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.threshold(np.array([0.0, 3.0]), 1.0, -1.0)).tolist()
    [-1.0, 3.0]
    """
    return ops.threshold(x, threshold, default_value)


@keras_export("keras.activations.exponential")
def exponential(x):
    """Exponential function.

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`, floating point.

    Example:

    >>> float(keras.activations.exponential(np.array(0.0)))
    1.0
    """
    return ops.exp(x)


@keras_export("keras.activations.linear")
def linear(x):
    """Identity: gives `x` back.

    Args:
        x: Anything.

    Returns:
        `x` itself.

    Example:

    >>> keras.activations.linear(3.0)
    3.0
    """
    return x


@keras_export("keras.activations.log_softmax")
def log_softmax(x, axis=-1):
    """Logarithm of the softmax: `x - log(sum(exp(x)))` along an axis.

    Args:
        x: Tensor of any shape.
        axis: Integer. Defaults to `-1`.

    Returns:
        Tensor of the shape of `x`, floating point.

    Example:

    >>> y = keras.activations.log_softmax(np.array([0.0, 0.0]))
    >>> round(float(y[0]), 4)
    -0.6931
    """
    return ops.log_softmax(x, axis=axis)


@keras_export("keras.activations.sparsemax")
def sparsemax(x, axis=-1):
    """Nearest point of the probability simplex: like softmax, with exact zeros.

    Args:
        x: Tensor of any shape.
        axis: Integer. Defaults to `-1`.

    Returns:
        Tensor of the shape of `x` that sums to 1 along `axis`.

    Reference: Martins and Astudillo, 2016, https://arxiv.org/abs/1602.02068

    Example:

    >>> keras.ops.convert_to_numpy(keras.activations.sparsemax(np.array([0.0, 2.0]))).tolist()
    [0.0, 1.0]
    """
    return ops.sparsemax(x, axis=axis)
