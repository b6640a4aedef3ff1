# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Mapping
from keras.src.callbacks.callback import Callback
from typing import Any

class TerminateOnNaN(Callback):
    raise_error: bool
    def __init__(self, raise_error: bool = False) -> None: ...
    def on_batch_end(self, batch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
def __getattr__(name: str) -> Any: ...
