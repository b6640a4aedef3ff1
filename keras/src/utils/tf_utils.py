"""Helpers for TensorFlow's tensors, whatever the backend; libraries built on Keras use them."""
from keras.src.utils.module_utils import tensorflow as tf


def get_tensor_spec(t, dynamic_batch=False, name=None):
    """The TypeSpec of a tensor.

    Args:
        t: Tensor of TensorFlow (dense, sparse or ragged), KerasTensor, array or TypeSpec.
        dynamic_batch: Boolean, whether the size of the first axis is left open.
        name: String, the name of the spec of a dense tensor.

    Returns:
        `tf.TypeSpec`, or None if `t` is no tensor.
    """
    if isinstance(t, tf.TypeSpec):
        spec = t
    elif isinstance(t, (tf.SparseTensor, tf.RaggedTensor)):
        spec = tf.type_spec_from_value(t)
    elif hasattr(t, "shape") and hasattr(t, "dtype"):
        spec = tf.TensorSpec(t.shape, t.dtype, name)
    else:
        return None
    if not dynamic_batch or not spec.shape.rank:
        return spec
    shape = [None, *spec.shape[1:]]
    if isinstance(spec, tf.RaggedTensorSpec):
        return tf.RaggedTensorSpec(shape, spec.dtype, spec.ragged_rank, spec.row_splits_dtype)
    if isinstance(spec, tf.SparseTensorSpec):
        return tf.SparseTensorSpec(shape, spec.dtype)
    return tf.TensorSpec(shape, spec.dtype, spec.name)


def ensure_tensor(inputs, dtype=None):
    """A tensor of TensorFlow of a dtype; sparse and ragged ones stay so."""
    if not isinstance(inputs, (tf.Tensor, tf.SparseTensor, tf.RaggedTensor)):
        inputs = tf.convert_to_tensor(inputs, dtype)
    return inputs if dtype is None or inputs.dtype == dtype else tf.cast(inputs, dtype)


def is_ragged_tensor(x):
    """Whether a value is a ragged tensor of TensorFlow."""
    return "ragged" in type(x).__module__ and isinstance(x, tf.RaggedTensor)


def expand_dims(inputs, axis):
    """A new axis of length 1, also of sparse tensors."""
    expand = tf.sparse.expand_dims if isinstance(inputs, tf.SparseTensor) else tf.expand_dims
    return expand(inputs, axis)


def dense_bincount(inputs, depth, binary_output, dtype, count_weights=None):
    """How often each category occurs in a sample, or whether it does.

    Args:
        inputs: Tensor of integers, shape `(batch, categories)` or `(categories,)`.
        depth: Integer, number of categories; larger ones are left out.
        binary_output: Boolean, whether to return 1 for every category that occurs.
        dtype: Dtype of the result. With weights it is theirs.
        count_weights: Tensor of the shape of `inputs`, what each counts.

    Returns:
        Tensor of shape `(batch, depth)` or `(depth,)`.
    """
    if count_weights is not None:
        count_weights = tf.convert_to_tensor(count_weights)
        dtype = count_weights.dtype
    counts = tf.math.bincount(
        inputs, count_weights, minlength=depth, maxlength=depth, dtype=dtype, axis=-1, binary_output=binary_output
    )
    counts.set_shape([*inputs.shape[:-1], depth] if inputs.shape.rank else [depth])
    return counts


def sparse_bincount(inputs, depth, binary_output, dtype, count_weights=None):
    """As `dense_bincount`, as a sparse tensor of the given dtype."""
    counts = tf.sparse.bincount(
        inputs, count_weights, minlength=depth, maxlength=depth, axis=-1, binary_output=binary_output
    )
    counts = tf.cast(counts, dtype)
    shape = counts.dense_shape if inputs.shape.rank == 1 else tf.stack([counts.dense_shape[0], depth])
    return tf.SparseTensor(counts.indices, counts.values, shape)


def tf_encode_categorical_inputs(
    inputs, output_mode, depth, dtype="float32", sparse=False, count_weights=None, idf_weights=None
):
    """Category indices as vectors with an entry for each category.

    Args:
        inputs: Tensor of integers, shape `(batch, categories)` or `(categories,)`.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        depth: Integer, number of categories.
        dtype: Dtype of the vectors.
        sparse: Boolean, whether to return a sparse tensor.
        count_weights: Tensor of the shape of `inputs`, what each counts.
        idf_weights: Tensor of shape `(depth,)`, the weights of the categories with `"tf_idf"`.

    Returns:
        Tensor of shape `(batch, depth)` or `(depth,)`; with `"int"` of the shape of `inputs`.

    Raises:
        ValueError: If the result would have more than two axes, or `idf_weights` is missing.
    """
    if output_mode == "int":
        return tf.cast(inputs, dtype)
    shape = inputs.shape
    if shape.rank == 0 or output_mode == "one_hot" and shape[-1] != 1:
        inputs = expand_dims(inputs, -1)
    if inputs.shape.rank > 2:
        raise ValueError(
            f"Argument `inputs` makes vectors of {inputs.shape.rank} axes with output_mode={output_mode!r}; "
            f"at most 2 are supported. Received: shape={tuple(shape)}"
        )
    count = sparse_bincount if sparse else dense_bincount
    counts = count(inputs, depth, output_mode in ("one_hot", "multi_hot"), dtype, count_weights)
    if output_mode != "tf_idf":
        return counts
    if idf_weights is None:
        raise ValueError("Argument `idf_weights` must be given with output_mode='tf_idf'. Received: idf_weights=None")
    if not sparse:
        return counts * idf_weights
    weights = tf.gather(idf_weights, counts.indices[:, -1])
    return tf.SparseTensor(counts.indices, counts.values * weights, counts.dense_shape)
