"""History: the numbers of all epochs."""
from keras.src.api_export import keras_export
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

    _state_attributes = ("epoch", "history")

    def __init__(self):
        super().__init__()
        self.history = {}

    def on_train_begin(self, logs=None):
        self.epoch = []

    def on_epoch_end(self, epoch, logs=None):
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
        self._model.__dict__["history"] = self
