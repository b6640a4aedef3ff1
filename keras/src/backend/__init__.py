"""The active backend under one name: `backend.numpy.mean`, `backend.convert_to_tensor`, ...

The framework is imported when a name that needs it is first read, and not before.
"""
# ruff: noqa: I001 - a table of contents
import importlib
import sys
import types

from keras.src.api_export import keras_export
from keras.src.backend.common.dtypes import result_type
from keras.src.backend.common.keras_tensor import (
    KerasTensor, any_symbolic_tensors, is_keras_tensor, standardize_shape,
)
from keras.src.backend.common.masking import get_keras_mask, set_keras_mask
from keras.src.backend.common.stateless_scope import (
    StatelessScope, get_stateless_scope, in_stateless_scope,
)
from keras.src.backend.common.symbolic_scope import SymbolicScope, in_symbolic_scope
from keras.src.backend.common.variables import (
    AutocastScope, get_autocast_scope, is_float_dtype, is_int_dtype, shape_equal, standardize_dtype,
)
from keras.src.backend.config import (
    backend, epsilon, floatx, image_data_format, is_flash_attention_enabled, is_nnx_enabled,
    set_epsilon, set_floatx, set_image_data_format, standardize_data_format,
)

# Read from the active backend package and from its `core`.
_MODULES = ("core", "distribution_lib", "image", "linalg", "math", "nn", "numpy", "random", "sparse", "trainer")
_CORE = (
    "IS_THREAD_SAFE", "SUPPORTS_COMPLEX_DTYPES", "SUPPORTS_RAGGED_TENSORS",
    "SUPPORTS_SPARSE_TENSORS", "Variable", "cast", "compute_output_spec", "cond",
    "convert_to_numpy", "convert_to_tensor", "device_scope", "is_tensor", "name_scope",
    "random_seed_dtype", "scatter", "shape", "stop_gradient", "to_torch_dtype", "vectorized_map",
)
_RNN = ("cudnn_ok", "gru", "lstm", "native_ok", "rnn")
# Public names whose objects are the active backend's; the namespace generator reads this table.
LAZY_EXPORTS = {"keras.Variable": "Variable", "keras.name_scope": "name_scope"}


def __getattr__(name):
    package = f"{__name__}.{backend()}"
    if name in _RNN:  # `rnn` is the function, as in the reference; the module is `backend.<name>.rnn`
        value = getattr(importlib.import_module(f"{package}.rnn"), name)
    elif name in _MODULES:
        value = importlib.import_module(f"{package}.{name}")
    elif name in _CORE:
        value = getattr(importlib.import_module(f"{package}.core"), name)
        if f"keras.{name}" in LAZY_EXPORTS:
            keras_export(f"keras.{name}")(value)
    elif name in ("BackendVariable", "backend_name_scope"):
        value = __getattr__("Variable" if name == "BackendVariable" else "name_scope")
    elif name in ("common", "config", "jax", "tensorflow", "torch"):
        return importlib.import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


class _BackendModule(types.ModuleType):
    """Keeps the name `numpy` for the active backend's NumPy functions.

    Python binds a subpackage to its parent's attribute when it is imported; the numpy backend's package would
    take the place of `backend.numpy`.
    """

    def __setattr__(self, name, value):
        if not (name == "numpy" and value is sys.modules.get(f"{__name__}.numpy")):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _BackendModule


@keras_export("keras.device")
def device(device_name):
    """Context manager: tensors and variables made inside live on this device.

    Args:
        device_name: String of kind and index, as `"cpu:0"` or `"gpu:1"`.

    Example:

    >>> with keras.device("cpu:0"):
    ...     x = keras.ops.ones((2,))
    """
    return __getattr__("core").device_scope(device_name)
