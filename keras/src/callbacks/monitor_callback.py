"""MonitorCallback: the base of callbacks that watch one number."""
import warnings

import numpy as np

from keras.src.callbacks.callback import Callback
from keras.src.trainers import compile_utils

_MODES = ("auto", "min", "max")


class MonitorCallback(Callback):
    """A callback that watches whether a number of the logs improves.

    Args:
        monitor: Name in the logs.
        mode: `"min"`, `"max"`, or `"auto"`: the direction in which the metric of that name is better.
        baseline: Number to improve on, or `None`.
        min_delta: The least change that counts.
    """

    def __init__(self, monitor="val_loss", mode="auto", baseline=None, min_delta=0):
        super().__init__()
        if mode not in _MODES:
            warnings.warn(
                f"Argument `mode` of {type(self).__name__} must be 'auto', 'min' or 'max'; 'auto' is used. "
                f"Received: mode={mode!r}",
                stacklevel=3,
            )
            mode = "auto"
        self.monitor = monitor
        self.mode = mode
        self.best = baseline
        self.min_delta = abs(min_delta)
        self.monitor_op = None

    def _set_monitor_op(self):
        """Finds the direction: `monitor_op(new, old)` says whether new is better."""
        if self.mode == "min":
            self.monitor_op = np.less
        elif self.mode == "max":
            self.monitor_op = np.greater
        else:
            self.monitor_op = self._direction_of_metric()
        if self.monitor_op is np.less:
            self.min_delta *= -1

    def _direction_of_metric(self):
        name = self.monitor.removeprefix("val_")
        if name == "loss" or name.endswith("_loss"):
            return np.less
        names = []
        for metric in self._model.metrics:
            inner = metric.metrics if isinstance(metric, compile_utils.CompileMetrics) else [metric]
            for one in inner:
                names.append(one.name)
                if one.name == name or (name.endswith(f"_{one.name}") and len(inner) > 1):
                    direction = getattr(one, "_direction", None)
                    if direction is not None:
                        return np.greater if direction == "up" else np.less
        raise ValueError(
            f"Argument `monitor` of {type(self).__name__}: whether less or more is better cannot be told from the "
            f"name. Give `mode='min'` or `mode='max'`. Received: monitor={self.monitor!r}; the metrics are {names}"
        )

    def _is_improvement(self, monitor_value, reference_value):
        if reference_value is None:
            return True
        return bool(self.monitor_op(monitor_value - self.min_delta, reference_value))

    def _monitored(self, logs):
        """The watched number, or None with a warning that names what there is."""
        value = (logs or {}).get(self.monitor)
        if value is None:
            warnings.warn(
                f"{type(self).__name__} watches {self.monitor!r}, which is not in the logs. "
                f"They hold: {', '.join(logs or {})}",
                stacklevel=3,
            )
        return value
