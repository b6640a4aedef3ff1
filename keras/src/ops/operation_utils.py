"""Rules for shapes of results, shared by operations and layers."""
import math

from keras.src.api_export import keras_export
from keras.src.backend.common import windows
from keras.src.backend.common.backend_utils import canonicalize_axes, canonicalize_axis


def broadcast_shapes(shape1, shape2):
    """The shape in which two shapes meet, unknown dimensions (None) included.

    Raises:
        ValueError: If they cannot be broadcast.
    """
    shape1, shape2 = tuple(shape1), tuple(shape2)
    if shape1 == shape2:
        return shape1
    length = max(len(shape1), len(shape2))
    padded1 = (1,) * (length - len(shape1)) + shape1
    padded2 = (1,) * (length - len(shape2)) + shape2
    result = []
    for a, b in zip(padded1, padded2):
        if a == 1 or a is None and b not in (1, None):
            result.append(b)
        elif b in (1, None) or a == b:
            result.append(a)
        else:
            raise ValueError(f"Shapes {shape1} and {shape2} cannot be broadcast: {a} meets {b}.")
    return tuple(result)


def reduce_shape(shape, axis=None, keepdims=False):
    """Shape of a reduction over `axis` (None for all axes, an integer, or several)."""
    axes = canonicalize_axes(axis, len(shape))
    if len(set(axes)) < len(axes):
        raise ValueError(f"Argument `axis` must not repeat an axis. Received: axis={axis}, shape={tuple(shape)}")
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)


def validate_reshape_shape(newshape, newshape_arg_name="newshape"):
    """Refuses a target shape of `reshape` with a negative dimension, but for a single -1.

    Raises:
        ValueError: If there are several -1, or another negative number.
    """
    known = [d for d in newshape if d is not None]
    if known.count(-1) > 1:
        raise ValueError(
            f"Argument `{newshape_arg_name}` may hold -1 only once. Received: {newshape_arg_name}={newshape}"
        )
    if any(d < -1 for d in known):
        raise ValueError(
            f"Argument `{newshape_arg_name}` must hold non-negative integers, or -1 for one dimension. "
            f"Received: {newshape_arg_name}={newshape}"
        )


def compute_reshape_output_shape(input_shape, newshape, newshape_arg_name="newshape"):
    """The shape that `reshape` gives, its -1 worked out where the input's size is known.

    Raises:
        ValueError: If the number of elements cannot stay the same.
    """
    newshape = (newshape,) if isinstance(newshape, int) else tuple(newshape)
    validate_reshape_shape(newshape, newshape_arg_name)
    if None in input_shape:
        return tuple(None if d == -1 else d for d in newshape)
    if None in newshape:
        return newshape
    size, known = math.prod(input_shape), math.prod(d for d in newshape if d != -1)
    if -1 not in newshape and size == known:
        return newshape
    if -1 not in newshape or not known or size % known:
        raise ValueError(
            f"Argument `{newshape_arg_name}` must keep the number of elements. Received: "
            f"{newshape_arg_name}={newshape} for a tensor of shape {tuple(input_shape)}"
        )
    return tuple(size // known if d == -1 else d for d in newshape)


def compute_expand_dims_output_shape(input_shape, axis):
    """The shape with new dimensions of size 1 at the given places of the result.

    Raises:
        ValueError: If a place is out of range or named twice.
    """
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    rank = len(input_shape) + len(axes)
    places = {canonicalize_axis(a, rank) for a in axes}
    if len(places) != len(axes):
        raise ValueError(f"Argument `axis` of expand_dims must not repeat an axis. Received: axis={axis}")
    rest = iter(input_shape)
    return tuple(1 if i in places else next(rest) for i in range(rank))


def compute_transpose_output_shape(input_shape, axes):
    """The permuted shape; None reverses it.

    Raises:
        ValueError: If `axes` is no permutation of the axes.
    """
    if axes is None:
        return tuple(input_shape[::-1])
    rank = len(input_shape)
    order = [canonicalize_axis(a, rank) for a in axes]
    if sorted(order) != list(range(rank)):
        raise ValueError(
            f"Argument `axes` of transpose must be a permutation of the axes. Received: axes={axes} "
            f"for a tensor of shape {tuple(input_shape)}"
        )
    return tuple(input_shape[a] for a in order)


def compute_take_along_axis_output_shape(input_shape, indices_shape, axis):
    """The shape of `take_along_axis`: that of the indices, broadcast against the tensor but for the axis.

    Raises:
        ValueError: If the two differ in rank or cannot be broadcast.
    """
    input_shape, indices_shape = tuple(input_shape), tuple(indices_shape)
    if axis is None:
        size = None if None in indices_shape else math.prod(indices_shape)
        return (size,)
    if len(input_shape) != len(indices_shape):
        raise ValueError(
            "Arguments `x` and `indices` of take_along_axis must have the same number of dimensions. "
            f"Received: x.shape={input_shape}, indices.shape={indices_shape}"
        )
    axis = canonicalize_axis(axis, len(input_shape))
    lead = (*input_shape[:axis], 1, *input_shape[axis + 1 :])
    wanted = (*indices_shape[:axis], 1, *indices_shape[axis + 1 :])
    shape = list(broadcast_shapes(lead, wanted))
    shape[axis] = indices_shape[axis]
    return tuple(shape)


def compute_matmul_output_shape(shape1, shape2):
    """The shape of a matrix product, leading dimensions broadcast; vectors take part as in NumPy.

    Raises:
        ValueError: If the inner dimensions differ.
    """
    shape1, shape2 = tuple(shape1), tuple(shape2)
    if not shape1 or not shape2:
        raise ValueError(f"Matrix products need 1 dimension or more. Received: shapes {shape1} and {shape2}")
    inner1, inner2 = shape1[-1], shape2[-2 if len(shape2) > 1 else -1]
    if inner1 is not None and inner2 is not None and inner1 != inner2:
        raise ValueError(
            f"The last dimension of `x1` must equal the last but one of `x2` in a matrix product. "
            f"Received: x1.shape={shape1}, x2.shape={shape2}"
        )
    rows, columns = shape1[-2:-1], shape2[-1:] if len(shape2) > 1 else ()
    return (*broadcast_shapes(shape1[:-2], shape2[:-2]), *rows, *columns)


def compute_conv_output_shape(
    input_shape, filters, kernel_size, strides=1, padding="valid", data_format="channels_last",
    dilation_rate=1,
):
    """The shape after a convolution.

    Raises:
        ValueError: If the arguments do not go together, or an axis would be empty.
    """
    rank = len(input_shape) - 2
    kernel_size = windows.per_axis(kernel_size, rank, "kernel_size")
    strides = windows.per_axis(strides, rank, "strides")
    dilations = windows.per_axis(dilation_rate, rank, "dilation_rate")
    padding = windows.check_padding(padding, windows.PADDINGS)
    steps = _window_steps(input_shape, kernel_size, strides, dilations, padding, data_format)
    if data_format == "channels_last":
        return (input_shape[0], *steps, filters)
    return (input_shape[0], filters, *steps)


def compute_pooling_output_shape(
    input_shape, pool_size, strides, padding="valid", data_format="channels_last"
):
    """The shape after pooling; `strides=None` stands for `pool_size`.

    Raises:
        ValueError: If the arguments do not go together, or an axis would be empty.
    """
    rank = len(input_shape) - 2
    pool_size = windows.per_axis(pool_size, rank, "pool_size")
    strides = pool_size if strides is None else windows.per_axis(strides, rank, "strides")
    padding = windows.check_padding(padding)
    steps = _window_steps(input_shape, pool_size, strides, (1,) * rank, padding, data_format)
    if data_format == "channels_last":
        return (input_shape[0], *steps, input_shape[-1])
    return (input_shape[0], input_shape[1], *steps)


def _window_steps(input_shape, window, strides, dilations, padding, data_format):
    """Sizes of the spatial axes after a sliding window."""
    sizes = input_shape[1:-1] if data_format == "channels_last" else input_shape[2:]
    windows.check_fit(input_shape, sizes, window, dilations, padding)
    return [
        windows.output_size(size, w, s, d, padding)
        for size, w, s, d in zip(sizes, window, strides, dilations)
    ]


@keras_export("keras.utils.get_source_inputs")
def get_source_inputs(tensor):
    """The inputs from which a symbolic tensor is computed.

    Args:
        tensor: KerasTensor.

    Returns:
        List of the KerasTensors that no operation made, in the order in which the graph meets them; what has no
        history is returned as it is.

    Example:

    >>> a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    >>> [x.name for x in keras.utils.get_source_inputs(keras.ops.exp(a + b))]
    ['a', 'b']
    """
    if not hasattr(tensor, "_keras_history"):
        return tensor
    sources, seen, pending = [], set(), [tensor]
    while pending:
        x = pending.pop()
        if id(x) in seen:
            continue
        seen.add(id(x))
        operation, node_index, _ = x._keras_history
        node = operation._inbound_nodes[node_index] if operation is not None else None
        if node is None or node.is_input:
            sources.append(x)
        else:
            pending.extend(reversed(node.arguments.keras_tensors))
    return sources


def shape_equal(shape1, shape2, axis=None, allow_none=True):
    """Whether two shapes agree.

    Args:
        shape1: Sequence of sizes, which may be None.
        shape2: The same.
        axis: List of axes that need not agree.
        allow_none: Boolean, whether an unknown size agrees with any other.
    """
    if len(shape1) != len(shape2):
        return False
    left_out = {a % len(shape1) for a in axis or ()}
    return all(
        a == b or (allow_none and None in (a, b))
        for i, (a, b) in enumerate(zip(shape1, shape2))
        if i not in left_out
    )
