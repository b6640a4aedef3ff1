"""Geometry of windows that slide over inputs: convolution, pooling, patches. Plain numbers, no tensors."""
import functools

import numpy as np

from keras.src.backend.config import standardize_data_format

PADDINGS = ("valid", "same", "causal")


def per_axis(value, rank, argument):
    """A size given as one integer for all axes, or as one for each.

    Raises:
        ValueError: If it is neither, or a stride, dilation or size of a window is not positive.
    """
    value = (value,) * rank if isinstance(value, int) else tuple(value)
    is_size = argument in ("strides", "dilation_rate", "pool_size")
    if is_size and any(isinstance(size, int) and size < 1 for size in value):
        raise ValueError(f"Argument `{argument}` must be positive. Received: {argument}={value}")
    if len(value) != rank:
        raise ValueError(
            f"Argument `{argument}` must be an integer or a tuple of {rank} integers. Received: {argument}={value}"
        )
    return value


def check_padding(padding, allowed=("valid", "same")):
    """`padding` in lower case.

    Raises:
        ValueError: If it is not one of `allowed`.
    """
    lower = padding.lower() if isinstance(padding, str) else padding
    if lower not in allowed:
        raise ValueError(f"Argument `padding` must be one of {allowed}. Received: padding={padding!r}")
    return lower


def spatial_axes(rank, data_format):
    """Axes of the `rank` spatial dimensions of a batch."""
    return tuple(range(1, rank + 1)) if data_format == "channels_last" else tuple(range(2, rank + 2))


def to_channels_last(rank):
    """Permutation of `(batch, channels, *spatial)` to channels last."""
    return (0, *range(2, rank + 2), 1)


def to_channels_first(rank):
    """Permutation of `(batch, *spatial, channels)` to channels first."""
    return (0, rank + 1, *range(1, rank + 1))


def amounts(sizes, windows, strides, dilations, padding):
    """What to pad in front of and behind each axis: a list of pairs.

    Args:
        sizes: Sizes of the spatial axes.
        windows: Sizes of the window.
        strides: Steps of the window.
        dilations: Distances between the elements of the window.
        padding: `"valid"`, `"same"` (as many steps as fit at every stride; an odd element goes behind) or `"causal"`
            (everything in front).
    """
    if padding == "valid":
        return [(0, 0)] * len(sizes)
    spans = [(w - 1) * d + 1 for w, d in zip(windows, dilations)]
    if padding == "causal":
        return [(span - 1, 0) for span in spans]
    missing = [_missing(n, s, span) for n, s, span in zip(sizes, strides, spans)]
    return [(total // 2, total - total // 2) for total in missing]


def _missing(size, stride, span):
    """How many elements an axis lacks. No comparison with the size: it may be a symbol while a model is exported."""
    missing = span - 1 - ((size - 1) % stride if stride > 1 else 0)
    return missing if span >= stride else missing * ((missing + stride) // stride)  # times 0 if it is below 0


def are_known(numbers):
    """Whether none of them depends on a size that is a symbol while a model is exported."""
    return all(isinstance(number, int) for number in numbers)


def output_size(size, window, stride, dilation, padding):
    """How many steps a window makes along an axis; None for an unknown size. May be zero or less."""
    if size is None:
        return None
    if padding == "valid":
        return (size - (window - 1) * dilation - 1) // stride + 1
    return (size - 1) // stride + 1


def check_fit(inputs, sizes, window, dilations, padding):
    """Raises ValueError if a window is larger than what it slides over."""
    if padding != "valid":
        return
    spans = tuple((w - 1) * d + 1 for w, d in zip(window, dilations))
    if any(isinstance(size, int) and span > size for size, span in zip(sizes, spans)):
        raise ValueError(
            f"The window is larger than the input, so the output would be empty. "
            f"Received: inputs.shape={tuple(inputs)}, size of the window={spans}, padding={padding!r}"
        )


def transpose_crops(window, stride, dilation, padding, output_padding):
    """What a transposed convolution loses in front and behind along one axis; below zero, what it gains.

    Without cropping it has `(size - 1) * stride + span` elements, where `span` is the extent of the dilated window.
    It is the gradient of a convolution: the crop is what that convolution pads. With "same" it gives
    `size * stride` elements unless `output_padding` says how many more than the least it should be.
    """
    span = (window - 1) * dilation + 1
    if padding == "valid":
        total = -max(stride - span, 0) if output_padding is None else -output_padding
        return 0, total
    total = span - stride if output_padding is None else span // 2 * 2 - output_padding
    front = max(total, 0) // 2
    return front, total - front


def transpose_output_size(size, window, stride, dilation, padding, output_padding):
    """Size of an axis after a transposed convolution; None for an unknown size."""
    if size is None:
        return None
    front, behind = transpose_crops(window, stride, dilation, padding, output_padding)
    return (size - 1) * stride + (window - 1) * dilation + 1 - front - behind


def adaptive_windows(size, output):
    """Where the windows of an adaptive pooling begin and end along an axis: two lists.

    Raises:
        ValueError: If there would be no window.
    """
    if output is None or output < 1:
        raise ValueError(f"Argument `output_size` must be positive. Received: output_size={output}")
    starts = [i * size // output for i in range(output)]
    ends = [-(-(i + 1) * size // output) for i in range(output)]
    return starts, ends


def _are_symmetric(pairs):
    """Whether as much is padded in front as behind; False where it depends on symbols."""
    return all(type(front) is int and front == behind for front, behind in pairs)


class Convolution:
    """The checked and completed arguments of one convolution; made by `convolution`."""

    __slots__ = (
        "rank", "strides", "dilations", "padding", "channels_last", "groups", "window", "sizes", "symmetric", "amounts",
        "fronts",
    )

    def __init__(self, inputs, kernel, strides, padding, data_format, dilation_rate, kind):
        self.rank = rank = len(inputs) - 2
        if len(kernel) != rank + 2:
            raise ValueError(
                f"An input of rank {rank + 2} needs a kernel of rank {rank + 2}. "
                f"Received: inputs.shape={tuple(inputs)}, kernel.shape={tuple(kernel)}"
            )
        self.channels_last = data_format == "channels_last"
        self.strides = per_axis(strides, rank, "strides")
        self.dilations = per_axis(dilation_rate, rank, "dilation_rate")
        self.padding = check_padding(padding, PADDINGS if rank == 1 and kind != "transposed" else PADDINGS[:2])
        self.window = kernel[:rank]
        self.sizes = inputs[1:-1] if self.channels_last else inputs[2:]
        self.groups = _groups(inputs, kernel, self.channels_last, kind)
        self.amounts = self.symmetric = self.fronts = None
        if kind != "transposed" and None not in (*self.sizes, *self.window):
            self.amounts = amounts(self.sizes, self.window, self.strides, self.dilations, self.padding)
            self.symmetric = _are_symmetric(self.amounts)
            self.fronts = tuple([front for front, _ in self.amounts])
            check_fit(inputs, self.sizes, self.window, self.dilations, self.padding)


def _groups(inputs, kernel, channels_last, kind):
    """In how many groups of channels the convolution falls."""
    channels = inputs[-1] if channels_last else inputs[1]
    wanted = kernel[-1] if kind == "transposed" else kernel[-2]
    if channels is None or wanted is None:
        return 1
    if channels % wanted or (kind != "plain" and channels != wanted):
        raise ValueError(
            f"The input has {channels} channels and the kernel is for {wanted}. "
            f"Received: inputs.shape={tuple(inputs)}, kernel.shape={tuple(kernel)}"
        )
    return {"plain": channels // wanted, "depthwise": channels, "transposed": 1}[kind]


@functools.lru_cache(maxsize=4096)
def _convolution(*arguments):  # a function, as torch.compile looks through the cache of functions only
    return Convolution(*arguments)


def convolution(inputs, kernel, strides, padding, data_format, dilation_rate, kind="plain"):
    """The checked and completed arguments of a convolution, kept for the next call with the same ones.

    Args:
        inputs: Tuple, shape of the input.
        kernel: Tuple, shape of the kernel: `(*window, input_channels, output_channels)`; transposed,
            `(*window, output_channels, input_channels)`; depthwise, `(*window, channels, multiplier)`.
        strides: Integer or tuple.
        padding: String.
        data_format: String or None for the default.
        dilation_rate: Integer or tuple.
        kind: `"plain"`, `"depthwise"` or `"transposed"`.

    Raises:
        ValueError: If they do not go together.
    """
    data_format = standardize_data_format(data_format)
    try:
        return _convolution(inputs, kernel, strides, padding, data_format, dilation_rate, kind)
    except TypeError:  # Lists, or sizes that are symbols of `torch.export`, cannot be hashed.
        return Convolution(inputs, kernel, strides, padding, data_format, dilation_rate, kind)


def all_transpose_crops(c, output_padding):
    """`transpose_crops` of every spatial axis of a transposed convolution `c`."""
    extras = per_axis(output_padding, c.rank, "output_padding") if output_padding is not None else (None,) * c.rank
    return [
        transpose_crops(w, s, d, c.padding, extra)
        for w, s, d, extra in zip(c.window, c.strides, c.dilations, extras)
    ]


class Pooling:
    """The checked and completed arguments of one pooling; made by `pooling`."""

    __slots__ = (
        "rank", "window", "strides", "padding", "channels_last", "sizes", "amounts", "symmetric", "fronts", "tiles",
    )

    def __init__(self, inputs, pool_size, strides, padding, data_format):
        self.rank = rank = len(inputs) - 2
        if rank < 1:
            raise ValueError(f"Pooling needs an input of rank 3 or more. Received: inputs.shape={inputs}")
        self.window = per_axis(pool_size, rank, "pool_size")
        self.strides = self.window if strides is None else per_axis(strides, rank, "strides")
        self.padding = check_padding(padding)
        self.channels_last = data_format == "channels_last"
        self.sizes = inputs[1:-1] if self.channels_last else inputs[2:]
        self.amounts = self.symmetric = self.fronts = None
        if None not in self.sizes:
            self.amounts = amounts(self.sizes, self.window, self.strides, (1,) * rank, self.padding)
            self.symmetric = _are_symmetric(self.amounts)
            self.fronts = tuple([front for front, _ in self.amounts])
            check_fit(inputs, self.sizes, self.window, (1,) * rank, self.padding)
        self.tiles = self.window == self.strides  # windows lie side by side

    def counts(self):
        """How many elements each window holds, padding apart: an array that broadcasts to `(*steps, 1)`."""
        total = np.ones((1,) * (self.rank + 1))
        for axis in range(self.rank):
            present = np.zeros(self.sizes[axis] + sum(self.amounts[axis]))
            front = self.amounts[axis][0]
            present[front : front + self.sizes[axis]] = 1
            view = np.lib.stride_tricks.sliding_window_view(present, self.window[axis])[:: self.strides[axis]]
            shape = [1] * (self.rank + 1)
            shape[axis] = -1
            total = total * view.sum(-1).reshape(shape)
        return total


@functools.lru_cache(maxsize=4096)
def _pooling(*arguments):
    return Pooling(*arguments)


def pooling(inputs, pool_size, strides, padding, data_format):
    """The checked and completed arguments of a pooling, kept for the next call with the same ones.

    Args:
        inputs: Tuple, shape of the input.
        pool_size: Integer or tuple.
        strides: Integer, tuple, or None for `pool_size`.
        padding: String.
        data_format: String or None for the default.

    Raises:
        ValueError: If they do not go together.
    """
    data_format = standardize_data_format(data_format)
    try:
        return _pooling(inputs, pool_size, strides, padding, data_format)
    except TypeError:  # Lists, or sizes that are symbols of `torch.export`, cannot be hashed.
        return Pooling(inputs, pool_size, strides, padding, data_format)


def adaptive_sizes(output_size, rank):
    """The sizes after an adaptive pooling.

    Raises:
        ValueError: If one is not a positive integer.
    """
    sizes = per_axis(output_size, rank, "output_size")
    if any(not isinstance(size, int) or size < 1 for size in sizes):
        raise ValueError(f"Argument `output_size` must hold positive integers. Received: output_size={output_size}")
    return sizes
