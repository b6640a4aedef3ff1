"""Workers: threads or processes that compute the items of a data set ahead, pass after pass."""
import contextlib
import hashlib
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
import warnings
from collections import deque
from concurrent import futures
from multiprocessing import resource_tracker
from multiprocessing.reduction import ForkingPickler


class Threads:
    """Workers that share the data set.

    Args:
        count: Integer, how many.
    """

    def __init__(self, count):
        self._pool = futures.ThreadPoolExecutor(count)

    def items(self, dataset, indices):
        """The items of these indices, in their order, computed while the former ones are used.

        Args:
            dataset: The data set, as it is when the pass begins.
            indices: Iterable of integers.
        """
        waiting = deque()
        task = self._task(dataset)
        ahead = max(dataset.max_queue_size, dataset.workers)
        try:
            for index in indices:
                waiting.append(self._pool.submit(task, index))
                if len(waiting) >= ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except GeneratorExit:  # the pass is given up, another may follow
            for future in waiting:
                future.cancel()
            raise
        except BaseException:
            self.close()
            raise

    def _task(self, dataset):
        return dataset.__getitem__

    def close(self):
        """Ends the workers, each after the item that it computes."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Processes(Threads):
    """Spawned processes, each with its copy of the data set; a copy is made anew where a pass begins with a change.

    Args:
        count: Integer, how many.
    """

    def __init__(self, count):
        self._pool = futures.ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin)
        with _interrupts_held():
            for _ in range(count):
                self._pool.submit(int)  # starts a worker
        self._folder = tempfile.mkdtemp(prefix="keras-workers-")
        self._version = None

    def _task(self, dataset):
        pickled = ForkingPickler.dumps(dataset)
        version = hashlib.sha256(pickled).hexdigest()
        if version != self._version:
            with open(os.path.join(self._folder, version), "wb") as file:
                file.write(pickled)
            self._version = version
        return _Item(self._folder, version)

    def close(self):
        super().close()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextlib.contextmanager
def _interrupts_held():
    """Processes started meanwhile do not hear of Ctrl-C, not even before `_begin`; this one hears of it later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # which lets interrupts through again
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _begin():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the training process, which ends its workers.
    warnings.simplefilter("default")


class _Item:
    """A task for a worker process: an item of a version of the data set.

    Args:
        folder: Path of the folder with the pickled versions, which the training process made for its workers.
        version: Name of the version.
    """

    served = (None, None)  # in a worker: the version that it holds, and the data set

    def __init__(self, folder, version):
        self.folder, self.version = folder, version

    def __call__(self, index):
        held, dataset = _Item.served
        if held != self.version:
            with open(os.path.join(self.folder, self.version), "rb") as file:
                dataset = pickle.load(file)
            _Item.served = (self.version, dataset)
        return dataset[index]
