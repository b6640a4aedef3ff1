"""Callback: the base class of what runs at points of training."""
from keras.src.api_export import keras_export


def reads_lazily(hook):
    """Marks a hook of batches that reads variables through `self.model` only, and logs now or never."""
    hook._reads_lazily = True
    return hook


@keras_export("keras.callbacks.Callback")
class Callback:
    """Base class of callbacks: subclasses override the hooks that they need.

    `logs` is a dict of numbers by name: of a batch or an epoch. A hook that no callback overrides costs nothing.

    Attributes:
        params: Dict with `verbose`, `epochs` and `steps`.
        model: The model that is trained.

    Example:

    >>> class Stop(keras.callbacks.Callback):
    ...     def on_epoch_end(self, epoch, logs=None):
    ...         self.model.stop_training = logs["loss"] < 0.1
    """

    _state_attributes = ()  # what `get_state` reads

    def __init__(self):
        self.params = None
        self._model = None

    def get_state(self):
        """What must be kept so that an interrupted training can go on as if it had not been interrupted.

        Override it together with `set_state` in a callback that counts or remembers.

        Returns:
            Dict from strings to numbers, strings, arrays, and lists and dicts of them.
        """
        return {name: getattr(self, name) for name in self._state_attributes}

    def set_state(self, state):
        """Takes over what `get_state` gave, in a new process; called after `on_train_begin`.

        Args:
            state: The dict. Tuples have become lists.
        """
        for name, value in state.items():
            setattr(self, name, value)

    def set_params(self, params):
        """Called with the parameters of the run: a dict."""
        self.params = params

    def set_model(self, model):
        """Called with the model."""
        self._model = model

    @property
    def model(self):
        """The model. Reading it makes the values of its variables current."""
        model = self._model
        sync = getattr(model, "_sync_state", None)
        if sync is not None:
            sync()
        return model

    def on_batch_begin(self, batch, logs=None):
        """An older name of `on_train_batch_begin`."""

    def on_batch_end(self, batch, logs=None):
        """An older name of `on_train_batch_end`."""

    def on_epoch_begin(self, epoch, logs=None):
        """Called before an epoch of training.

        Args:
            epoch: Integer, from 0.
            logs: Dict, empty.
        """

    def on_epoch_end(self, epoch, logs=None):
        """Called after an epoch of training and its validation.

        Args:
            epoch: Integer, from 0.
            logs: Dict of the epoch's numbers; those of validation begin with `val_`.
        """

    def on_train_batch_begin(self, batch, logs=None):
        """Called before a training step.

        Args:
            batch: Integer, the step in the epoch, from 0.
            logs: Dict, empty.
        """
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch, logs=None):
        """Called after a training step.

        Args:
            batch: Integer, the step in the epoch, from 0.
            logs: Dict of numbers over the epoch so far.
        """
        self.on_batch_end(batch, logs=logs)

    def on_test_batch_begin(self, batch, logs=None):
        """Called before a step of evaluation or validation, as `on_train_batch_begin`."""

    def on_test_batch_end(self, batch, logs=None):
        """Called after a step of evaluation or validation, as `on_train_batch_end`."""

    def on_predict_batch_begin(self, batch, logs=None):
        """Called before a step of prediction, as `on_train_batch_begin`."""

    def on_predict_batch_end(self, batch, logs=None):
        """Called after a step of prediction; `logs` holds `outputs`."""

    def on_train_begin(self, logs=None):
        """Called when training begins; `logs` is empty."""

    def on_train_end(self, logs=None):
        """Called when training ends; `logs` are those of the last epoch."""

    def on_test_begin(self, logs=None):
        """Called when evaluation or validation begins; `logs` is empty."""

    def on_test_end(self, logs=None):
        """Called when evaluation or validation ends, with its numbers."""

    def on_predict_begin(self, logs=None):
        """Called when prediction begins; `logs` is empty."""

    def on_predict_end(self, logs=None):
        """Called when prediction ends; `logs` is empty."""
