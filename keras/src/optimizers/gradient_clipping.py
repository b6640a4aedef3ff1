"""Bounds on the size of gradients."""
from keras.src import ops


def global_norm(tensors):
    """L2 norm of all values of a list of tensors, None among them left out."""
    squares = [ops.sum(ops.square(t)) for t in tensors if t is not None]
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


def clip_by_global_norm(gradients, limit):
    """Gradients, shortened alike so that the L2 norm of all of them together is at most `limit`.

    A norm that is not finite makes all of them NaN.
    """
    norm = global_norm(gradients)
    scale = ops.multiply(limit, ops.minimum(ops.divide(1.0, norm), 1.0 / limit))
    scale = ops.add(scale, ops.subtract(norm, norm))
    return [None if g is None else ops.multiply(g, ops.cast(scale, g.dtype)) for g in gradients]
