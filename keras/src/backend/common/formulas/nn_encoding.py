"""One-hot and multi-hot vectors, composed of a backend's own array functions (`nb` is its `numpy` module)."""
from keras.src.backend.common import dtypes


def one_hot(nb, x, num_classes, axis=-1, dtype=None):
    """Every number against every class; numbers that are no class give zeros."""
    x = nb.cast(nb.convert_to_tensor(x), "int32")
    rank = len(x.shape) + 1
    shape = [1] * rank
    shape[axis] = num_classes
    classes = nb.reshape(nb.arange(num_classes, dtype="int32"), shape)
    return nb.cast(nb.equal(nb.expand_dims(x, axis), classes), dtypes.standardize(dtype))


def multi_hot(nb, one_hot, x, num_classes, axis=-1, dtype=None):
    """One-hot vectors joined over the axis of samples' numbers, the second; over the only axis of a single sample."""
    x = nb.convert_to_tensor(x)
    hot = one_hot(x, num_classes, axis, dtype)
    over = 1 if len(x.shape) > 1 else 0
    if dtypes.standardize(dtype) == "bool":
        return nb.any(hot, axis=over)
    return nb.max(hot, axis=over, initial=None if hot.shape[over] else 0)


def refuse_sparse(sparse):
    """Raises ValueError where there are no sparse tensors."""
    if sparse:
        raise ValueError("Argument `sparse=True` is not supported on this backend. Received: sparse=True")
