"""Operations of `keras.src.ops.nn`: activation functions of each element."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.formulas.nn_family import check_halves
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, elementwise, shape_of

op = declare("keras.src.ops.nn")


def _glu_spec(x, axis=-1):
    shape = list(shape_of(x))
    axis = canonicalize_axis(axis, len(shape))
    if shape[axis] is not None:
        check_halves(shape, axis)
        shape[axis] //= 2
    return KerasTensor(shape, dtype=dtypes.to_float(dtype_of(x)))


@keras_export(["keras.ops.relu", "keras.ops.nn.relu"])
@op(spec=elementwise(dtypes.promote_number))
def relu(x):
    """Positive part of each element.

    Formula: `max(x, 0)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`; booleans become int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.relu([-1.0, 2.0])).round(4)
    array([0., 2.], dtype=float32)
    """
    return backend.nn.relu(x)


Relu = relu.operation


@keras_export(["keras.ops.relu6", "keras.ops.nn.relu6"])
@op(spec=elementwise(dtypes.promote_number))
def relu6(x):
    """Each element limited to 0 and 6.

    Formula: `min(max(x, 0), 6)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`; booleans become int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.relu6([-1.0, 2.0, 8.0])).round(4)
    array([0., 2., 6.], dtype=float32)
    """
    return backend.nn.relu6(x)


Relu6 = relu6.operation


@keras_export(["keras.ops.sigmoid", "keras.ops.nn.sigmoid"])
@op(spec=elementwise(dtypes.to_float))
def sigmoid(x):
    """Logistic function of each element.

    Formula: `1 / (1 + exp(-x))`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sigmoid([0.0, 2.0])).round(4)
    array([0.5   , 0.8808], dtype=float32)
    """
    return backend.nn.sigmoid(x)


Sigmoid = sigmoid.operation


@keras_export(["keras.ops.sparse_sigmoid", "keras.ops.nn.sparse_sigmoid"])
@op(spec=elementwise(dtypes.to_float))
def sparse_sigmoid(x):
    """A line from 0 at -1 to 1 at 1: a sigmoid that reaches 0 and 1.

    Formula: `min(max((x + 1) / 2, 0), 1)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sparse_sigmoid([-2.0, 0.5])).round(4)
    array([0.  , 0.75], dtype=float32)
    """
    return backend.nn.sparse_sigmoid(x)


SparseSigmoid = sparse_sigmoid.operation


@keras_export(["keras.ops.softplus", "keras.ops.nn.softplus"])
@op(spec=elementwise(dtypes.to_float))
def softplus(x):
    """Smooth version of `relu`.

    Formula: `log(exp(x) + 1)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.softplus([0.0, 2.0])).round(4)
    array([0.6931, 2.1269], dtype=float32)
    """
    return backend.nn.softplus(x)


Softplus = softplus.operation


@keras_export(["keras.ops.softsign", "keras.ops.nn.softsign"])
@op(spec=elementwise(dtypes.to_float))
def softsign(x):
    """Each element over one plus its size.

    Formula: `x / (abs(x) + 1)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.softsign([-1.0, 3.0])).round(4)
    array([-0.5 ,  0.75], dtype=float32)
    """
    return backend.nn.softsign(x)


Softsign = softsign.operation


@keras_export(["keras.ops.soft_shrink", "keras.ops.nn.soft_shrink"])
@op(spec=elementwise(dtypes.to_float))
def soft_shrink(x, threshold=0.5):
    """Each element moved towards zero by `threshold`, at most to zero.

    Formula: `sign(x) * max(abs(x) - threshold, 0)`

    Args:
        x: Tensor of any shape.
        threshold: Float, how far to move.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.soft_shrink([-2.0, 0.25])).round(4)
    array([-1.5,  0. ], dtype=float32)
    """
    return backend.nn.soft_shrink(x, threshold=threshold)


SoftShrink = soft_shrink.operation


@keras_export(["keras.ops.sparse_plus", "keras.ops.nn.sparse_plus"])
@op(spec=elementwise(dtypes.to_float))
def sparse_plus(x):
    """Smooth version of `relu` that is 0 below -1 and `x` above 1.

    Formula: `0 if x <= -1, (x + 1) ** 2 / 4 if x < 1, else x`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.sparse_plus([-2.0, 0.0, 2.0])).round(4)
    array([0.  , 0.25, 2.  ], dtype=float32)
    """
    return backend.nn.sparse_plus(x)


SparsePlus = sparse_plus.operation


@keras_export(["keras.ops.silu", "keras.ops.nn.silu", "keras.ops.swish", "keras.ops.nn.swish"])
@op(spec=elementwise(dtypes.to_float))
def silu(x):
    """Each element times its sigmoid; also called swish.

    Formula: `x / (1 + exp(-x))`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Ramachandran et al., 2017](https://arxiv.org/abs/1710.05941).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.silu([-1.0, 2.0])).round(4)
    array([-0.2689,  1.7616], dtype=float32)
    """
    return backend.nn.silu(x)


Silu = silu.operation


@keras_export(["keras.ops.squareplus", "keras.ops.nn.squareplus"])
@op(spec=elementwise(dtypes.to_float))
def squareplus(x, b=4):
    """Smooth version of `relu` made of a square root.

    Formula: `(x + sqrt(x ** 2 + b)) / 2`

    Args:
        x: Tensor of any shape.
        b: Number, how far the curve is bent.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Barron, 2021](https://arxiv.org/abs/2112.11687).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.squareplus([0.0, 1.5])).round(4)
    array([1., 2.], dtype=float32)
    """
    return backend.nn.squareplus(x, b=b)


Squareplus = squareplus.operation


@keras_export(["keras.ops.log_sigmoid", "keras.ops.nn.log_sigmoid"])
@op(spec=elementwise(dtypes.to_float))
def log_sigmoid(x):
    """Logarithm of the sigmoid, exact also where that is near 0 or 1.

    Formula: `-log(1 + exp(-x))`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.log_sigmoid([0.0, -100.0])).round(4)
    array([  -0.6931, -100.    ], dtype=float32)
    """
    return backend.nn.log_sigmoid(x)


LogSigmoid = log_sigmoid.operation


@keras_export(["keras.ops.leaky_relu", "keras.ops.nn.leaky_relu"])
@op(spec=elementwise(dtypes.to_float))
def leaky_relu(x, negative_slope=0.2):
    """`relu` with a small slope below zero.

    Formula: `x if x > 0 else negative_slope * x`

    Args:
        x: Tensor of any shape.
        negative_slope: Float, slope below zero.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.leaky_relu([-1.0, 2.0])).round(4)
    array([-0.2,  2. ], dtype=float32)
    """
    return backend.nn.leaky_relu(x, negative_slope=negative_slope)


LeakyRelu = leaky_relu.operation


@keras_export(["keras.ops.hard_sigmoid", "keras.ops.nn.hard_sigmoid"])
@op(spec=elementwise(dtypes.to_float))
def hard_sigmoid(x):
    """A line from 0 at -3 to 1 at 3, in the place of a sigmoid.

    Formula: `min(max(x / 6 + 1 / 2, 0), 1)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hard_sigmoid([-4.0, 0.0, 1.5])).round(4)
    array([0.  , 0.5 , 0.75], dtype=float32)
    """
    return backend.nn.hard_sigmoid(x)


HardSigmoid = hard_sigmoid.operation


@keras_export(
    [
        "keras.ops.hard_silu",
        "keras.ops.nn.hard_silu",
        "keras.ops.hard_swish",
        "keras.ops.nn.hard_swish",
    ]
)
@op(spec=elementwise(dtypes.to_float))
def hard_silu(x):
    """Each element times its hard sigmoid; also called hard swish.

    Formula: `x * min(max(x / 6 + 1 / 2, 0), 1)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Howard et al., 2019](https://arxiv.org/abs/1905.02244).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hard_silu([-1.5, 1.5])).round(4)
    array([-0.375,  1.125], dtype=float32)
    """
    return backend.nn.hard_silu(x)


HardSilu = hard_silu.operation


@keras_export(["keras.ops.elu", "keras.ops.nn.elu"])
@op(spec=elementwise(dtypes.to_float))
def elu(x, alpha=1.0):
    """Exponential linear unit: `x` above zero, a curve to `-alpha` below.

    Formula: `x if x > 0 else alpha * (exp(x) - 1)`

    Args:
        x: Tensor of any shape.
        alpha: Float, size of the limit at minus infinity.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Clevert et al., 2016](https://arxiv.org/abs/1511.07289).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.elu([-1.0, 2.0])).round(4)
    array([-0.6321,  2.    ], dtype=float32)
    """
    return backend.nn.elu(x, alpha=alpha)


Elu = elu.operation


@keras_export(["keras.ops.selu", "keras.ops.nn.selu"])
@op(spec=elementwise(dtypes.to_float))
def selu(x):
    """Scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.

    Formula: `1.0507 * elu(x, 1.67326)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Klambauer et al., 2017](https://arxiv.org/abs/1706.02515).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.selu([-1.0, 2.0])).round(4)
    array([-1.1113,  2.1014], dtype=float32)
    """
    return backend.nn.selu(x)


Selu = selu.operation


@keras_export(["keras.ops.gelu", "keras.ops.nn.gelu"])
@op(spec=elementwise(dtypes.to_float))
def gelu(x, approximate=True):
    """Gaussian error linear unit: each element times the chance that a normal variable is below it.

    Formula: `x * (1 + erf(x / sqrt(2))) / 2`

    Args:
        x: Tensor of any shape.
        approximate: Boolean, whether to compute `x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3))) / 2`.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Hendrycks and Gimpel, 2016](https://arxiv.org/abs/1606.08415).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.gelu([-1.0, 2.0], approximate=False)).round(4)
    array([-0.1587,  1.9545], dtype=float32)
    """
    return backend.nn.gelu(x, approximate=approximate)


Gelu = gelu.operation


@keras_export(["keras.ops.celu", "keras.ops.nn.celu"])
@op(spec=elementwise(dtypes.to_float))
def celu(x, alpha=1.0):
    """Exponential linear unit with a continuous slope whatever `alpha`.

    Formula: `max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0)`

    Args:
        x: Tensor of any shape.
        alpha: Float, size of the limit at minus infinity.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Reference: [Barron, 2017](https://arxiv.org/abs/1704.07483).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.celu([-1.0, 2.0], alpha=2.0)).round(4)
    array([-0.7869,  2.    ], dtype=float32)
    """
    return backend.nn.celu(x, alpha=alpha)


Celu = celu.operation


@keras_export(["keras.ops.glu", "keras.ops.nn.glu"])
@op(spec=_glu_spec)
def glu(x, axis=-1):
    """Gated linear unit: one half of `x` times the sigmoid of the other.

    Formula: `a * sigmoid(b), x = [a, b]`

    Args:
        x: Tensor of any shape.
        axis: Integer, the axis that is halved; its size must be even.

    Returns:
        Tensor whose `axis` has half the size. Integers become `floatx`, floats keep their dtype.

    Reference: [Dauphin et al., 2017](https://arxiv.org/abs/1612.08083).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.glu([2.0, 0.0])).round(4)
    array([1.], dtype=float32)
    """
    return backend.nn.glu(x, axis=axis)


Glu = glu.operation


@keras_export(["keras.ops.tanh_shrink", "keras.ops.nn.tanh_shrink"])
@op(spec=elementwise(dtypes.to_float))
def tanh_shrink(x):
    """Each element less its hyperbolic tangent.

    Formula: `x - tanh(x)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.tanh_shrink([0.0, 2.0])).round(4)
    array([0.   , 1.036], dtype=float32)
    """
    return backend.nn.tanh_shrink(x)


TanhShrink = tanh_shrink.operation


@keras_export(["keras.ops.hard_tanh", "keras.ops.nn.hard_tanh"])
@op(spec=elementwise(dtypes.promote_number))
def hard_tanh(x):
    """Each element limited to -1 and 1.

    Formula: `min(max(x, -1), 1)`

    Args:
        x: Tensor of any shape.

    Returns:
        Tensor of the shape and dtype of `x`; booleans become int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hard_tanh([-2.0, 0.5])).round(4)
    array([-1. ,  0.5], dtype=float32)
    """
    return backend.nn.hard_tanh(x)


HardTanh = hard_tanh.operation


@keras_export(["keras.ops.hard_shrink", "keras.ops.nn.hard_shrink"])
@op(spec=elementwise(dtypes.to_float))
def hard_shrink(x, threshold=0.5):
    """Zero where an element is small.

    Formula: `x if abs(x) > threshold else 0`

    Args:
        x: Tensor of any shape.
        threshold: Float, the size up to which elements vanish.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.hard_shrink([-2.0, 0.25])).round(4)
    array([-2.,  0.], dtype=float32)
    """
    return backend.nn.hard_shrink(x, threshold=threshold)


HardShrink = hard_shrink.operation


@keras_export(["keras.ops.threshold", "keras.ops.nn.threshold"])
@op(spec=elementwise(dtypes.promote_number))
def threshold(x, threshold, default_value):
    """A fixed value where an element is small.

    Formula: `x if x > threshold else default_value`

    Args:
        x: Tensor of any shape.
        threshold: Number.
        default_value: Number, what replaces elements up to `threshold`.

    Returns:
        Tensor of the shape and dtype of `x`; booleans become int32.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.threshold([-2.0, 3.0], 1.0, 9.0)).round(4)
    array([9., 3.], dtype=float32)
    """
    return backend.nn.threshold(x, threshold=threshold, default_value=default_value)


Threshold = threshold.operation
