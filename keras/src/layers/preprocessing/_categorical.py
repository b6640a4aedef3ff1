"""What the layers for strings and categories share: inputs as NumPy arrays, encodings, results as tensors.

These layers compute over NumPy in eager mode, on every backend. Inside a graph of TensorFlow, and for its ragged and
sparse tensors, they use `keras.src.backend.tensorflow.preprocessing`.
"""
import numpy as np

from keras.src import backend
from keras.src.backend.common.late import LateModule
from keras.src.utils.backend_utils import in_tf_graph

tf_preprocessing = LateModule("keras.src.backend.tensorflow.preprocessing")

MISSING = -1  # the index of what a vocabulary does not have
DROPPED = -2  # the index of masked tokens in encodings that leave them out
_KEEPS_64_BITS = backend.backend() in ("tensorflow", "torch")
_TENSORFLOW_IS_ACTIVE = backend.backend() == "tensorflow"


def is_uneven(x):
    """Whether `x` is a ragged or sparse tensor of TensorFlow."""
    return type(x).__name__ in ("RaggedTensor", "SparseTensor") and is_of_tf(x)


def is_of_tf(x):
    """Whether `x` is a tensor of TensorFlow."""
    return type(x).__module__.startswith("tensorflow")


def needs_tf_ops(x):
    """Whether `x` is a symbolic, ragged or sparse tensor of TensorFlow, or a list with one in it."""
    if isinstance(x, (list, tuple)):
        return any(needs_tf_ops(part) for part in x if not isinstance(part, (str, bytes, int, float)))
    return is_uneven(x) or (is_of_tf(x) and not hasattr(x, "numpy"))


def string_array(x, layer_name):
    """Strings in any container as a NumPy array of str, bytes or objects.

    Raises:
        TypeError: If there is something else than strings.
        ValueError: If lists have unequal lengths.
    """
    if not isinstance(x, np.ndarray):
        x = x.numpy() if hasattr(x, "numpy") else np.array(x, dtype=object)
    x = np.asarray(x, dtype=object if isinstance(x, (str, bytes)) else None)
    if x.dtype.kind == "O":
        types = set(map(type, x.ravel().tolist()))
        if types <= {str, bytes, np.str_, np.bytes_}:
            return x
        if list in types or tuple in types:
            raise ValueError(f"Layer {layer_name} got lists of unequal lengths; pad them or use a ragged tensor.")
    elif x.dtype.kind in "UST" or not x.size:
        return x
    raise TypeError(f"Layer {layer_name} takes strings. Received: inputs of dtype {x.dtype}: {_short(x)}")


def integer_array(x, layer_name):
    """Integers in any container as an int64 NumPy array; floats in arrays and tensors lose their fractions.

    Raises:
        TypeError: If there is something else.
    """
    legal = "iub" if isinstance(x, (list, tuple, float)) else "iubf"
    x = np.asarray(backend.convert_to_numpy(x) if backend.is_tensor(x) else x)
    if x.dtype.kind not in legal and x.size:
        raise TypeError(f"Layer {layer_name} takes integers. Received: inputs of dtype {x.dtype}: {_short(x)}")
    with np.errstate(invalid="ignore"):  # NaN becomes some integer
        return x.astype(np.int64, copy=False)


def _short(x):
    return str(x.ravel()[:3].tolist())


def as_bytes(values):
    """A list of str and bytes with each str encoded."""
    return [value.encode() if isinstance(value, str) else value for value in values]


def encoded_shape(shape, output_mode, depth):
    """The shape that encoding gives to indices of `shape`."""
    shape = tuple(shape)
    if output_mode == "int":
        return shape
    if output_mode != "one_hot" or (len(shape) > 1 and shape[-1] == 1):
        shape = shape[:-1]
    return (*shape, depth)


def encode(indices, output_mode, depth, weights=None):
    """Indices as vectors with an entry for each category; indices below 0 count for nothing.

    Args:
        indices: int64 array, the last axis with the categories of a sample.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        depth: Integer, length of the vectors.
        weights: Array of `depth` numbers to multiply counts with.

    Returns:
        Array of shape `encoded_shape(indices.shape, output_mode, depth)`: int64, or of the dtype of `weights`.
    """
    if output_mode == "int":
        return indices
    shape = encoded_shape(indices.shape, output_mode, depth)
    num_rows = int(np.prod(shape[:-1]))
    rows = np.arange(num_rows).repeat(indices.size // max(num_rows, 1))
    return encode_rows(rows, indices.ravel(), num_rows, output_mode, depth, weights).reshape(shape)


def encode_rows(rows, indices, num_rows, output_mode, depth, weights=None):
    """As `encode`, where each index comes with the number of its row: array of shape `(num_rows, depth)`."""
    known = indices >= 0
    places = (rows * depth + indices)[known]
    if output_mode in ("one_hot", "multi_hot"):
        vectors = np.zeros(num_rows * depth, np.int64)
        vectors[places] = 1
    else:
        vectors = np.bincount(places, minlength=num_rows * depth)
    vectors = vectors.reshape(num_rows, depth)
    return vectors if weights is None else (vectors * weights).astype(weights.dtype)


def to_backend(array, sparse=False):
    """A NumPy array as a tensor of the active backend; strings stay in NumPy where it has no such tensors."""
    if array.dtype.kind in "OSU":
        return tf_preprocessing.strings(array) if _TENSORFLOW_IS_ACTIVE else array
    if sparse and not _TENSORFLOW_IS_ACTIVE:
        raise ValueError(
            "Sparse tensors come out on the backend tensorflow and inside tf.data only. Received: sparse=True on "
            f"{backend.backend()}"
        )
    if sparse:
        return tf_preprocessing.sparse(array)
    if array.dtype == np.int64 and not _KEEPS_64_BITS:
        array = array.astype(np.int32)
    return backend.convert_to_tensor(array)


def from_tf(x):
    """What TensorFlow's operations gave, for the caller: as it is in a graph, else of the active backend."""
    if _TENSORFLOW_IS_ACTIVE or in_tf_graph():
        return x
    return to_backend(tf_preprocessing.dense(x).numpy())


def check_output_mode(layer, output_mode, allowed):
    """Refuses an unknown output mode."""
    if output_mode not in allowed:
        raise ValueError(
            f"Argument `output_mode` of {type(layer).__name__} must be one of {', '.join(map(repr, allowed))}. "
            f"Received: output_mode={output_mode!r}"
        )


def check_sparse(layer, sparse, output_mode=None, backends=("tensorflow",)):
    """Refuses sparse output where there is none; `backends` is None for layers that have it inside `tf.data`."""
    if sparse and backends is not None and backend.backend() not in backends:
        raise ValueError(
            f"Argument `sparse` of {type(layer).__name__} can be True only on the backends {', '.join(backends)}. "
            f"Received: sparse={sparse!r} on {backend.backend()}"
        )
    if sparse and output_mode == "int":
        raise ValueError(
            f"Argument `sparse` of {type(layer).__name__} can be True only with encodings. "
            f"Received: sparse={sparse!r}, output_mode={output_mode!r}"
        )


def standardize_salt(layer, salt):
    """The key of the hash as a list of two integers; None for None."""
    if salt is None:
        return None
    if isinstance(salt, int):
        return [salt, salt]
    if isinstance(salt, (list, tuple)) and len(salt) == 2 and all(isinstance(half, int) for half in salt):
        return list(salt)
    raise ValueError(
        f"Argument `salt` of {type(layer).__name__} must be an integer or a pair of integers. Received: salt={salt!r}"
    )
