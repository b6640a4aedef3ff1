"""Workers: threads or processes that compute the items of a data set ahead, pass after pass."""
import contextlib
import hashlib
import itertools
import multiprocessing
import os
import pickle
import queue
import shutil
import signal
import tempfile
import threading
import warnings
from collections import deque
from concurrent import futures
from multiprocessing import resource_tracker
from multiprocessing.reduction import ForkingPickler

_END = object()


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
        asked, answers, arrived = queue.SimpleQueue(), queue.SimpleQueue(), {}
        ahead = max(dataset.max_queue_size, dataset.workers)
        arguments = (self._task(dataset), indices, ahead, asked, answers)
        try:
            threading.Thread(target=self._submit, args=arguments, daemon=True).start()
            for _ in range(ahead):
                asked.put(True)
            for number in itertools.count():
                while number not in arrived:
                    arrived.update([answers.get()])
                item, error = arrived.pop(number)
                if error is _END:
                    return
                if error is not None:
                    raise error
                yield item
                asked.put(True)
        except GeneratorExit:  # the pass is given up, another may follow
            raise
        except BaseException:
            self.close()
            raise
        finally:
            asked.put(False)

    def _submit(self, task, indices, ahead, asked, answers):
        """Gives the workers an index for each demand; answers are `(its number, (item, error))`.

        A thread does this, which no Ctrl-C interrupts: one in the midst of taking a pool's locks, which are Python,
        would leave them taken for ever. The training thread waits at queues, which are C.
        """
        number, waiting = 0, deque(maxlen=ahead)
        try:
            for index in indices:
                if not asked.get():
                    return
                waiting.append(self._pool.submit(task, index))
                waiting[-1].add_done_callback(lambda future, number=number: answers.put((number, _outcome(future))))
                number += 1
            answers.put((number, (None, _END)))
            while asked.get():
                pass
        except BaseException as error:
            answers.put((number, (None, error)))
        finally:
            for future in waiting:
                future.cancel()

    def _task(self, dataset):
        return dataset.__getitem__

    def close(self):
        """Ends the workers, each after the item that it computes."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _outcome(future):
    """The item and None, or None and the error, of a future that is done."""
    try:
        return future.result(), None
    except BaseException as error:
        return None, error


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
