# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from keras.dtype_policies import *
from collections.abc import Mapping
from keras.src import backend as backend
from keras.src.api_export import keras_export as keras_export
from keras.src.backend.common.late import LateModule as LateModule
from keras.src.dtype_policies import dtype_policy as dtype_policy
from keras.src.dtype_policies.dtype_policy import AWQDTypePolicy as AWQDTypePolicy
from keras.src.dtype_policies.dtype_policy import DTypePolicy as DTypePolicy
from keras.src.dtype_policies.dtype_policy import FloatDTypePolicy as FloatDTypePolicy
from keras.src.dtype_policies.dtype_policy import GPTQDTypePolicy as GPTQDTypePolicy
from keras.src.dtype_policies.dtype_policy import Int4DTypePolicy as Int4DTypePolicy
from keras.src.dtype_policies.dtype_policy import QUANTIZATION_MODES as QUANTIZATION_MODES
from keras.src.dtype_policies.dtype_policy import QuantizedDTypePolicy as QuantizedDTypePolicy
from keras.src.dtype_policies.dtype_policy import QuantizedFloat8DTypePolicy as QuantizedFloat8DTypePolicy
from keras.src.dtype_policies.dtype_policy_map import DTypePolicyMap as DTypePolicyMap
from typing import Any

def serialize(dtype_policy: Any) -> Any: ...
def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any: ...
def get(identifier: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
