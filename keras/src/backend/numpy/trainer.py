"""Evaluation and prediction on the numpy backend, which has no gradients and does not train."""
import numpy as np

from keras.src import tree
from keras.src.backend.numpy import data as feed  # noqa: F401 - what the loop feeds to steps
from keras.src.trainers import runner as base_runner
from keras.src.trainers import trainer as base_trainer
from keras.src.trainers.compilation import batch_size_of
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight

CustomRunner = base_runner.CustomRunner
JIT_BY_DEFAULT = False
STEPS_ARE_PURE = False  # then variables cannot be made in a step
NEEDS_LOSS = True


def supports_jit(model):
    """NumPy compiles nothing."""
    return False


def build_symbolically(model, x, y, sample_weight):
    """Builds a model from symbolic tensors."""
    model._build_from(x, y, sample_weight)


class NumpyTrainer(base_trainer.Trainer):
    """Trainer of the numpy backend."""

    def test_step(self, data):
        """One evaluation step; to be overridden at will.

        Args:
            data: Tuple `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

        Returns:
            Dict of logs.
        """
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self._forward(x, training=False)
        loss = self._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=False)
        self._loss_tracker.update_state(loss, sample_weight=batch_size_of(x))
        return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)

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

    def make_test_function(self, force=False):
        return _make(self, "test")

    def make_predict_function(self, force=False):
        return _make(self, "predict")


def _make(model, kind):
    Runner(model, kind).build()
    return getattr(model, f"{kind}_function")


def _no_training(method):
    return NotImplementedError(
        f"`{method}()` needs gradients, which the numpy backend does not have. Train on the jax, tensorflow or torch "
        "backend (environment variable KERAS_BACKEND) and load the saved model here."
    )


class Runner(base_runner.Runner):
    """Runs steps as they are."""

    def build(self):
        self.step_function = getattr(self.model, f"{self.kind}_step")
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
