"""Training on the torch backend: steps run eagerly, or through `torch.compile`."""
import numpy as np
import torch

from keras.src import tree
from keras.src.backend.common.global_state import get_global_attribute
from keras.src.backend.common.late import LateModule
from keras.src.backend.torch import data as feed  # noqa: F401 - what the loop feeds to steps
from keras.src.metrics.reduction_metrics import Mean
from keras.src.trainers import runner as base_runner
from keras.src.trainers import trainer as base_trainer
from keras.src.trainers.compilation import batch_size_of
from keras.src.trainers.compile_utils import CompileMetrics
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight

_distribution_lib = LateModule("keras.src.backend.torch.distribution_lib")
CustomRunner = base_runner.CustomRunner
JIT_BY_DEFAULT = False  # torch.compile takes tens of seconds
STEPS_ARE_PURE = False  # then variables cannot be made in a step
NEEDS_LOSS = True


class TorchTrainer(base_trainer.Trainer):
    """Trainer of the torch backend."""

    _trained = None  # (variables, their tensors) that training updates, while a runner knows them

    def _should_torch_compile(self):
        return bool(self.jit_compile) and not self.run_eagerly

    def train_step(self, data):
        """One training step; to be overridden for a loop of one's own.

        Args:
            data: Tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

        Returns:
            Dict of logs.
        """
        logs = self._train_once(data)
        return self.get_metrics_result() if logs is None else logs

    def test_step(self, data):
        """One evaluation step; to be overridden like `train_step`."""
        with torch.no_grad():
            logs = self._test_once(data)
            return self.get_metrics_result() if logs is None else logs

    def predict_step(self, data):
        """One prediction step; to be overridden like `train_step`."""
        x, _, _ = unpack_x_y_sample_weight(data)
        with torch.no_grad():
            return self._forward(x, training=False)

    def _train_once(self, data):
        """A training step whose logs, unless computed by the user, wait in the metrics (then None)."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self._forward(x, training=True)
        loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True)
        self._track_loss(loss, x)
        optimizer = self.optimizer
        if optimizer is not None:
            loss = optimizer.scale_loss(loss)
        variables, tensors = self._trained or self._find_trained()
        trains = tensors and optimizer is not None
        if trains:
            for tensor in tensors:
                tensor.grad = None
            loss.backward()
        with torch.no_grad():
            if trains:
                optimizer.apply([tensor.grad for tensor in tensors], variables)
            return self._measure(x, y, y_pred, sample_weight)

    def _test_once(self, data):
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self._forward(x, training=False)
        loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=False)
        self._track_loss(loss, x)
        return self._measure(x, y, y_pred, sample_weight)

    def _measure(self, x, y, y_pred, sample_weight):
        if not base_runner.default_metrics(self):
            return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)
        self._update_compiled_metrics(y, y_pred, sample_weight)
        return None

    def _track_loss(self, loss, x):
        """Adds to the running mean, in place: what `Mean.update_state` comes to for a scalar."""
        count = x.shape[0] if type(x) is torch.Tensor else batch_size_of(x)
        tracker = self._loss_tracker
        tracker.total._value.add_(loss.detach() if loss.requires_grad else loss, alpha=count)
        tracker.count._value.add_(count)

    def _get_metrics_result_or_logs(self, logs):
        return logs if logs is not None else _results(self)

    def _find_trained(self):
        variables = self.trainable_weights
        return variables, [v._value for v in variables]


def _results(model):
    """The values of the metrics; means are divided as numbers, which is sooner done than with tensors."""
    if not base_runner.default_metrics(model):
        return model.get_metrics_result()
    found = {}
    for metric in model.metrics:
        if isinstance(metric, CompileMetrics):
            found.update((name, _result(inner)) for _, inner, name, _ in metric._terms)
        else:
            result = _result(metric)
            found.update(result if isinstance(result, dict) else {metric.name: result})
    return found


def _result(metric):
    if type(metric).result is not Mean.result or metric.total._value.dtype is not torch.float32:
        return metric.result()
    total, count = np.float32(metric.total._value.item()), np.float32(metric.count._value.item())
    return float(total / count) if count else 0.0


class Runner(base_runner.Runner):
    """Runs steps eagerly or compiled."""

    _distribution = None
    _division = None  # of the steps over several processes
    _zeroed = None  # the metrics' tensors, if a reset only sets them to zero

    def build(self):
        model = self.model
        self._settle_distribution()
        if self.kind != "predict":
            variables, tensors = model._find_trained()
            model.__dict__["_trained"] = (variables, tensors)
            model.__dict__["_regularized"] = [v for v in variables if v.regularizer is not None]
        self._watched = model.variables
        self._flags = [v._trainable for v in self._watched]
        self._graph = getattr(model, "_functional", None)
        if self.step_function is None or model.__dict__.get(f"{self.kind}_function") is None:
            self.step_function = self._make_step()
            self._zeroed = None
            model.__dict__[f"{self.kind}_function"] = self.step

    def _settle_distribution(self):
        """Several processes divide the steps while a distribution is set."""
        distribution = get_global_attribute("distribution")
        if distribution is not None or self._division is not None:
            self._division = _distribution_lib.divide(self.model, distribution, self.kind)
            self.step_function = None
        self._distribution = distribution

    def begin(self):
        if self._division is not None and self.kind == "train":
            self._division.begin_epoch()

    def sync(self):
        if self._division is not None and self.kind == "train":
            self._division.end_epoch()

    def reset_metrics(self):
        if self._zeroed is None:
            self.model.reset_metrics()
            if base_runner.resets_to_zero(self.model):
                self._zeroed = [v._value for v in self.model.metrics_variables]
            return
        with torch.no_grad():
            for tensor in self._zeroed:
                tensor.zero_()

    def is_current(self):
        """Whether nothing that steps depend on has changed since `build`."""
        attributes = self.model.__dict__
        return (
            attributes.get(f"{self.kind}_function") is not None
            and attributes.get("_functional") is self._graph
            and get_global_attribute("distribution") is self._distribution
            and [v._trainable for v in self._watched] == self._flags
        )

    def _make_step(self):
        model, kind = self.model, self.kind
        name = f"{kind}_step"
        if not base_runner.is_overridden(model, name):
            name = {"train": "_train_once", "test": "_test_once"}.get(kind, name)
        step = base_runner.weakly_bound(model, name)
        if self._division is not None:  # The exchange between processes is not compiled.
            return self._division.step(step, kind)
        return torch.compile(step) if model._should_torch_compile() else step

    def step(self, batches):
        if self.kind == "train":
            for batch in batches:
                result = self.step_function(batch)
            return result
        former = torch.is_grad_enabled()
        torch.set_grad_enabled(False)  # half the time of `no_grad`
        try:
            if self.kind == "test":
                for batch in batches:
                    result = self.step_function(batch)
                return result
            return _joined([self.step_function(batch) for batch in batches])
        finally:
            torch.set_grad_enabled(former)


def _joined(outputs):
    """The outputs of several prediction steps as one."""
    if len(outputs) == 1:
        return outputs[0]
    return tree.map_structure(lambda *parts: torch.cat(parts), *outputs)


BackendTrainer = TorchTrainer


_profiles = []  # the running one


def start_profile(log_dir):
    """Begins to record what runs, for TensorBoard's profiler or a browser's view of traces."""
    write = torch.profiler.tensorboard_trace_handler(f"{log_dir}/plugins/profile")
    _profiles.append(torch.profiler.profile(on_trace_ready=write))
    _profiles[-1].start()


def stop_profile():
    """Writes what was recorded."""
    _profiles.pop().stop()
