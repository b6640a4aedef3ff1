"""Batches of one framework for readers of another."""
import sys

import numpy as np

from keras.src import tree


def framework_of(value):
    """`"tensorflow"`, `"torch"`, `"jax"`, `"pandas"`, ...: the package an object's class comes from."""
    package = type(value).__module__.partition(".")[0]
    return "jax" if package == "jaxlib" else package


def is_composite(value):
    """Whether it is a sparse or ragged tensor of TensorFlow."""
    return type(value).__name__ in ("RaggedTensor", "SparseTensor") and framework_of(value) == "tensorflow"


def _dense(value):
    import tensorflow as tf

    dense = value.to_tensor() if isinstance(value, tf.RaggedTensor) else tf.sparse.to_dense(tf.sparse.reorder(value))
    return dense.numpy()


def numpy_array(value):
    """A tensor or array-like of any framework as a NumPy array."""
    if type(value) is np.ndarray or value is None:
        return value
    if framework_of(value) == "torch":
        return value.detach().cpu().numpy()
    if is_composite(value):
        return _dense(value)
    if hasattr(value, "todense"):  # sparse, of scipy or jax
        return np.asarray(value.todense())
    return np.asarray(value)


def to_numpy(batch):
    """A batch with its leaves as NumPy arrays."""
    return tree.map_structure(numpy_array, batch)


def to_tf_dataset(make_iterator):
    """A tf.data pipeline over a Python iterator of batches."""
    import tensorflow as tf

    first = next(iter(make_iterator()), None)
    if first is None:
        raise ValueError("The data hold no batch, so no `tf.data.Dataset` can be made of them.")

    def spec(leaf):
        leaf = np.asarray(leaf)
        return tf.TensorSpec((None, *[None] * (leaf.ndim - 1)), tf.as_dtype(leaf.dtype))

    signature = tree.map_structure(spec, first)
    return tf.data.Dataset.from_generator(lambda: iter(make_iterator()), output_signature=signature)


def to_torch_dataloader(make_iterator):
    """A DataLoader that hands on ready batches."""
    import torch

    class Batches(torch.utils.data.IterableDataset):
        def __iter__(self):
            for batch in make_iterator():
                yield tree.map_structure(torch.as_tensor, batch)

    return torch.utils.data.DataLoader(Batches(), batch_size=None)


def loaded(package):
    """The framework if something imported it already, else None: data of it exist only then."""
    return sys.modules.get(package)
