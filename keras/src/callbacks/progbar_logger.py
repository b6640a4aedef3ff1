"""ProgbarLogger: the progress bar of training."""
import time

from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback, reads_lazily
from keras.src.utils.progbar import Progbar

_INTERVAL = 0.05  # seconds between two drawings; logs in between are not even read


@keras_export("keras.callbacks.ProgbarLogger")
class ProgbarLogger(Callback):
    """Shows the progress of `fit`, `evaluate` and `predict`; `verbose` adds one.

    Raises:
        ValueError: If `verbose` asks for a bar and the parameters of the run are missing.

    Example:

    >>> bar = keras.callbacks.ProgbarLogger()
    """

    def __init__(self):
        super().__init__()
        self.seen = 0
        self.progbar = None
        self.target = None
        self.verbose = 1
        self.epochs = 1
        self._called_in_fit = False
        self._drawn = 0.0

    def set_params(self, params):
        self.params = params
        verbose = params.get("verbose", 1)
        self.verbose = 1 if verbose == "auto" else verbose
        self.epochs = params.get("epochs", 1)
        self.target = params.get("steps")

    def _begin(self):
        self.seen = 0
        self.progbar = None
        self._drawn = 0.0

    def _bar(self):
        if self.progbar is None:
            self.progbar = Progbar(self.target, verbose=self.verbose, unit_name="step", interval=0)
            # Values of logs are means over the epoch already: they are shown as they are.
            self.progbar.stateful_metrics = _Everything()
        return self.progbar

    def _step(self, batch, logs):
        self.seen = batch + 1
        if self.verbose != 1:
            return
        now = time.time()
        if now - self._drawn >= _INTERVAL:
            self._drawn = now
            bar = self._bar()
            shown = list(logs.items()) if logs is not None and bar._dynamic_display else []
            bar.update(self.seen, shown, finalize=False)

    def _finish(self, logs):
        if self.target is None:
            self.target = self.seen
            self._bar().target = self.seen
        if self.verbose:
            self._bar().update(self.target, list((logs or {}).items()), finalize=True)

    def on_train_begin(self, logs=None):
        self._called_in_fit = True

    def on_epoch_begin(self, epoch, logs=None):
        self._begin()
        if self.verbose:
            title = f"Epoch {epoch + 1}/{self.epochs}" if self.epochs > 1 else ""
            self._bar().begin(title)

    @reads_lazily
    def on_train_batch_end(self, batch, logs=None):
        self._step(batch, logs)

    def on_epoch_end(self, epoch, logs=None):
        self._finish(logs)

    def on_test_begin(self, logs=None):
        if not self._called_in_fit:
            self._begin()
            self._bar()

    @reads_lazily
    def on_test_batch_end(self, batch, logs=None):
        if not self._called_in_fit:
            self._step(batch, logs)

    def on_test_end(self, logs=None):
        if not self._called_in_fit:
            self._finish(logs)

    def on_predict_begin(self, logs=None):
        self._begin()
        self._bar()

    @reads_lazily
    def on_predict_batch_end(self, batch, logs=None):
        self._step(batch, None)  # outputs are not shown

    def on_predict_end(self, logs=None):
        self._finish(logs)


class _Everything:
    """A set that has every name in it."""

    def __contains__(self, name):
        return True
