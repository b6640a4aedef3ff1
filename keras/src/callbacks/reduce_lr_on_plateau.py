"""ReduceLROnPlateau: a lower learning rate when a number no longer improves."""
import warnings

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.callbacks.monitor_callback import MonitorCallback
from keras.src.utils import io_utils


@keras_export("keras.callbacks.ReduceLROnPlateau")
class ReduceLROnPlateau(MonitorCallback):
    """Multiplies the learning rate by a factor when a number has not improved for some epochs.

    Args:
        monitor: Name in the logs. Default `"val_loss"`.
        factor: Float below 1. Default 0.1.
        patience: Integer, epochs without improvement before the rate is reduced. Default 10.
        verbose: 0 or 1 (says when it reduces). Default 0.
        mode: `"min"`, `"max"` or `"auto"`. Default `"auto"`: by the metric.
        min_delta: Number, the least change that counts as improvement. Default 0.0001.
        cooldown: Integer, epochs after a reduction that do not count. Default 0.
        min_lr: Float, the lowest rate. Default 0.

    Raises:
        ValueError: If `factor` is 1 or more.

    Example:

    >>> reduce = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=2)
    """

    _state_attributes = ("best", "cooldown_counter", "wait")

    def __init__(
        self, monitor="val_loss", factor=0.1, patience=10, verbose=0, mode="auto", min_delta=1e-4,
        cooldown=0, min_lr=0.0, **kwargs,
    ):
        super().__init__(monitor, mode, min_delta=min_delta)
        if factor >= 1.0:
            raise ValueError(f"Argument `factor` of ReduceLROnPlateau must be below 1. Received: factor={factor}")
        self.factor = factor
        self.min_lr = min_lr
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.cooldown_counter = 0
        self.wait = 0

    def _reset(self):
        self.best = None
        self.cooldown_counter = 0
        self.wait = 0

    def on_train_begin(self, logs=None):
        self._reset()

    def on_epoch_end(self, epoch, logs=None):
        if self.monitor_op is None:
            self._set_monitor_op()
        logs = {} if logs is None else logs
        optimizer = self.model.optimizer
        logs["learning_rate"] = float(backend.convert_to_numpy(optimizer.learning_rate))
        current = self._monitored(logs)
        if current is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self._is_improvement(current, self.best):
            self.best = current
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch, optimizer)

    def _reduce(self, epoch, optimizer):
        old = float(backend.convert_to_numpy(optimizer.learning_rate))
        if old <= np.float32(self.min_lr):
            return
        if not isinstance(getattr(optimizer, "_learning_rate", None), backend.Variable):
            warnings.warn("The optimizer's learning rate follows a schedule and cannot be reduced.", stacklevel=3)
            return
        new = max(old * self.factor, self.min_lr)
        optimizer.learning_rate = new
        if self.verbose > 0:
            io_utils.print_msg(f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {new}.")
        self.cooldown_counter = self.cooldown
        self.wait = 0

    def in_cooldown(self):
        """Whether a reduction was so recent that epochs do not count."""
        return self.cooldown_counter > 0
