"""Data sets cut in two."""
import random

import numpy as np

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.utils.directory_utils import (  # noqa: F401 - names that others import
    check_validation_split_arg,
    get_training_or_validation_split,
    index_directory,
    index_subdirectory,
    iter_valid_files,
    labels_to_dataset_grain,
    labels_to_dataset_tf,
)
from keras.src.utils.module_utils import LazyModule, tensorflow

torch = LazyModule("torch")


@keras_export("keras.utils.split_dataset")
def split_dataset(dataset, left_size=None, right_size=None, shuffle=False, seed=None, preferred_backend=None):
    """Cuts a data set into a left part, its first samples, and a right part, its last ones.

    Args:
        dataset: NumPy array, list or tuple of arrays of one length, `tf.data.Dataset`, or `torch.utils.data.Dataset`
            with a length. It must fit into memory.
        left_size: Float between 0 and 1, a share of the samples, or integer, their number. Default: what
            `right_size` leaves.
        right_size: The same for the right part.
        shuffle: Boolean, whether to shuffle before.
        seed: Integer for the shuffle. Default: drawn from Python's `random`.
        preferred_backend: `"torch"` for data sets of PyTorch, any other name for those of TensorFlow. Default: that
            of `dataset`, else `"torch"` on the torch backend and `"tensorflow"` elsewhere.

    Returns:
        Pair of `tf.data.Dataset`s, batched if `dataset` was, or of `torch.utils.data.Subset`s.

    Raises:
        TypeError: If `dataset` is something else, or a size is no number.
        ValueError: If the sizes do not fit the data, or the arrays do not fit each other.

    Example:

    >>> left, right = keras.utils.split_dataset(np.arange(10), left_size=0.8)
    >>> len(left), len(right)
    (8, 2)
    """
    for_torch = _is_for_torch(dataset, preferred_backend)
    if for_torch and is_torch_dataset(dataset):
        source, count = dataset, len(dataset)
    else:
        arrays = _arrays_of(dataset)
        count = len(tree.flatten(arrays)[0])
    left, right = _sizes(left_size, right_size, count)
    if for_torch:
        if not is_torch_dataset(dataset):
            source = torch.utils.data.TensorDataset(*map(torch.from_numpy, tree.flatten(arrays)))
        order = _torch_order(count, shuffle, seed)
        return torch.utils.data.Subset(source, order[:left]), torch.utils.data.Subset(source, order[count - right :])
    order = _order(count, shuffle, seed)
    batch_size = get_batch_size(dataset)
    return tuple(_tf_dataset(arrays, part, batch_size) for part in (order[:left], order[count - right :]))


def _is_for_torch(dataset, preferred_backend):
    if preferred_backend is not None:
        return preferred_backend == "torch"
    if is_tf_dataset(dataset):
        return False
    return is_torch_dataset(dataset) or backend.backend() == "torch"


def is_tf_dataset(dataset):
    """Whether it is a data set of TensorFlow."""
    return _has_base(dataset, "DatasetV2", "tensorflow")


def is_torch_dataset(dataset):
    """Whether it is a data set of PyTorch."""
    return _has_base(dataset, "Dataset", "torch")


def is_grain_dataset(dataset):
    """Whether it is a data set of Grain."""
    return any(_has_base(dataset, name, "grain") for name in ("MapDataset", "IterDataset"))


def is_batched(dataset):
    """Whether a data set of TensorFlow was batched last."""
    return hasattr(dataset, "_batch_size")


def get_batch_size(dataset):
    """The size of the batches of a data set of TensorFlow, None if it is not batched."""
    return getattr(dataset, "_batch_size", None)


def _has_base(x, name, package):
    """Whether a class of a framework, which need not be imported for that, is among the bases of `x`."""
    return any(cls.__name__ == name and cls.__module__.partition(".")[0] == package for cls in type(x).__mro__)


def _arrays_of(dataset):
    """All samples as arrays: one, a tuple of several, or the structure of the samples."""
    if isinstance(dataset, np.ndarray):
        arrays = dataset
    elif isinstance(dataset, (list, tuple)):
        arrays = _checked_arrays(dataset)
    elif is_tf_dataset(dataset) or is_torch_dataset(dataset):
        batched = get_batch_size(dataset) is not None
        samples = [dataset[i] for i in range(len(dataset))] if is_torch_dataset(dataset) else dataset
        samples = list(samples.unbatch() if batched else samples)
        arrays = tree.map_structure(lambda *rows: np.stack([np.asarray(r) for r in rows]), *samples) if samples else ()
    else:
        raise TypeError(
            "Argument `dataset` must be an array, a list or tuple of arrays, or a data set of TensorFlow or PyTorch. "
            f"Received: {dataset!r} (of type {type(dataset).__name__})"
        )
    if not tree.flatten(arrays) or not len(tree.flatten(arrays)[0]):
        raise ValueError("Argument `dataset` holds no samples.")
    return arrays


def _checked_arrays(dataset):
    for index, array in enumerate(dataset):
        if not isinstance(array, np.ndarray):
            raise ValueError(f"Argument `dataset` must hold NumPy arrays. Received: {array!r} at index {index}")
    if len({len(array) for array in dataset}) > 1:
        raise ValueError(f"The arrays must have one length. Received: shapes {[array.shape for array in dataset]}")
    return tuple(dataset)


def _sizes(left_size, right_size, count):
    """Numbers of samples on both sides."""
    if left_size is None and right_size is None:
        raise ValueError("One of the arguments `left_size` and `right_size` is needed. Received neither.")
    left, right = (_size(name, size, count) for name, size in (("left_size", left_size), ("right_size", right_size)))
    left = count - right if left is None else left
    right = count - left if right is None else right
    if left + right > count:
        raise ValueError(
            f"The parts have more samples than there are, {count}. "
            f"Received: left_size={left_size}, right_size={right_size}"
        )
    if not left or not right:
        raise ValueError(
            f"One part of {count} samples would be empty. Received: left_size={left_size}, right_size={right_size}"
        )
    return left, right


def _size(name, size, count):
    if size is None:
        return None
    if isinstance(size, bool) or not isinstance(size, (int, float)):
        raise TypeError(f"Argument `{name}` must be an integer, a float or None. Received: {name}={size!r}")
    if not 0 < size < (1 if isinstance(size, float) else count):
        raise ValueError(
            f"Argument `{name}` must be a float between 0 and 1, or a positive integer below {count}. "
            f"Received: {name}={size}"
        )
    return round(size * count) if isinstance(size, float) else size


def _order(count, shuffle, seed):
    order = list(range(count))
    if shuffle:
        random.Random(random.randint(0, 10**6) if seed is None else seed).shuffle(order)
    return order


def _torch_order(count, shuffle, seed):
    if not shuffle:
        return list(range(count))
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    return torch.randperm(count, generator=generator).tolist()


def _tf_dataset(arrays, order, batch_size):
    tf = tensorflow
    dataset = tf.data.Dataset.from_tensor_slices(tree.map_structure(lambda array: array[order], arrays))
    if batch_size is not None:
        dataset = dataset.batch(batch_size)
    return dataset.prefetch(tf.data.AUTOTUNE)
