"""PyDataset: batches computed by index in Python, by one or many workers."""
import itertools
import random
import weakref

from keras.src.api_export import keras_export
from keras.src.trainers.data_adapters import data_adapter_utils
from keras.src.trainers.data_adapters import workers as workers_module
from keras.src.trainers.data_adapters.data_adapter import DataAdapter


@keras_export(["keras.utils.PyDataset", "keras.utils.Sequence"])
class PyDataset:
    """Base class of data sets that compute a batch from its index.

    Subclasses define `__getitem__(index)`, which returns `(x,)`, `(x, y)` or `(x, y, sample_weight)`, and
    `__len__`, the number of batches of an epoch. A data set without end overrides `num_batches` to be `None`.

    A data set that changes from epoch to epoch, as by shuffling in `on_epoch_end`, may define `get_state()`, which
    returns a dict of numbers, strings, arrays, and lists and dicts of them, and `set_state(state)`. Then an interrupted
    training goes on with the same batches (`keras.callbacks.BackupAndRestore`).

    Args:
        workers: Integer, how many threads or processes compute batches ahead. With 1, batches are computed in the
            training thread; on tensorflow those that take long are computed by another while a step runs.
        use_multiprocessing: Boolean, whether workers are processes; the data set is then pickled to them.
        max_queue_size: Integer, how many batches may wait.

    Example:

    >>> class Squares(keras.utils.PyDataset):
    ...     def __len__(self):
    ...         return 2
    ...     def __getitem__(self, index):
    ...         x = np.arange(3.0)[:, None] + 3 * index
    ...         return x, x**2
    >>> len(Squares(workers=2))
    2
    """

    # Class-level defaults serve subclasses that do not call `super().__init__()`.
    _workers, _use_multiprocessing, _max_queue_size = 1, False, 10

    def __init__(self, workers=1, use_multiprocessing=False, max_queue_size=10):
        self._workers = workers
        self._use_multiprocessing = use_multiprocessing
        self._max_queue_size = max_queue_size

    @property
    def workers(self):
        """Number of workers that compute batches ahead."""
        return self._workers

    @workers.setter
    def workers(self, value):
        self._workers = value

    @property
    def use_multiprocessing(self):
        """Whether the workers are processes."""
        return self._use_multiprocessing

    @use_multiprocessing.setter
    def use_multiprocessing(self, value):
        self._use_multiprocessing = value

    @property
    def max_queue_size(self):
        """How many batches may wait."""
        return self._max_queue_size

    @max_queue_size.setter
    def max_queue_size(self, value):
        self._max_queue_size = value

    def __getitem__(self, index):
        raise NotImplementedError(f"{type(self).__name__} must define `__getitem__(self, index)`.")

    def __iter__(self):
        count = self.num_batches
        return map(self.__getitem__, itertools.count() if count is None else range(count))

    @property
    def num_batches(self):
        """Number of batches of an epoch: `len(self)`; override it to be `None` for a data set without end."""
        if not hasattr(self, "__len__"):
            raise NotImplementedError(
                f"{type(self).__name__} must define `__len__(self)`, or a `num_batches` of `None` if it has no end."
            )
        return len(self)

    def on_epoch_begin(self):
        """Called before each epoch."""

    def on_epoch_end(self):
        """Called after each epoch."""


class PyDatasetAdapter(DataAdapter):
    """Batches of a PyDataset in order, however many workers compute them.

    Args:
        x: The PyDataset.
        class_weight: Dict from class index to weight; batches must then be `(x, y)`.
        shuffle: Boolean, whether each epoch visits the batches in a new order.
    """

    def __init__(self, x, class_weight=None, shuffle=False):
        self.py_dataset = x
        self.class_weight = class_weight
        self.shuffle = shuffle
        self._workers = None  # of the last pass: (class, their number, the workers)

    def batches(self):
        dataset = self.py_dataset
        if self.is_read_by_turns:
            return (self._as_batch(dataset[index]) for index in self._indices())
        return map(self._as_batch, self._working().items(dataset, self._indices()))

    @property
    def is_read_by_turns(self):
        workers = self.py_dataset.workers
        return workers < 1 or (workers == 1 and not self.py_dataset.use_multiprocessing)

    def _working(self):
        """The workers, which stay from pass to pass and end with this object."""
        dataset = self.py_dataset
        kind = workers_module.Processes if dataset.use_multiprocessing else workers_module.Threads
        if self._workers is None or self._workers[:2] != (kind, dataset.workers):
            workers = kind(dataset.workers)
            weakref.finalize(self, workers.close)
            self._workers = (kind, dataset.workers, workers)
        return self._workers[2]

    def peek(self):
        """The batch that a pass would begin with; the order of such a pass is drawn."""
        index = next(self._indices(), None)
        return None if index is None else self.by_index(index)

    def by_index(self, index):
        """One batch outside of any pass."""
        return self._as_batch(self.py_dataset[index])

    def _indices(self):
        count = self.py_dataset.num_batches
        if count is None:
            return itertools.count()
        order = list(range(count))
        if self.shuffle:
            random.shuffle(order)
        return iter(order)

    def _as_batch(self, batch):
        batch = data_adapter_utils.list_to_tuple(batch)
        if hasattr(batch, "shape") and hasattr(batch, "dtype"):
            batch = (batch,)
        if not isinstance(batch, dict) and (not isinstance(batch, tuple) or not 1 <= len(batch) <= 3):
            raise ValueError(
                f"`{type(self.py_dataset).__name__}.__getitem__` must return a tuple `(x,)`, `(x, y)` or "
                f"`(x, y, sample_weight)`. Received: {type(batch).__name__}"
                + (f" of {len(batch)} items" if isinstance(batch, tuple) else "")
            )
        if self.class_weight is not None:
            if isinstance(batch, dict) or len(batch) != 2:
                raise ValueError(
                    "Argument `class_weight` needs batches (x, y), without sample weights. "
                    f"Received batches of {len(batch)} parts"
                )
            batch = (*batch, data_adapter_utils.class_weight_to_sample_weights(batch[1], self.class_weight))
        return batch

    def get_state(self):
        return self.py_dataset.get_state() if hasattr(self.py_dataset, "get_state") else None

    def set_state(self, state):
        self.py_dataset.set_state(state)

    def on_epoch_begin(self):
        self.py_dataset.on_epoch_begin()

    def on_epoch_end(self):
        self.py_dataset.on_epoch_end()

    @property
    def num_batches(self):
        return self.py_dataset.num_batches
