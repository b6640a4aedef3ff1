# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src.callbacks.callback import Callback
from typing import Any

class MonitorCallback(Callback):
    monitor: str
    mode: str
    best: Any
    min_delta: Any
    monitor_op: Any
    def __init__(self, monitor: str = 'val_loss', mode: str = 'auto', baseline: Any = None, min_delta: float = 0) -> None: ...
def __getattr__(name: str) -> Any: ...
