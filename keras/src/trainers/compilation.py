"""Compilation: what `compile` sets, and what training is made of: losses, metrics, results."""
import inspect
import warnings

from keras.src import backend, optimizers, tree
from keras.src import metrics as metrics_module
from keras.src.backend.common.global_state import state
from keras.src.backend.common.stateless_scope import new_values
from keras.src.layers import _losses
from keras.src.saving import serialization_lib
from keras.src.trainers.compile_utils import CompileLoss, CompileMetrics


def _check_options(steps_per_execution, jit_compile):
    if steps_per_execution != "auto" and (not isinstance(steps_per_execution, int) or steps_per_execution < 1):
        raise ValueError(
            "Argument `steps_per_execution` must be a positive integer or 'auto'. "
            f"Received: steps_per_execution={steps_per_execution!r}"
        )
    if jit_compile not in (True, False, None, "auto"):
        raise ValueError(f"Argument `jit_compile` must be a boolean or 'auto'. Received: jit_compile={jit_compile!r}")


def _is_of_keras(method):
    return getattr(method, "__module__", "").split(".")[0] == "keras"


def compiles_as_models_do(cls):
    """Whether a class of models overrides neither `compile` nor `compile_from_config`."""
    return _is_of_keras(cls.compile) and cls.compile_from_config is Compilation.compile_from_config


class Compilation:
    """The part of `Trainer` that knows the optimizer, the losses and the metrics."""

    compiled = False
    optimizer = None
    loss = None
    steps_per_execution = 1
    stop_training = False
    stop_evaluating = False
    stop_predicting = False
    train_function = None
    test_function = None
    predict_function = None
    _compile_loss = None
    _compile_metrics = None
    _loss_tracker = None
    _compile_config = None
    _run_eagerly = False
    _jit_compile = None
    _compiled_trainable_state = None
    _compute_loss_has_training_arg = None
    _compute_loss_knows_training = None
    _regularized = None  # variables with regularizers, while a runner knows them

    def compile(
        self, optimizer="rmsprop", loss=None, loss_weights=None, metrics=None,
        weighted_metrics=None, run_eagerly=False, steps_per_execution=1, jit_compile="auto",
        auto_scale_loss=True,
    ):
        """Sets how the model is trained and measured.

        Args:
            optimizer: Optimizer, or the name or config of one. Default `"rmsprop"`.
            loss: Loss, function `f(y_true, y_pred)` or name of one; a list or dict gives each output its own.
                `None`, the default, leaves the loss to `add_loss` or an overridden `compute_loss`.
            loss_weights: Number, or list or dict of numbers, that the losses are multiplied by. Default `None`: 1.
            metrics: List of metrics, functions or names; a list or dict of lists gives each output its own.
                `"accuracy"` becomes the accuracy that fits the shapes. Default `None`.
            weighted_metrics: The same for metrics that take sample and class weights into account. Default `None`.
            run_eagerly: Boolean, whether steps run uncompiled, for debugging. Default `False`.
            steps_per_execution: Positive integer, how many batches one call of the compiled function trains on.
                Default 1. With `"auto"` groups of up to 32 batches are tried on jax and tensorflow if steps are small,
                enough of them are to come and no callback wants to see each one, and kept if they are faster. (A
                saved model has 1 in the place of `"auto"`.)
            jit_compile: Boolean, or `"auto"`, the default: compile with XLA or `torch.compile` where it pays.
            auto_scale_loss: Boolean, whether the loss is scaled against underflow if the dtype policy is
                `mixed_float16`. Default `True`.

        Raises:
            ValueError: If an argument is invalid.

        Example:

        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        >>> model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
        """
        _check_options(steps_per_execution, jit_compile)
        if jit_compile and run_eagerly:
            if jit_compile != "auto":
                warnings.warn("`jit_compile=True` has no effect with `run_eagerly=True`.", stacklevel=2)
            jit_compile = False
        found = optimizers.get(optimizer)
        configured = found
        if auto_scale_loss and found is not None and self.dtype_policy.name == "mixed_float16":
            if not isinstance(found, optimizers.LossScaleOptimizer):
                found = optimizers.LossScaleOptimizer(found, name="loss_scale_optimizer")
        names = getattr(self, "output_names", None)
        # Set past `__setattr__`: a compiled metric does not belong to the layer as one that the user assigns.
        attributes = self.__dict__
        attributes.update(
            optimizer=found,
            loss=loss,
            loss_weights=loss_weights,
            _compile_loss=None if loss is None else CompileLoss(loss, loss_weights, output_names=names),
            _compile_metrics=CompileMetrics(
                metrics, weighted_metrics, name="compile_metrics", output_names=names
            ) if metrics is not None or weighted_metrics is not None else None,
            _loss_tracker=metrics_module.Mean(name="loss"),
            _run_eagerly=run_eagerly,
            _jit_compile=jit_compile,
            steps_per_execution=steps_per_execution,
            compiled=True, stop_training=False,
            train_function=None, test_function=None, predict_function=None,
            _runners={}, _regularized=None, _symbolically_built=False,
            _compiled_trainable_state=[v.trainable for v in self.variables] if self.built else None,
        )
        attributes["_compile_config"] = {
            "optimizer": configured, "loss": loss, "loss_weights": loss_weights, "metrics": metrics,
            "weighted_metrics": weighted_metrics, "run_eagerly": run_eagerly,
            "steps_per_execution": steps_per_execution, "jit_compile": jit_compile,
        }

    @property
    def jit_compile(self):
        """Whether steps are compiled with XLA or `torch.compile`."""
        wish = self._jit_compile
        if wish is None or wish == "auto":
            wish = self._resolve_auto_jit_compile()
            self.__dict__["_jit_compile"] = wish
        return wish

    @jit_compile.setter
    def jit_compile(self, value):
        if value and not model_supports_jit(self):
            warnings.warn(
                f"`jit_compile=True` has no effect: a layer of {self.name!r} cannot be compiled just in time.",
                stacklevel=2,
            )
            value = False
        self.__dict__["_jit_compile"] = value

    def _resolve_auto_jit_compile(self):
        return model_supports_jit(self) and backend.trainer.JIT_BY_DEFAULT

    @property
    def run_eagerly(self):
        """Whether steps run uncompiled."""
        return self._run_eagerly

    @run_eagerly.setter
    def run_eagerly(self, value):
        self.__dict__["_run_eagerly"] = value

    # Metrics

    @property
    def metrics(self):
        """List of the metrics that training shows: the loss, the compiled ones, those of the layers."""
        found = []
        if self._loss_tracker is not None:
            found.append(self._loss_tracker)
            if self._compile_metrics is not None:
                found.append(self._compile_metrics)
            if self._compile_loss is not None:
                found.extend(self._compile_loss.metrics)
        return found + self._get_own_metrics()

    def _get_own_metrics(self):
        return [metric for layer in self._layers_in_order() for metric in layer._metrics]

    @property
    def metrics_names(self):
        """List of the names of `metrics`."""
        return [metric.name for metric in self.metrics]

    @property
    def metrics_variables(self):
        """List of the variables of `metrics`."""
        return [variable for metric in self.metrics for variable in metric.variables]

    def reset_metrics(self):
        """Sets all metrics to their start."""
        for metric in self.metrics:
            metric.reset_state()

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        """Takes a batch into the compiled metrics; to be overridden for metrics computed in another way.

        Args:
            x: Structure of inputs.
            y: Structure of targets.
            y_pred: Structure of predictions.
            sample_weight: Structure of weights, or `None`.

        Returns:
            Dict from the names of the metrics to their values over the epoch so far, what `train_step` returns.
        """
        self._update_compiled_metrics(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def _update_compiled_metrics(self, y, y_pred, sample_weight):
        if self._compile_metrics is not None:
            self._compile_metrics.update_state(y, y_pred, sample_weight)

    def get_metrics_result(self):
        """The values of all metrics over the epoch so far, as a dict by name."""
        results = {}
        for metric in self.metrics:
            result = metric.result()
            if isinstance(result, dict):
                results.update(result)
            else:
                results[metric.name] = result
        return results

    def _get_metrics_result_or_logs(self, logs):
        return self.get_metrics_result() if logs is None else logs

    def _flatten_metrics_in_order(self, logs):
        """The values as a list: the loss, then in the order of the metrics; a single one by itself."""
        if len(logs) == 1:
            return next(iter(logs.values()))
        names = []
        for metric in self.metrics:
            inner = metric.metrics if isinstance(metric, CompileMetrics) else [metric]
            names.extend(m.name for m in inner)
        names = [name for name in dict.fromkeys(names) if name in logs]
        names += [name for name in sorted(logs) if name not in names]
        return [logs[name] for name in names]

    # Loss

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The scalar to be minimized: the compiled loss plus what layers added. To be overridden at will.

        Args:
            x: Structure of inputs.
            y: Structure of targets.
            y_pred: Structure of predictions.
            sample_weight: Structure of weights, or `None`.
            training: Boolean, whether it is for training.

        Returns:
            Scalar tensor.

        Raises:
            ValueError: If there is no loss at all (on jax the loss is then 0).
        """
        total = None
        if self._compile_loss is not None:
            total = self._compile_loss(y, y_pred, sample_weight)
        # `holders.data`: asking the weak set itself whether it is empty takes as long as a small operation.
        if self._regularized or self._regularized is None or _losses.holders.data or state.stateless_scope is not None:
            for loss in self.losses:
                loss = self._aggregate_additional_loss(loss)
                total = loss if total is None else backend.numpy.add(total, loss)  # of two dtypes under mixed precision
        if total is None:
            if backend.trainer.NEEDS_LOSS:
                raise ValueError(
                    "There is no loss to compute: give `loss` to `compile()`, or call `add_loss()` in a layer. "
                    f"Received: loss={self.loss!r} for the model {self.name!r}"
                )
            total = backend.numpy.zeros(())
        return total

    def _aggregate_additional_loss(self, loss):
        return backend.core.scale_for_replica(backend.numpy.sum(loss))

    def _compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """`compute_loss`, also where it is overridden without the argument `training`."""
        knows = self._compute_loss_knows_training
        if knows is None:
            parameters = inspect.signature(self.compute_loss).parameters
            kinds = {p.kind for p in parameters.values()}
            knows = "training" in parameters or inspect.Parameter.VAR_KEYWORD in kinds
            self.__dict__["_compute_loss_knows_training"] = knows
        if knows:
            return self.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=training)
        return self.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight)

    def stateless_compute_loss(
        self, trainable_variables, non_trainable_variables, metrics_variables, x=None, y=None,
        y_pred=None, sample_weight=None, training=True,
    ):
        """`compute_loss` as a pure function of the variables' values.

        Args:
            trainable_variables: List of values of `trainable_variables`.
            non_trainable_variables: List of values of `non_trainable_variables`.
            metrics_variables: List of values of `metrics_variables`.
            x: Structure of inputs.
            y: Structure of targets.
            y_pred: Structure of predictions.
            sample_weight: Structure of weights, or `None`.
            training: Boolean.

        Returns:
            Tuple `(loss, (trainable_variables, non_trainable_variables, metrics_variables))`.
        """
        groups = (
            (self.trainable_variables, trainable_variables),
            (self.non_trainable_variables, non_trainable_variables),
            (self.metrics_variables, metrics_variables),
        )
        mapping = [pair for variables, values in groups for pair in zip(variables, values)]
        with backend.StatelessScope(state_mapping=mapping) as scope:
            loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=training)
        return loss, tuple(new_values(scope, variables) for variables, _ in groups)

    # Saving

    def get_compile_config(self):
        """The arguments of `compile`, serialized; an empty dict if the model is not compiled."""
        if not self.compiled or self._compile_config is None:
            return {}
        config = {**self._compile_config, "jit_compile": self.jit_compile}
        if config["steps_per_execution"] == "auto":  # which Keras 3.15 cannot read
            config["steps_per_execution"] = 1
        return {key: serialization_lib.serialize_keras_object(value) for key, value in config.items()}

    def compile_from_config(self, config):
        """Compiles the model from what `get_compile_config` gave.

        Args:
            config: Dict.
        """
        if not _is_of_keras(type(self).compile):
            warnings.warn(
                f"`compile()` of {type(self).__name__} was overridden, so the loaded model is not compiled. Override "
                "`compile_from_config()` too, or compile the model again.",
                stacklevel=2,
            )
            return
        config = serialization_lib.deserialize_keras_object(config)
        if config.get("jit_compile") is False and backend.trainer.JIT_BY_DEFAULT:
            # Files hold what "auto" came to where they were written, and False there is 50 times slower here.
            config["jit_compile"] = "auto"
        self.compile(**config)
        if self.optimizer is not None and self.built:
            self.optimizer.build(self.trainable_variables)

    # Steps

    def _forward(self, x, training):
        """Calls the model; `training` travels in the call context, so that the layers' short way stays open."""
        if not self._call_has_training_arg:
            return self(x)
        context, outer_values = self._enter_context()
        context.training = training
        try:
            return self(x)
        finally:
            self._leave_context(context, outer_values)

    # Checks

    def _assert_compile_called(self, method_name=None):
        if not self.compiled:
            before = f" before `{method_name}()`" if method_name else ""
            raise ValueError(f"The model {self.name!r} must be compiled{before}: call `compile()`.")

    def _warn_if_trainable_state_changed(self):
        then = self._compiled_trainable_state
        if then is not None:
            now = [v.trainable for v in self.variables]
            if len(now) == len(then) and now != then:
                warnings.warn(
                    "`trainable` of some layers changed since `compile()`. Call `compile()` again to be sure that "
                    "training follows.",
                    stacklevel=3,
                )


def model_supports_jit(model):
    """Whether all layers of a model can be compiled just in time."""
    return all(getattr(layer, "supports_jit", True) for layer in model._flatten_layers())


def batch_size_of(x):
    """The number of samples in a structure of inputs."""
    if not isinstance(x, (list, tuple, dict)):
        return backend.shape(x)[0]
    return next((backend.shape(leaf)[0] for leaf in tree.flatten(x) if leaf is not None), 1)
