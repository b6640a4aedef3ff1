"""BackupAndRestore: training that goes on after an interruption."""
import json
import os
import shutil

from keras.src.api_export import keras_export
from keras.src.callbacks import training_state
from keras.src.callbacks.callback import Callback, reads_lazily
from keras.src.callbacks.termination import Termination
from keras.src.distribution.distribution_lib import is_writer, one_writer
from keras.src.random.random_state import random_state
from keras.src.utils import file_utils


@keras_export("keras.callbacks.BackupAndRestore")
class BackupAndRestore(Callback):
    """Backs up a running training, and goes on from the backup when `fit` is called after an interruption.

    The backup holds the weights, the optimizer, the running metrics, the random generators, the place in the data, the
    history and what the other callbacks remember (`Callback.get_state`): a training that was killed ends with the
    weights and the history of one that was not. This needs data that come again in the same order for the same random
    numbers: arrays, generators that begin anew, unshuffled pipelines. The backup is removed when training ends.

    Args:
        backup_dir: Path of the folder for the backup; no other training may use it.
        save_freq: `"epoch"`, or an integer: after that many batches. Default `"epoch"`.
        double_checkpoint: Boolean, whether the backup before the last one is kept too. Default `False`.
        delete_checkpoint: Boolean, whether the backup is removed at the end. Default `True`.
        save_on_signal: Boolean, whether a SIGTERM, by which schedulers announce the end, leads to a backup after the
            running step before it ends the process. Default `False`.

    Raises:
        ValueError: If an argument is invalid.

    Example:

    >>> backup = keras.callbacks.BackupAndRestore("backup")
    """

    _runs_last = True  # what it keeps includes what the other callbacks have done

    def __init__(
        self, backup_dir, save_freq="epoch", double_checkpoint=False, delete_checkpoint=True, save_on_signal=False
    ):
        super().__init__()
        if not backup_dir:
            raise ValueError(f"Argument `backup_dir` of BackupAndRestore must not be empty. Received: {backup_dir!r}")
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(
                "Argument `save_freq` of BackupAndRestore must be 'epoch' or an integer. "
                f"Received: save_freq={save_freq!r}"
            )
        self.save_freq = save_freq
        self.double_checkpoint = double_checkpoint
        self.delete_checkpoint = delete_checkpoint
        self.save_on_signal = save_on_signal
        self._batches_count = 0
        self._current_epoch = 0
        self._termination = Termination()
        self.backup_dir = file_utils.path_to_string(backup_dir)
        self._weights_path = os.path.join(self.backup_dir, "latest.weights.h5")
        self._training_metadata_path = os.path.join(self.backup_dir, "training_metadata.json")
        self._prev_weights_path = f"{self._weights_path}.bkp"
        self._prev_training_metadata_path = f"{self._training_metadata_path}.bkp"

    def on_train_begin(self, logs=None):
        model = self.model
        model._run_of_fit["iterator"].follow(random_state)
        self._termination = Termination(self.save_on_signal)
        model.__dict__["_initial_epoch"] = 0
        if not os.path.exists(self._weights_path) or not os.path.exists(self._training_metadata_path):
            return
        try:
            self._load(model, self._weights_path, self._training_metadata_path)
        except (OSError, ValueError, KeyError):
            if not self.double_checkpoint or not os.path.exists(self._prev_weights_path):
                raise
            self._load(model, self._prev_weights_path, self._prev_training_metadata_path)

    def _load(self, model, weights_path, metadata_path):
        with open(metadata_path) as file:
            metadata = json.load(file)
        resumption = training_state.Resumption(model, weights_path)
        if resumption.is_exact:
            model.__dict__["_resumption"] = resumption
        else:  # a backup that Keras 3.15 or an older one wrote
            self._batches_count = metadata["batch"]
            model.__dict__["_initial_epoch"] = metadata["epoch"]

    def on_epoch_begin(self, epoch, logs=None):
        self._current_epoch = epoch

    def on_epoch_end(self, epoch, logs=None):
        self._current_epoch = epoch + 1
        self._batches_count = 0
        if self.save_freq == "epoch" or self._termination.is_asked:
            self._save(step=0)

    @reads_lazily
    def on_train_batch_end(self, batch, logs=None):
        if self.save_freq != "epoch":
            self._batches_count += 1
        if self._termination.is_asked or self.save_freq != "epoch" and self._batches_count >= self.save_freq:
            self._batches_count = 0
            self._save(step=batch + 1)

    def _save(self, step):
        with one_writer() as writes:
            if writes:
                os.makedirs(self.backup_dir, exist_ok=True)
            if writes and self.double_checkpoint and os.path.exists(self._weights_path):
                os.replace(self._weights_path, self._prev_weights_path)
                os.replace(self._training_metadata_path, self._prev_training_metadata_path)
            training_state.save(self.model, self._weights_path, self._current_epoch, step)
            if writes:
                temporary = f"{self._training_metadata_path}.tmp"
                with open(temporary, "w") as file:
                    json.dump({"epoch": self._current_epoch, "batch": self._batches_count}, file)
                os.replace(temporary, self._training_metadata_path)
        if self._termination.is_asked:
            self._termination.hand_on()

    def on_train_end(self, logs=None):
        self.model.__dict__["_initial_epoch"] = 0
        self._termination.stop()
        if self.delete_checkpoint and os.path.exists(self.backup_dir) and is_writer():
            shutil.rmtree(self.backup_dir)
