# Written by tools/stubs.py from the source and tools/stub_types.pyi. Not to be edited by hand.
from contextlib import AbstractContextManager
from keras.src.api_export import keras_export as keras_export
from keras.src.backend.common.dtypes import result_type as result_type
from keras.src.backend.common.keras_tensor import KerasTensor as KerasTensor
from keras.src.backend.common.keras_tensor import any_symbolic_tensors as any_symbolic_tensors
from keras.src.backend.common.keras_tensor import is_keras_tensor as is_keras_tensor
from keras.src.backend.common.keras_tensor import standardize_shape as standardize_shape
from keras.src.backend.common.masking import get_keras_mask as get_keras_mask
from keras.src.backend.common.masking import set_keras_mask as set_keras_mask
from keras.src.backend.common.stateless_scope import StatelessScope as StatelessScope
from keras.src.backend.common.stateless_scope import get_stateless_scope as get_stateless_scope
from keras.src.backend.common.stateless_scope import in_stateless_scope as in_stateless_scope
from keras.src.backend.common.symbolic_scope import SymbolicScope as SymbolicScope
from keras.src.backend.common.symbolic_scope import in_symbolic_scope as in_symbolic_scope
from keras.src.backend.common.variables import AutocastScope as AutocastScope
from keras.src.backend.common.variables import get_autocast_scope as get_autocast_scope
from keras.src.backend.common.variables import is_float_dtype as is_float_dtype
from keras.src.backend.common.variables import is_int_dtype as is_int_dtype
from keras.src.backend.common.variables import shape_equal as shape_equal
from keras.src.backend.common.variables import standardize_dtype as standardize_dtype
from keras.src.backend.config import backend as backend
from keras.src.backend.config import epsilon as epsilon
from keras.src.backend.config import floatx as floatx
from keras.src.backend.config import image_data_format as image_data_format
from keras.src.backend.config import is_flash_attention_enabled as is_flash_attention_enabled
from keras.src.backend.config import is_nnx_enabled as is_nnx_enabled
from keras.src.backend.config import set_epsilon as set_epsilon
from keras.src.backend.config import set_floatx as set_floatx
from keras.src.backend.config import set_image_data_format as set_image_data_format
from keras.src.backend.config import standardize_data_format as standardize_data_format
from typing import Any

def device(device_name: str) -> AbstractContextManager[Any]:
    ...
def __getattr__(name: str) -> Any: ...
