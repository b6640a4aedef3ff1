"""Tensors and variables of the numpy backend: `numpy.ndarray`, computed forward only."""
import contextlib
import warnings

import ml_dtypes
import numpy as np

from keras.src import tree
from keras.src.backend.common import dtypes, spec_tracing
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.backend.common.late import LateModule, above_core
from keras.src.backend.common.name_scope import name_scope  # noqa: F401
from keras.src.backend.common.replicas import scale_for_replica, unscale_for_replica  # noqa: F401
from keras.src.backend.common.variables import Variable as KerasVariable

SUPPORTS_SPARSE_TENSORS = False
SUPPORTS_RAGGED_TENSORS = False
SUPPORTS_COMPLEX_DTYPES = True
SUPPORTS_GRADIENTS = False
SHARES_MEMORY_OF_ARRAYS = True  # a tensor made of a NumPy array
IS_THREAD_SAFE = True

DTYPES = {
    name: np.dtype(getattr(ml_dtypes, name, None) or name) for name in dtypes.ALLOWED_DTYPES - {"string"}
}
dtypes.register_names({dtype: name for name, dtype in DTYPES.items()})
_KEPT = frozenset(DTYPES[name] for name in DTYPES.keys() - dtypes.BIT64_TO_BIT32_DTYPE.keys())


class Variable(KerasVariable):
    __doc__ = KerasVariable.__doc__
    _numpy = LateModule("keras.src.backend.numpy.numpy")

    def _initialize(self, value):
        self._value = value

    def _copied(self, value):
        return np.array(value)

    def _direct_assign(self, value):
        self._value = np.array(value, dtype=DTYPES[self._dtype])

    def _convert_to_tensor(self, value, dtype=None):
        return convert_to_tensor(value, dtype=dtype)


def argument_fault(error):
    """Which error tells of faulty arguments, for one of the framework's own kind; None if it is clear as it is."""
    if isinstance(error, (np.exceptions.AxisError, OverflowError)):
        return ValueError
    return TypeError if isinstance(error, TypeError) and type(error) is not TypeError else None


def to_native_dtype(dtype):
    """The NumPy dtype of a dtype given in any form."""
    return DTYPES[dtypes.standardize(dtype)]


def convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    """`x` as an ndarray, in `dtype` or in the narrow form (at most 32 bits) of its own."""
    if sparse or ragged:
        raise ValueError(
            "Arguments `sparse` and `ragged` of convert_to_tensor must not be True: the numpy backend has no such "
            f"tensors. Received: sparse={sparse}, ragged={ragged}"
        )
    if isinstance(x, KerasVariable):
        x = x.value
        dtype = dtype or x.dtype  # a variable keeps its width
    if dtype is not None:
        target = to_native_dtype(dtype)
        return x if type(x) is np.ndarray and x.dtype is target else _cast_array(np.asarray(x), target)
    if isinstance(x, (np.ndarray, np.generic)):
        array = np.asarray(x)
        if array.dtype in _KEPT:
            return array
        narrow = dtypes.BIT64_TO_BIT32_DTYPE.get(array.dtype.name)
        return array if narrow is None else array.astype(DTYPES[narrow])
    return _from_python(x)


def _from_python(x):
    """Numbers and nested lists take the dtype that their kinds of numbers meet in."""
    if x is None:
        raise ValueError("None cannot be converted to a tensor.")
    array = np.asarray(x)
    if array.dtype.kind in "US":
        raise TypeError(f"Strings cannot be converted to a tensor on the numpy backend. Received: {x!r}")
    if array.dtype.kind == "O":
        raise ValueError(f"This value cannot be converted to a tensor. Received: {x!r}")
    if array.dtype.kind in "iu" and not isinstance(x, int):
        return array.astype(DTYPES["int32"])
    if array.dtype.kind in "iu":
        return np.asarray(x, DTYPES["int32"])
    if array.dtype.name == "float64":
        return array.astype(DTYPES[dtypes.promote(float)])
    return array.astype(DTYPES["complex64"]) if array.dtype.kind == "c" else array


def _cast_array(array, dtype):
    """`array` in `dtype`, the very object: kernels compare dtypes by identity, files bring along equal ones."""
    if array.dtype is dtype:
        return array
    return array.view(dtype) if array.dtype == dtype else array.astype(dtype)


def convert_to_numpy(x):
    """`x` as a NumPy array."""
    return np.asarray(x.value if isinstance(x, KerasVariable) else x)


def is_tensor(x):
    """Whether `x` is a tensor of this backend."""
    return isinstance(x, (np.ndarray, np.generic))


def shape(x):
    """Tuple of sizes."""
    return tuple(x.shape)


def cast(x, dtype):
    """`x` in another dtype."""
    return convert_to_tensor(x, dtype=dtype)


def compute_output_spec(fn, *args, **kwargs):
    """Symbolic outputs of a function, by running it on zeros."""
    return spec_tracing.compute_output_spec(_evaluate, fn, args, kwargs, fill_sizes=(20, 21))


def _evaluate(fn, args, kwargs, stand_in):
    def concrete(x):
        return np.zeros(stand_in(x), DTYPES[x.dtype]) if isinstance(x, KerasTensor) else x

    args, kwargs = tree.map_structure(concrete, (args, kwargs))
    with np.errstate(all="ignore"):
        return fn(*args, **kwargs)


def device_scope(device_name):
    """There is one device."""
    return contextlib.nullcontext()


def random_seed_dtype():
    """Dtype of the state of a SeedGenerator."""
    return "uint32"


def set_determinism(enabled):
    """NumPy gives the same each time."""


def remat(f):
    """`f`: without gradients there is nothing to rematerialize."""
    warnings.warn("The numpy backend has no gradients, so rematerialization has no effect on it.", stacklevel=3)
    return f


__getattr__ = above_core(__name__)
