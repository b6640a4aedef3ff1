# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from typing import Any

class ModelBuilding:
    built: Any
def symbol(leaf: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
