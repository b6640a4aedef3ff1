# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.legacy import *
from typing import Any

def __getattr__(name: str) -> Any: ...
