# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from collections.abc import Mapping
from keras.src._types import Path, Verbose
from keras.src.callbacks.monitor_callback import MonitorCallback
from typing import Any

class ModelCheckpoint(MonitorCallback):
    verbose: Verbose
    filepath: Any
    save_best_only: bool
    save_weights_only: bool
    save_freq: Any
    max_to_keep: Any
    best: Any
    def __init__(self, filepath: Path, monitor: str = 'val_loss', verbose: Verbose = 0, save_best_only: bool = False, save_weights_only: bool = False, mode: str = 'auto', save_freq: Any = 'epoch', initial_value_threshold: Any = None, max_to_keep: Any = None) -> None: ...
    def on_train_batch_end(self, batch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_epoch_begin(self, epoch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
    def on_epoch_end(self, epoch: Any, logs: Mapping[str, Any] | None = None) -> None: ...
def __getattr__(name: str) -> Any: ...
