"""Reading batches for `adapt`."""
import itertools
import time

import numpy as np

from keras.src.backend.common.late import LateModule
from keras.src.utils.progbar import Progbar

py_dataset_adapter = LateModule("keras.src.trainers.data_adapters.py_dataset_adapter")
_SECONDS_BEFORE_PROGRESS = 5


def batches(data, steps=None):
    """The batches of data to adapt to; of tuples, as they are used in training, the first element.

    After some seconds it shows its progress.

    Args:
        data: Array, tensor, list, DataFrame or Series: one batch. Or a `PyDataset`, a `tf.data.Dataset` or any other
            iterable.
        steps: Integer, how many batches to take of an iterable, or None for all.

    Yields:
        Batches.
    """
    if hasattr(data, "iloc"):  # of pandas
        data = data.to_numpy()
    if is_array(data):
        yield data
        return
    began, progress = time.monotonic(), None
    for number, batch in enumerate(itertools.islice(_source(data), steps), 1):
        yield batch[0] if _has_targets(batch) else batch
        if progress is None and time.monotonic() - began > _SECONDS_BEFORE_PROGRESS:
            progress = Progbar(steps or _length(data), unit_name="batch")
        if progress is not None:
            progress.update(number)
    if progress is not None:
        progress.update(number, finalize=True)


def is_array(data):
    """Whether the data are one batch by themselves."""
    return isinstance(data, (np.ndarray, list, str, bytes)) or (hasattr(data, "shape") and hasattr(data, "dtype"))


def _has_targets(batch):
    """Whether a batch is inputs with targets, and not a list of values."""
    return isinstance(batch, tuple) or (isinstance(batch, list) and len(batch) > 0 and hasattr(batch[0], "shape"))


def _source(data):
    if isinstance(data, tuple):
        return data
    if isinstance(data, py_dataset_adapter.PyDataset):
        return (data[i] for i in range(data.num_batches))
    return data


def _length(data):
    try:
        return len(data)
    except TypeError:
        return None
