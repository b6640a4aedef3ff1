# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Mapping
from keras.src._types import Verbose
from keras.src.callbacks.monitor_callback import MonitorCallback
from typing import Any

class EarlyStopping(MonitorCallback):
    patience: int
    verbose: Verbose
    baseline: Any
    wait: Any
    stopped_epoch: Any
    restore_best_weights: bool
    best_weights: Any
    best_epoch: Any
    start_from_epoch: int
    best: Any
    def __init__(self, monitor: str = 'val_loss', min_delta: float = 0, patience: int = 0, verbose: Verbose = 0, mode: str = 'auto', baseline: Any = None, restore_best_weights: bool = False, start_from_epoch: int = 0) -> None: ...
    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_epoch_end(self, epoch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None: ...
    def get_monitor_value(self, logs: Mapping[str, Any]) -> Any: ...
def __getattr__(name: str) -> Any: ...
