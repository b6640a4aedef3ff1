# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.layers import *
from collections.abc import Mapping
from keras.src.api_export import keras_export as keras_export
from keras.src.backend.common.late import LateModule as LateModule
from keras.src.layers.layer import Layer
from keras.src.lazy import attach as attach
from typing import Any

def serialize(layer: Layer) -> Any: ...
def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any: ...
def __getattr__(name: str) -> Any: ...
