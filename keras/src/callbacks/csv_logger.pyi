# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Mapping
from keras.src._types import Path
from keras.src.callbacks.callback import Callback
from typing import Any

class CSVLogger(Callback):
    sep: Any
    filename: Any
    append: bool
    writer: Any
    keys: Any
    append_header: Any
    csv_file: Any
    def __init__(self, filename: Path, separator: str = ',', append: bool = False) -> None: ...
    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_epoch_end(self, epoch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None: ...
def __getattr__(name: str) -> Any: ...
