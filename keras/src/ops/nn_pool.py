"""Operations of `keras.src.ops.nn`: pooling."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes, windows
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.operation_utils import compute_pooling_output_shape

op = declare("keras.src.ops.nn")


def _pooled(rule):
    def spec(inputs, pool_size, strides=None, padding="valid", data_format=None):
        data_format = backend.standardize_data_format(data_format)
        shape = compute_pooling_output_shape(shape_of(inputs), pool_size, strides, padding, data_format)
        return KerasTensor(shape, dtype=rule(dtype_of(inputs)))

    return spec


def _adaptive(inputs, output_size, data_format=None):
    shape = shape_of(inputs)
    sizes = windows.adaptive_sizes(output_size, len(shape) - 2)
    last = backend.standardize_data_format(data_format) == "channels_last"
    shape = (shape[0], *sizes, shape[-1]) if last else (*shape[:2], *sizes)
    return KerasTensor(shape, dtype=dtypes.to_float(dtype_of(inputs)))


@keras_export(["keras.ops.max_pool", "keras.ops.nn.max_pool"])
@op(spec=_pooled(dtypes.same))
def max_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    """Largest element in each window.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        pool_size: Integer or tuple, sizes of the window.
        strides: Integer or tuple, steps between windows. Default: `pool_size`.
        padding: `"valid"` for windows inside the input only, or `"same"` for one window at every stride.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor of the dtype of `inputs`; along each spatial axis `(size - pool_size) // strides + 1` elements with
        `"valid"`, `ceil(size / strides)` with `"same"`.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = [[[1.0], [5.0], [2.0], [3.0]]]
    >>> keras.ops.convert_to_numpy(keras.ops.max_pool(x, 2)).tolist()
    [[[5.0], [3.0]]]
    """
    return backend.nn.max_pool(inputs, pool_size, strides, padding, data_format)


MaxPool = max_pool.operation


@keras_export(["keras.ops.average_pool", "keras.ops.nn.average_pool"])
@op(spec=_pooled(dtypes.to_float))
def average_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
    """Mean of the elements in each window; padding does not count.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        pool_size: Integer or tuple, sizes of the window.
        strides: Integer or tuple, steps between windows. Default: `pool_size`.
        padding: `"valid"` for windows inside the input only, or `"same"` for one window at every stride.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor; integers become `floatx`. Along each spatial axis it has `(size - pool_size) // strides + 1` elements
        with `"valid"`, `ceil(size / strides)` with `"same"`.

    Raises:
        ValueError: If the arguments do not go together.

    Example:

    >>> x = [[[1.0], [5.0], [2.0]]]
    >>> keras.ops.convert_to_numpy(keras.ops.average_pool(x, 2, padding="same")).tolist()
    [[[3.0], [2.0]]]
    """
    return backend.nn.average_pool(inputs, pool_size, strides, padding, data_format)


AveragePool = average_pool.operation


@keras_export(["keras.ops.adaptive_max_pool", "keras.ops.nn.adaptive_max_pool"])
@op(spec=_adaptive)
def adaptive_max_pool(inputs, output_size, data_format=None):
    """Largest element in each of `output_size` windows of about equal size.

    Along an axis window `i` goes from `floor(i * size / output_size)` to `ceil((i + 1) * size / output_size)`.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        output_size: Integer or tuple, how many windows.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor with spatial sizes `output_size`; integers become `floatx`.

    Raises:
        ValueError: If `output_size` is not made of positive integers.

    Example:

    >>> x = [[[1.0], [5.0], [2.0], [3.0]]]
    >>> keras.ops.convert_to_numpy(keras.ops.adaptive_max_pool(x, 2)).tolist()
    [[[5.0], [3.0]]]
    """
    return backend.nn.adaptive_max_pool(inputs, output_size, data_format)


AdaptiveMaxPool = adaptive_max_pool.operation


@keras_export(["keras.ops.adaptive_average_pool", "keras.ops.nn.adaptive_average_pool"])
@op(spec=_adaptive)
def adaptive_average_pool(inputs, output_size, data_format=None):
    """Mean of the elements in each of `output_size` windows of about equal size.

    Along an axis window `i` goes from `floor(i * size / output_size)` to `ceil((i + 1) * size / output_size)`.

    Args:
        inputs: Tensor of shape `(batch, *spatial, channels)` with `"channels_last"`, `(batch, channels, *spatial)` with
            `"channels_first"`.
        output_size: Integer or tuple, how many windows.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.

    Returns:
        Tensor with spatial sizes `output_size`; integers become `floatx`.

    Raises:
        ValueError: If `output_size` is not made of positive integers.

    Example:

    >>> x = [[[1.0], [5.0], [2.0], [3.0]]]
    >>> keras.ops.convert_to_numpy(keras.ops.adaptive_average_pool(x, 2)).tolist()
    [[[3.0], [2.5]]]
    """
    return backend.nn.adaptive_average_pool(inputs, output_size, data_format)


AdaptiveAveragePool = adaptive_average_pool.operation
