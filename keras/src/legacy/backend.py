"""What remains of the backend functions of Keras 2."""


def int_shape(x):
    """The shape of a tensor as a tuple of integers and None; None if it has no shape.

    Args:
        x: Tensor.
    """
    shape = getattr(x, "shape", None)
    return None if shape is None else tuple(shape)
