"""Variable: a tensor that can be assigned to."""
import functools
import math
import os

import numpy as np

from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute, state
from keras.src.backend.common.keras_tensor import KerasTensor, standardize_shape
from keras.src.backend.common.late import LateModule
from keras.src.backend.common.name_scope import current_path
from keras.src.backend.common.stateless_scope import get_stateless_scope, in_stateless_scope  # noqa: F401
from keras.src.utils.naming import uniquify

_backend = LateModule("keras.src.backend")
_initializers = LateModule("keras.src.initializers")
_AGGREGATIONS = (None, "none", "mean", "sum", "only_first_replica")
_SYNCHRONIZATIONS = (None, "none", "on_read", "on_write", "auto")
_BYTES = {"int32": 4, "uint32": 4, "float32": 4, "int64": 8, "uint64": 8, "float64": 8}  # others take one at least


@functools.cache
def _machine_memory():
    """Bytes of memory that this machine has; infinite where the system does not tell."""
    known = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" not in known or "SC_PAGE_SIZE" not in known:
        return math.inf
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _operator(function, reflected=False):
    """An operator method: the backend's function of that name on the value."""

    def apply(self, other):
        if isinstance(other, KerasTensor):
            return NotImplemented
        function_here = getattr(self._numpy, function)
        return function_here(other, self.value) if reflected else function_here(self.value, other)

    return apply


class Variable:
    """A tensor that can be assigned to, on any backend.

    A backend's own class supplies three hooks: `_initialize(value)`, which makes the framework's storage in
    `self._value`, `_direct_assign(value)`, and `_convert_to_tensor(value, dtype)`.

    Args:
        initializer: What it holds at first: an array-like, or a function `f(shape, dtype=...)`, or the name or
            config of an initializer (these need `shape`).
        shape: Tuple of integers; needed with a function.
        dtype: Name of the dtype. Default: the dtype of the array, else `floatx()`.
        trainable: Boolean, whether optimizers update it.
        autocast: Boolean, whether an autocast scope changes the dtype in which it is read, if it is a float.
        aggregation: How gradients of replicas are joined: `None`, `"none"`, `"mean"`, `"sum"` or
            `"only_first_replica"`.
        synchronization: When replicas are joined: `None`, `"none"`, `"on_read"`, `"on_write"` or `"auto"`.
        name: String without `/`. Default: `variable`, `variable_1`, ...
        layout: Sharding of a distributed variable.

    Raises:
        ValueError: If an argument is invalid, or if the variable is made in a StatelessScope from an array.

    Example:

    >>> v = keras.Variable([1.0, 2.0])
    >>> _ = v.assign_add([1.0, 1.0])
    >>> v.numpy().tolist()
    [2.0, 3.0]
    """

    _numpy = None  # LateModule of the backend's numpy namespace: the operators below

    def __init__(
        self, initializer, shape=None, dtype=None, trainable=True, autocast=True,
        aggregation="none", synchronization="auto", name=None, layout=None, **kwargs,
    ):
        name = name or uniquify("variable")
        if not isinstance(name, str) or "/" in name:
            raise ValueError(f"Argument `name` of Variable must be a string without `/`. Received: name={name!r}")
        _check_choice("aggregation", aggregation, _AGGREGATIONS)
        _check_choice("synchronization", synchronization, _SYNCHRONIZATIONS)
        self._name = name
        parent = current_path()
        self._path = f"{parent}/{name}" if parent else name
        self._shape = None
        self._initializer = None
        self._regularizer = None
        self._constraint = None
        self._trainable = bool(trainable)
        self._autocast = bool(autocast)
        self._aggregation = aggregation or "none"
        self._synchronization = synchronization or "none"
        self._layout = layout
        self._overwrite_with_gradient = False
        self._value = None
        if isinstance(initializer, (str, dict)):
            initializer = _initializers.get(initializer)
        if callable(initializer):
            self._begin_from_function(initializer, shape, dtype)
        else:
            self._begin_from_value(initializer, dtype)
        self._ndim = len(self._shape)

    def _begin_from_function(self, initializer, shape, dtype):
        if shape is None:
            raise ValueError(
                "Argument `shape` of Variable is needed when `initializer` is a function. "
                f"Received: initializer={initializer!r} and shape=None"
            )
        self._shape = self._validate_shape(shape)
        self._dtype = dtypes.standardize(dtype)
        if state.deferred_variables is not None:
            self._initializer = initializer
            state.deferred_variables.append(self)
        elif state.stateless_scope is not None:
            self._initializer = initializer
            register_uninitialized_variable(self)
        else:
            self._initialize_with_initializer(initializer)

    def _begin_from_value(self, value, dtype):
        if state.stateless_scope is not None:
            raise ValueError(
                "A Variable cannot be made from a value inside a StatelessScope, where its value would be lost "
                "at the end. Make variables before: in `__init__` or `build` of a layer. "
                f"Received: name={self._name}"
            )
        if value is None:
            raise ValueError("Argument `initializer` of Variable must not be None.")
        self._dtype = dtypes.standardize(dtype) if dtype is not None else self._own_dtype(value)
        value = self._convert_to_tensor(value, dtype=self._dtype)
        self._shape = tuple(value.shape)
        self._initialize(self._copied(value))
        self._shape = tuple(self._value.shape)

    def _own_dtype(self, value):
        """The dtype that `value` brings along."""
        if hasattr(value, "dtype"):
            return dtypes.standardize(value.dtype)
        return dtypes.standardize(self._convert_to_tensor(value).dtype)

    def _deferred_initialize(self):
        if self._value is not None:
            return  # Assigned to in the meantime.
        if state.stateless_scope is not None:
            raise ValueError("Variables cannot be initialised inside a StatelessScope.")
        self._initialize_with_initializer(self._initializer)
        self._initializer = None

    def _initialize_with_initializer(self, initializer):
        size = math.prod(self._shape) * _BYTES.get(self._dtype, 1)
        if size > _machine_memory() and self._settled_layout() is None:
            raise ValueError(
                f"The variable {self._path!r} of shape {self._shape} needs {size} bytes of memory. This machine has "
                f"{_machine_memory()}."
            )
        self._initialize(self._convert_to_tensor(initializer(self._shape, dtype=self._dtype), dtype=self._dtype))

    def _validate_shape(self, shape):
        shape = standardize_shape(shape)
        if None in shape:
            raise ValueError(
                "Argument `shape` of a variable must be fully defined. "
                f"Received: shape={shape} for the variable {self._path!r}"
            )
        return shape

    # Values

    @property
    def value(self):
        """The current value, a tensor of the backend; in the autocast scope's dtype inside of one."""
        scope = state.stateless_scope
        value = self._value
        if scope is not None:
            scoped = scope.get_current_value(self)
            value = scoped if scoped is not None else value
        if value is None:
            value = self._initializer(self._shape, dtype=self._dtype)
        if state.autocast_scope is not None and self._autocast:
            return state.autocast_scope.maybe_cast(value)
        return value

    def _maybe_autocast(self, value):
        scope = state.autocast_scope
        return scope.maybe_cast(value) if scope is not None and self._autocast else value

    def numpy(self):
        """The value as a NumPy array of its own: later updates do not change it."""
        return np.array(self)

    def _borrow_numpy(self):
        """The value as a NumPy array, for reading at once: it may share the variable's memory."""
        return np.asarray(self)

    def assign(self, value):
        """Sets the value; returns the new one, a tensor.

        Args:
            value: Array-like of the variable's shape; it is cast to the variable's dtype.

        Raises:
            ValueError: If the shape differs.
        """
        value = self._check_value(value)
        scope = state.stateless_scope
        if scope is not None:
            scope.add_update((self, value))
        elif self._value is None:
            self._initialize(value)
        else:
            self._direct_assign(value)
        return value

    def _take_from(self, store, name):
        """Assigns an array of a store. If the store keeps none that it gives, its memory may become the variable's."""
        array = store[name]
        self.assign(self._sharing(array) if getattr(store, "gives_away", False) else array)

    def _sharing(self, array):
        """A tensor in the memory of a NumPy array, or the array if `_convert_to_tensor` does as well."""
        return array

    def _check_value(self, value):
        """`value` as a tensor of this variable's dtype and shape."""
        value = self._convert_to_tensor(value, dtype=self._dtype)
        if not shape_equal(value.shape, self._shape):
            raise ValueError(
                f"A value of another shape cannot be assigned to the variable {self._path!r}. "
                f"Expected shape {self._shape}. Received: value.shape={tuple(value.shape)}"
            )
        return value

    def assign_add(self, value):
        """Adds `value`; returns the new value."""
        return self.assign(self._numpy.add(self.value, value))

    def assign_sub(self, value):
        """Subtracts `value`; returns the new value."""
        return self.assign(self._numpy.subtract(self.value, value))

    def _settled_layout(self):
        """The layout that was given, else the one that the distribution has for this variable, else None."""
        if self._layout is None:
            distribution = get_global_attribute("distribution")
            if distribution is not None:
                self._layout = distribution.get_variable_layout(self)
        return self._layout

    # Description

    @property
    def dtype(self):
        """Name of the dtype in which the variable is read now."""
        scope = state.autocast_scope
        if scope is not None and self._autocast and is_float_dtype(self._dtype):
            return scope.dtype or self._dtype
        return self._dtype

    shape = property(lambda self: self._shape, doc="Tuple of integers.")
    ndim = property(lambda self: self._ndim, doc="Number of dimensions.")
    name = property(lambda self: self._name, doc="Name without the scopes.")
    path = property(lambda self: self._path, doc="Name scopes and name, as `'dense/kernel'`.")
    aggregation = property(lambda self: self._aggregation, doc="How replicas' gradients are joined.")
    synchronization = property(lambda self: self._synchronization, doc="When replicas are joined.")
    layout = property(lambda self: self._layout, doc="Sharding of a distributed variable.")

    @property
    def trainable(self):
        """Whether optimizers update the variable."""
        return self._trainable

    @trainable.setter
    def trainable(self, value):
        self._trainable = bool(value)

    @property
    def overwrite_with_gradient(self):
        """Whether an optimizer puts the gradient in the variable's place instead of applying it."""
        return self._overwrite_with_gradient

    @overwrite_with_gradient.setter
    def overwrite_with_gradient(self, value):
        if not isinstance(value, bool):
            raise TypeError(f"`overwrite_with_gradient` must be a boolean. Received: {value!r}")
        self._overwrite_with_gradient = value

    @property
    def regularizer(self):
        """Function of the value that gives a loss, or None."""
        return self._regularizer

    @regularizer.setter
    def regularizer(self, value):
        self._regularizer = _checked_callable("regularizer", value)

    @property
    def constraint(self):
        """Function of the value that gives an allowed value, applied after updates, or None."""
        return self._constraint

    @constraint.setter
    def constraint(self, value):
        self._constraint = _checked_callable("constraint", value)

    def __repr__(self):
        value = ""
        if self._value is not None and state.stateless_scope is None:
            try:
                value = f", value={np.asarray(self)}"
            except Exception:  # a tracer has no value to show
                value = ""
        return f"<Variable path={self.path}, shape={self.shape}, dtype={self.dtype}{value}>"

    # Hooks of the backend

    def _initialize(self, value):
        raise NotImplementedError

    def _copied(self, value):
        """A tensor of which nobody else holds the memory; frameworks that share memory with arrays copy here."""
        return value

    def _direct_assign(self, value):
        raise NotImplementedError

    def _convert_to_tensor(self, value, dtype=None):
        raise NotImplementedError

    # The tensor protocol, on the value

    def __array__(self, dtype=None, copy=None):
        return np.array(self.value, dtype=dtype, copy=True if copy else None)

    def __bool__(self):
        raise TypeError("A Keras Variable cannot be used as a boolean.")

    def __float__(self):
        return float(np.asarray(self).item())

    def __int__(self):
        return int(np.asarray(self).item())

    def __getitem__(self, index):
        return self.value[index]

    def __neg__(self):
        return self._numpy.negative(self.value)

    def __pos__(self):
        return self.value

    def __abs__(self):
        return self._numpy.absolute(self.value)

    def __invert__(self):
        return self._numpy.logical_not(self.value)

    def __round__(self, ndigits=None):
        return self._numpy.round(self.value, decimals=ndigits or 0)

    __hash__ = object.__hash__

    __add__, __radd__ = _operator("add"), _operator("add", reflected=True)
    __sub__, __rsub__ = _operator("subtract"), _operator("subtract", reflected=True)
    __mul__, __rmul__ = _operator("multiply"), _operator("multiply", reflected=True)
    __matmul__, __rmatmul__ = _operator("matmul"), _operator("matmul", reflected=True)
    __truediv__, __rtruediv__ = _operator("true_divide"), _operator("true_divide", reflected=True)
    __floordiv__, __rfloordiv__ = _operator("floor_divide"), _operator("floor_divide", reflected=True)
    __mod__, __rmod__ = _operator("mod"), _operator("mod", reflected=True)
    __pow__, __rpow__ = _operator("power"), _operator("power", reflected=True)
    __and__, __rand__ = _operator("logical_and"), _operator("logical_and", reflected=True)
    __or__, __ror__ = _operator("logical_or"), _operator("logical_or", reflected=True)
    __xor__, __rxor__ = _operator("logical_xor"), _operator("logical_xor", reflected=True)
    __eq__, __ne__ = _operator("equal"), _operator("not_equal")
    __lt__, __le__ = _operator("less"), _operator("less_equal")
    __gt__, __ge__ = _operator("greater"), _operator("greater_equal")


KerasVariable = Variable  # the name that older libraries import


def _check_choice(argument, value, choices):
    if value not in choices:
        raise ValueError(
            f"Argument `{argument}` of Variable must be one of {', '.join(map(repr, choices))}. "
            f"Received: {argument}={value!r}"
        )


def _checked_callable(attribute, value):
    if value is not None and not callable(value):
        raise ValueError(f"`{attribute}` of a Variable must be callable or None. Received: {value!r}")
    return value


def register_uninitialized_variable(variable):
    """Notes a variable that was made inside a scope, to be initialised when the scope ends."""
    waiting = get_global_attribute("uninitialized_variables") or []
    set_global_attribute("uninitialized_variables", [*waiting, variable])


def initialize_all_variables():
    """Gives storage to all variables made inside scopes."""
    waiting = get_global_attribute("uninitialized_variables") or []
    set_global_attribute("uninitialized_variables", [])
    for variable in waiting:
        variable._deferred_initialize()


class DeferredInitialization:
    """Inside it variables that have an initializer are made without storage.

    Whoever assigns to such a variable gives it its storage; the rest are initialised on exit. So a model that is loaded
    does not draw weights only to overwrite them.
    """

    def __enter__(self):
        self._outer = state.deferred_variables
        state.deferred_variables = []
        return self

    def __exit__(self, kind, *args):
        waiting, state.deferred_variables = state.deferred_variables, self._outer
        if kind is None:
            for variable in waiting:
                if variable._value is None:
                    variable._deferred_initialize()


@keras_export(["keras.utils.standardize_dtype", "keras.backend.standardize_dtype"])
def standardize_dtype(dtype):
    """The name of a dtype.

    Args:
        dtype: Name, Python type, or dtype of NumPy or of a framework; `None` gives `floatx()`.

    Returns:
        String such as `"float32"`.

    Raises:
        ValueError: If it is not a dtype that Keras knows.

    Example:

    >>> keras.utils.standardize_dtype(None)
    'float32'
    """
    return dtypes.standardize(dtype)


def shape_equal(a_shape, b_shape):
    """Whether two shapes agree, `None` agreeing with every size."""
    if len(a_shape) != len(b_shape):
        return False
    return all(a == b or a is None or b is None for a, b in zip(a_shape, b_shape))


@keras_export("keras.backend.is_float_dtype")
def is_float_dtype(dtype):
    """Whether a dtype is a float.

    Args:
        dtype: Name of a dtype, or anything that `keras.utils.standardize_dtype` takes.

    Returns:
        Boolean.

    Example:

    >>> keras.backend.is_float_dtype("bfloat16")
    True
    """
    return dtypes.standardize(dtype).startswith(("float", "bfloat"))


@keras_export("keras.backend.is_int_dtype")
def is_int_dtype(dtype):
    """Whether a dtype is a signed or unsigned integer.

    Args:
        dtype: Name of a dtype, or anything that `keras.utils.standardize_dtype` takes.

    Returns:
        Boolean.

    Example:

    >>> keras.backend.is_int_dtype("uint8")
    True
    """
    return dtypes.standardize(dtype).startswith(("int", "uint"))


class AutocastScope:
    """Inside it float variables are read in another dtype.

    Args:
        dtype: Name of a float dtype, or None for no casting inside.

    Raises:
        ValueError: If `dtype` is not a float.
    """

    def __init__(self, dtype):
        if dtype is not None:
            dtype = dtypes.standardize(dtype)
            if not is_float_dtype(dtype):
                raise ValueError(f"Argument `dtype` of AutocastScope must be a float dtype. Received: dtype={dtype}")
        self.dtype = dtype

    def maybe_cast(self, value):
        """`value` in the scope's dtype if it is a float of another one."""
        if self.dtype is None:
            return value
        name = dtypes.standardize(value.dtype)
        if name == self.dtype or not is_float_dtype(name):
            return value
        return _backend.cast(value, self.dtype)

    def __enter__(self):
        self._outer = state.autocast_scope
        state.autocast_scope = self
        return self

    def __exit__(self, *args):
        state.autocast_scope = self._outer


def get_autocast_scope():
    """The innermost open AutocastScope, or None."""
    return state.autocast_scope
