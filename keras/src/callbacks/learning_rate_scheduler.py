"""LearningRateScheduler: the learning rate as a function of the epoch."""
import inspect

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback
from keras.src.utils import io_utils


@keras_export("keras.callbacks.LearningRateScheduler")
class LearningRateScheduler(Callback):
    """Sets the learning rate at the beginning of each epoch.

    Args:
        schedule: Function from the epoch (an integer from 0) and the present rate to the new rate, a float. It may
            also take the epoch only.
        verbose: 0 or 1 (says what it sets). Default 0.

    Raises:
        ValueError: If the function returns no float, or the optimizer has no `learning_rate`.

    Example:

    >>> halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5)
    """

    def __init__(self, schedule, verbose=0):
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose
        self._takes_rate = None

    def on_epoch_begin(self, epoch, logs=None):
        optimizer = self.model.optimizer
        if not hasattr(optimizer, "learning_rate"):
            raise ValueError(f"The optimizer {type(optimizer).__name__} has no attribute `learning_rate` to set.")
        rate = float(backend.convert_to_numpy(optimizer.learning_rate))
        rate = self.schedule(epoch, rate) if self._two_arguments() else self.schedule(epoch)
        if not isinstance(rate, (float, np.float32, np.float64)):
            raise ValueError(
                "Argument `schedule` of LearningRateScheduler must return a float. "
                f"It returned {rate!r} of type {type(rate).__name__}"
            )
        optimizer.learning_rate = rate
        if self.verbose > 0:
            io_utils.print_msg(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")

    def _two_arguments(self):
        if self._takes_rate is None:
            try:
                inspect.signature(self.schedule).bind(0, 0.0)
                self._takes_rate = True
            except TypeError:
                self._takes_rate = False
        return self._takes_rate

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs["learning_rate"] = float(backend.convert_to_numpy(self.model.optimizer.learning_rate))
