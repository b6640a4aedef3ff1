"""Operations of `keras.src.ops.nn`: statistics and normalization."""
import functools

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes, masking
from keras.src.backend.common.backend_utils import canonicalize_axis
from keras.src.backend.common.global_state import state
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops import hard_calls
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import declare, dtype_of, shape_of, step_by_step
from keras.src.ops.operation import Operation
from keras.src.ops.operation_utils import reduce_shape

MODULE = "keras.src.ops.nn"
op = declare(MODULE)


def _moments(x, axes, keepdims=False, synchronized=False):
    shape, dtype = reduce_shape(shape_of(x), axes, keepdims), dtypes.to_float(dtype_of(x))
    return KerasTensor(shape, dtype=dtype), KerasTensor(shape, dtype=dtype)


@keras_export(["keras.ops.moments", "keras.ops.nn.moments"])
@op(spec=_moments)
def moments(x, axes, keepdims=False, synchronized=False):
    """Mean and variance over axes.

    Args:
        x: Tensor.
        axes: Integer, or list of integers: the axes to reduce.
        keepdims: Boolean, whether reduced axes stay with size 1.
        synchronized: Boolean, whether the statistics are those of all replicas together; tensorflow only.

    Returns:
        Tuple `(mean, variance)`; integers become `floatx`.

    Raises:
        NotImplementedError: If `synchronized` is set on another backend.

    Example:

    >>> mean, variance = keras.ops.moments(keras.ops.array([1.0, 3.0]), axes=[0])
    >>> float(mean), float(variance)
    (2.0, 1.0)
    """
    return backend.nn.moments(x, axes, keepdims=keepdims, synchronized=synchronized)


Moments = moments.operation


class BatchNorm(Operation):
    """Operation of `keras.ops.batch_normalization`."""

    _masked_operands = 1

    def __init__(self, axis, epsilon=1e-3, *, name=None):
        super().__init__(name=name)
        self.axis = axis
        self.epsilon = epsilon

    def call(self, x, mean, variance, offset=None, scale=None):
        return backend.nn.batch_normalization(x, mean, variance, self.axis, offset, scale, self.epsilon)

    @as_computed
    def compute_output_spec(self, x, mean, variance, offset=None, scale=None):
        shape = shape_of(x)
        size = shape[canonicalize_axis(self.axis, len(shape))]
        parameters = {"mean": mean, "variance": variance, "offset": offset, "scale": scale}
        for name, parameter in parameters.items():
            found = (size,) if parameter is None else shape_of(parameter)
            if size is not None and found not in ((size,), (None,)):
                raise ValueError(
                    f"Argument `{name}` of batch_normalization must have the size of axis {self.axis} of `x`. "
                    f"Received: {name}.shape={found}, x.shape={shape}"
                )
        return KerasTensor(shape, dtype=dtypes.to_float(dtype_of(x)))


BatchNorm.__module__ = MODULE


@keras_export(["keras.ops.batch_normalization", "keras.ops.nn.batch_normalization"])
def batch_normalization(x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
    """Shifts and scales `x` by statistics of each channel.

    Formula: `scale * (x - mean) / sqrt(variance + epsilon) + offset`

    Args:
        x: Tensor.
        mean: Tensor of shape `(channels,)`.
        variance: Tensor of shape `(channels,)`.
        axis: Integer, the axis of the channels.
        offset: Tensor of shape `(channels,)`. Default: zero.
        scale: Tensor of shape `(channels,)`. Default: one.
        epsilon: Float added to the variance.

    Returns:
        Tensor like `x`; integers become `floatx`.

    Reference: [Ioffe and Szegedy, 2015](https://arxiv.org/abs/1502.03167).

    Example:

    >>> x = keras.ops.array([[1.0, 2.0], [3.0, 6.0]])
    >>> y = keras.ops.batch_normalization(x, [2.0, 4.0], [1.0, 4.0], axis=-1, epsilon=0.0)
    >>> keras.ops.convert_to_numpy(y).tolist()
    [[-1.0, -1.0], [1.0, 1.0]]
    """
    try:
        if KerasTensor in (type(x), type(mean), type(variance), type(offset), type(scale)):
            return BatchNorm(axis, epsilon).symbolic_call(x, mean, variance, offset, scale)
        result = backend.nn.batch_normalization(x, mean, variance, axis, offset, scale, epsilon)
    except Exception as error:
        found = {"x": x, "mean": mean, "variance": variance, "offset": offset, "scale": scale}
        spec = functools.partial(BatchNorm(axis, epsilon).compute_output_spec, **found)
        hard_calls.explain(error, "batch_normalization", {**found, "axis": axis}, spec)
    return masking.pass_on((x,), result) if state.hands_masks_on else result


batch_normalization.__module__ = MODULE
batch_normalization.operation = BatchNorm


class LayerNorm(Operation):
    """Operation of `keras.ops.layer_normalization`."""

    _masked_operands = 1

    def __init__(self, axis=-1, epsilon=None, rms_scaling=False, *, name=None):
        super().__init__(name=name)
        self.axis = axis
        self.epsilon = epsilon
        self.rms_scaling = rms_scaling

    def call(self, x, gamma=None, beta=None):
        return backend.nn.layer_normalization(x, gamma, beta, self.axis, self.epsilon, self.rms_scaling)

    @as_computed
    def compute_output_spec(self, x, gamma=None, beta=None):
        shape = shape_of(x)
        reduce_shape(shape, self.axis)  # Are these its axes?
        return KerasTensor(shape, dtype=dtype_of(x))


LayerNorm.__module__ = MODULE


@keras_export(["keras.ops.layer_normalization", "keras.ops.nn.layer_normalization"])
def layer_normalization(x, gamma=None, beta=None, axis=-1, epsilon=None, **kwargs):
    """Brings every sample to mean 0 and variance 1 over its features.

    Formula: `gamma * (x - mean(x)) / sqrt(var(x) + epsilon) + beta`

    Args:
        x: Tensor.
        gamma: Tensor of the sizes of `axis`. Default: one.
        beta: Tensor of the sizes of `axis`. Default: zero.
        axis: Integer or tuple, the axes of the features.
        epsilon: Float added to the variance. Default: `keras.config.epsilon()`.
        **kwargs: `rms_scaling`, Boolean, for `gamma * x / sqrt(var(x) + epsilon)`.

    Returns:
        Tensor like `x`.

    Reference: [Ba et al., 2016](https://arxiv.org/abs/1607.06450).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.layer_normalization(keras.ops.array([1.0, 3.0]))).round(4)
    array([-1.,  1.], dtype=float32)
    """
    rms_scaling = kwargs.pop("rms_scaling", False)
    if kwargs:
        raise TypeError(f"layer_normalization got unexpected keyword arguments: {', '.join(kwargs)}")
    try:
        if KerasTensor in (type(x), type(gamma), type(beta)):
            return LayerNorm(axis, epsilon, rms_scaling).symbolic_call(x, gamma, beta)
        result = backend.nn.layer_normalization(x, gamma, beta, axis, epsilon, rms_scaling)
    except Exception as error:
        found = {"x": x, "gamma": gamma, "beta": beta}
        spec = functools.partial(LayerNorm(axis).compute_output_spec, **found)
        hard_calls.explain(error, "layer_normalization", {**found, "axis": axis}, spec)
    return masking.pass_on((x,), result) if state.hands_masks_on else result


layer_normalization.__module__ = MODULE
layer_normalization.operation = LayerNorm


def _over_axes(rule):
    @step_by_step()
    def spec(x, scale=None, axis=-1, order=2, **static):
        _check_order(order)
        shape = shape_of(x)
        reduce_shape(shape, axis)  # Are these its axes?
        return KerasTensor(shape, dtype=rule(dtype_of(x)))

    return spec


def _check_order(order):
    if not isinstance(order, int) or order < 1:
        raise ValueError(f"Argument `order` of normalize must be a positive integer. Received: order={order}")


@keras_export(["keras.ops.rms_normalization", "keras.ops.nn.rms_normalization"])
@op(spec=_over_axes(dtypes.same), tensors=2, name="RMSNorm")
def rms_normalization(x, scale=None, axis=-1, epsilon=None):
    """Brings every sample to a mean square of 1 over its features.

    Formula: `scale * x / sqrt(mean(x ** 2) + epsilon)`

    Args:
        x: Tensor.
        scale: Tensor of the sizes of `axis`. Default: one.
        axis: Integer or tuple, the axes of the features.
        epsilon: Float added to the mean square. Default: `keras.config.epsilon()`.

    Returns:
        Tensor like `x`.

    Reference: [Zhang and Sennrich, 2019](https://arxiv.org/abs/1910.07467).

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.rms_normalization(keras.ops.array([1.0, 7.0]))).round(4)
    array([0.2, 1.4], dtype=float32)
    """
    return backend.nn.rms_normalization(x, scale, axis, epsilon)


RMSNorm = rms_normalization.operation


@keras_export(["keras.ops.normalize", "keras.ops.nn.normalize"])
@op(spec=_over_axes(dtypes.to_float))
def normalize(x, axis=-1, order=2, epsilon=None):
    """Divides `x` by its norm.

    Formula: `x / max(sum(abs(x) ** order) ** (1 / order), epsilon)`

    Args:
        x: Tensor.
        axis: Integer or tuple, the axes over which the norm is taken.
        order: Positive integer, the exponent of the norm.
        epsilon: Float, the least that is divided by. Default: `keras.config.epsilon()`.

    Returns:
        Tensor of the shape of `x`. Integers and booleans become `floatx`, floats keep their dtype.

    Raises:
        ValueError: If `order` is not a positive integer.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.normalize(keras.ops.array([3.0, 4.0]))).round(4)
    array([0.6, 0.8], dtype=float32)
    """
    _check_order(order)
    return backend.nn.normalize(x, axis, order, epsilon)


Normalize = normalize.operation
