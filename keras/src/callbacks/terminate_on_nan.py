"""TerminateOnNaN: stops training when the loss is no number."""
import numpy as np

from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback, reads_lazily
from keras.src.utils import io_utils


@keras_export("keras.callbacks.TerminateOnNaN")
class TerminateOnNaN(Callback):
    """Stops training when the loss becomes NaN or infinite.

    Args:
        raise_error: Boolean, whether an error is raised instead. Default `False`.

    Raises:
        RuntimeError: At such a loss, if `raise_error`.

    Example:

    >>> guard = keras.callbacks.TerminateOnNaN()
    """

    def __init__(self, raise_error=False):
        super().__init__()
        self.raise_error = raise_error

    @reads_lazily
    def on_batch_end(self, batch, logs=None):
        loss = (logs or {}).get("loss")
        if loss is None or np.isfinite(loss):
            return
        if self.raise_error:
            raise RuntimeError(f"The loss at batch {batch} is {loss}: training ends here.")
        io_utils.print_msg(f"Batch {batch}: the loss is {loss}, training ends here.")
        self._model.stop_training = True
