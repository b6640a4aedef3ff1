"""History: the numbers of all epochs."""
import weakref

from keras.src.api_export import keras_export
from keras.src.callbacks import curves
from keras.src.callbacks.callback import Callback


@keras_export("keras.callbacks.History")
class History(Callback):
    """Keeps the numbers of each epoch; `fit` adds one and returns it.

    Attributes:
        epoch: List of the epochs.
        history: Dict from each name to the list of its values, one per epoch.

    Example:

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> model.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0).epoch
    [0]
    """

    _state_attributes = ("epoch", "history", "_epochs")
    _reference = None  # to the model, which holds its history

    def __init__(self):
        super().__init__()
        self.history = {}
        self._epochs = {}  # by name, those that its values are of

    @property
    def _model(self):
        return None if self._reference is None else self._reference()

    @_model.setter
    def _model(self, model):
        self._reference = None if model is None else weakref.ref(model)

    def __getstate__(self):
        return {**self.__dict__, "_reference": None}

    def on_train_begin(self, logs=None):
        self.epoch = []

    def on_epoch_end(self, epoch, logs=None):
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
            self._epochs.setdefault(name, []).append(epoch)
        self._model.__dict__["history"] = self

    def plot(self, path=None):
        """Draws the curves: a panel for each name, training and validation together.

        Needs Matplotlib.

        Args:
            path: String or path, where the figure is saved, as a PNG file if the name does not end otherwise. Default
                `None`: it is only returned, and a notebook shows it.

        Returns:
            `matplotlib.figure.Figure`.

        Raises:
            ImportError: If Matplotlib is not installed.
            ValueError: If no epoch has ended yet.

        Example:

        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> history = model.fit(np.ones((8, 3)), np.ones((8, 1)), epochs=2, verbose=0)  # doctest: +SKIP
        >>> figure = history.plot("curves.png")  # doctest: +SKIP
        """
        if not self.history:
            raise ValueError("There are no curves to plot: the history holds no epoch yet.")
        panels = {"loss": {}} if "loss" in self.history else {}  # it comes first
        for name, values in self.history.items():
            epochs = [epoch + 1 for epoch in self._epochs.get(name, range(len(values)))]
            title = name.removeprefix("val_")
            label = "training" if title == name else "validation"
            panels.setdefault(title, {})[label] = (epochs, values)
        return curves.draw(panels, path)
