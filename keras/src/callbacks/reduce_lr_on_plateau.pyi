# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Mapping
from keras.src._types import Verbose
from keras.src.callbacks.monitor_callback import MonitorCallback
from typing import Any

class ReduceLROnPlateau(MonitorCallback):
    factor: Any
    min_lr: float
    patience: int
    verbose: Verbose
    cooldown: int
    cooldown_counter: Any
    wait: Any
    best: Any
    def __init__(self, monitor: str = 'val_loss', factor: Any = 0.1, patience: int = 10, verbose: Verbose = 0, mode: str = 'auto', min_delta: float = 0.0001, cooldown: int = 0, min_lr: float = 0.0, **kwargs: Any) -> None: ...
    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_epoch_end(self, epoch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
    def in_cooldown(self) -> bool: ...
def __getattr__(name: str) -> Any: ...
