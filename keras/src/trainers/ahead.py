"""Reading ahead: batches that take long are made by a thread while the step before them runs."""
import math
import time

from keras.src.utils.background import Background

_LONG = 1e-3  # seconds; what takes less is read sooner than it is handed from thread to thread
_END = object()


class Ahead:
    """Iterator over the same batches in the same order, of which one may be read ahead.

    No batch is read that is not wanted: with `wanted` at `n`, `n` more are read. An error in the source is raised where
    its batch is asked for, with its traceback.

    Args:
        batches: Iterable.
    """

    def __init__(self, batches):
        self.wanted = math.inf
        self._batches = iter(batches)
        self._next = None

    def __iter__(self):
        return self

    def __next__(self):
        coming, self._next = self._next, None
        batch, seconds = _read(self._batches) if coming is None else coming.result()
        if batch is _END:
            raise StopIteration
        self.wanted -= 1
        if seconds > _LONG and self.wanted > 0:
            self._next = Background(_read, self._batches)
        return batch

    def __del__(self):
        """Waits for a batch that is being read: the source may be used again."""
        if self._next is not None:
            self._next.wait()


def _read(batches):
    """The next batch, or `_END`, and the seconds that it took."""
    start = time.perf_counter()
    batch = next(batches, _END)
    return batch, time.perf_counter() - start
