"""Numerical helpers for data: class vectors, norms, pairs of labels."""
import numpy as np

from keras.src import backend, ops
from keras.src.api_export import keras_export


@keras_export("keras.utils.normalize")
def normalize(x, axis=-1, order=2):
    """Divides an array by its norm along an axis; where the norm is zero it stays zero.

    Args:
        x: Array or tensor.
        axis: Integer or tuple of integers, the axis or axes to take the norm over. Defaults to `-1`.
        order: The norm, as in `numpy.linalg.norm`: 2 for the Euclidean one. For a tensor an integer of at
            least 1. Defaults to `2`.

    Returns:
        Array or tensor of the shape of `x`.

    Raises:
        ValueError: If `x` is a tensor and `order` is not an integer of at least 1.

    Example:

    >>> import numpy as np
    >>> keras.utils.normalize(np.array([[3.0, 4.0]])).tolist()
    [[0.6, 0.8]]
    """
    if isinstance(x, np.ndarray):
        x = np.atleast_1d(x)
        norm = np.atleast_1d(np.linalg.norm(x, order, axis))
        norm[norm == 0] = 1
        return x / (norm if axis is None else np.expand_dims(norm, axis))
    if not isinstance(order, int) or order < 1:
        raise ValueError(
            "Argument `order` of normalize must be an integer of at least 1. "
            f"Received: order={order!r}"
        )
    return ops.normalize(ops.convert_to_tensor(x), axis=axis, order=order)


@keras_export("keras.utils.to_categorical")
def to_categorical(x, num_classes=None):
    """Turns class indices into one-hot vectors.

    Args:
        x: Array, tensor or list of integers from 0 to `num_classes - 1`, of any shape. A last axis of
            length 1 is dropped.
        num_classes: Integer, the length of the vectors, or None for the largest index plus one.

    Returns:
        A tensor of shape `x.shape + (num_classes,)` and the default float dtype if `x` is a tensor, else a
        float64 NumPy array.

    Raises:
        IndexError: If an index in an array or list is not below `num_classes`.

    Example:

    >>> keras.utils.to_categorical([0, 2], num_classes=3).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    dtype = backend.floatx() if backend.is_tensor(x) else "float64"
    if backend.is_tensor(x) and not isinstance(x, np.ndarray):
        shape = x.shape
        if len(shape) > 1 and shape[-1] == 1:
            x = ops.reshape(x, shape[:-1])
        return ops.one_hot(ops.cast(x, "int32"), num_classes or int(ops.max(x)) + 1)
    x = np.array(x, dtype="int64")
    shape = x.shape
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    x = x.reshape(-1)
    num_classes = num_classes or int(np.max(x)) + 1
    vectors = np.zeros((x.size, num_classes), dtype)
    vectors[np.arange(x.size), x] = 1
    return vectors.reshape((*shape, num_classes))


def build_pos_neg_masks(query_labels, key_labels, remove_diagonal=True):
    """Which pairs of a query and a key have the same label, and which have not.

    Args:
        query_labels: Integer tensor of shape `(queries,)`.
        key_labels: Integer tensor of shape `(keys,)`.
        remove_diagonal: Boolean, whether to leave an example paired with itself out of the first mask.

    Returns:
        `(positive, negative)`, boolean tensors of shape `(queries, keys)`.
    """
    query_labels = ops.convert_to_tensor(query_labels)
    key_labels = ops.convert_to_tensor(key_labels)
    if ops.ndim(query_labels) == 1:
        query_labels = ops.reshape(query_labels, (-1, 1))
    same = ops.equal(query_labels, ops.reshape(key_labels, (1, -1)))
    different = ops.logical_not(same)
    if remove_diagonal:
        itself = ops.eye(same.shape[0], same.shape[1], dtype="bool")
        same = ops.logical_and(same, ops.logical_not(itself))
    return same, different


def encode_categorical_inputs(
    inputs, output_mode, depth, dtype, sparse=False, count_weights=None, backend_module=None
):
    """Category indices as vectors with an entry for each category; other indices count for nothing.

    Args:
        inputs: Tensor of integers, the last axis with the categories of a sample.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"` or `"count"`.
        depth: Integer, number of categories.
        dtype: Dtype of the vectors.
        sparse: Boolean, whether to return a sparse tensor.
        count_weights: Tensor of the shape of `inputs`, what each counts, with `"count"`.
        backend_module: The backend to compute on. Default: the active one.

    Returns:
        Tensor; with `"one_hot"` with an axis more than `inputs`, whose last axis of length 1 is dropped, with the other
        modes with `depth` in place of the last axis.
    """
    active = backend_module or backend
    numpy = active.numpy
    rank, last = len(inputs.shape), inputs.shape[-1] if len(inputs.shape) else None
    if output_mode == "int":
        return active.cast(inputs, dtype)
    if rank == 0:
        inputs = numpy.expand_dims(inputs, 0)
    if output_mode == "one_hot":
        if rank > 1 and last == 1:
            inputs = numpy.squeeze(inputs, axis=-1)
        return active.nn.one_hot(inputs, depth, dtype=dtype, sparse=sparse)
    if output_mode == "multi_hot":
        return active.nn.multi_hot(inputs, depth, dtype=dtype, sparse=sparse)
    if count_weights is not None:
        dtype = backend.standardize_dtype(count_weights.dtype)
    if sparse:
        counts = numpy.bincount(inputs, weights=count_weights, minlength=depth, sparse=True)
        return active.cast(counts, dtype)
    vectors = active.nn.one_hot(inputs, depth, dtype=dtype)
    if count_weights is not None:
        vectors = numpy.multiply(vectors, numpy.expand_dims(count_weights, -1))
    return active.cast(numpy.sum(vectors, axis=-2), dtype)
