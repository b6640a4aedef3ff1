"""CallbackList: callbacks called as one, each only for the hooks that it has."""
import functools

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.callbacks.backup_and_restore import BackupAndRestore
from keras.src.callbacks.callback import Callback
from keras.src.callbacks.history import History
from keras.src.callbacks.progbar_logger import ProgbarLogger
from keras.src.trainers.logs import Logs


@keras_export("keras.callbacks.CallbackList")
class CallbackList(Callback):
    """Callbacks called as one.

    Args:
        callbacks: List of callbacks, or one, or `None`.
        add_history: Boolean, whether a `History` is added if there is none. Default `False`.
        add_progbar: Boolean, whether a `ProgbarLogger` is added if there is none. Default `False`.
        model: The model, or `None`.
        **params: What `callback.params` will hold.

    Raises:
        ValueError: If an item is no callback.

    Example:

    >>> found = keras.callbacks.CallbackList([keras.callbacks.TerminateOnNaN()], add_history=True)
    >>> len(found.callbacks)
    2
    """

    def __init__(self, callbacks=None, add_history=False, add_progbar=False, model=None, **params):
        super().__init__()
        self.callbacks = tree.flatten(callbacks) if callbacks else []
        for callback in self.callbacks:
            if not _is_callback(callback):
                raise ValueError(
                    "Argument `callbacks` must hold `keras.callbacks.Callback` objects. "
                    f"Received: {callback!r} of type {type(callback).__name__}"
                )
        self._history = self._find(History, add_history)
        self._progbar = self._find(ProgbarLogger, add_progbar)
        if model is not None:
            self.set_model(model)
        self.set_params(params)

    def _find(self, kind, add):
        found = None
        for callback in self.callbacks:
            if isinstance(callback, kind):
                found = callback
                break
        if found is None and add:
            found = kind()
            self.callbacks.append(found)
        return found

    def append(self, callback):
        """Adds a callback."""
        self.callbacks.append(callback)

    def add_backup(self, backup):
        """Adds a `BackupAndRestore`.

        Args:
            backup: The callback, or the path of its folder.
        """
        backup = backup if isinstance(backup, BackupAndRestore) else BackupAndRestore(backup)
        backup.set_model(self._model)
        backup.set_params(self.params)
        self.append(backup)

    def set_params(self, params):
        self.params = params
        if params:
            for callback in self.callbacks:
                callback.set_params(params)

    def set_model(self, model):
        super().set_model(model)
        if self._history is not None:
            model.__dict__["history"] = self._history
        for callback in self.callbacks:
            callback.set_model(model)

    # Hooks of batches

    def hooks(self, name):
        """The methods of this name that do something."""
        callbacks = self.callbacks
        if len(callbacks) > 1:
            callbacks = sorted(callbacks, key=_runs_last)
        older, found = _OLDER_NAMES.get(name), []
        for callback in callbacks:
            own, attributes = _overridden(type(callback)), callback.__dict__
            duck = not issubclass(type(callback), Callback) and hasattr(callback, name)  # as mocks have them
            if name in own or name in attributes or duck:
                found.append(getattr(callback, name))
            elif older is not None and (older in own or older in attributes):
                found.append(getattr(callback, older))
        return found

    def batch_hooks(self, runner):
        """Functions to call before and after each step, or None where no callback wants to know.

        Args:
            runner: The runner of the steps. Before hooks that may read anything, the variables get their current
                values; hooks marked by `reads_lazily` ask for what they need.
        """
        kind = runner.kind
        begin, end = self.hooks(f"on_{kind}_batch_begin"), self.hooks(f"on_{kind}_batch_end")
        return _before(begin, runner), _after(end, runner)

    def want_every_step(self, kind):
        """Whether a callback has hooks of batches that steps taken together would not do for."""
        methods = self.hooks(f"on_{kind}_batch_begin") + self.hooks(f"on_{kind}_batch_end")
        return not all(map(_reads_lazily, methods))

    def _all(self, name, *args):
        for method in self.hooks(name):
            method(*args)

    def on_batch_begin(self, batch, logs=None):
        self._all("on_batch_begin", batch, logs or {})

    def on_batch_end(self, batch, logs=None):
        self._all("on_batch_end", batch, logs or {})

    def on_train_batch_begin(self, batch, logs=None):
        self._all("on_train_batch_begin", batch, logs or {})

    def on_train_batch_end(self, batch, logs=None):
        self._all("on_train_batch_end", batch, Logs(logs or {}))

    def on_test_batch_begin(self, batch, logs=None):
        self._all("on_test_batch_begin", batch, logs or {})

    def on_test_batch_end(self, batch, logs=None):
        self._all("on_test_batch_end", batch, Logs(logs or {}))

    def on_predict_batch_begin(self, batch, logs=None):
        self._all("on_predict_batch_begin", batch, logs or {})

    def on_predict_batch_end(self, batch, logs=None):
        self._all("on_predict_batch_end", batch, Logs(logs or {}))

    def on_epoch_begin(self, epoch, logs=None):
        self._all("on_epoch_begin", epoch, {} if logs is None else logs)

    def on_epoch_end(self, epoch, logs=None):
        self._all("on_epoch_end", epoch, {} if logs is None else logs)

    def on_train_begin(self, logs=None):
        self._all("on_train_begin", logs or {})

    def on_train_end(self, logs=None):
        self._all("on_train_end", logs or {})

    def on_test_begin(self, logs=None):
        self._all("on_test_begin", logs or {})

    def on_test_end(self, logs=None):
        self._all("on_test_end", logs or {})

    def on_predict_begin(self, logs=None):
        self._all("on_predict_begin", logs or {})

    def on_predict_end(self, logs=None):
        self._all("on_predict_end", logs or {})


_OLDER_NAMES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}


def _is_callback(value):
    return not isinstance(value, type) and hasattr(value, "set_model") and hasattr(value, "on_epoch_end")


def _runs_last(callback):
    """Whether a callback wants to see what the others have done."""
    return getattr(callback, "_runs_last", False)


@functools.cache
def _overridden(callback_class):
    """Names of the hooks that a class of callbacks defines anew."""
    hooks = [name for name in vars(Callback) if name.startswith("on_")]
    return frozenset(n for n in hooks if getattr(callback_class, n, None) not in (None, getattr(Callback, n)))


def _reads_lazily(method):
    return getattr(method, "_reads_lazily", False)


def _before(methods, runner):
    if not methods:
        return None
    sync = None if all(map(_reads_lazily, methods)) else runner.sync

    def begin(step):
        if sync is not None:
            sync()
        for method in methods:
            method(step, {})

    return begin


def _after(methods, runner):
    if not methods:
        return None
    sync = None if all(map(_reads_lazily, methods)) else runner.sync
    predicts = runner.kind == "predict"

    def end(step, result):
        if sync is not None:
            sync()
        if predicts:
            logs = Logs({"outputs": result})
        elif sync is None:
            logs = _Waiting(runner.model, result)
        else:
            logs = Logs(runner.model.get_metrics_result() if result is None else result)
        for method in methods:
            method(step, logs)

    return end


class _Waiting:
    """Logs of a step that are made when a hook asks for them: of its result, or None for what the metrics say."""

    __slots__ = ("model", "result", "logs")

    def __init__(self, model, result):
        self.model = model
        self.result = result
        self.logs = None

    def _computed(self):
        if self.logs is None:
            self.logs = Logs(self.model.get_metrics_result() if self.result is None else self.result)
        return self.logs

    def __getitem__(self, name):
        return self._computed()[name]

    def __contains__(self, name):
        return name in self._computed()

    def get(self, name, default=None):
        return self._computed().get(name, default)

    def items(self):
        return self._computed().items()

    def keys(self):
        return self._computed().keys()

    def __iter__(self):
        return iter(self._computed())

    def __len__(self):
        return len(self._computed())
