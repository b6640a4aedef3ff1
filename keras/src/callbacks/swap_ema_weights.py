"""SwapEMAWeights: evaluate and save with the averaged weights."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback


@keras_export("keras.callbacks.SwapEMAWeights")
class SwapEMAWeights(Callback):
    """Puts the optimizer's moving averages in the place of the weights for evaluation and prediction.

    Args:
        swap_on_epoch: Boolean, whether the averages are there at the end of an epoch too, when other callbacks
            save. Default `False`.

    Raises:
        ValueError: If the optimizer keeps no averages (`use_ema=False`).

    Example:

    >>> swap = keras.callbacks.SwapEMAWeights(swap_on_epoch=True)
    """

    _state_attributes = ("_ema_weights_in_model",)

    def __init__(self, swap_on_epoch=False):
        super().__init__()
        self.swap_on_epoch = swap_on_epoch
        self._ema_weights_in_model = False

    def _optimizer(self):
        optimizer = self.model.optimizer
        return getattr(optimizer, "inner_optimizer", optimizer)

    def _swap(self):
        """Exchanges weights and averages."""
        optimizer = self._optimizer()
        if not getattr(optimizer, "use_ema", False):
            raise ValueError(
                "SwapEMAWeights needs an optimizer that keeps averages: give it `use_ema=True`. "
                f"Received: {type(optimizer).__name__} with use_ema={getattr(optimizer, 'use_ema', None)}"
            )
        if not hasattr(optimizer, "_model_variables_moving_average"):
            raise ValueError("SwapEMAWeights needs an optimizer that is built: train the model first.")
        for weight, average in zip(optimizer._trainable_variables, optimizer._model_variables_moving_average):
            held = backend.convert_to_numpy(weight).copy()
            weight.assign(average)
            average.assign(held)

    def _bring_averages(self):
        if not self._ema_weights_in_model:
            self._swap()
            self._ema_weights_in_model = True

    def _bring_weights(self):
        if self._ema_weights_in_model:
            self._swap()
            self._ema_weights_in_model = False

    def on_epoch_begin(self, epoch, logs=None):
        if self.swap_on_epoch:
            self._bring_weights()

    def on_epoch_end(self, epoch, logs=None):
        if self.swap_on_epoch:
            self._bring_averages()
            if epoch + 1 == self.params["epochs"]:
                # The last epoch: training ends with the optimizer's own step on the averages.
                self._bring_weights()

    def on_test_begin(self, logs=None):
        self._bring_averages()

    def on_test_end(self, logs=None):
        self._bring_weights()

    def on_predict_begin(self, logs=None):
        self._bring_averages()

    def on_predict_end(self, logs=None):
        self._bring_weights()
