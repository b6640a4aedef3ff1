"""Evaluation and prediction on the numpy backend, which has no gradients and does not train."""
import numpy as np

from keras.src import tree
from keras.src.backend.numpy import data as feed  # noqa: F401 - what the loop feeds to steps
from keras.src.trainers import runner as base_runner
from keras.src.trainers import trainer as base_trainer
from keras.src.trainers.compilation import batch_size_of
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight

CustomRunner = base_runner.CustomRunner
JIT_BY_DEFAULT = True  # nothing is compiled; but saved models must not tell other backends to leave it
STEPS_ARE_PURE = False  # then variables cannot be made in a step
NEEDS_LOSS = True


class NumpyTrainer(base_trainer.Trainer):
    """Trainer of the numpy backend."""

    def test_step(self, data):
        """One evaluation step; to be overridden at will.

        Args:
            data: Tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

        Returns:
            Dict of logs.
        """
        logs = self._test_once(data)
        return self.get_metrics_result() if logs is None else logs

    def _test_once(self, data):
        """An evaluation step whose logs, unless computed by the user, wait in the metrics (then None)."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self._forward(x, training=False)
        loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=False)
        count, tracker = batch_size_of(x), self._loss_tracker
        tracker.total._direct_assign(tracker.total._value + loss * count)
        tracker.count._direct_assign(tracker.count._value + count)
        if not base_runner.default_metrics(self):
            return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)
        self._update_compiled_metrics(y, y_pred, sample_weight)
        return None

    def predict_step(self, data):
        """One prediction step; to be overridden at will."""
        x, _, _ = unpack_x_y_sample_weight(data)
        return self._forward(x, training=False)

    def fit(self, *args, **kwargs):
        """Not possible on this backend.

        Raises:
            NotImplementedError: Always.
        """
        raise _no_training("fit")

    def train_on_batch(self, *args, **kwargs):
        """Not possible on this backend.

        Raises:
            NotImplementedError: Always.
        """
        raise _no_training("train_on_batch")

    def make_train_function(self, force=False):
        raise _no_training("make_train_function")


def _no_training(method):
    return NotImplementedError(
        f"`{method}()` needs gradients, which the numpy backend does not have. Train on the jax, tensorflow or torch "
        "backend (environment variable KERAS_BACKEND) and load the saved model here."
    )


class Runner(base_runner.Runner):
    """Runs steps as they are."""

    def build(self):
        model, step = self.model, f"{self.kind}_step"
        model.__dict__["_regularized"] = [v for v in model.trainable_weights if v.regularizer is not None]
        waits = self.kind == "test" and not base_runner.is_overridden(model, step)
        self.step_function = base_runner.weakly_bound(model, "_test_once" if waits else step)
        self.model.__dict__[f"{self.kind}_function"] = self.step

    def is_current(self):
        """Nothing is kept that could be out of date."""
        return self.model.__dict__.get(f"{self.kind}_function") is not None

    def step(self, batches):
        results = [self.step_function(batch) for batch in batches]
        if self.kind != "predict" or len(results) == 1:
            return results[-1]
        return tree.map_structure(lambda *parts: np.concatenate(parts), *results)


BackendTrainer = NumpyTrainer
