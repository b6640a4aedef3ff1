"""TerminateOnNaN: stops training when the loss is no number."""
import numpy as np

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback, reads_lazily
from keras.src.utils import io_utils


@keras_export("keras.callbacks.TerminateOnNaN")
class TerminateOnNaN(Callback):
    """Stops training when the loss becomes NaN or infinite.

    Args:
        raise_error: Boolean, whether an error is raised instead. Default `False`.
        check_data: Boolean, whether each batch of the training data is looked through for such values before it is
            used, at the cost of a pass over it. Default `False`.

    Raises:
        RuntimeError: At such a loss, if `raise_error`.
        ValueError: At such data, if `check_data`; it names the array and the sample.

    Example:

    >>> guard = keras.callbacks.TerminateOnNaN()
    """

    def __init__(self, raise_error=False, check_data=False):
        super().__init__()
        self.raise_error = raise_error
        self.check_data = check_data

    def on_train_begin(self, logs=None):
        if self.check_data:
            self._model._run_of_fit["iterator"].look_through(check_numbers)

    @reads_lazily
    def on_batch_end(self, batch, logs=None):
        loss = (logs or {}).get("loss")
        if loss is None or np.isfinite(loss):
            return
        if self.raise_error:
            raise RuntimeError(f"The loss at batch {batch} is {loss}: training ends here.")
        io_utils.print_msg(f"Batch {batch}: the loss is {loss}, training ends here.")
        self._model.stop_training = True


def check_numbers(batch):
    """Raises ValueError if a batch holds NaN or infinite values.

    Args:
        batch: `x` or a tuple `(x, y, sample_weight)` of structures of arrays.
    """
    named = dict(zip(("x", "y", "sample_weight"), batch if isinstance(batch, tuple) else (batch,)))
    for path, leaf in tree.flatten_with_path(named):
        array = backend.convert_to_numpy(leaf) if leaf is not None else np.zeros(())
        if not np.issubdtype(array.dtype, np.floating):
            continue
        wrong = ~np.isfinite(array)
        if wrong.any():
            where = tuple(int(i) for i in np.argwhere(wrong)[0])
            name = path[0] + "".join(f"[{key!r}]" for key in path[1:])
            raise ValueError(
                f"The data hold values that are no numbers: `{name}` has {int(wrong.sum())} in a batch of "
                f"{len(array)} samples, the first one at {where}. Received: {array[where]}"
            )
