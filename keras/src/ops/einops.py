"""`rearrange`: reshaping and transposing in the notation of einops."""
import functools
import math
import re

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.declare import dtype_of, shape_of
from keras.src.ops.hard_calls import explained
from keras.src.ops.operation import Operation


@functools.lru_cache(maxsize=256)
def _parse(pattern):
    """Both sides of a pattern, each a tuple of groups, a group being a tuple of names.

    Raises:
        ValueError: If the pattern is malformed, or its sides differ in their names.
    """
    sides = pattern.split("->")
    if len(sides) != 2:
        raise ValueError(f"Argument `pattern` of rearrange must hold one '->'. Received: pattern={pattern!r}")
    groups = [_groups(side, pattern) for side in sides]
    names = [[name for group in side for name in group] for side in groups]
    if sorted(names[0]) != sorted(names[1]) or len(set(names[0])) != len(names[0]):
        raise ValueError(
            "Argument `pattern` of rearrange must have the same names, each once, on both sides. "
            f"Received: pattern={pattern!r}"
        )
    return groups


def _groups(side, pattern):
    tokens = re.findall(r"\(([\w\s]*)\)|(\w+)", side)
    if re.sub(r"\([\w\s]*\)|\w+|\s", "", side):
        raise ValueError(
            f"Argument `pattern` of rearrange holds more than names and parentheses. Received: pattern={pattern!r}"
        )
    return tuple(tuple(inside.split()) if not name else (name,) for inside, name in tokens)


def _sizes(shape, groups, lengths, pattern):
    """The size of each name; None where it is unknown."""
    if len(shape) != len(groups):
        raise ValueError(
            f"Argument `pattern` of rearrange names {len(groups)} dimensions. "
            f"Received: pattern={pattern!r} for a tensor of shape {shape}"
        )
    sizes = {}
    for size, group in zip(shape, groups):
        free = [name for name in group if name not in lengths]
        given = math.prod([lengths[name] for name in group if name in lengths])
        fits = not isinstance(size, int) or (size % given == 0 if free else size == given)
        if len(free) > 1 or not fits:
            raise ValueError(
                f"The dimension {size} does not split into {group}. Received: pattern={pattern!r}, "
                f"axes_lengths={lengths} for a tensor of shape {shape}"
            )
        for name in group:
            sizes[name] = lengths.get(name, None if size is None else size // given)
    return sizes


def _product(sizes):
    return None if any(size is None for size in sizes) else math.prod(sizes)


class Rearrange(Operation):
    """Operation of `keras.ops.rearrange`."""

    def __init__(self, pattern, *, name=None, **axes_lengths):
        super().__init__(name=name)
        self.pattern = pattern
        self.axes_lengths = axes_lengths

    def call(self, tensor):
        return rearrange(tensor, self.pattern, **self.axes_lengths)

    @as_computed
    def compute_output_spec(self, tensor):
        left, right = _parse(self.pattern)
        sizes = _sizes(shape_of(tensor), left, self.axes_lengths, self.pattern)
        return KerasTensor(
            [_product([sizes[n] for n in group]) for group in right], dtype=dtype_of(tensor)
        )


@keras_export("keras.ops.rearrange")
@explained
def rearrange(tensor, pattern, **axes_lengths):
    """Reshapes and transposes a tensor as a pattern says.

    Args:
        tensor: Tensor.
        pattern: String such as `"b h w c -> b (h w) c"`: names of dimensions before and after. Parentheses
            join dimensions, or take one apart.
        **axes_lengths: Integers, sizes of dimensions that do not follow from the shape.

    Returns:
        Tensor of the dtype of `tensor`.

    Raises:
        ValueError: If the pattern is malformed or does not fit the shape.

    Example:

    >>> x = keras.ops.zeros((2, 6, 4))
    >>> tuple(keras.ops.rearrange(x, "b (h w) c -> b c h w", h=2).shape)
    (2, 4, 2, 3)
    """
    if type(tensor) is KerasTensor:
        return Rearrange(pattern, **axes_lengths).symbolic_call(tensor)
    left, right = _parse(pattern)
    tensor = backend.convert_to_tensor(tensor)
    # Inside a `tf.function` sizes may be scalar tensors, which divide and multiply as integers do.
    sizes = _sizes(tuple(backend.core.shape(tensor)), left, axes_lengths, pattern)
    names = [name for group in left for name in group]
    order = [names.index(name) for group in right for name in group]
    apart = backend.numpy.reshape(tensor, [sizes[name] for name in names])
    moved = backend.numpy.transpose(apart, order)
    return backend.numpy.reshape(moved, [_product([sizes[n] for n in group]) for group in right])
