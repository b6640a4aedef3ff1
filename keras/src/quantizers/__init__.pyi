# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.quantizers import *
from collections.abc import Mapping
from keras.src.api_export import keras_export as keras_export
from keras.src.backend.common.late import LateModule as LateModule
from keras.src.lazy import attach as attach
from keras.src.saving.object_kinds import as_written as as_written
from keras.src.utils.naming import to_snake_case as to_snake_case
from typing import Any

def serialize(initializer: Any) -> Any: ...
def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any: ...
def get(identifier: Any, **kwargs: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
