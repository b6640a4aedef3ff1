"""The progress bar of `fit`, `evaluate` and `predict`."""
import math
import os
import sys
import time

import numpy as np

from keras.src.api_export import keras_export
from keras.src.utils import io_utils

_BOLD, _GREEN, _WHITE, _END = "\033[1m", "\033[32m", "\033[37m", "\033[0m"


@keras_export("keras.utils.Progbar")
class Progbar:
    """Shows how far a loop has come, how long it still takes, and values measured on the way.

    In a terminal or notebook the line is redrawn in place; elsewhere (a file, a pipe, the log) one line is
    written at the end. Values are turned into numbers only when they are drawn, so that passing a tensor that
    an accelerator is still computing does not wait for it.

    Args:
        target: Integer, the number of steps, or None if it is not known.
        width: Integer, characters of the bar. Defaults to `20`.
        verbose: Integer: 0 shows nothing, 1 the bar, 2 one line at the end. Defaults to `1`.
        interval: Float, seconds that pass at least between two drawings. Defaults to `0.05`.
        stateful_metrics: List of names of values to show as they are. The others are averaged over the steps.
        stateless_metrics: List of names of values to average; if given, all others are shown as they are.
        unit_name: String, what one step is called. Defaults to `"step"`.

    Example:

    >>> bar = keras.utils.Progbar(2, verbose=0)
    >>> for step in range(2):
    ...     bar.update(step + 1, [("loss", 0.5)])
    """

    def __init__(
        self, target, width=20, verbose=1, interval=0.05, stateful_metrics=None,
        stateless_metrics=None, unit_name="step",
    ):
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self.stateful_metrics = set(stateful_metrics or ())
        self.stateless_metrics = set(stateless_metrics or ())
        self._values = {}
        self._seen_so_far = 0
        self._start = time.time()
        self._last_update = 0
        self._time_after_first_step = None
        self._prev_total_width = 0
        self._dynamic_display = _is_terminal()
        self._title = ""

    def begin(self, title):
        """Writes a title above the bar or, where a bar is a single line, before it."""
        if self.verbose == 1 and not self._dynamic_display:
            self._title = f"{title} " if title else ""
        elif title:
            io_utils.print_msg(title)

    def update(self, current, values=None, finalize=None):
        """Says which step the loop has reached.

        Args:
            current: Integer, the steps done.
            values: List of pairs `(name, value)`.
            finalize: Boolean, whether this is the last call; its values are shown as they are. Defaults to
                whether `current` has reached the target.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        self._record(current, values or (), finalize)
        now = time.time()
        if self.verbose == 1 and self._dynamic_display:
            if finalize or now - self._last_update >= self.interval:
                self._redraw(current, now, finalize)
                self._last_update = now
        elif self.verbose == 1 and finalize:
            io_utils.print_msg(self._title + _plain(self._bar(current), *self._tail(current, now, True)))
        elif self.verbose == 2 and finalize and self.target:
            time_taken, pace, measured = self._tail(current, now, True)
            io_utils.print_msg(f"{self._count(current)} - {time_taken} - {pace}{measured}")
        if current == 1 and self._time_after_first_step is None:
            self._time_after_first_step = now

    def add(self, n, values=None):
        """Says that `n` more steps were done; `values` as in `update`."""
        self.update(self._seen_so_far + n, values)

    def _record(self, current, values, finalize):
        weight = max(current - self._seen_so_far, 1)
        for name, value in values:
            if finalize or not self._is_averaged(name):
                self._values.setdefault(name, _Average()).restart(value)
            else:
                self._values.setdefault(name, _Average()).add(value, weight)
        self._seen_so_far = current

    def _is_averaged(self, name):
        if self.stateless_metrics:
            return name in self.stateless_metrics
        return name not in self.stateful_metrics

    def _redraw(self, current, now, finalize):
        time_shown, pace, measured = self._tail(current, now, finalize)
        width = len(_plain(self._bar(current), time_shown, pace, measured))
        padding = " " * (self._prev_total_width - width)
        bar = self._colored_bar(current)
        line = f"{bar} {_BOLD}{time_shown}{_END} {pace}{measured}{padding}"
        back = "\b" * self._prev_total_width
        io_utils.print_msg(f"{back}\r{line}" + ("\n" if finalize else ""), line_break=False)
        self._prev_total_width = width

    def _count(self, current):
        if not self.target:
            return f"{int(current):7d}/Unknown"
        target = int(self.target)
        return f"{int(current):{len(str(target))}d}/{target}"

    def _bar(self, current):
        count = self._count(current)
        return f"{count} {'━' * self.width}" if self.target else count

    def _colored_bar(self, current):
        if not self.target:
            return self._count(current)
        done = min(self.width, int(self.width * current / self.target))
        green = f"{_GREEN}{'━' * done}{_END}" if done else ""
        rest = f"{_WHITE}{'━' * (self.width - done)}{_END}"
        return f"{_BOLD}{self._count(current)}{_END} {green}{rest}"

    def _tail(self, current, now, finalize):
        """The time, the pace and the values, as text."""
        per_step = self._step_duration(current, now)
        if finalize or not self.target:
            time_shown = f"{now - self._start:.0f}s"
        else:
            time_shown = _duration(per_step * (self.target - current))
        measured = "".join(f" - {name}: {_show(v.result())}" for name, v in self._values.items())
        return time_shown, f"{_pace(per_step)}/{self.unit_name}", measured

    def _step_duration(self, current, now):
        """Seconds a step takes; the first, which compiles, is left out once there are others."""
        if not current:
            return 0
        if self._time_after_first_step is not None and current > 1:
            return (now - self._time_after_first_step) / (current - 1)
        return (now - self._start) / current


class _Average:
    """The mean over steps; the last values wait as they came until it is asked for."""

    MOST_WAITING = 1024  # so that the values of a long loop do not fill the memory

    def __init__(self):
        self.total, self.weight, self.waiting = 0.0, 0, []

    def restart(self, value):
        self.total, self.weight, self.waiting = 0.0, 0, [(value, 1)]

    def add(self, value, weight):
        self.waiting.append((value, weight))
        if len(self.waiting) == self.MOST_WAITING:
            self.result()

    def result(self):
        if not self.weight and len(self.waiting) == 1:
            return _number(self.waiting[0][0])  # or a text
        for value, weight in self.waiting:
            self.total += _number(value) * weight
            self.weight += weight
        self.waiting = []
        return self.total / max(1, self.weight)


def _number(value):
    """A float, or the value itself if none can be made of it (a string in the logs)."""
    try:
        return float(value)
    except (TypeError, ValueError):
        pass
    try:
        return float(np.mean(value))
    except (TypeError, ValueError):
        return value


def _show(value):
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4f}" if abs(value) > 1e-3 or math.isnan(value) else f"{value:.4e}"


def _pace(seconds):
    if seconds >= 1 or seconds == 0:
        return f"{seconds:.0f}s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.0f}ms"
    return f"{seconds * 1e6:.0f}us"


def _duration(seconds):
    seconds = int(seconds)
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if seconds > 3600:
        return f"{hours}:{minutes:02d}:{rest:02d}"
    if seconds > 60:
        return f"{minutes + 60 * hours}:{rest:02d}"
    return f"{seconds}s"


def _plain(bar, time_shown, pace, measured):
    return f"{bar} {time_shown} {pace}{measured}"


def _is_terminal():
    """Whether a line on standard output can be drawn over."""
    if not io_utils.is_interactive_logging_enabled():
        return False
    notebook = "ipykernel" in sys.modules or "PYCHARM_HOSTED" in os.environ
    return notebook or getattr(sys.stdout, "isatty", lambda: False)()
