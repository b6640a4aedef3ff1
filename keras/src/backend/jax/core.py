"""Tensors and variables of the jax backend."""
import functools
import os

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
from jax._src.core import trace_state_clean  # has no public name
from jax._src.lib import xla_client  # has no public name
from jax._src.xla_bridge import backends_are_initialized  # has no public name

from keras.src import tree
from keras.src.backend.common import dtypes, spec_tracing
from keras.src.backend.common.keras_tensor import SPECIAL_TYPES, KerasTensor
from keras.src.backend.common.late import LateModule, above_core
from keras.src.backend.common.name_scope import name_scope  # noqa: F401
from keras.src.backend.common.remat import rematerialized
from keras.src.backend.common.replicas import scale_for_replica, unscale_for_replica  # noqa: F401
from keras.src.backend.common.variables import Variable as KerasVariable
from keras.src.backend.config import is_nnx_enabled

_DETERMINISTIC = "--xla_gpu_deterministic_ops=true"
SUPPORTS_SPARSE_TENSORS = True
SUPPORTS_RAGGED_TENSORS = False
SUPPORTS_COMPLEX_DTYPES = True
SUPPORTS_GRADIENTS = True
SHARES_MEMORY_OF_ARRAYS = True  # a tensor made of a NumPy array
IS_THREAD_SAFE = True

DTYPES = {
    name: np.dtype(getattr(ml_dtypes, name, None) or name) for name in dtypes.ALLOWED_DTYPES - {"string"}
}
dtypes.register_names({dtype: name for name, dtype in DTYPES.items()})
_PYTHON_NUMBERS = frozenset((bool, int, float, complex))
_distribution_lib = LateModule("keras.src.backend.jax.distribution_lib")


class JaxVariable(KerasVariable):
    """A variable that holds a `jax.Array`."""

    _numpy = LateModule("keras.src.backend.jax.numpy")

    def _initialize(self, value):
        self._value = value if self._settled_layout() is None else _distribution_lib.distribute_variable(self, value)

    def _direct_assign(self, value):
        self._value = value if self._layout is None else _distribution_lib.distribute_variable(self, value)

    def __array__(self, dtype=None, copy=None):
        return np.array(convert_to_numpy(self.value), dtype=dtype, copy=True if copy else None)

    def _convert_to_tensor(self, value, dtype=None):
        return convert_to_tensor(value, dtype=dtype)

    def _sharing(self, array):
        return _put(array) if array.dtype == DTYPES[self._dtype] else array

    def __jax_array__(self):
        return self.value


if is_nnx_enabled():
    from keras.src.backend.jax import nnx  # which needs JaxVariable

    NnxVariable = nnx.NnxVariable


class Variable(NnxVariable if is_nnx_enabled() else JaxVariable):
    __doc__ = KerasVariable.__doc__


def argument_fault(error):
    """None: jax itself raises ValueError and TypeError, which name its function and the shapes."""


def to_native_dtype(dtype):
    """The NumPy dtype that jax uses for a dtype given in any form, of at most 32 bits."""
    name = dtypes.standardize(dtype)
    if not jax.config.jax_enable_x64:
        name = dtypes.BIT64_TO_BIT32_DTYPE.get(name, name)
    return DTYPES[name]


def convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    """`x` as a `jax.Array` with a strong dtype."""
    if ragged:
        raise ValueError("The jax backend has no ragged tensors.")
    if isinstance(x, KerasVariable):
        x = x.value
    if isinstance(x, jax.Array):
        if dtype is None:
            return x if not x.aval.weak_type else jax.lax.convert_element_type(x, x.dtype)
        target = to_native_dtype(dtype)
        return x if x.dtype == target and not x.aval.weak_type else x.astype(target)
    if is_sparse(x):
        return _convert_sparse(x, dtype, sparse)
    if dtype is None and type(x) in _PYTHON_NUMBERS:
        dtype = dtypes.promote(type(x))
    if x is None:
        raise ValueError("None cannot be converted to a tensor.")
    if isinstance(x, (np.ndarray, np.generic)):
        return from_host(x if dtype is None else x.astype(to_native_dtype(dtype)))
    x = jnp.asarray(x, dtype=None if dtype is None else to_native_dtype(dtype))
    return jax.lax.convert_element_type(x, x.dtype) if x.aval.weak_type else x


def from_host(array):
    """A NumPy array as a `jax.Array`; `jnp.asarray` would compile a program for every new shape."""
    return jax.device_put(array) if trace_state_clean() else jnp.asarray(array)


def _put(array):
    """What `from_host` does, in a fifth of the time where nothing special is asked for."""
    if jax.config.jax_default_device is not None or not trace_state_clean():
        return from_host(array)
    device, sharding = _first_device()
    spec = jax.core.ShapedArray(array.shape, array.dtype)
    return xla_client.batched_device_put(spec, sharding, [array], [device], False)


@functools.cache
def _first_device():
    device = jax.local_devices()[0]
    return device, jax.sharding.SingleDeviceSharding(device)


def is_sparse(x):
    """Whether `x` is one of jax's sparse arrays, whose type is known from then on."""
    found = type(x).__module__.startswith("jax.experimental.sparse")
    if found:
        SPECIAL_TYPES.add(type(x))
    return found


def _convert_sparse(x, dtype, sparse):
    if sparse is not None and not sparse:
        x = x.todense()
    return x if dtype is None else x.astype(to_native_dtype(dtype))


def convert_to_numpy(x):
    """`x` as a NumPy array."""
    if isinstance(x, KerasVariable):
        x = x.value
    try:
        return np.asarray(x.todense() if is_sparse(x) else x)
    except RuntimeError:
        if not isinstance(x, jax.Array) or x.is_fully_addressable or x.is_fully_replicated:
            raise
        return _distribution_lib.gathered(x)


def is_tensor(x):
    """Whether `x` is a tensor of this backend."""
    return isinstance(x, jax.Array) or is_sparse(x)


def shape(x):
    """Tuple of sizes."""
    return tuple(x.shape)


def cast(x, dtype):
    """`x` in another dtype."""
    return convert_to_tensor(x, dtype=dtype)


def compute_output_spec(fn, *args, **kwargs):
    """Symbolic outputs of a function, by abstract evaluation."""
    return spec_tracing.compute_output_spec(_evaluate, fn, args, kwargs)


def _evaluate(fn, args, kwargs, stand_in):
    symbolic = []

    def take_out(x):
        if isinstance(x, KerasTensor):
            symbolic.append(jax.ShapeDtypeStruct(stand_in(x), to_native_dtype(x.dtype)))
            return _Hole(len(symbolic) - 1)
        return x

    holed_args, holed_kwargs = tree.map_structure(take_out, (args, kwargs))
    plain = {}

    def traced(tensors):
        def put_back(x):
            return tensors[x.index] if isinstance(x, _Hole) else x

        full_args, full_kwargs = tree.map_structure(put_back, (holed_args, holed_kwargs))
        outputs = tree.map_structure(lambda x: x, fn(*full_args, **full_kwargs))
        leaves = tree.flatten(outputs)
        plain["structure"] = outputs
        plain["tensor"] = [hasattr(x, "shape") and hasattr(x, "dtype") for x in leaves]
        plain["leaves"] = leaves
        return [x if t else 0 for x, t in zip(leaves, plain["tensor"])]

    shapes = jax.eval_shape(traced, symbolic)
    leaves = [s if t else x for s, t, x in zip(shapes, plain["tensor"], plain["leaves"])]
    return tree.pack_sequence_as(plain["structure"], leaves)


class _Hole:
    """Place of a symbolic tensor in a structure of arguments."""

    def __init__(self, index):
        self.index = index


def device_scope(device_name):
    """Context in which new arrays live on a device: `"cpu:0"`, `"gpu:1"`, or a `jax.Device`."""
    return jax.default_device(_device(device_name))


def _device(name):
    if not isinstance(name, str):
        return name
    kind, _, index = name.lower().partition(":")
    devices = jax.devices(kind)
    index = int(index or 0)
    if index >= len(devices):
        raise ValueError(f"Argument `device_name` names a device that is not there. Received: {name!r}")
    return devices[index]


def random_seed_dtype():
    """Dtype of the state of a SeedGenerator."""
    return "uint32"


def set_determinism(enabled):
    """Whether sums are made in one order only: XLA reads it when it sets up its GPUs, and needs none on CPUs."""
    flags = os.environ.get("XLA_FLAGS", "").split()
    if not enabled:
        os.environ["XLA_FLAGS"] = " ".join(flag for flag in flags if flag != _DETERMINISTIC)
    elif _DETERMINISTIC not in flags:
        if backends_are_initialized() and jax.default_backend() == "gpu":
            raise RuntimeError("`enable_determinism()` must be called before anything is computed: jax has used a GPU.")
        os.environ["XLA_FLAGS"] = " ".join([*flags, _DETERMINISTIC])


def remat(f):
    """`f` whose gradient computes intermediate results again."""
    return rematerialized(f, lambda pure, tensors: jax.checkpoint(pure)(*tensors))


__getattr__ = above_core(__name__)
