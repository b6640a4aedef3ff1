"""LearningRateFinder: a range test for the learning rate."""
import math
import warnings

import numpy as np

from keras.src.api_export import keras_export
from keras.src.callbacks import curves
from keras.src.callbacks.callback import Callback

_FIRST_STEPS = 5  # no divergence is seen before, nor is a rate suggested from less


@keras_export("keras.callbacks.LearningRateFinder")
class LearningRateFinder(Callback):
    """Raises the learning rate from step to step until the loss diverges, to see which rates are good.

    The rate of step `i` is `min_rate * (max_rate / min_rate) ** (i / (steps - 1))`. Training ends after these steps,
    or when the smoothed loss lies `divergence` times the first loss above its least value. Then the model and its
    optimizer are as before, and `suggest()` gives a rate to train with.

    Args:
        min_rate: Float, the first rate. Default `1e-6`.
        max_rate: Float, the last rate. Default 1.0.
        steps: Integer, how many steps there are. `fit` needs enough epochs for them. Default 100.
        smoothing: Float in [0, 1), the momentum of the moving average of the losses. Default 0.9.
        divergence: Float, how far the loss may rise; `inf` for all steps. Default 4.0.
        restore: Boolean, whether weights and the optimizer's state are put back at the end. Default `True`; the
            optimizer's rate always is.

    Attributes:
        rates: List of the rates that were tried.
        losses: List of the losses of their batches.
        smoothed: List of their moving averages.

    Raises:
        ValueError: If an argument is out of its range.

    Example:

    >>> finder = keras.callbacks.LearningRateFinder(steps=20)
    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> _ = model.fit(np.ones((8, 3)), np.ones((8, 1)), epochs=20, verbose=0, callbacks=[finder])  # doctest: +SKIP
    >>> rate = finder.suggest()  # doctest: +SKIP

    Reference:
        - Smith, 2015, "Cyclical Learning Rates for Training Neural Networks", https://arxiv.org/abs/1506.01186
    """

    def __init__(self, min_rate=1e-6, max_rate=1.0, steps=100, smoothing=0.9, divergence=4.0, restore=True):
        super().__init__()
        if not 0 < min_rate < max_rate:
            raise ValueError(
                "Arguments of LearningRateFinder must have 0 < min_rate < max_rate. "
                f"Received: min_rate={min_rate}, max_rate={max_rate}"
            )
        if not isinstance(steps, int) or steps < _FIRST_STEPS:
            raise ValueError(
                f"Argument `steps` of LearningRateFinder must be an integer >= {_FIRST_STEPS}. "
                f"Received: steps={steps!r}"
            )
        if not 0 <= smoothing < 1:
            raise ValueError(
                f"Argument `smoothing` of LearningRateFinder must lie in [0, 1). Received: smoothing={smoothing}"
            )
        self.min_rate, self.max_rate, self.steps = min_rate, max_rate, steps
        self.smoothing, self.divergence, self.restore = smoothing, divergence, restore
        self.rates, self.losses, self.smoothed = [], [], []

    def on_train_begin(self, logs=None):
        self.rates, self.losses, self.smoothed = [], [], []
        self._average, self._seen = 0.0, (0.0, 0.0)
        model = self.model
        kept = model.variables + model.optimizer.variables if self.restore else []
        self._kept = [(variable, np.array(variable)) for variable in kept]
        self._rate_before = float(np.array(model.optimizer.learning_rate))

    def on_train_batch_begin(self, batch, logs=None):
        rate = self.min_rate * (self.max_rate / self.min_rate) ** (len(self.rates) / (self.steps - 1))
        self.model.optimizer.learning_rate = rate
        self.rates.append(rate)

    def on_train_batch_end(self, batch, logs=None):
        loss = self._loss_of_batch(batch, logs)
        self.losses.append(loss)
        count = len(self.losses)
        self._average = self.smoothing * self._average + (1 - self.smoothing) * loss
        self.smoothed.append(self._average / (1 - self.smoothing**count))
        if count >= self.steps or not math.isfinite(loss) or self._diverges():
            self._model.stop_training = True

    def _loss_of_batch(self, batch, logs):
        """The loss of the last batch alone; the logs have the mean over the epoch."""
        tracker = self.model._loss_tracker
        total, count = float(np.array(tracker.total)), float(np.array(tracker.count))
        before = self._seen if batch else (0.0, 0.0)
        self._seen = total, count
        if count <= before[1]:  # a training step of the user's that tracks the loss itself
            return float(logs["loss"])
        return (total - before[0]) / (count - before[1])

    def _diverges(self):
        rise = self.smoothed[-1] - min(self.smoothed)
        return len(self.smoothed) > _FIRST_STEPS and rise > self.divergence * abs(self.smoothed[0])

    def on_train_end(self, logs=None):
        if len(self.losses) < self.steps and not self._model.stop_training:
            warnings.warn(
                f"LearningRateFinder has seen {len(self.losses)} of {self.steps} steps: give `fit` more epochs.",
                stacklevel=2,
            )
        self.model.optimizer.learning_rate = self._rate_before
        for variable, value in self._kept:
            variable.assign(value)
        self._kept = []

    def suggest(self):
        """The rate around which the smoothed loss falls fastest, over the logarithm of the rate.

        It is the middle of the stretch, a fifth of the steps up to the least loss, over which the loss falls most: so
        it keeps a distance from the rates at which the loss begins to rise.

        Returns:
            Float.

        Raises:
            ValueError: If there are too few steps in which the loss falls.
        """
        finite = np.array([x for x in self.smoothed if math.isfinite(x)])
        until = int(np.argmin(finite)) + 1 if len(finite) else 0
        if until < _FIRST_STEPS:
            raise ValueError(
                f"LearningRateFinder cannot suggest a rate: the loss falls over {until} steps only. Begin lower than "
                f"min_rate={self.min_rate}, or take more than steps={self.steps}."
            )
        width = max(_FIRST_STEPS - 1, until // 5)
        falls = finite[width:until] - finite[: until - width]
        return self.rates[int(np.argmin(falls)) + width // 2]

    def plot(self, path=None):
        """Draws the losses over the rates, with the suggested rate if there is one. Needs Matplotlib.

        Args:
            path: Where the figure is saved, or `None`; see `History.plot`.

        Returns:
            `matplotlib.figure.Figure`.

        Raises:
            ImportError: If Matplotlib is not installed.
        """
        lines = {"loss": (self.rates, self.losses), "smoothed": (self.rates, self.smoothed)}
        figure = curves.draw({"Learning-rate range test": lines}, None, "Learning rate", logarithmic=True)
        axis = figure.axes[0]
        axis.lines[0].set_alpha(0.35)
        shown = [x for x in self.smoothed if math.isfinite(x)] or [0.0]
        low, high = min(shown), max(shown[0], min(shown) + 1.5 * (shown[0] - min(shown)))
        margin = 0.1 * ((high - low) or 1.0)
        axis.set_ylim(low - margin, high + margin)  # what diverges is out of sight
        try:
            rate = self.suggest()
        except ValueError:
            rate = None
        if rate is not None:
            axis.axvline(rate, color="gray", linestyle="--", label=f"suggested: {rate:.2g}")
            axis.legend(frameon=False)
        if path is not None:
            figure.savefig(path, dpi=120)
        return figure
