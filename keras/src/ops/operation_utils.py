"""Rules for shapes of results, shared by operations and layers."""
from keras.src.backend.common.backend_utils import canonicalize_axes


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
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)
