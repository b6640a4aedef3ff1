# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from typing import Any

class Rematerializing:
    def rematerialized_call(self, layer_call: Any, *args: Any, **kwargs: Any) -> Any:
        ...
def __getattr__(name: str) -> Any: ...
