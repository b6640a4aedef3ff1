"""LambdaCallback: a callback from functions."""
from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback


@keras_export("keras.callbacks.LambdaCallback")
class LambdaCallback(Callback):
    """A callback made of functions, each under the name of its hook.

    Args:
        on_epoch_begin: Function `f(epoch, logs)`.
        on_epoch_end: Function `f(epoch, logs)`.
        on_train_begin: Function `f(logs)`.
        on_train_end: Function `f(logs)`.
        on_train_batch_begin: Function `f(batch, logs)`.
        on_train_batch_end: Function `f(batch, logs)`.
        **kwargs: Any other hook of `Callback` and its function.

    Example:

    >>> say = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"]))
    """

    def __init__(
        self, on_epoch_begin=None, on_epoch_end=None, on_train_begin=None, on_train_end=None,
        on_train_batch_begin=None, on_train_batch_end=None, **kwargs,
    ):
        super().__init__()
        hooks = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
        }
        self.__dict__.update({name: function for name, function in hooks.items() if function is not None})
        self.__dict__.update(kwargs)
