"""Windows over time series."""
import numpy as np

from keras.src.api_export import keras_export
from keras.src.utils.module_utils import grain, tensorflow


@keras_export(["keras.utils.timeseries_dataset_from_array", "keras.preprocessing.timeseries_dataset_from_array"])
def timeseries_dataset_from_array(
    data, targets, sequence_length, sequence_stride=1, sampling_rate=1, batch_size=128, shuffle=False, seed=None,
    start_index=None, end_index=None, format="tf"
):
    """A data set of windows over a series.

    Formula: window `i` holds the steps `start + i * sequence_stride + j * sampling_rate` for `j` from 0 to
    `sequence_length - 1`, with the target of its first step.

    Args:
        data: Array of shape `(steps, ...)`.
        targets: Array of one target for each step, or None. Where it is shorter, windows end with it.
        sequence_length: Integer, steps in a window.
        sequence_stride: Integer, steps between the beginnings of windows.
        sampling_rate: Integer, steps between the entries of a window.
        batch_size: Integer, or None for single windows.
        shuffle: Boolean, whether to shuffle the windows.
        seed: Integer for the shuffle. Default: drawn from NumPy's global state.
        start_index: Integer, first step to use, or None.
        end_index: Integer below the number of steps, first step to use no more, or None for all of them.
        format: `"tf"` or `"grain"`, the kind of the data set.

    Returns:
        `tf.data.Dataset` or `grain.IterDataset` of windows of shape `(batch, sequence_length, ...)`, or of pairs of
        windows and targets.

    Raises:
        ValueError: If a number does not fit the data.
        ImportError: If the library of the format is not installed.

    Example:

    >>> series = np.arange(5)
    >>> batches = keras.utils.timeseries_dataset_from_array(series[:-2], series[2:], sequence_length=2)
    >>> [(x.numpy().tolist(), y.numpy().tolist()) for x, y in batches]
    [([[0, 1], [1, 2]], [2, 3])]
    """
    if format not in ("tf", "grain"):
        raise ValueError(f"Argument `format` must be 'tf' or 'grain'. Received: format={format!r}")
    _check(len(data), sequence_length, sequence_stride, sampling_rate, start_index, end_index)
    start = start_index or 0
    end = len(data) if end_index is None else end_index
    count = end - start - (sequence_length - 1) * sampling_rate
    if targets is not None:
        count = min(count, len(targets))
    starts = np.arange(0, max(count, 0), sequence_stride) + start
    if shuffle:
        seed = np.random.randint(10**6) if seed is None else seed
        np.random.RandomState(seed).shuffle(starts)
    steps = np.arange(sequence_length) * sampling_rate
    make = _tf_windows if format == "tf" else _grain_windows
    return make(data, targets, starts, steps, batch_size, seed if shuffle else None)


def _check(length, sequence_length, sequence_stride, sampling_rate, start_index, end_index):
    rules = [
        ("sequence_length", sequence_length, sequence_length >= 0),
        ("sequence_stride", sequence_stride, 0 < sequence_stride < length),
        ("sampling_rate", sampling_rate, 0 < sampling_rate < length),
        ("start_index", start_index, start_index is None or 0 <= start_index < length),
        ("end_index", end_index, end_index is None or (start_index or 0) <= end_index < length),
        ("end_index", end_index, not start_index or end_index is None or start_index < end_index),
    ]
    for name, value, holds in rules:
        if not holds:
            raise ValueError(f"Argument `{name}` does not fit data of {length} steps. Received: {name}={value}")


def _tf_windows(data, targets, starts, steps, batch_size, seed):
    tf = tensorflow
    data = tf.convert_to_tensor(data)
    dataset = tf.data.Dataset.from_tensor_slices(starts)
    if targets is None:
        take = lambda start: tf.gather(data, start + steps)
    else:
        targets = tf.convert_to_tensor(targets)
        take = lambda start: (tf.gather(data, start + steps), targets[start])
    dataset = dataset.map(take, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)
    if seed is not None:
        dataset = dataset.shuffle(1024 if batch_size is None else 8 * batch_size, seed=seed)
    return dataset if batch_size is None else dataset.batch(batch_size)


def _grain_windows(data, targets, starts, steps, batch_size, seed):
    data = np.asarray(data)
    targets = None if targets is None else np.asarray(targets)

    def take(start):
        window = data[start + steps]
        return window if targets is None else (window, targets[start])

    dataset = grain.MapDataset.source(starts).map(take).to_iter_dataset()
    return dataset if batch_size is None else dataset.batch(batch_size)
