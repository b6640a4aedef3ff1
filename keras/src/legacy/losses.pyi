# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from typing import Any

class Reduction:
    AUTO: Any
    NONE: Any
    SUM: Any
    SUM_OVER_BATCH_SIZE: Any
    @classmethod
    def all(cls) -> Any: ...
    @classmethod
    def validate(cls, key: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
