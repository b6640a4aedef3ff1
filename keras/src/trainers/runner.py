"""Runner: what carries out steps. Each backend has its own; the loop in `Trainer` is the same for all."""
import functools
import weakref

from keras.src import backend
from keras.src.metrics.metric import Metric
from keras.src.metrics.reduction_metrics import Mean
from keras.src.trainers.compile_utils import CompileMetrics
from keras.src.trainers.pace import Pace


class Runner:
    """Carries out the steps of one kind for one model.

    Args:
        model: The model.
        kind: `"train"`, `"test"` or `"predict"`.
    """

    GROUPS_MAY_PAY = False  # whether a call for several batches may cost less than one call for each

    def __init__(self, model, kind):
        self._model = weakref.ref(model)  # the model holds its runners: a model that is let go of ends at once
        self.kind = kind
        self.step_function = None
        self._pace = None

    @property
    def model(self):
        """The model."""
        return self._model()

    def pace(self):
        """The `Pace` that finds how many batches to take at once, or None where groups gain nothing."""
        if self._pace is None and self.GROUPS_MAY_PAY and self.kind != "predict" and not self.model.run_eagerly:
            self._pace = Pace(self.wait)
        return self._pace

    def wait(self):
        """Waits for the steps that still run on the device."""

    def build(self):
        """Makes ready for a number of steps: finds variables, makes the step function if there is none."""

    def prepare(self, adapter):
        """Between `begin` and the steps of a pass over the data of this adapter."""

    def reset_metrics(self):
        """Sets the metrics to their start."""
        self.model.reset_metrics()

    def begin(self):
        """Before the steps of an epoch: takes over the state of the variables."""

    def step(self, batches):
        """Runs a step on each batch.

        Returns:
            Dict of logs, or None if they are to be read from the metrics; with `"predict"` the outputs.
        """
        raise NotImplementedError

    def fresh_step(self, batch):
        """Runs a step on one batch with the metrics reset before; returns its logs."""
        self.reset_metrics()
        self.begin()
        logs = self.step([batch])
        self.sync()
        return logs

    def sync(self):
        """Gives the variables the values that they have by now."""


class CustomRunner(Runner):
    """Steps by a function that the user made, in an overridden `make_train_function` and the like."""

    def is_current(self):
        """The function may change at any time."""
        return False

    def build(self):
        getattr(self.model, f"make_{self.kind}_function")()
        self.step_function = getattr(self.model, f"{self.kind}_function")

    def step(self, batches):
        return self.step_function(iter(batches))


def weakly_bound(model, name):
    """A method of a model as a function that does not keep the model alive."""
    method = getattr(model, name)
    if getattr(method, "__self__", None) is not model:  # one that the user assigned
        return method
    function, reference = method.__func__, weakref.ref(model)

    @functools.wraps(function)
    def bound(*args):
        return function(reference(), *args)

    del bound.__wrapped__  # its signature has `self`
    return bound


def is_overridden(model, method):
    """Whether the model's class defines this method of the trainer anew."""
    return getattr(type(model), method, None) is not getattr(backend.trainer.BackendTrainer, method, None)


def default_metrics(model):
    """Whether the logs of a step are the values of the metrics, to be read whenever wanted."""
    own, ours = type(model), backend.trainer.BackendTrainer
    return own.compute_metrics is ours.compute_metrics and own.get_metrics_result is ours.get_metrics_result


def resets_to_zero(model):
    """Whether a reset of the metrics does nothing but set their variables to zero."""
    for metric in model.metrics:
        for one in (metric, *(getattr(metric, "metrics", None) or ())):
            if type(one).reset_state not in (Metric.reset_state, Mean.reset_state, CompileMetrics.reset_state):
                return False
    return True
