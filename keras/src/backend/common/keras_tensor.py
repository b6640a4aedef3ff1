"""KerasTensor: shape and dtype of a tensor that does not exist yet."""
import sys

from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.late import LateModule
from keras.src.utils.naming import uniquify

_ops = LateModule("keras.src.ops.numpy")
_all_ops = LateModule("keras.src.ops")


@keras_export("keras.KerasTensor")
class KerasTensor:
    """A symbolic tensor: what layers and operations compute with while a functional model is built.

    It has a shape and a dtype but no values. `keras.Input` makes one; calling layers, `keras.ops` functions
    or Python operators on it gives others and records how they were made.

    Args:
        shape: Tuple of integers, `None` for a dimension that is not known yet.
        dtype: Name of the dtype. Default `"float32"`.
        sparse: Boolean, whether values will be sparse tensors.
        ragged: Boolean, whether values will be ragged tensors.
        record_history: Boolean, whether operations on it are recorded as a graph.
        name: String; by default `keras_tensor`, `keras_tensor_1`, ...
        ragged_rank: Integer, number of ragged dimensions; only with `ragged=True`.
        row_splits_dtype: Dtype of the row splits of a ragged tensor.

    Raises:
        ValueError: If `sparse` and `ragged` are both set, or the dtype is unknown.

    Example:

    >>> x = keras.KerasTensor((None, 3))
    >>> (x + 1).shape
    (None, 3)
    """

    # The history stands outside of `__dict__`, which belongs to the call that made the tensor as well (`ops/node.py`).
    __slots__ = ("_keras_history", "__dict__", "__weakref__")
    _is_identity = None  # of the result of `x == y`: whether they are one tensor

    def __init__(
        self, shape, dtype="float32", sparse=False, ragged=False, record_history=True, name=None,
        **kwargs,
    ):
        if sparse and ragged:
            raise ValueError("KerasTensor cannot have `sparse=True` and `ragged=True` at the same time.")
        ragged_rank = kwargs.pop("ragged_rank", None)
        row_splits_dtype = kwargs.pop("row_splits_dtype", None)
        if kwargs:
            raise TypeError(f"KerasTensor got unexpected keyword arguments: {', '.join(kwargs)}")
        self._shape = standardize_shape(shape)
        self._dtype = dtypes.standardize(dtype)
        self._sparse = bool(sparse)
        self._ragged = bool(ragged)
        self._ragged_rank = ragged_rank
        self._row_splits_dtype = dtypes.standardize(row_splits_dtype) if row_splits_dtype else None
        self.name = name or uniquify("keras_tensor")
        self.record_history = record_history

    shape = property(lambda self: self._shape, doc="Tuple of integers and None.")
    dtype = property(lambda self: self._dtype, doc="Name of the dtype.")
    sparse = property(lambda self: self._sparse, doc="Whether values are sparse tensors.")
    ragged = property(lambda self: self._ragged, doc="Whether values are ragged tensors.")
    ragged_rank = property(lambda self: self._ragged_rank, doc="Number of ragged dimensions.")
    row_splits_dtype = property(lambda self: self._row_splits_dtype, doc="Dtype of the row splits.")

    def _immutable(name):
        def refuse(self, value):
            raise AttributeError(
                f"The `{name}` attribute of a KerasTensor cannot be changed; make a new KerasTensor."
            )

        return refuse

    shape = shape.setter(_immutable("shape"))
    dtype = dtype.setter(_immutable("dtype"))
    sparse = sparse.setter(_immutable("sparse"))
    ragged = ragged.setter(_immutable("ragged"))
    ragged_rank = ragged_rank.setter(_immutable("ragged_rank"))
    row_splits_dtype = row_splits_dtype.setter(_immutable("row_splits_dtype"))
    del _immutable

    @property
    def ndim(self):
        """Number of dimensions."""
        return len(self._shape)

    def reshape(self, newshape):
        """The same elements in another shape."""
        return _ops.reshape(self, newshape)

    def squeeze(self, axis=None):
        """Without its dimensions of size 1."""
        return _ops.squeeze(self, axis)

    def __repr__(self):
        return (
            f"<KerasTensor shape={self.shape}, dtype={self.dtype}, sparse={self.sparse}, "
            f"ragged={self.ragged}, name={self.name}>"
        )

    # What would need values.

    def __array__(self, *args, **kwargs):
        raise ValueError(_no_values("converted to a NumPy array"))

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if ufunc.__name__ in _NUMPY_OPERATORS and not isinstance(inputs[0], KerasTensor):
            return getattr(_ops, _RENAMED.get(ufunc.__name__, ufunc.__name__))(*inputs)  # `array + keras_tensor`
        raise ValueError(_foreign("NumPy", ufunc.__name__))

    def __array_function__(self, function, types, args, kwargs):
        raise ValueError(_foreign("NumPy", function.__name__))

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        raise TypeError(_foreign("PyTorch", getattr(function, "__name__", "")))

    @property  # JAX refuses types that have the method, in words of its own, before it calls the method
    def __jax_array__(self):
        raise ValueError(_foreign("JAX", _outermost_function("jax")))

    def __tf_tensor__(self, dtype=None, name=None):
        raise ValueError(_foreign("TensorFlow", _outermost_function("tensorflow")))

    def __iter__(self):
        raise NotImplementedError(
            "A KerasTensor cannot be iterated over, as it has no values; use `keras.ops.unstack(x, axis=0)`."
        )

    def __bool__(self):
        if self._is_identity is not None:
            return self._is_identity
        raise TypeError(
            "A KerasTensor has no value and cannot decide an `if` or `while`; use `keras.ops.cond` or "
            "`keras.ops.where`."
        )

    def __int__(self):
        raise ValueError(_no_values("turned into an int"))

    def __float__(self):
        raise ValueError(_no_values("turned into a float"))

    # Operators, each the operation of that name. Comparison with `==` is elementwise, hashing by identity. As a
    # truth value, which is what `in`, `index` and `==` of lists ask for, `x == y` says whether both are the same.

    __hash__ = object.__hash__

    def __add__(self, other):
        return _ops.add(self, other)

    def __radd__(self, other):
        return _ops.add(other, self)

    def __sub__(self, other):
        return _ops.subtract(self, other)

    def __rsub__(self, other):
        return _ops.subtract(other, self)

    def __mul__(self, other):
        return _ops.multiply(self, other)

    def __rmul__(self, other):
        return _ops.multiply(other, self)

    def __matmul__(self, other):
        return _ops.matmul(self, other)

    def __rmatmul__(self, other):
        return _ops.matmul(other, self)

    def __truediv__(self, other):
        return _ops.true_divide(self, other)

    def __rtruediv__(self, other):
        return _ops.true_divide(other, self)

    __div__, __rdiv__ = __truediv__, __rtruediv__

    def __floordiv__(self, other):
        return _ops.floor_divide(self, other)

    def __rfloordiv__(self, other):
        return _ops.floor_divide(other, self)

    def __mod__(self, other):
        return _ops.mod(self, other)

    def __rmod__(self, other):
        return _ops.mod(other, self)

    def __pow__(self, other):
        return _ops.power(self, other)

    def __rpow__(self, other):
        return _ops.power(other, self)

    def __neg__(self):
        return _ops.negative(self)

    def __abs__(self):
        return _ops.absolute(self)

    def __invert__(self):
        return _ops.logical_not(self)

    def __and__(self, other):
        return _ops.logical_and(self, other)

    def __rand__(self, other):
        return _ops.logical_and(other, self)

    def __or__(self, other):
        return _ops.logical_or(self, other)

    def __ror__(self, other):
        return _ops.logical_or(other, self)

    def __xor__(self, other):
        return _ops.logical_xor(self, other)

    def __rxor__(self, other):
        return _ops.logical_xor(other, self)

    def __lt__(self, other):
        return _ops.less(self, other)

    def __le__(self, other):
        return _ops.less_equal(self, other)

    def __gt__(self, other):
        return _ops.greater(self, other)

    def __ge__(self, other):
        return _ops.greater_equal(self, other)

    def __eq__(self, other):
        try:
            result = _ops.equal(self, other)
        except (TypeError, ValueError):
            return NotImplemented
        result._is_identity = self is other
        return result

    def __ne__(self, other):
        try:
            return _ops.not_equal(self, other)
        except (TypeError, ValueError):
            return NotImplemented

    def __getitem__(self, key):
        return _ops.get_item(self, key)

    def __round__(self, ndigits=None):
        return _ops.round(self, ndigits or 0)


_NUMPY_OPERATORS = {
    "add", "subtract", "multiply", "matmul", "divide", "true_divide", "floor_divide", "remainder", "power",
    "logical_and", "logical_or", "logical_xor", "bitwise_and", "bitwise_or", "bitwise_xor",
    "less", "less_equal", "greater", "greater_equal", "equal", "not_equal",
}


def _no_values(deed):
    return (
        "A KerasTensor is symbolic: it has a shape and a dtype but no values, so it cannot be "
        f"{deed}. Use it as input of Keras layers and `keras.ops` functions."
    )


_RENAMED = {
    "cat": "concatenate", "concat": "concatenate", "mm": "matmul", "pow": "power", "mul": "multiply",
    "remainder": "mod",
}


def _foreign(framework, function):
    """The message for a framework's function called on a KerasTensor."""
    called = f"the {framework} function `{function}`" if function else f"a {framework} function"
    name = function.removeprefix("reduce_")
    name = _RENAMED.get(name, name)
    known = f"Use `keras.ops.{name}` instead" if name and hasattr(_all_ops, name) else "Use functions of `keras.ops`"
    return (
        f"A KerasTensor cannot be given to {called}: it is symbolic and has no values. {known}, or do the computation "
        "in the `call` method of a `keras.layers.Layer`."
    )


_WRAPPERS = {  # what frameworks put around their functions
    "wrapper", "error_handler", "op_dispatch_handler", "binary_op_wrapper", "tensor_binary_op_wrapper",
    "reraise_with_filtered_traceback", "cache_miss", "fun", "__call__",
}


def _outermost_function(package):
    """Name of the framework's function that user code called, read off the stack; '' if not found."""
    frame, name, inside = sys._getframe(2), "", False
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] == package:
            inside, called = True, frame.f_code.co_name
            if called == "_infer_params":  # of `jax.jit`, which calls from C++
                called = getattr(frame.f_locals.get("fun"), "__name__", "")
            if called.isidentifier() and called not in _WRAPPERS:
                name = called
        elif inside:
            break
        frame = frame.f_back
    return name


_SYMBOLIC_SIZES = ("SymInt", "_DimExpr")  # of torch.export and of jax.export


def standardize_shape(shape):
    """`shape` as a tuple of integers and None.

    Raises:
        ValueError: If it is not a sequence, or has a negative entry or one that is no integer.
    """
    if shape is None:
        raise ValueError("Argument `shape` must be a tuple of integers and None. Received: shape=None")
    if not hasattr(shape, "__iter__"):
        raise ValueError(f"Argument `shape` must be a tuple of integers and None. Received: shape={shape!r}")
    shape = tuple(shape)
    for size in shape:
        if not (type(size) is int and size >= 0 or size is None):
            return tuple(_standardize_dimension(size, shape) for size in shape)
    return shape


def _standardize_dimension(size, shape):
    """A size as an integer; the symbolic sizes of a framework's tracer stay what they are."""
    if size is None or type(size).__name__ in _SYMBOLIC_SIZES:
        return size
    if type(size).__module__.split(".")[0] not in ("jax", "tensorflow", "torch"):
        _check_dimension(size, shape)
    return int(size) if hasattr(size, "__index__") else size


def _check_dimension(size, shape):
    if isinstance(size, float) or not hasattr(size, "__index__"):
        raise ValueError(f"Argument `shape` must hold integers and None. Received: shape={shape} with {size!r} in it")
    if size < 0:
        raise ValueError(f"Argument `shape` must not hold negative sizes. Received: shape={shape}")


# Types of arguments with which an operation is more than a call of the backend: symbolic tensors, what may hold some,
# and sparse tensors, which backends that have them add.
SPECIAL_TYPES = {KerasTensor, list, tuple, dict}


def any_symbolic_tensors(args=None, kwargs=None):
    """Whether a KerasTensor is anywhere in the arguments."""
    values = [*(args or ()), *(kwargs or {}).values()]
    return any(_is_symbolic(value) for value in values)


def _is_symbolic(value):
    if isinstance(value, KerasTensor):
        return True
    if isinstance(value, (list, tuple)):
        return any(_is_symbolic(v) for v in value)
    if isinstance(value, dict):
        return any(_is_symbolic(v) for v in value.values())
    if value is None or isinstance(value, (str, int, float, slice)) or hasattr(value, "dtype"):
        return False
    return any(isinstance(leaf, KerasTensor) for leaf in tree.flatten(value))


@keras_export(["keras.utils.is_keras_tensor", "keras.backend.is_keras_tensor"])
def is_keras_tensor(x):
    """Whether `x` is a KerasTensor.

    Args:
        x: Any object.

    Returns:
        Boolean.

    Example:

    >>> keras.utils.is_keras_tensor(keras.Input((2,)))
    True
    """
    return isinstance(x, KerasTensor)
