"""EpochIterator: the batches of each epoch, grouped by execution."""
import contextlib
import itertools
import sys
import warnings

from keras.src import backend
from keras.src.backend import config
from keras.src.trainers.ahead import Ahead
from keras.src.trainers.data_adapters import get_data_adapter


class EpochIterator:
    """Walks a source of data epoch by epoch.

    An epoch is a whole pass, or `steps_per_epoch` batches; then the next epoch goes on where this one stopped, and
    a pass that runs dry ends its epoch early.

    Args:
        x: Arrays or another source of data.
        y: Targets, with arrays.
        sample_weight: Weights of the samples, with arrays.
        batch_size: Integer, with arrays.
        steps_per_epoch: Integer, or `None` for whole passes.
        shuffle: Boolean or `"batch"`.
        class_weight: Dict from class index to weight.
        steps_per_execution: Integer, how many batches the step function takes at once, or `"auto"`: one, or what a
            `Pace` finds.
    """

    def __init__(
        self, x, y=None, sample_weight=None, batch_size=None, steps_per_epoch=None, shuffle=False,
        class_weight=None, steps_per_execution=1,
    ):
        if steps_per_epoch is not None and steps_per_epoch < 0:
            raise ValueError(
                f"The number of steps of a pass must be a positive integer or None. Received: steps={steps_per_epoch!r}"
            )
        limit = config.max_steps_per_epoch()
        if limit and (not steps_per_epoch or steps_per_epoch > limit):
            steps_per_epoch = limit
        self.steps_per_epoch = steps_per_epoch
        self.steps_per_execution = steps_per_execution
        self.data_adapter = get_data_adapter(
            x, y, sample_weight, batch_size, None if limit else steps_per_epoch, shuffle, class_weight
        )
        self._num_batches = self.data_adapter.num_batches
        self._pass = None  # the running pass of limited epochs ...
        self._drawn = 0  # ... and the batches that were taken from it
        self._is_dry = False  # whether it was told that there are fewer batches than promised
        self._feed = backend.trainer.feed
        self._random_state = None  # a function, where the place in the data is to be known
        self._resumed = None
        self.pass_random = self.pass_data = None  # what they were when the pass began
        self._pace = self._check = None
        looks = self._feed.READS_LIKE_TF_DATA and hasattr(self.data_adapter, "by_index")
        self._looked_at = self._look() if looks else None

    def _look(self):
        """The first batch, and the second one besides, as Keras 3 does on tensorflow: random data are the same then."""
        if self._num_batches == 0:
            raise ValueError(f"Argument `x` holds no batches. Received: x={self.data_adapter.py_dataset}")
        first = self.data_adapter.by_index(0)
        if self._num_batches is None or self._num_batches > 1:
            self.data_adapter.by_index(1)
        return first

    def _get_iterator(self):
        self._feed.before_pass(self.data_adapter)
        batches = self.data_adapter.iterate(self._feed)
        return batches if self._check is None else self._checked(batches)

    def _checked(self, batches):
        for batch in batches:
            self._check(batch)
            yield batch

    def look_through(self, check):
        """Lets a function see every batch from now on before it is used; it may raise an error."""
        self._check = check

    def _open_pass(self):
        """Begins a pass, or goes on where an interrupted training stopped; returns its batches and the first step."""
        resumed, self._resumed = self._resumed, None
        if resumed is not None and resumed[1]:
            step, skip, restore = resumed
            restore(self.pass_random)
        else:
            step = skip = 0
            if self._random_state is not None:
                self.pass_random, self.pass_data = self._random_state(), self.data_adapter.get_state()
        self.data_adapter.on_epoch_begin()
        batches = self._begin_reading()
        for _ in range(skip):
            next(batches, None)
        self._drawn = skip
        if skip:
            restore(None)
        return batches, step

    def _begin_reading(self):
        batches = iter(self._get_iterator())
        if self._feed.READS_AHEAD and self.data_adapter.is_read_by_turns and self._random_state is None:
            return Ahead(batches)  # Where the place in the data is to be known, it is where the steps are.
        return batches

    def follow(self, random_state):
        """Keeps from now on what is needed to find the place in the data again.

        Args:
            random_state: Function that gives the state of the random generators.
        """
        self._random_state = random_state

    def drawn_batches(self, step):
        """How many batches of the running pass are used up after `step` steps of an epoch."""
        return self._drawn if self.steps_per_epoch else step

    def data_state(self, step):
        """The state of the source of data from which it comes to its place after `step` steps of an epoch."""
        return self.pass_data if self.drawn_batches(step) else self.data_adapter.get_state()

    def resume(self, step, skip, pass_random, restore, data_state=None):
        """Lets the next epoch begin inside of a pass.

        Args:
            step: Integer, steps of the epoch that are done.
            skip: Integer, batches of the pass that are used up.
            pass_random: State of the random generators when the pass began.
            restore: Function that brings the generators into a state, or into that of the interruption for `None`.
            data_state: What `data_state` gave.
        """
        self._resumed = (step, skip, restore)
        self.pass_random, self.pass_data = pass_random, data_state
        if data_state is not None:
            self.data_adapter.set_state(data_state)

    @property
    def num_batches(self):
        """Batches of an epoch, or None until a pass has told."""
        return self.steps_per_epoch or self._num_batches

    def first_batch(self):
        """A batch to find shapes and dtypes from; a pass is opened for it, which `reset` closes."""
        adapter, feed = self.data_adapter, self._feed
        if self._looked_at is not None:
            return feed.batch(self._looked_at)
        adapter.on_epoch_begin()
        if hasattr(adapter, "peek"):
            feed.before_pass(adapter)
            batch = adapter.peek()
            batch = batch if batch is None else feed.batch(batch)
        else:
            batch = next(iter(self._get_iterator()), None)
        if batch is None:
            raise ValueError("Argument `x` holds no samples: there is no batch to build the model with.")
        return batch

    def reset(self):
        """Ends the running pass, or the one that was opened for its first batch."""
        self._pass, self._drawn, self._looked_at = None, 0, None
        self.data_adapter.on_epoch_end()

    def enumerate_epoch(self):
        """Yields `(first step, last step, batches)` for each execution of an epoch."""
        if self.steps_per_epoch:
            yield from self._limited_epoch()
            return
        batches, step = self._open_pass()
        if self.steps_per_execution == 1:
            for batch in batches:
                yield step, step, [batch]
                step += 1
        else:
            for group in self._groups(batches):
                yield step, step + self._span(group) - 1, group
                step += len(group)
        if self._num_batches is None and step:
            self._num_batches = step
        elif step == self._num_batches:
            self._feed.after_pass(self.data_adapter)
        self.data_adapter.on_epoch_end()

    __iter__ = enumerate_epoch

    @contextlib.contextmanager
    def catch_stop_iteration(self):
        """For loops that draw batches themselves: data that run dry end the block."""
        with contextlib.suppress(StopIteration):
            yield

    def keep_pace(self, pace, epochs):
        """Lets the sizes of groups be found by timing.

        Args:
            pace: A `Pace`.
            epochs: Integer, epochs to come.
        """
        full = self.num_batches
        if full and not self.steps_per_epoch and self.data_adapter.has_partial_batch:
            full -= 1
        pace.expect(full, epochs)
        self._pace = pace

    def _groups(self, batches, count=sys.maxsize):
        """Groups of batches, at most `count` batches in all; timed while their best size is to be found."""
        pace, size = self._pace, self._fixed_size()
        while count > 0:
            if pace is not None:
                pace.begin()
                size = pace.size
            group = list(itertools.islice(batches, min(size, count)))
            if not group:
                break
            yield group
            count -= len(group)
            if pace is not None:
                pace.end(len(group))
        if pace is not None:
            pace.end_pass()

    def _fixed_size(self):
        return 1 if self.steps_per_execution == "auto" else self.steps_per_execution

    def _span(self, group):
        """The steps that a group stands for: where the number is fixed, also those that the data lack at the end."""
        return self._fixed_size() if self._pace is None else len(group)

    def _limited_epoch(self):
        """At most `steps_per_epoch` batches; a pass may span epochs."""
        step, total = 0, self.steps_per_epoch
        if self._pass is None:
            self._pass, step = self._open_pass()
        else:
            self.data_adapter.on_epoch_begin()
        if type(self._pass) is Ahead:
            self._pass.wanted = total - step
        for group in self._groups(self._pass, total - step):
            self._drawn += len(group)
            yield step, step + self._span(group) - 1, group
            step += len(group)
        if step < total:
            self._warn_dry()
        if step < total or self._drawn == self._num_batches:
            ended = self._drawn == self._num_batches
            self.reset()
            if ended and self._random_state is None:  # As in Keras 3 the next pass begins where the last one ends.
                self._pass = self._begin_reading()
        else:
            self.data_adapter.on_epoch_end()

    def _warn_dry(self):
        if self._is_dry:
            return
        self._is_dry = True
        warnings.warn(
            f"The data ended before the {self.steps_per_epoch} steps of the epoch that were asked for. They must "
            "supply `steps_per_epoch * epochs` batches; `.repeat()` makes a tf.data.Dataset endless.",
            stacklevel=4,
        )
