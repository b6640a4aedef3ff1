"""OrbaxCheckpoint: checkpoints of the model in the format of Orbax."""
import os

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.callbacks.callback import reads_lazily
from keras.src.callbacks.monitor_callback import MonitorCallback
from keras.src.utils import io_utils
from keras.src.utils.file_utils import path_to_string
from keras.src.utils.module_utils import LazyModule

_orbax = LateModule("keras.src.saving.orbax")
_jax = LazyModule("jax")
_training = LazyModule("orbax.checkpoint.experimental.v1.training", pip_name="orbax-checkpoint")


@keras_export("keras.callbacks.OrbaxCheckpoint")
class OrbaxCheckpoint(MonitorCallback):
    """Saves the model, or its weights, as steps of an Orbax checkpoint, in the background.

    A step is a folder named by the number of the epoch from 0, or of the batches seen where `save_freq` is an integer.
    `keras.saving.load_model(directory)` and `model.load_weights(directory)` read the last one. On jax with several
    processes each writes its part of the arrays. It needs the package orbax-checkpoint.

    Args:
        directory: String or path of the checkpoint.
        monitor: Name in the logs of what is better or worse. Default `"val_loss"`.
        verbose: 0 or 1 (says when it saves). Default 0.
        save_best_only: Boolean, whether it saves only what is better than all before. Default `False`.
        mode: `"min"`, `"max"` or `"auto"`. Default `"auto"`: by the metric.
        save_freq: `"epoch"`, or an integer: after that many batches. Default `"epoch"`.
        initial_value_threshold: Number that the first saved must improve on, or `None`.
        max_to_keep: Integer, how many steps are kept, the last ones, or `None`: all. Default 1.
        save_on_background: Boolean, whether training goes on while a step is written. Default `True`.
        save_weights_only: Boolean, whether to leave out the architecture, the optimizer's state and the assets. Default
            `False`.

    Raises:
        ImportError: If orbax-checkpoint is not installed.
        ValueError: If `save_freq` is wrong.

    Example:

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> callback = keras.callbacks.OrbaxCheckpoint("checkpoint")
    >>> history = model.fit(np.ones((4, 3)), np.ones((4, 1)), epochs=2, verbose=0, callbacks=[callback])
    >>> keras.saving.load_model("checkpoint").count_params()
    4
    """

    _state_attributes = ("best", "_batches_seen_since_last_saving", "_last_batch_seen", "_total_batches_seen")

    def __init__(
        self, directory, monitor="val_loss", verbose=0, save_best_only=False, mode="auto",
        save_freq="epoch", initial_value_threshold=None, max_to_keep=1, save_on_background=True,
        save_weights_only=False,
    ):
        super().__init__(monitor, mode, initial_value_threshold)
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(
                "Argument `save_freq` of OrbaxCheckpoint must be 'epoch' or an integer. "
                f"Received: save_freq={save_freq!r}"
            )
        self.directory = path_to_string(directory)
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_freq = save_freq
        self.max_to_keep = max_to_keep
        self.save_on_background = save_on_background
        self.save_weights_only = save_weights_only
        self._batches_seen_since_last_saving = 0
        self._last_batch_seen = 0
        self._total_batches_seen = 0
        policies = _training.preservation_policies
        kept = policies.PreserveAll() if max_to_keep is None else policies.LatestN(max_to_keep)
        place = self.directory if "://" in self.directory else os.path.abspath(self.directory)
        self.checkpointer = _training.Checkpointer(place, preservation_policy=kept)

    # When

    @reads_lazily
    def on_train_batch_end(self, batch, logs=None):
        if self._should_save_on_batch(batch):
            self._save_if_better(self._total_batches_seen, logs)

    def on_epoch_end(self, epoch, logs=None):
        if self.monitor_op is None and self.save_best_only:
            self._set_monitor_op()
        if self.save_freq == "epoch":
            self._save_if_better(epoch, logs)

    def on_train_end(self, logs=None):
        self.wait_until_finished()

    def _should_save_on_batch(self, batch):
        """Whether enough batches went by since the last time."""
        seen = batch + 1 if batch <= self._last_batch_seen else batch - self._last_batch_seen
        self._batches_seen_since_last_saving += seen
        self._last_batch_seen = batch
        self._total_batches_seen += seen
        if self.save_freq == "epoch" or self._batches_seen_since_last_saving < self.save_freq:
            return False
        self._batches_seen_since_last_saving = 0
        return True

    def _save_if_better(self, step, logs):
        if self.save_best_only:
            if self.monitor_op is None:
                self._set_monitor_op()
            current = (logs or {}).get(self.monitor)
            if current is None or not self._is_improvement(current, self.best):
                return
            self.best = current
        self._save_checkpoint(step)

    # What

    def _save_checkpoint(self, step):
        if self.verbose and self.is_primary_host():
            io_utils.print_msg(f"Saving step {step} of the checkpoint {self.directory}")
        parts = _orbax.checkpointables(self.model, self.save_weights_only)
        self.wait_until_finished()  # Orbax leaves out a step while it writes another.
        if self.save_on_background:
            self.checkpointer.save_checkpointables_async(step, parts, force=True, overwrite=True)
        else:
            self.checkpointer.save_checkpointables(step, parts, force=True, overwrite=True)

    def wait_until_finished(self):
        """Waits until everything is written."""
        self.checkpointer.wait()

    # Several processes

    def is_multihost_enabled(self):
        """Whether training runs in several processes of jax.

        Returns:
            Boolean.
        """
        return backend.backend() == "jax" and _jax.process_count() > 1

    def is_primary_host(self):
        """Whether this is the first process, or the only one.

        Returns:
            Boolean.
        """
        return not self.is_multihost_enabled() or _jax.process_index() == 0
