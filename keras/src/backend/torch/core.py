"""Tensors and variables of the torch backend."""
import contextlib
import os

import ml_dtypes
import numpy as np
import torch

from keras.src import tree
from keras.src.backend.common import dtypes, spec_tracing
from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.backend.common.late import LateModule, above_core
from keras.src.backend.common.name_scope import name_scope  # noqa: F401
from keras.src.backend.common.remat import rematerialized
from keras.src.backend.common.replicas import scale_for_replica, unscale_for_replica  # noqa: F401
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.backend.common.variables import Variable as KerasVariable

_divided = LateModule("keras.src.backend.torch.divided")
SUPPORTS_SPARSE_TENSORS = False
SUPPORTS_RAGGED_TENSORS = False
SUPPORTS_COMPLEX_DTYPES = True
SUPPORTS_GRADIENTS = True
SHARES_MEMORY_OF_ARRAYS = True  # a tensor made of a NumPy array
IS_THREAD_SAFE = True

TORCH_DTYPES = {
    "bool": torch.bool,
    "uint8": torch.uint8,
    "uint16": torch.int32,  # torch computes with few unsigned types: the next wider signed one
    "uint32": torch.int64,
    "int8": torch.int8,
    "int16": torch.int16,
    "int32": torch.int32,
    "int64": torch.int64,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "float32": torch.float32,
    "float64": torch.float64,
    "complex64": torch.complex64,
    "complex128": torch.complex128,
    "float8_e4m3fn": torch.float8_e4m3fn,
    "float8_e5m2": torch.float8_e5m2,
}
dtypes.register_names({t: str(t).removeprefix("torch.") for t in TORCH_DTYPES.values()})
_PYTHON_NUMBERS = frozenset((bool, int, float, complex))
_FROM_NUMPY = {
    np.dtype(n): TORCH_DTYPES[n] for n in ("bool", "uint8", "int8", "int16", "int32", "int64",
                                           "float16", "float32", "float64", "complex64", "complex128")
}


def _default_device():
    """`KERAS_TORCH_DEVICE`, else the first accelerator that is there, else the CPU."""
    named = os.environ.get("KERAS_TORCH_DEVICE")
    if named:
        return named
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "xpu" if hasattr(torch, "xpu") and torch.xpu.is_available() else "cpu"


DEFAULT_DEVICE = _default_device()


def get_device():
    """Name of the device on which new tensors are made."""
    return get_global_attribute("torch_device") or DEFAULT_DEVICE


@contextlib.contextmanager
def device_scope(device_name):
    """Context in which new tensors live on a device: `"cpu"`, `"gpu:0"`, `"cuda:1"`, `"meta"`."""
    outer = get_global_attribute("torch_device")
    set_global_attribute("torch_device", _device(device_name))
    try:
        yield
    finally:
        set_global_attribute("torch_device", outer)


def _device(name):
    if not isinstance(name, (str, torch.device)):
        raise ValueError(f"Argument `device_name` must be a string. Received: device_name={name!r}")
    return str(name).lower().replace("gpu", "cuda")


def argument_fault(error):
    """Which error tells of faulty arguments, for one of the framework's own kind; None if it is clear as it is.

    Subclasses of RuntimeError, as for exhausted memory, have other reasons.
    """
    if isinstance(error, NotImplementedError):
        return TypeError
    return ValueError if type(error) is RuntimeError else None


def to_torch_dtype(dtype):
    """The torch dtype of a dtype given in any form."""
    if isinstance(dtype, str) and dtype in TORCH_DTYPES:  # `torch.compile` cannot trace `type(dtype) is str` here
        return TORCH_DTYPES[dtype]
    if isinstance(dtype, torch.dtype):
        return dtype
    name = dtypes.standardize(dtype)
    found = TORCH_DTYPES.get(name)
    if found is None:
        raise ValueError(f"torch has no tensors of this dtype. Received: dtype={name!r}")
    return found


to_native_dtype = to_torch_dtype


class Variable(KerasVariable):
    __doc__ = KerasVariable.__doc__
    _numpy = LateModule("keras.src.backend.torch.numpy")

    def _initialize(self, value):
        if isinstance(value, torch.nn.Parameter):  # A parameter of the user's stays the user's.
            self._value = value
            return
        layout = self._settled_layout()
        if layout is not None and _divided.divide_variable(self, value.detach().to(get_device()), layout):
            return
        can_train = value.is_floating_point() or value.is_complex()
        self._value = torch.nn.Parameter(
            value.detach().to(get_device()), requires_grad=self._trainable and can_train
        )

    def _copied(self, value):
        return value if isinstance(value, torch.nn.Parameter) else value.detach().clone()

    def _borrow_numpy(self):
        return convert_to_numpy(self.value.detach())

    def _direct_assign(self, value):
        with torch.no_grad():
            self._value.copy_(value)

    def _convert_to_tensor(self, value, dtype=None):
        return convert_to_tensor(value, dtype=dtype)

    def _maybe_requires_grad(self, value):
        if self._value is not None and (self._value.is_floating_point() or self._value.is_complex()):
            self._value.requires_grad_(value)

    @property
    def trainable(self):
        return self._trainable

    @trainable.setter
    def trainable(self, value):
        self._trainable = bool(value)
        self._maybe_requires_grad(self._trainable)

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        args, kwargs = tree.map_structure(_unwrapped, (args, kwargs or {}))
        return function(*args, **kwargs)

    def __array__(self, dtype=None, copy=None):
        return np.array(convert_to_numpy(self.value), dtype=dtype, copy=True if copy else None)

    def __eq__(self, other):
        return self._numpy.equal(self.value, other)

    __hash__ = object.__hash__


def _unwrapped(x):
    return x.value if isinstance(x, Variable) else x


def convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    """`x` as a `torch.Tensor` on the current device."""
    if sparse or ragged:
        raise ValueError(
            "Arguments `sparse` and `ragged` of convert_to_tensor must not be True: the torch backend has no such "
            f"tensors. Received: sparse={sparse}, ragged={ragged}"
        )
    if isinstance(x, KerasVariable):
        x = x.value
    if isinstance(x, torch.Tensor):
        return _tensor(x, dtype)
    kind = float if type(x) is np.float64 else type(x)
    if dtype is None and kind in _PYTHON_NUMBERS:
        dtype = _number_dtype(x)
    elif dtype is not None:
        dtype = to_torch_dtype(dtype)
    if kind in _PYTHON_NUMBERS:
        return torch.as_tensor(x, dtype=dtype, device=get_device())
    return _from_array(x, dtype)


def _number_dtype(x):
    if isinstance(x, float):
        return to_torch_dtype(dtypes.promote.wide(float))
    if type(x) is int:
        return torch.int32 if -(2**31) <= x < 2**31 else torch.int64
    return torch.bool if type(x) is bool else torch.complex64


def _tensor(x, dtype):
    device = get_device()
    if dtype is not None:
        dtype = to_torch_dtype(dtype)
        if x.dtype != dtype:
            return x.to(device=device, dtype=dtype)
    if x.is_cpu and device == "cpu":  # sooner asked than the device's name
        return x
    if x.device.type == device or device.startswith(x.device.type) and str(x.device) == device:
        return x
    return x.to(device)


def _from_array(x, dtype):
    """Arrays and nested lists; lists of Python numbers take the dtype that the numbers meet in."""
    if isinstance(x, (list, tuple)) and any(isinstance(e, (torch.Tensor, KerasVariable)) for e in tree.flatten(x)):
        stacked = torch.stack([convert_to_tensor(e) for e in x])
        return stacked if dtype is None else stacked.to(dtype)
    if torch.compiler.is_compiling():
        return _traced_array(x, dtype)
    array = np.asarray(x)
    if array.dtype.kind in "OUS":
        raise ValueError(f"This value cannot be converted to a tensor. Received: {x!r}")
    if dtype is None and isinstance(x, (list, tuple)):
        dtype = _list_dtype(array.dtype)
    native = _FROM_NUMPY.get(array.dtype)
    if native is None:
        array, native = _readable(array)
    if not array.flags.writeable or min(array.strides, default=0) < 0:
        array = array.copy()
    return torch.from_numpy(array).to(device=get_device(), dtype=dtype or native)


def _traced_array(x, dtype):
    """The same under `torch.compile`, which takes NumPy's arrays for tensors, and cannot be asked for their dtype."""
    tensor = torch.as_tensor(x, device=get_device())
    number = {torch.get_default_dtype(): 0.0, torch.int64: 0}.get(tensor.dtype)
    if dtype is None and number is not None and isinstance(x, (list, tuple)):
        dtype = _number_dtype(number)
    return tensor if dtype is None else tensor.to(dtype)


def _list_dtype(found):
    if found.kind == "f" and found == np.float64:
        return to_torch_dtype(dtypes.promote(float))
    return torch.int32 if found == np.int64 else None


def _readable(array):
    """An array that torch can read, for dtypes that NumPy and torch write differently."""
    if array.dtype == ml_dtypes.bfloat16:
        return array.astype(np.float32), torch.bfloat16
    name = dtypes.standardize(array.dtype)
    native = to_torch_dtype(name)
    if name.startswith("float8"):
        return array.astype(np.float32), native
    return array.astype(np.int32 if native == torch.int32 else np.int64), native


def convert_to_numpy(x):
    """`x` as a NumPy array; of a variable or parameter, whose memory changes in place, a copy."""
    if isinstance(x, KerasVariable):
        x = x.value
    if isinstance(x, torch.Tensor):
        in_place = isinstance(x, torch.nn.Parameter)
        x = x.detach().cpu().resolve_conj()
        if x.dtype == torch.bfloat16:
            return x.to(torch.float32).numpy().astype(ml_dtypes.bfloat16)
        if x.dtype in (torch.float8_e4m3fn, torch.float8_e5m2):
            return x.to(torch.float32).numpy().astype(getattr(ml_dtypes, dtypes.standardize(x.dtype)))
        return x.numpy().copy() if in_place else x.numpy()
    if isinstance(x, (list, tuple)):
        return np.array([convert_to_numpy(e) for e in x])
    return np.asarray(x)


def is_tensor(x):
    """Whether `x` is a tensor of this backend."""
    return isinstance(x, torch.Tensor)


def shape(x):
    """Tuple of sizes."""
    return tuple(x.shape)


def cast(x, dtype):
    """`x` in another dtype."""
    dtype = to_torch_dtype(dtype)
    if isinstance(x, KerasVariable):
        x = x.value
    if isinstance(x, torch.Tensor):
        return x if x.dtype == dtype else x.to(dtype)
    return convert_to_tensor(x, dtype)


class _MetaScope(StatelessScope):
    """Variables are read as tensors without storage."""

    def get_current_value(self, variable):
        value = super().get_current_value(variable)
        if value is None:
            dtype = TORCH_DTYPES[variable._dtype]
            value = torch.empty(variable.shape, dtype=dtype, device="meta")
        return value


def compute_output_spec(fn, *args, **kwargs):
    """Symbolic outputs of a function, by running it on tensors without storage, or else on ones."""
    try:
        return spec_tracing.compute_output_spec(_on_meta, fn, args, kwargs, scope=_MetaScope)
    except (RuntimeError, TypeError, ValueError):
        pass  # It asks for values or for a kernel that knows none without. A faulty one fails once more.
    return spec_tracing.compute_output_spec(_on_ones, fn, args, kwargs)


def _on_meta(fn, args, kwargs, stand_in):
    def concrete(x):
        if isinstance(x, KerasTensor):
            return torch.empty(stand_in(x), dtype=to_torch_dtype(x.dtype), device="meta")
        if isinstance(x, torch.Tensor):
            return x.to("meta")
        return x

    with device_scope("meta"), torch.device("meta"), torch.no_grad():
        args, kwargs = tree.map_structure(concrete, (args, kwargs))
        return fn(*args, **kwargs)


def _on_ones(fn, args, kwargs, stand_in):
    def concrete(x):
        if isinstance(x, KerasTensor):
            return torch.ones(stand_in(x), dtype=to_torch_dtype(x.dtype), device=get_device())
        return x

    with torch.no_grad():
        args, kwargs = tree.map_structure(concrete, (args, kwargs))
        return fn(*args, **kwargs)


def random_seed_dtype():
    """Dtype of the state of a SeedGenerator; its arithmetic wraps as in the reference."""
    return "int32"


def set_determinism(enabled):
    """Whether sums are made in one order only."""
    if enabled:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.backends.cudnn.benchmark = False
    torch.use_deterministic_algorithms(enabled)


def remat(f):
    """`f` whose gradient computes intermediate results again."""
    from torch.utils.checkpoint import checkpoint

    return rematerialized(f, lambda pure, tensors: checkpoint(pure, *tensors, use_reentrant=False))


__getattr__ = above_core(__name__)
