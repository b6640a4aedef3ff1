"""Pace: how many batches the step function takes at once, where `steps_per_execution="auto"` leaves it to timing."""
import math
import time

_GROUP = 32  # batches of a group at most: beyond, what is left to gain is small and the stacked batches are large
_WINDOW = 32  # batches of one timing
_ROUNDS = 12  # timings of each size, by turns; the least counts, since what else runs on the machine only adds
_SMALL = 5e-3  # seconds of a step beyond which the calls around it do not matter
_GAIN = 0.5  # the share of the time that groups may save, for the question whether compiling them can pay


class Pace:
    """Tries single batches and groups of them, and stays with what was faster.

    Groups are tried where steps are small and enough of them are to come to make up for the compilation: those that
    are promised, or as many again as there were.

    Args:
        wait: Function that waits for what runs on the device.
    """

    def __init__(self, wait):
        self._wait = wait
        self._trial = self._sizes()
        self.size = next(self._trial)
        self.seen = 0
        self._left = 0
        self._per_epoch = None
        self._start = 0.0

    def expect(self, per_epoch, epochs):
        """Says what is to come.

        Args:
            per_epoch: Integer, the full batches of an epoch, or None if not known.
            epochs: Integer.
        """
        self._per_epoch = per_epoch
        self._left = self.seen + (per_epoch or 0) * epochs

    def begin(self):
        """Before a group is fetched."""
        self._start = time.perf_counter()

    def end(self, count):
        """After `count` batches."""
        self.seen += count
        if self._trial is not None:
            try:
                self.size = self._trial.send((self._start, count))
            except StopIteration as found:
                self.size, self._trial = found.value, None

    def end_pass(self):
        """After a pass: what still runs belongs to it."""
        if self._trial is not None:
            self._wait()

    def _sizes(self):
        """Yields the sizes to try, is sent when they began, and returns the one to stay with."""
        start, _ = yield 1
        self._wait()
        compiling = time.perf_counter() - start
        single = yield from self._timed(1)
        size = self._group()
        while single < _SMALL and size > 1 and self._to_come() * single * _GAIN < compiling:
            yield 1
            size = self._group()
        if single > _SMALL or size == 1:
            return 1
        yield size  # compiles
        grouped = math.inf
        for _ in range(_ROUNDS):
            grouped = min(grouped, (yield from self._timed(size)))
            single = min(single, (yield from self._timed(1)))
        return size if grouped < 0.95 * single else 1

    def _timed(self, size):
        """Seconds for a batch, over a window of whole groups."""
        self._wait()
        total = count = 0
        while count < _WINDOW:
            start, done = yield size
            if count + done >= _WINDOW:
                self._wait()
            if done == size:  # not the rest of a pass
                total, count = total + time.perf_counter() - start, count + done
        return total / count

    def _group(self):
        """The size with which the fewest calls make an epoch, where what is left of it goes batch by batch."""
        count = self._per_epoch
        if count is None:
            return _GROUP
        return min(range(1, _GROUP + 1), key=lambda size: (count // size + count % size, size))

    def _to_come(self):
        return max(self._left - self.seen, self.seen)
