# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Mapping
from keras.src.callbacks.callback import Callback
from typing import Any

class RemoteMonitor(Callback):
    root: str
    path: Any
    field: str
    headers: Any
    send_as_json: bool
    def __init__(self, root: str = 'http://localhost:9000', path: Any = '/publish/epoch/end/', field: str = 'data', headers: Any = None, send_as_json: bool = False) -> None: ...
    def on_epoch_end(self, epoch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
def __getattr__(name: str) -> Any: ...
