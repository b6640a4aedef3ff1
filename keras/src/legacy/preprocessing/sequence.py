"""Sequence preprocessing of Keras 2, which only `tf.keras` still has."""
import json
import random

import numpy as np

from keras.src.api_export import keras_export
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset


@keras_export("keras._legacy.preprocessing.sequence.TimeseriesGenerator")
class TimeseriesGenerator(PyDataset):
    """Batches of windows of a series, each with the target of the step after it.

    Args:
        data: Array, `(steps, ...)`.
        targets: Array, `(steps, ...)`.
        length: Integer, steps in a window.
        sampling_rate: Integer: every so many steps of a window are used. Default 1.
        stride: Integer, steps between two windows. Default 1.
        start_index: Integer, first step that is used. Default 0.
        end_index: Integer, last step that is used. Default None: the last.
        shuffle: Boolean, whether windows are drawn at random. Default False.
        reverse: Boolean, whether time runs backwards in windows. Default False.
        batch_size: Integer. Default 128.
    """

    def __init__(
        self, data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None,
        shuffle=False, reverse=False, batch_size=128, **kwargs,
    ):
        super().__init__(**kwargs)
        if len(data) != len(targets):
            raise ValueError(f"`data` and `targets` must be equally long. Received: {len(data)} and {len(targets)}")
        self.data, self.targets, self.length = data, targets, length
        self.sampling_rate, self.stride, self.batch_size = sampling_rate, stride, batch_size
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle, self.reverse = shuffle, reverse
        if self.start_index > self.end_index:
            raise ValueError(
                f"No window of {length} steps has a target: `start_index + length` = {self.start_index} is larger "
                f"than `end_index` = {self.end_index}."
            )

    def __len__(self):
        step = self.batch_size * self.stride
        return (self.end_index - self.start_index + step) // step

    def __getitem__(self, index):
        if self.shuffle:
            rows = np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        else:
            first = self.start_index + self.batch_size * self.stride * index
            rows = np.arange(first, min(first + self.batch_size * self.stride, self.end_index + 1), self.stride)
        windows = np.array([self.data[row - self.length : row : self.sampling_rate] for row in rows])
        targets = np.array([self.targets[row] for row in rows])
        return (windows[:, ::-1, ...] if self.reverse else windows), targets

    def get_config(self):
        """The arguments, arrays as JSON."""
        names = ("length", "sampling_rate", "stride", "end_index", "shuffle", "reverse", "batch_size")
        arrays = {name: json.dumps(np.asarray(getattr(self, name)).tolist()) for name in ("data", "targets")}
        own = {name: getattr(self, name) for name in names}
        return arrays | own | {"start_index": self.start_index - self.length}

    def to_json(self, **kwargs):
        """The arguments as JSON; `kwargs` go to `json.dumps`."""
        return json.dumps({"class_name": type(self).__name__, "config": self.get_config()}, **kwargs)


@keras_export("keras._legacy.preprocessing.sequence.make_sampling_table")
def make_sampling_table(size, sampling_factor=1e-5):
    """The probability with which word2vec keeps the word of each rank, by Zipf's law; `(size,)`.

    Args:
        size: Integer, number of words.
        sampling_factor: Float. Default 1e-5.
    """
    gamma = 0.577  # of Euler
    rank = np.arange(size)
    rank[0] = 1
    f = sampling_factor * (rank * (np.log(rank) + gamma) + 0.5 - 1.0 / (12.0 * rank))
    return np.minimum(1.0, f / np.sqrt(f))


@keras_export("keras._legacy.preprocessing.sequence.skipgrams")
def skipgrams(
    sequence, vocabulary_size, window_size=4, negative_samples=1.0, shuffle=True, categorical=False,
    sampling_table=None, seed=None,
):
    """Pairs of words that stand near each other, labelled 1, and random ones, labelled 0.

    Args:
        sequence: List of word numbers; 0 is no word.
        vocabulary_size: Integer.
        window_size: Integer, how far apart words may stand. Default 4.
        negative_samples: Float, random pairs per true one. Default 1.0.
        shuffle: Boolean. Default True.
        categorical: Boolean, whether labels are `[0, 1]` and `[1, 0]`. Default False.
        sampling_table: Array of the probabilities with which words are kept. Default None: all are.
        seed: Integer, for shuffling. Default None.

    Returns:
        The pairs and their labels, two lists.
    """
    true, false = ([0, 1], [1, 0]) if categorical else (1, 0)
    pairs = []
    for i, word in enumerate(sequence):
        if not word or (sampling_table is not None and sampling_table[word] < random.random()):
            continue
        near = range(max(0, i - window_size), min(len(sequence), i + window_size + 1))
        pairs += [[word, sequence[j]] for j in near if j != i and sequence[j]]
    labels = [true] * len(pairs)
    count = int(len(labels) * negative_samples)
    if count > 0:
        words = [word for word, _ in pairs]
        random.shuffle(words)
        pairs += [[words[i % len(words)], random.randint(1, vocabulary_size - 1)] for i in range(count)]
        labels += [false] * count
    if shuffle:
        seed = random.randint(0, 10_000_000) if seed is None else seed
        for values in (pairs, labels):
            random.seed(seed)
            random.shuffle(values)
    return pairs, labels
