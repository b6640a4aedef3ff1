"""Trainer: `fit`, `evaluate`, `predict` and their relatives, written once for all backends."""
import warnings

import numpy as np

from keras.src import backend, tree
from keras.src import callbacks as callbacks_module
from keras.src.backend import config
from keras.src.trainers import logs as logs_module
from keras.src.trainers.compilation import Compilation, model_supports_jit  # noqa: F401 - its home for others
from keras.src.trainers.data_adapters import array_data_adapter, data_adapter_utils
from keras.src.trainers.epoch_iterator import EpochIterator
from keras.src.trainers.model_building import ModelBuilding
from keras.src.trainers.prediction import Collector, writable
from keras.src.trainers.runner import default_metrics, is_overridden


class Trainer(ModelBuilding, Compilation):
    """The part of `Model` that trains, evaluates and predicts."""

    _eval_epoch_iterator = None

    def __init__(self):
        self.__dict__["_runners"] = {}

    # Runners

    def _runner(self, kind, check=False):
        """The runner of this kind, ready for steps; `check` trusts a ready one if nothing visible changed."""
        runners = self.__dict__.setdefault("_runners", {})
        runner = runners.get(kind)
        if runner is None:
            custom = is_overridden(self, f"make_{kind}_function")
            runner = (backend.trainer.CustomRunner if custom else backend.trainer.Runner)(self, kind)
            runners[kind] = runner
        elif check and runner.is_current():
            return runner
        if kind == "train":
            self._warn_if_trainable_state_changed()
            if self.optimizer is None and self.trainable_weights and not is_overridden(self, "train_step"):
                raise ValueError(f"Training needs an optimizer. Received: compile(optimizer=None) of {self.name!r}")
        runner.build()
        return runner

    def _forget_functions(self):
        """The next step is traced anew."""
        self.__dict__.update(_runners={}, train_function=None, test_function=None, predict_function=None)

    # Loops

    def fit(
        self, x=None, y=None, batch_size=None, epochs=1, verbose="auto", callbacks=None,
        validation_split=0.0, validation_data=None, shuffle=True, class_weight=None,
        sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None,
        validation_batch_size=None, validation_freq=1, resume=None,
    ):
        """Trains the model for a number of epochs.

        Args:
            x: Inputs: an array or tensor, a list, dict or other structure of them by input, a pandas frame; or a
                `PyDataset`, `tf.data.Dataset`, torch `DataLoader`, Grain dataset or generator of tuples `(x, y)` or
                `(x, y, sample_weight)`.
            y: Targets, in the structure of the outputs; only with arrays.
            batch_size: Integer, samples per step; only with arrays. Default `None`: 32.
            epochs: Integer, the epoch at which training ends. Default 1.
            verbose: `"auto"`, 0 (silent), 1 (progress bar) or 2 (one line per epoch). Default `"auto"`: 1.
            callbacks: List of `keras.callbacks.Callback`.
            validation_split: Float in [0, 1): the last fraction of the arrays is set apart for validation.
            validation_data: Tuple `(x, y)` or `(x, y, sample_weight)`, or another source of data.
            shuffle: Boolean, whether arrays are visited in a new order each epoch, or `"batch"`. Default `True`.
            class_weight: Dict from class index to weight in the loss.
            sample_weight: Array `(samples,)` of weights in the loss, or a structure of such like `y`.
            initial_epoch: Integer, the epoch at which training begins. Default 0.
            steps_per_epoch: Integer, batches of an epoch. Default `None`: all.
            validation_steps: Integer, batches of validation. Default `None`: all.
            validation_batch_size: Integer. Default `None`: `batch_size`.
            validation_freq: Integer, validation takes place every so many epochs; or a list of epochs, from 1.
            resume: Path of a folder for backups. The same call in a new process goes on where a killed one had stopped
                and ends with the same weights. It adds a `keras.callbacks.BackupAndRestore`, or may be one.

        Returns:
            `keras.callbacks.History`; its `history` maps each name to a list of values, one per epoch.

        Raises:
            ValueError: If the model is not compiled or the data do not fit.

        Example:

        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> history = model.fit(np.ones((8, 3)), np.ones((8, 1)), epochs=2, verbose=0)
        >>> len(history.history["loss"])
        2
        """
        self._assert_compile_called("fit")
        _check_count("epochs", epochs)
        limit = config.max_epochs()
        epochs = min(epochs, limit) if limit else epochs
        self.__dict__["_eval_epoch_iterator"] = None
        if validation_split and validation_data is None:
            (x, y, sample_weight), validation_data = array_data_adapter.train_validation_split(
                (x, y, sample_weight), validation_split
            )
        iterator = EpochIterator(
            x, y, sample_weight, batch_size, steps_per_epoch, shuffle, class_weight, self.steps_per_execution
        )
        self._symbolic_build(iterator=iterator)
        iterator.reset()
        runner = self._runner("train", check=True)
        callbacks = self._callback_list(callbacks, True, verbose, epochs=epochs, steps=iterator.num_batches)
        if resume is not None:
            callbacks.add_backup(resume)
        attributes = self.__dict__
        attributes["stop_training"] = False
        attributes["_run_of_fit"] = {"iterator": iterator, "callbacks": callbacks}
        if self.steps_per_execution == "auto":
            self._keep_pace(runner, iterator, callbacks, epochs)
        callbacks.on_train_begin()
        training_logs = {}
        initial_epoch = attributes.get("_initial_epoch") or initial_epoch
        resumption = attributes.pop("_resumption", None)
        if resumption is not None:
            initial_epoch = resumption.begin_training(callbacks, iterator)
        for epoch in range(initial_epoch, epochs):
            runner.reset_metrics()
            callbacks.on_epoch_begin(epoch)
            goes_on = resumption is not None
            if goes_on:
                resumption = resumption.begin_epoch(callbacks)
            logs = self._run(runner, iterator, callbacks, "stop_training")
            if goes_on and not logs:  # all steps of this epoch had been done before the interruption
                logs = self.get_metrics_result()
            epoch_logs = logs_module.number(self._get_metrics_result_or_logs(logs))
            if validation_data is not None and self._should_eval(epoch, validation_freq):
                epoch_logs |= self._validate(
                    validation_data, validation_batch_size or batch_size, validation_steps, callbacks
                )
            epoch_logs = logs_module.numbers(epoch_logs)
            training_logs = dict(epoch_logs)  # without what callbacks add
            callbacks.on_epoch_end(epoch, epoch_logs)
            if self.stop_training:
                break
        if getattr(self.optimizer, "use_ema", False) and epochs > 0:
            self.optimizer.finalize_variable_values(self.trainable_weights)
        attributes["_eval_epoch_iterator"] = attributes["_run_of_fit"] = None
        callbacks.on_train_end(logs=training_logs)
        return self.history

    def _run(self, runner, iterator, callbacks, stop):
        """Runs the steps of one epoch; returns its logs."""
        begin, end = callbacks.batch_hooks(runner) if callbacks is not None else (None, None)
        step, logs, attributes = runner.step, {}, self.__dict__
        attributes[stop] = attributes.get(stop, False)
        runner.begin()
        runner.prepare(iterator.data_adapter)
        for first, last, batches in iterator.enumerate_epoch():
            if begin is not None:
                begin(first)
            logs = step(batches)
            if end is not None:
                end(last, logs)
            if attributes[stop]:
                break
        runner.sync()
        return self._of_epoch(runner.kind, logs)

    def _of_epoch(self, kind, logs):
        """Of the logs of a step of the model's own that have just the metrics' names: their values over the epoch."""
        if not isinstance(logs, dict) or not (is_overridden(self, f"{kind}_step") or not default_metrics(self)):
            return logs
        results = self.get_metrics_result()
        return results if results.keys() == logs.keys() else logs

    def _keep_pace(self, runner, iterator, callbacks, epochs):
        """Lets groups of batches be tried where no callback wants to see each step."""
        pace = runner.pace()
        if pace is not None and (callbacks is None or not callbacks.want_every_step(runner.kind)):
            iterator.keep_pace(pace, epochs)

    def _validate(self, validation_data, batch_size, steps, callbacks):
        x, y, sample_weight = data_adapter_utils.unpack_x_y_sample_weight(validation_data)
        if self._eval_epoch_iterator is None:
            self.__dict__["_eval_epoch_iterator"] = EpochIterator(
                x, y, sample_weight, batch_size, steps, steps_per_execution=self.steps_per_execution
            )
        logs = self.evaluate(
            x=x, y=y, sample_weight=sample_weight, batch_size=batch_size, steps=steps, callbacks=callbacks,
            return_dict=True, _use_cached_eval_dataset=True,
        )
        return {f"val_{name}": value for name, value in logs.items()}

    def evaluate(
        self, x=None, y=None, batch_size=None, verbose="auto", sample_weight=None, steps=None,
        callbacks=None, return_dict=False, **kwargs,
    ):
        """Computes the loss and the metrics over data, without training.

        Args:
            x: Inputs; see `fit`.
            y: Targets; see `fit`.
            batch_size: Integer; only with arrays. Default `None`: 32.
            verbose: `"auto"`, 0, 1 or 2; see `fit`.
            sample_weight: Weights; see `fit`.
            steps: Integer, how many batches are used. Default `None`: all.
            callbacks: List of `keras.callbacks.Callback`.
            return_dict: Boolean, whether a dict by name is returned. Default `False`.

        Returns:
            The loss if it is all there is; else a list, the loss first; or a dict.

        Raises:
            ValueError: If the model is not compiled or the data do not fit.
        """
        self._assert_compile_called("evaluate")
        cached = kwargs.pop("_use_cached_eval_dataset", False)
        if kwargs:
            raise ValueError(f"`evaluate()` got arguments that it does not know: {sorted(kwargs)}")
        iterator = self._eval_epoch_iterator if cached else None
        if iterator is None:
            iterator = EpochIterator(
                x, y, sample_weight, batch_size, steps, steps_per_execution=self.steps_per_execution
            )
        self._symbolic_build(iterator=iterator)
        iterator.reset()
        runner = self._runner("test", check=True)
        self.__dict__["stop_evaluating"] = False
        if callbacks is not None or verbose:
            callbacks = self._callback_list(callbacks, False, verbose, epochs=1, steps=iterator.num_batches)
            callbacks.on_test_begin()
        if self.steps_per_execution == "auto":
            self._keep_pace(runner, iterator, callbacks, 1)
        runner.reset_metrics()
        logs = self._run(runner, iterator, callbacks, "stop_evaluating")
        logs = logs_module.numbers(self._get_metrics_result_or_logs(logs))
        if callbacks is not None:
            callbacks.on_test_end(dict(logs))  # what callbacks add is no result
        return logs if return_dict else self._flatten_metrics_in_order(logs)

    def predict(self, x, batch_size=None, verbose="auto", steps=None, callbacks=None):
        """The outputs of the model for data, batch by batch.

        Args:
            x: Inputs; see `fit`.
            batch_size: Integer; only with arrays. Default `None`: 32.
            verbose: `"auto"`, 0, 1 or 2; see `fit`.
            steps: Integer, how many batches are used. Default `None`: all.
            callbacks: List of `keras.callbacks.Callback`.

        Returns:
            NumPy array `(samples, ...)`, or a structure of them like the outputs.

        Raises:
            ValueError: If there are no data.
        """
        if callbacks is None and steps is None and not verbose and type(x) is np.ndarray and x.ndim:
            size = array_data_adapter.DEFAULT_BATCH_SIZE if batch_size is None else batch_size
            if type(size) is int and 0 < len(x) <= size and self.built:
                return self._predict_one_batch(x)
        iterator = EpochIterator(
            x, batch_size=batch_size, steps_per_epoch=steps, steps_per_execution=self.steps_per_execution
        )
        if backend.trainer.STEPS_ARE_PURE and not self._layers_are_built():
            self._build_from_inputs(data_adapter_utils.unpack_x_y_sample_weight(iterator.first_batch())[0])
            iterator.reset()
        runner = self._runner("predict", check=True)
        self.__dict__["stop_predicting"] = False
        if callbacks is not None or verbose:
            callbacks = self._callback_list(callbacks, False, verbose, epochs=1, steps=iterator.num_batches)
            callbacks.on_predict_begin()
        collected = Collector(runner)
        self._run(collected, iterator, callbacks, "stop_predicting")
        if callbacks is not None:
            callbacks.on_predict_end()
        return collected.joined()

    def _predict_one_batch(self, x):
        """`predict` of one batch: no iterator, no callbacks."""
        feed = backend.trainer.feed
        runner = self._runner("predict", check=True)
        feed.before_pass(self)
        runner.begin()
        outputs = runner.step([feed.rows(x).cut(0, len(x))])
        runner.sync()
        feed.after_pass()
        if isinstance(outputs, (list, tuple, dict)):
            return tree.map_structure(writable, outputs)
        return writable(outputs)

    def train_on_batch(self, x, y=None, sample_weight=None, class_weight=None, return_dict=False):
        """Trains on one batch.

        Args:
            x: Inputs: a tensor or structure of them.
            y: Targets.
            sample_weight: Array `(samples,)` of weights, or `None`.
            class_weight: Dict from class index to weight, or `None`.
            return_dict: Boolean, whether a dict by name is returned. Default `False`.

        Returns:
            The loss of the batch; with metrics a list, the loss first; or a dict.
        """
        self._assert_compile_called("train_on_batch")
        if class_weight is not None:
            if sample_weight is not None:
                raise ValueError("Arguments `sample_weight` and `class_weight` cannot be used at the same time.")
            sample_weight = data_adapter_utils.class_weight_to_sample_weights(y, class_weight)
        return self._on_batch("train", (x, y, sample_weight), return_dict)

    def test_on_batch(self, x, y=None, sample_weight=None, return_dict=False):
        """Computes the loss and the metrics of one batch.

        Args:
            x: Inputs: a tensor or structure of them.
            y: Targets.
            sample_weight: Array `(samples,)` of weights, or `None`.
            return_dict: Boolean, whether a dict by name is returned. Default `False`.

        Returns:
            The loss of the batch; with metrics a list, the loss first; or a dict.
        """
        self._assert_compile_called("test_on_batch")
        return self._on_batch("test", (x, y, sample_weight), return_dict)

    def _on_batch(self, kind, data, return_dict):
        while data[-1] is None and len(data) > 1:
            data = data[:-1]
        data = backend.trainer.feed.batch(data)
        try:
            self._symbolic_build(data_batch=data)
            logs = self._runner(kind, check=True).fresh_step(data)
        except Exception:
            data_adapter_utils.check_data_cardinality(data)  # Says it better where that is the cause.
            raise
        logs = logs_module.numbers(self._get_metrics_result_or_logs(logs))
        return logs if return_dict else self._flatten_metrics_in_order(logs)

    def predict_on_batch(self, x):
        """The outputs for one batch.

        Args:
            x: Inputs: a tensor or structure of them.

        Returns:
            NumPy array or a structure of them.
        """
        batch = backend.trainer.feed.batch((x,))
        if backend.trainer.STEPS_ARE_PURE and not self._layers_are_built():
            self._build_from_inputs(batch[0])
        runner = self._runner("predict", check=True)
        runner.begin()
        outputs = runner.step([batch])
        runner.sync()
        return tree.map_structure(writable, outputs)

    # Parts

    def _callback_list(self, callbacks, add_history, verbose, **params):
        if isinstance(callbacks, callbacks_module.CallbackList):
            return callbacks
        return callbacks_module.CallbackList(
            callbacks, add_history=add_history, add_progbar=verbose != 0, model=self, verbose=verbose, **params
        )

    def _should_eval(self, epoch, validation_freq):
        epoch += 1
        if isinstance(validation_freq, int):
            return epoch % validation_freq == 0
        if isinstance(validation_freq, (list, tuple, set)):
            return epoch in validation_freq
        raise ValueError(
            "Argument `validation_freq` must be an integer or a list of epochs. "
            f"Received: validation_freq={validation_freq!r} of type {type(validation_freq).__name__}"
        )

    def make_train_function(self, force=False):
        """Makes `train_function`, which runs training steps on an iterator of batches."""
        return self._make_function("train")

    def make_test_function(self, force=False):
        """Makes `test_function`, which runs test steps on an iterator of batches."""
        return self._make_function("test")

    def make_predict_function(self, force=False):
        """Makes `predict_function`, which runs prediction steps on an iterator of batches."""
        return self._make_function("predict")

    def _make_function(self, kind):
        backend.trainer.Runner(self, kind).build()
        return getattr(self, f"{kind}_function")


def _check_count(argument, value):
    if not isinstance(value, (int, np.integer)):
        raise TypeError(f"Argument `{argument}` must be an integer. Received: {argument}={value!r}")
    if value < 1:
        warnings.warn(f"Argument `{argument}` is less than 1: nothing is trained.", stacklevel=3)
