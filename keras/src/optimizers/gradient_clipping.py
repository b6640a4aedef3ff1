"""Bounds on the size of gradients."""
from keras.src import ops


def global_norm(value_list):
    """L2 norm of all values of a list of tensors, None among them left out."""
    squares = [ops.sum(ops.square(t)) for t in value_list if t is not None]
    total = squares[0]
    for square in squares[1:]:
        total = ops.add(total, square)
    return ops.sqrt(total)


def clip_by_norm(gradient, limit):
    """A gradient, shortened to the L2 norm `limit` if it is longer."""
    total = ops.sum(ops.square(gradient))
    positive = ops.greater(total, 0)
    norm = ops.where(positive, ops.sqrt(ops.where(positive, total, ops.ones_like(total))), total)
    return ops.divide(ops.multiply(gradient, limit), ops.maximum(norm, limit))


def clip_by_global_norm(value_list, clip_norm):
    """Gradients, shortened alike so that the L2 norm of all of them together is at most `clip_norm`.

    A norm that is not finite makes all of them NaN.
    """
    norm = global_norm(value_list)
    scale = ops.multiply(clip_norm, ops.minimum(ops.divide(1.0, norm), 1.0 / clip_norm))
    scale = ops.add(scale, ops.subtract(norm, norm))
    return [None if g is None else ops.multiply(g, ops.cast(scale, g.dtype)) for g in value_list]
