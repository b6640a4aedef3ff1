# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.src._types import Verbose
from typing import Any

class Progbar:
    target: Any
    width: int
    verbose: Verbose
    interval: float
    unit_name: str
    stateful_metrics: Any
    stateless_metrics: Any
    def __init__(self, target: Any, width: int = 20, verbose: Verbose = 1, interval: float = 0.05, stateful_metrics: Any = None, stateless_metrics: Any = None, unit_name: str = 'step') -> None: ...
    def begin(self, title: Any) -> None: ...
    def update(self, current: int, values: Any = None, finalize: bool | None = None) -> None: ...
    def add(self, n: Any, values: Any = None) -> None: ...
def __getattr__(name: str) -> Any: ...
