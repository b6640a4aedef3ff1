"""ModelCheckpoint: saves the model while it trains."""
import os
import warnings

from keras.src.api_export import keras_export
from keras.src.callbacks.callback import reads_lazily
from keras.src.callbacks.monitor_callback import MonitorCallback
from keras.src.callbacks.termination import Termination
from keras.src.distribution.distribution_lib import one_writer
from keras.src.utils import file_utils, io_utils


@keras_export("keras.callbacks.ModelCheckpoint")
class ModelCheckpoint(MonitorCallback):
    """Saves the model, or its weights, every epoch or every few batches, all of them or the best only.

    Args:
        filepath: String or path; `{epoch}`, `{batch}` and names of the logs in it are filled in, as in
            `"{epoch:02d}-{val_loss:.2f}.keras"`. It ends in `.keras`, or `.weights.h5` with `save_weights_only`.
        monitor: Name in the logs of what is better or worse. Default `"val_loss"`.
        verbose: 0 or 1 (says when it saves). Default 0.
        save_best_only: Boolean, whether it saves only what is better than all before. Default `False`.
        save_weights_only: Boolean. Default `False`.
        mode: `"min"`, `"max"` or `"auto"`. Default `"auto"`: by the metric.
        save_freq: `"epoch"`, or an integer: after that many batches. Default `"epoch"`.
        initial_value_threshold: Number that the first saved must improve on, or `None`.
        max_to_keep: Integer, how many files are kept, if `filepath` gives each a name of its own: the last ones, which
            with `save_best_only` are the best. Default `None`: all.
        save_on_signal: Boolean, whether a SIGTERM, by which schedulers announce the end, makes it save after the
            running step, the best only if that is asked for, before it ends the process. Default `False`.

    Files are written beside their place and then moved there: a crash leaves the former file whole.

    Raises:
        ValueError: If the ending of `filepath`, `save_freq` or `max_to_keep` is wrong.

    Example:

    >>> keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="loss", save_best_only=True)
    """

    _state_attributes = ("best", "_batches_seen_since_last_saving", "_last_batch_seen", "_saved")

    def __init__(
        self, filepath, monitor="val_loss", verbose=0, save_best_only=False,
        save_weights_only=False, mode="auto", save_freq="epoch", initial_value_threshold=None,
        max_to_keep=None, save_on_signal=False,
    ):
        super().__init__(monitor, mode, baseline=initial_value_threshold)
        self.verbose = verbose
        self.filepath = file_utils.path_to_string(filepath)
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.save_freq = save_freq
        self._batches_seen_since_last_saving = 0
        self._last_batch_seen = 0
        self._current_epoch = 0
        self._epoch_logs = {}  # of the last epoch, for what the logs of a batch lack
        self._saved = []  # paths, the last one at the end
        self.max_to_keep = max_to_keep
        self.save_on_signal = save_on_signal
        self._termination = Termination()
        if max_to_keep is not None and not (isinstance(max_to_keep, int) and max_to_keep > 0):
            raise ValueError(
                f"Argument `max_to_keep` of ModelCheckpoint must be a positive integer. Received: {max_to_keep!r}"
            )
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(
                "Argument `save_freq` of ModelCheckpoint must be 'epoch' or an integer. "
                f"Received: save_freq={save_freq!r}"
            )
        ending = ".weights.h5" if save_weights_only else ".keras"
        if not self.filepath.endswith(ending) and not (self.filepath.endswith(".h5") and not save_weights_only):
            raise ValueError(
                f"Argument `filepath` of ModelCheckpoint must end in `{ending}` with "
                f"save_weights_only={save_weights_only}. Received: filepath={self.filepath}"
            )

    def on_train_begin(self, logs=None):
        self._termination = Termination(self.save_on_signal)

    def on_train_end(self, logs=None):
        self._termination.stop()

    @reads_lazily
    def on_train_batch_end(self, batch, logs=None):
        if self._termination.is_asked:
            self._save_model(epoch=self._current_epoch, batch=batch, logs=self._epoch_logs | dict(logs or {}))
            self._termination.hand_on()
        elif self._should_save_on_batch(batch):
            self._save_model(epoch=self._current_epoch, batch=batch, logs=logs)

    def on_epoch_begin(self, epoch, logs=None):
        self._current_epoch = epoch

    def on_epoch_end(self, epoch, logs=None):
        if self.monitor_op is None and self.save_best_only:
            self._set_monitor_op()
        self._epoch_logs = dict(logs or {})
        if self.save_freq == "epoch" or self._termination.is_asked:
            self._save_model(epoch=epoch, batch=None, logs=logs)
        if self._termination.is_asked:
            self._termination.hand_on()

    def _should_save_on_batch(self, batch):
        """Whether enough batches went by since the last time."""
        if self.save_freq == "epoch":
            return False
        seen = batch + 1 if batch <= self._last_batch_seen else batch - self._last_batch_seen
        self._batches_seen_since_last_saving += seen
        self._last_batch_seen = batch
        if self._batches_seen_since_last_saving < self.save_freq:
            return False
        self._batches_seen_since_last_saving = 0
        return True

    def _save_model(self, epoch, batch, logs):
        filepath = self._get_file_path(epoch, batch, logs)
        if not self._should_save_model(epoch, batch, logs, filepath):
            return
        folder = os.path.dirname(filepath)
        if folder and not file_utils.exists(folder):
            file_utils.makedirs(folder)
        if os.path.isdir(filepath):
            raise OSError(f"Argument `filepath` of ModelCheckpoint names a folder: {filepath}")
        with one_writer() as writes:
            if self.save_weights_only:
                self.model.save_weights(filepath, overwrite=True)
            else:
                self.model.save(filepath, overwrite=True)
        if writes:
            self._forget_old(filepath)
        if self.verbose:
            io_utils.print_msg(f"\nEpoch {epoch + 1}: finished saving model to {filepath}")

    def _forget_old(self, filepath):
        """Removes the files beyond `max_to_keep`."""
        self._saved = [path for path in self._saved if path != filepath] + [filepath]
        while self.max_to_keep is not None and len(self._saved) > self.max_to_keep:
            old = self._saved.pop(0)
            if file_utils.exists(old):
                file_utils.remove(old)

    def _should_save_model(self, epoch, batch, logs, filepath):
        """Whether this is to be saved; notes and tells of an improvement."""
        where = f"Epoch {epoch + 1}:"
        if not self.save_best_only:
            if self.verbose:
                io_utils.print_msg(f"\n{where} saving model to {filepath}")
            return True
        if self.monitor_op is None:
            self._set_monitor_op()
        current = (logs or {}).get(self.monitor)
        if current is None:
            warnings.warn(
                f"ModelCheckpoint saves the best only by {self.monitor!r}, which is not in the logs: nothing is saved. "
                f"They hold: {', '.join(logs or {})}",
                stacklevel=4,
            )
            return False
        if not self._is_improvement(current, self.best):
            if self.verbose:
                io_utils.print_msg(f"\n{where} {self.monitor} did not improve from {self.best:.5f}")
            return False
        if self.verbose:
            before = "None" if self.best is None else f"{self.best:.5f}"
            io_utils.print_msg(
                f"\n{where} {self.monitor} improved from {before} to {current:.5f}, saving model to {filepath}"
            )
        self.best = current
        return True

    def _get_file_path(self, epoch, batch, logs):
        """The path with the numbers filled in."""
        values = dict(logs or {})
        try:
            if batch is None:
                return self.filepath.format(**(values | {"epoch": epoch + 1}))
            return self.filepath.format(**(values | {"epoch": epoch + 1, "batch": batch + 1}))
        except KeyError as e:
            raise KeyError(
                f"Argument `filepath` of ModelCheckpoint names a value that is not in the logs: {e}. "
                f"Received: filepath={self.filepath}; the logs hold {sorted(values)}"
            ) from e
