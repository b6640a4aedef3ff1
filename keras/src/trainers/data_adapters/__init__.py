"""Sources of data and the choice among them."""
import types
import warnings

import numpy as np

from keras.src import lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    ArrayDataAdapter="keras.src.trainers.data_adapters.array_data_adapter",
    GeneratorDataAdapter="keras.src.trainers.data_adapters.generator_data_adapter",
    GrainDatasetAdapter="keras.src.trainers.data_adapters.grain_dataset_adapter",
    PyDatasetAdapter="keras.src.trainers.data_adapters.py_dataset_adapter",
    TFDatasetAdapter="keras.src.trainers.data_adapters.tf_dataset_adapter",
    TorchDataLoaderAdapter="keras.src.trainers.data_adapters.torch_data_loader_adapter",
)

from keras.src.trainers.data_adapters import array_data_adapter  # needs the names above
from keras.src.trainers.data_adapters.conversions import loaded
from keras.src.trainers.data_adapters.data_adapter import DataAdapter
from keras.src.trainers.data_adapters.generator_data_adapter import GeneratorDataAdapter
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset, PyDatasetAdapter


def get_data_adapter(
    x, y=None, sample_weight=None, batch_size=None, steps_per_epoch=None, shuffle=False, class_weight=None
):
    """The adapter for the kind of data that `x` is.

    Args:
        x: Arrays, a DataAdapter, `PyDataset`, `tf.data.Dataset`, torch `DataLoader`, Grain dataset or generator.
        y: Targets; only with arrays.
        sample_weight: Weights of the samples; only with arrays.
        batch_size: Integer; only with arrays.
        steps_per_epoch: Integer, how many batches of arrays are wanted if `batch_size` is not given.
        shuffle: Boolean or `"batch"`.
        class_weight: Dict from class index to weight.

    Returns:
        A DataAdapter.

    Raises:
        ValueError: If nothing can read `x`, or an argument goes with arrays only.
    """
    kind = None
    plain = type(x) is np.ndarray
    if not plain:
        if isinstance(x, DataAdapter):
            return x
        kind = _kind_of(x)
    if kind is None:
        plain = plain and type(y) is np.ndarray and sample_weight is None  # the common case, with nothing to walk
        if plain or array_data_adapter.can_convert_arrays((x, y, sample_weight)):
            return array_data_adapter.ArrayDataAdapter(
                x, y, sample_weight=sample_weight, batch_size=batch_size, steps=steps_per_epoch,
                shuffle=shuffle, class_weight=class_weight,
            )
        raise ValueError(
            "Argument `x` is of a kind that Keras cannot read batches from. Give arrays, a PyDataset, a "
            "tf.data.Dataset, a torch DataLoader, a Grain dataset or a generator of tuples. "
            f"Received: x={_short(x)} of type {type(x).__name__}, y of type {type(y).__name__}"
        )
    label, make = kind
    for name, value in (("y", y), ("sample_weight", sample_weight)):
        if value is not None:
            raise ValueError(
                f"Argument `{name}` goes with arrays only: when `x` is {label}, it supplies targets and weights "
                f"itself. Received: {name} of type {type(value).__name__}"
            )
    return make(x, class_weight, shuffle)


def _kind_of(x):
    """What `x` is if not arrays, and how its adapter is made; None for anything else."""
    if isinstance(x, PyDataset):
        return "a PyDataset", _py_dataset
    if isinstance(x, types.GeneratorType):
        return "a Python generator", _generator
    if is_tf_dataset(x):
        return "a tf.data.Dataset", _tf_dataset
    if is_torch_dataloader(x):
        return "a torch DataLoader", _torch_loader
    if is_grain_dataset(x):
        return "a Grain dataset", _grain
    return None


def is_tf_dataset(x):
    """Whether `x` is a pipeline of tf.data, or one that a strategy of TensorFlow distributes."""
    tf = loaded("tensorflow")
    return tf is not None and isinstance(x, (tf.data.Dataset, tf.distribute.DistributedDataset))


def is_torch_dataloader(x):
    """Whether `x` is a DataLoader of torch."""
    torch = loaded("torch")
    return torch is not None and isinstance(x, torch.utils.data.DataLoader)


def is_grain_dataset(x):
    """Whether `x` is a dataset or a loader of Grain."""
    grain = loaded("grain")
    return grain is not None and isinstance(x, (grain.MapDataset, grain.IterDataset, grain.DataLoader))


def _py_dataset(x, class_weight, shuffle):
    if shuffle and x.num_batches is None:
        _warn_no_shuffle("an infinite PyDataset")
    return PyDatasetAdapter(x, class_weight=class_weight, shuffle=shuffle)


def _generator(x, class_weight, shuffle):
    _no_class_weight(class_weight, "a Python generator")
    if shuffle:
        _warn_no_shuffle("a generator")
    return GeneratorDataAdapter(x)


def _tf_dataset(x, class_weight, shuffle):
    from keras.src.trainers.data_adapters.tf_dataset_adapter import TFDatasetAdapter

    return TFDatasetAdapter(x, class_weight=class_weight)


def _torch_loader(x, class_weight, shuffle):
    from keras.src.trainers.data_adapters.torch_data_loader_adapter import TorchDataLoaderAdapter

    _no_class_weight(class_weight, "a torch DataLoader")
    return TorchDataLoaderAdapter(x)


def _grain(x, class_weight, shuffle):
    from keras.src.trainers.data_adapters.grain_dataset_adapter import GrainDatasetAdapter

    _no_class_weight(class_weight, "a Grain dataset")
    return GrainDatasetAdapter(x)


def _no_class_weight(class_weight, label):
    if class_weight is not None:
        raise ValueError(
            f"Argument `class_weight` is not supported when `x` is {label}; let it supply sample weights. "
            f"Received: class_weight={class_weight}"
        )


def _warn_no_shuffle(label):
    warnings.warn(
        f"`shuffle=True` has no effect when `x` is {label}: it must supply its batches already shuffled.",
        stacklevel=3,
    )


def _short(value):
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
