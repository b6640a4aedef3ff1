# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Callable
from keras.src.callbacks.callback import Callback
from typing import Any

class LambdaCallback(Callback):
    def __init__(self, on_epoch_begin: Callable[[int, Any], Any] | None = None, on_epoch_end: Callable[[int, Any], Any] | None = None, on_train_begin: Callable[[Any], Any] | None = None, on_train_end: Callable[[Any], Any] | None = None, on_train_batch_begin: Callable[[int, Any], Any] | None = None, on_train_batch_end: Callable[[int, Any], Any] | None = None, **kwargs: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
