# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.constraints import *
from collections.abc import Mapping
from keras.src._types import ConstraintLike
from keras.src.api_export import keras_export as keras_export
from keras.src.lazy import attach as attach
from keras.src.saving.object_kinds import ObjectKind as ObjectKind
from keras.src.saving.object_kinds import class_and_snake_case as class_and_snake_case
from typing import Any

def get(identifier: Any) -> Any: ...
def serialize(constraint: ConstraintLike) -> Any: ...
def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any: ...
def __getattr__(name: str) -> Any: ...
