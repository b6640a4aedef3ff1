"""Tensors and variables of the tensorflow backend."""
import functools

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.framework import (
    config as tf_config,  # what disables determinism has no public name
)
from tensorflow.python.ops import control_flow_util

from keras.src import tree
from keras.src.backend.common import dtypes
from keras.src.backend.common.global_state import state
from keras.src.backend.common.keras_tensor import SPECIAL_TYPES, KerasTensor
from keras.src.backend.common.late import LateModule, above_core
from keras.src.backend.common.name_scope import name_scope as _name_scope
from keras.src.backend.common.remat import rematerialized
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.backend.common.symbolic_scope import SymbolicScope
from keras.src.backend.common.variables import Variable as KerasVariable
from keras.src.backend.tensorflow.eager_variables import make_variable

SUPPORTS_SPARSE_TENSORS = True
SUPPORTS_RAGGED_TENSORS = True
SUPPORTS_COMPLEX_DTYPES = True
SUPPORTS_GRADIENTS = True
SHARES_MEMORY_OF_ARRAYS = False  # a tensor made of a NumPy array
IS_THREAD_SAFE = True

DTYPES = {name: tf.as_dtype(name) for name in dtypes.ALLOWED_DTYPES}
dtypes.register_names({dtype: name for name, dtype in DTYPES.items()})
_PYTHON_NUMBERS = frozenset((bool, int, float))
_NO_TENSORS = set()  # types: TensorFlow looks at each object for all methods of a tensor, which takes it 10 us
_ALIGNMENT = 64  # bytes; of memory at other addresses kernels end the process
SPECIAL_TYPES.add(tf.SparseTensor)
_AGGREGATIONS = {
    "none": tf.VariableAggregation.NONE,
    "mean": tf.VariableAggregation.MEAN,
    "sum": tf.VariableAggregation.SUM,
    "only_first_replica": tf.VariableAggregation.ONLY_FIRST_REPLICA,
}
_SYNCHRONIZATIONS = {
    "none": tf.VariableSynchronization.NONE,
    "on_read": tf.VariableSynchronization.ON_READ,
    "on_write": tf.VariableSynchronization.ON_WRITE,
    "auto": tf.VariableSynchronization.AUTO,
}


class Variable(KerasVariable, tf.__internal__.types.Tensor, tf.__internal__.tracking.Trackable):
    __doc__ = KerasVariable.__doc__
    _numpy = LateModule("keras.src.backend.tensorflow.numpy")
    _should_act_as_resource_variable = True

    @property
    def handle(self):
        """The resource handle of the TensorFlow variable."""
        return self._value.handle

    def _initialize(self, value):
        if isinstance(value, tf.Variable):
            self._value = value
            return
        self._value = make_variable(
            value,
            self._name,
            dtype=DTYPES[self._dtype],
            trainable=self._trainable,
            aggregation=_AGGREGATIONS[self._aggregation],
            synchronization=_SYNCHRONIZATIONS[self._synchronization],
        )

    def _initialize_with_initializer(self, initializer):
        with tf.init_scope():
            super()._initialize_with_initializer(initializer)

    def _deferred_initialize(self):
        with tf.init_scope():
            super()._deferred_initialize()

    def _direct_assign(self, value):
        self._value.assign(tf.cast(value, self._value.dtype))

    def _convert_to_tensor(self, value, dtype=None):
        return convert_to_tensor(value, dtype=dtype)

    def _sharing(self, array):
        plain = array.dtype.kind in "iuf" and array.dtype.isnative and array.flags.carray
        if not plain or not array.size or array.ctypes.data % _ALIGNMENT:
            return array
        return tf.experimental.dlpack.from_dlpack(array.__dlpack__())

    def numpy(self):
        return self.value.numpy()

    def _dense_var_to_tensor(self, dtype=None, name=None, as_ref=False):
        return self._value if as_ref else convert_to_tensor(self.value, dtype)

    def __tf_tensor__(self, dtype=None, name=None):
        return tf.convert_to_tensor(self.value, dtype=dtype, name=name)

    def __getitem__(self, index):
        return tf.convert_to_tensor(self.value)[index]

    def __array__(self, dtype=None, copy=None):
        return np.array(tf.convert_to_tensor(self.value), dtype=dtype, copy=True if copy else None)

    def _export_to_saved_model_graph(self, object_map, tensor_map, options, **kwargs):
        resources = self._value._export_to_saved_model_graph(object_map, tensor_map, options, **kwargs)
        object_map[self] = tensor_map[self] = object_map[self._value]
        return resources

    def _write_object_proto(self, proto, options):
        return self._value._write_object_proto(proto, options)

    def _serialize_to_tensors(self):
        return self._value._serialize_to_tensors()

    def _restore_from_tensors(self, restored_tensors):
        return self._value._restore_from_tensors(restored_tensors)

    def _copy_trackable_to_cpu(self, object_map):
        self._value._copy_trackable_to_cpu(object_map)
        object_map[self] = object_map[self._value]

    @property
    def _shared_name(self):
        return self._value._shared_name


def to_native_dtype(dtype):
    """The `tf.DType` of a dtype given in any form."""
    return DTYPES[dtypes.standardize(dtype)]


def convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    """`x` as a `tf.Tensor`, or as a sparse or ragged tensor if it is one and that is not refused."""
    if isinstance(x, tf.SparseTensor):
        x = tf.sparse.to_dense(x) if sparse is not None and not sparse else x
    elif isinstance(x, tf.RaggedTensor):
        x = x.to_tensor() if ragged is not None and not ragged else x
    if isinstance(x, KerasVariable):
        x = x.value
    if dtype is None:
        if type(x) in _PYTHON_NUMBERS:
            return tf.constant(x, DTYPES[_number_dtype(x)])
        return x if is_composite(x) else tf.convert_to_tensor(_readable(x))
    dtype = to_native_dtype(dtype)
    if _is_value(x):
        return x if x.dtype == dtype else tf.cast(x, dtype)
    if dtype.is_floating and type(x) in _PYTHON_NUMBERS:
        return tf.constant(x, dtype)
    tensor = tf.convert_to_tensor(_readable(x))
    if tensor.dtype == tf.string != dtype:
        raise TypeError(f"Text cannot become a tensor of dtype {dtype.name}. Received: x={x!r}")
    return tensor if tensor.dtype == dtype else tf.cast(tensor, dtype)


def _number_dtype(x):
    if type(x) is float:
        return dtypes.promote(float)
    if type(x) is bool:
        return "bool"
    return "int32" if -(2**31) <= x < 2**31 else "int64"


def _readable(x):
    """Lists of variables as lists of tensors."""
    if isinstance(x, (list, tuple)):
        return tree.map_structure(lambda v: v.value if isinstance(v, KerasVariable) else v, x)
    return x


def is_sparse(x):
    """Whether `x` is a sparse tensor."""
    return isinstance(x, tf.SparseTensor)


# What TensorFlow raises where arguments do not fit: sizes, ranks (also AbortedError, of oneDNN), dtypes.
_REFUSALS = tuple(
    getattr(tf.errors, f"{name}Error") for name in ("InvalidArgument", "NotFound", "Unimplemented", "Aborted")
)


def argument_fault(error):
    """Which error tells of faulty arguments, for one of the framework's own kind; None if it is clear as it is."""
    if not isinstance(error, _REFUSALS):
        return None
    about_dtypes = "Value for attr" in str(error) or isinstance(error, tf.errors.NotFoundError)
    return TypeError if about_dtypes else ValueError


def is_composite(x):
    """Whether `x` is a sparse or ragged tensor or indexed slices."""
    return isinstance(x, (tf.SparseTensor, tf.RaggedTensor, tf.IndexedSlices))


def convert_to_numpy(x):
    """`x` as a NumPy array."""
    if isinstance(x, KerasVariable):
        x = x.value
    if isinstance(x, tf.SparseTensor):
        x = tf.sparse.to_dense(x)
    elif isinstance(x, tf.IndexedSlices):
        x = tf.convert_to_tensor(x)
    elif isinstance(x, tf.RaggedTensor):
        x = x.to_tensor()
    if not isinstance(x, (tf.Tensor, tf.Variable)):
        return np.array(x)
    array = x.numpy()
    if isinstance(array, np.ndarray):
        return array
    return np.array(array if isinstance(array, np.generic) else x)  # scalars, and texts


@functools.cache
def has_gpu():
    """Whether TensorFlow runs on a GPU, whose kernels know other layouts than those of the CPU and check less."""
    return bool(tf.config.list_logical_devices("GPU"))


def is_tensor(x):
    """Whether `x` is a tensor of this backend, or a `tf.Variable`."""
    return _is_value(x) or isinstance(x, tf.Variable)


def _is_value(x):
    kind = type(x)
    if kind in _NO_TENSORS:
        return False
    found = tf.is_tensor(x) and not isinstance(x, (KerasVariable, tf.Variable))
    if not found:
        _NO_TENSORS.add(kind)
    return found


def shape(x):
    """Tuple of sizes; sizes that are not known while a graph is traced are scalar tensors."""
    if isinstance(x, KerasTensor):
        return x.shape
    if not tf.is_tensor(x):
        x = tf.convert_to_tensor(x) if not hasattr(x, "shape") else x
    static = tuple(x.shape)
    if None not in static:
        return static
    if isinstance(x, tf.RaggedTensor):
        return (x.nrows(tf.int32) if static[0] is None else static[0], *static[1:])
    dynamic = tf.shape(x)
    return tuple(dynamic[i] if size is None else size for i, size in enumerate(static))


def cast(x, dtype):
    """`x` in another dtype."""
    dtype = to_native_dtype(dtype)
    if isinstance(x, KerasVariable):
        x = x.value
    if isinstance(x, tf.Variable):  # Its value now: a cast to its own dtype would give the variable itself.
        x = x.value()
    if isinstance(x, tf.SparseTensor):
        return x if x.dtype == dtype else tf.sparse.SparseTensor(x.indices, tf.cast(x.values, dtype), x.dense_shape)
    return tf.cast(x, dtype)


def compute_output_spec(fn, *args, **kwargs):
    """Symbolic outputs of a function, by tracing it into a graph."""
    leaves = tree.flatten((args, kwargs))
    specs = [_spec(x) for x in leaves if isinstance(x, KerasTensor)]
    kept = {}

    def traced(*tensors):
        tensors = iter(tensors)
        filled = [next(tensors) if isinstance(x, KerasTensor) else x for x in leaves]
        full_args, full_kwargs = tree.pack_sequence_as((args, kwargs), filled)
        with StatelessScope():
            kept["outputs"] = outputs = fn(*full_args, **full_kwargs)
        return [x for x in tree.flatten(outputs) if tf.is_tensor(x)]

    with SymbolicScope():
        tf.function(traced, autograph=False).get_concrete_function(*specs)
    return tree.map_structure(_symbolic, kept["outputs"])


def _spec(x):
    spec = tf.SparseTensorSpec if x.sparse else tf.RaggedTensorSpec if x.ragged else tf.TensorSpec
    return spec(x.shape, dtype=DTYPES[x.dtype])


def _symbolic(x):
    if not tf.is_tensor(x):
        return x
    return KerasTensor(
        tuple(x.shape), dtype=x.dtype, sparse=isinstance(x, tf.SparseTensor),
        ragged=isinstance(x, tf.RaggedTensor),
    )


def in_xla():
    """Whether this is traced for XLA, which lacks some of TensorFlow's kernels."""
    return control_flow_util.GraphOrParentsInXlaContext(tf.compat.v1.get_default_graph())


def in_replica():
    """Whether this is what one of several replicas of a `tf.distribute` strategy runs."""
    return (
        tf.distribute.has_strategy()
        and not tf.distribute.in_cross_replica_context()
        and tf.distribute.get_strategy().num_replicas_in_sync > 1
    )


def _replica_share():
    """The part of the global batch of the running replica: what the runner says, else one of equal parts."""
    if state.replica_share is not None:
        return state.replica_share
    return 1.0 / tf.distribute.get_strategy().num_replicas_in_sync if in_replica() else None


def scale_for_replica(value):
    """A mean over this replica's samples as its part of the mean over the global batch: 0 if it has no samples."""
    share = _replica_share()
    return value if share is None else tf.math.multiply_no_nan(value, tf.cast(share, value.dtype))


def unscale_for_replica(value):
    """The mean over this replica's samples again."""
    share = _replica_share()
    return value if share is None else tf.math.divide_no_nan(value, tf.cast(share, value.dtype))


class name_scope(_name_scope):
    """Name scope of Keras that is one of TensorFlow's graph, too.

    Example:

    >>> with keras.name_scope("encoder"):
    ...     variable = keras.Variable(np.zeros(2), name="scale")
    >>> variable.path
    'encoder/scale'
    """

    def __init__(self, name, **kwargs):
        super().__init__(name, **kwargs)
        self._tf_scope = tf.name_scope(name)

    def __enter__(self):
        super().__enter__()
        self._tf_scope.__enter__()
        return self

    def __exit__(self, *args):
        super().__exit__(*args)
        self._tf_scope.__exit__(*args)


def device_scope(device_name):
    """Context in which new tensors live on a device such as `"gpu:0"`."""
    return tf.device(device_name)


def random_seed_dtype():
    """Dtype of the state of a SeedGenerator; on GPUs TensorFlow has no kernels for unsigned ones."""
    return "int64"


def set_determinism(enabled):
    """Whether sums are made in one order only."""
    if enabled:
        tf.config.experimental.enable_op_determinism()
    elif tf_config.is_op_determinism_enabled():
        tf_config.disable_op_determinism()


def remat(f):
    """`f` whose gradient computes intermediate results again."""
    return rematerialized(f, _recomputed)


def _recomputed(pure, tensors):
    """`pure(*tensors)` whose gradient runs `pure` again.

    Unlike `tf.recompute_grad`, no gradient leaves before all of them are there. The second run reads variables, and
    TensorFlow's graph optimizer loses the order between such a read and the update of the variable where the only path
    from one to the other leads through results that nobody needs: an update could then come first.
    """

    @tf.custom_gradient
    def call(*tensors):
        with record.stop_recording():
            results = pure(*tensors)

        def gradient(*upstream, variables=()):
            with tf.GradientTape() as tape:
                inputs = [_after(tensor, upstream[0]) for tensor in tensors]
                tape.watch([tensor for tensor in inputs if tensor.dtype.is_floating or tensor.dtype.is_complex])
                again = pure(*inputs)
            found = tape.gradient(again, [*inputs, *variables], output_gradients=upstream)
            parts = [part for part in tf.nest.flatten(found, expand_composites=True) if part is not None]
            with tf.control_dependencies(parts):
                parts = iter([tf.identity(part) for part in parts])
            found = tf.nest.map_structure(lambda g: None if g is None else next(parts), found, expand_composites=True)
            return found[: len(inputs)], found[len(inputs) :]

        return results, gradient

    return call(*tensors)


def _after(tensor, other):
    """`tensor`, in graphs not before `other` is there; by its value, since XLA knows no other order."""
    if tf.executing_eagerly():
        return tf.identity(tensor)
    first = tf.cast(tf.reduce_max(tf.reshape(other, [-1])[:1]), "bool")  # of nothing: lowest, and of NaN: True
    return tf.where(first == first, tensor, tf.zeros_like(tensor))


__getattr__ = above_core(__name__)
