"""`@op`: a documented function declares an operation; its class is derived from it.

    @keras_export(["keras.ops.mean", "keras.ops.numpy.mean"])
    @op(spec=reduction(dtypes.mean_rule))
    def mean(x, axis=None, keepdims=False):
        ...
        return backend.numpy.mean(x, axis=axis, keepdims=keepdims)

    Mean = mean.operation

Calling `mean` on tensors runs the body and nothing else. On symbolic tensors it makes a `Mean(axis, keepdims)` and
records its call.
"""
import functools
import inspect
from collections.abc import Callable
from typing import TypeVar

from keras.src.backend.common import dtypes, masking
from keras.src.backend.common.global_state import state
from keras.src.backend.common.keras_tensor import SPECIAL_TYPES, KerasTensor, any_symbolic_tensors
from keras.src.ops import hard_calls
from keras.src.ops.computed_dtypes import as_computed
from keras.src.ops.operation import Operation
from keras.src.ops.operation_utils import broadcast_shapes, reduce_shape

Function = TypeVar("Function")  # So that type checkers see the signature of what was decorated.


def op(spec, tensors=None, name=None, module=None, operands=None, in_call=()) -> Callable[[Function], Function]:
    """Makes an operation of a function.

    Args:
        spec: `spec(*tensors, **static) -> KerasTensor(s)`: shape and dtype of the result.
        tensors: Integer, how many leading parameters are tensors (or lists of tensors); the rest are static.
            Default: `spec.tensors`, else 1.
        name: Name of the derived class. Default: the function's name in camel case.
        module: `__module__` of function and class where these are public under another module than the one
            that defines them.
        operands: Names of the parameters that `call` of the class takes, where these are not the first `tensors`;
            `spec` must have the function's names of parameters then.
        in_call: Names of other parameters that `call` of the class takes as well, after the operands. A config names
            them only where they are not at their defaults: constructors of 3.15.1 have no such arguments.

    Returns:
        Decorator. The decorated function has the derived class as its attribute `operation`.
    """
    tensors = tensors if tensors is not None else getattr(spec, "tensors", 1)

    def decorate(function):
        if module is not None:
            function.__module__ = module
        operation = _derive(function, spec, tensors, name, operands, in_call)
        call = functools.wraps(function)(_dispatcher(function, operation, tensors))
        call.operation = operation
        return call

    return decorate


def declare(module) -> Callable[..., Callable[[Function], Function]]:
    """`op` for a file whose declarations belong to another module."""
    return functools.partial(op, module=module)


def _dispatcher(function, operation, tensors):
    """The function that users call: straight to `function` unless something special may be among the tensors.

    What the backend refuses is looked at again: it may be sparse, or deserve a clearer error.
    """
    special = SPECIAL_TYPES

    def record(args, kwargs):
        """The way of calls that may be symbolic or sparse, and of tensors given by keyword."""
        if any_symbolic_tensors(args, kwargs):
            return operation.record(args, kwargs)
        return operation.evaluate(args, kwargs)

    def call_one(*args, **kwargs):
        if args:
            kind = type(args[0])
            # Lists of tensors, as `concatenate` takes them, are looked into.
            if kind not in special or (kind is list or kind is tuple) and special.isdisjoint(map(type, args[0])):
                try:
                    return function(*args, **kwargs)
                except Exception as e:
                    return hard_calls.recover(e, operation, args, kwargs)
        return record(args, kwargs)

    def call_two(*args, **kwargs):
        if len(args) > 1 and type(args[0]) not in special and type(args[1]) not in special:
            try:
                return function(*args, **kwargs)
            except Exception as e:
                return hard_calls.recover(e, operation, args, kwargs)
        return record(args, kwargs)

    def call_three(*args, **kwargs):
        if len(args) > 2 and type(args[0]) not in special and type(args[1]) not in special:
            if type(args[2]) not in special:
                try:
                    return function(*args, **kwargs)
                except Exception as e:
                    return hard_calls.recover(e, operation, args, kwargs)
        return record(args, kwargs)

    def call_many(*args, **kwargs):
        if len(args) >= tensors and special.isdisjoint(map(type, args[:tensors])):
            try:
                return function(*args, **kwargs)
            except Exception as e:
                return hard_calls.recover(e, operation, args, kwargs)
        return record(args, kwargs)

    general = {1: call_one, 2: call_two, 3: call_three}.get(tensors, call_many)
    return _bound_by_name(function, operation, general) or general


def _bound_by_name(function, operation, general):
    """The fastest dispatcher, for functions of one or two tensors and nothing else, as most are; None for others."""
    special = SPECIAL_TYPES

    def call_x(x):
        if type(x) not in special:
            try:
                return function(x)
            except Exception as e:
                return hard_calls.recover(e, operation, (x,), {})
        return general(x)

    def call_x1_x2(x1, x2):
        if type(x1) not in special and type(x2) not in special:
            try:
                return function(x1, x2)
            except Exception as e:
                return hard_calls.recover(e, operation, (x1, x2), {})
        return general(x1, x2)

    parameters = operation._signature.parameters.values()
    if any(p.default is not p.empty for p in parameters):
        return None
    return {("x",): call_x, ("x1", "x2"): call_x1_x2}.get(tuple(p.name for p in parameters))


class DeclaredOperation(Operation):
    """Base of the classes that `@op` derives.

    Class attributes: `_function` is the declaring function without dispatch, `_spec` its symbolic rule, `_operands`
    the names of the parameters of `call`, `_leads` whether these come first, `_signature` the function's signature.
    """

    recorded_as = None  # the class that symbolic calls record instead, of functions that are another name
    _function = _spec = _signature = None

    def __init__(self, *args, name=None, **kwargs):
        parameters = self._static_signature.parameters
        if len(args) == 1 and not parameters and name is None:
            args, name = (), args[0]
        super().__init__(name=name)
        given = _bind(self._static_signature, args, kwargs)
        self._static = {key: given[key] if key in given else p.default for key, p in parameters.items()}
        self.__dict__.update(self._static)

    @classmethod
    def record(cls, args, kwargs):
        """A symbolic call of the function: tensors apart from the rest, which configures the operation."""
        given = _bind(cls._signature, args, kwargs)
        names = cls._operands
        leading = [given[n] for n in names if n in given]
        if len(leading) < len(names):  # Optional tensors that were left out, or only the last one given.
            leading = [given.get(n, cls._signature.parameters[n].default) for n in names]
            while leading and leading[-1] is None:
                leading.pop()
        static = {n: value for n, value in given.items() if n not in names}
        return (cls.recorded_as or cls)(**static).symbolic_call(*leading)

    @classmethod
    def evaluate(cls, args, kwargs):
        """Calls the function on tensors, sparse ones among them, or masked ones where masks are handed on."""
        if state.hands_masks_on and cls._masked_operands:
            with masking.handed_on(()):
                result = cls.evaluate(args, kwargs)
            return masking.pass_on((*args, *kwargs.values())[: cls._masked_operands], result)
        if hard_calls.any_sparse(args, kwargs):
            return hard_calls.evaluate_sparse(cls, args, kwargs)
        try:
            return cls._function(*args, **kwargs)
        except Exception as e:
            return hard_calls.recover(e, cls, args, kwargs)

    def call(self, *tensors, **named):
        try:
            args, kwargs = self._as_declared(tensors, named)
            return type(self)._function(*args, **kwargs)
        except Exception as e:
            return hard_calls.recover(e, type(self), tensors, {**named, **self._configured()})

    @as_computed
    def compute_output_spec(self, *tensors, **named):
        try:
            args, kwargs = self._as_declared(tensors, named)
            return type(self)._spec(*args, **kwargs)
        except (ValueError, TypeError, IndexError) as e:
            given = {**dict(zip(self._operands, tensors)), **named, **self._configured()}
            hard_calls.explain(e, self._function.__name__, given)

    def _as_declared(self, tensors, named):
        """The arguments as the function takes them: operands first, or by name unless they lead."""
        count = len(self._operands)
        in_call = dict(zip(self._in_call, tensors[count:]))
        tensors = tensors[:count] + tensors[count + len(in_call) :]
        named = {**self._static, **in_call, **named}
        return (tensors, named) if self._leads else ((), {**dict(zip(self._operands, tensors)), **named})

    def _configured(self):
        """The static arguments that are not left at their defaults."""
        parameters = self._signature.parameters
        return {key: value for key, value in self._static.items() if value is not parameters[key].default}

    def get_config(self):
        return {"name": self.name, **self._recorded_arguments()}

    def _recorded_arguments(self):
        configured = self._configured()
        return {key: value for key, value in self._static.items() if key in configured or key not in self._in_call}


def _bind(signature, args, kwargs):
    """`signature.bind(*args, **kwargs).arguments`, most calls at a fraction of its time; that raises the errors."""
    parameters = signature.parameters
    given = dict(zip(parameters, args))
    known = len(given) == len(args) and kwargs.keys() <= parameters.keys() and given.keys().isdisjoint(kwargs)
    given.update(kwargs)
    if known and all(key in given or p.default is not p.empty for key, p in parameters.items()):
        return given
    return signature.bind(*args, **kwargs).arguments


def _derive(function, spec, tensors, name, operands, in_call):
    """The Operation class of a function."""
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    operands = tuple(operands or [p.name for p in parameters[:tensors]])
    static = sorted((p for p in parameters if p.name not in operands), key=lambda p: p.name in in_call)
    self_parameter = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    name_kind = inspect.Parameter.KEYWORD_ONLY if static else inspect.Parameter.POSITIONAL_OR_KEYWORD
    name_parameter = inspect.Parameter("name", name_kind, default=None)
    static_signature = inspect.Signature(static)
    call_signature = inspect.Signature([self_parameter, *(p for p in parameters if p.name in (*operands, *in_call))])
    class_name = name or "".join(part[:1].upper() + part[1:] for part in function.__name__.split("_"))

    def __init__(self, *args, **kwargs):
        DeclaredOperation.__init__(self, *args, **kwargs)

    def call(self, *tensors, **named):
        return DeclaredOperation.call(self, *tensors, **named)

    def compute_output_spec(self, *tensors, **named):
        return DeclaredOperation.compute_output_spec(self, *tensors, **named)

    __init__.__signature__ = inspect.Signature([self_parameter, *static, name_parameter])
    call.__signature__ = compute_output_spec.__signature__ = call_signature
    return type(
        class_name,
        (DeclaredOperation,),
        {
            "__module__": function.__module__,
            "__qualname__": class_name,
            "__doc__": f"Operation of `keras.ops.{function.__name__}`.",
            "__init__": __init__,
            "call": call,
            "compute_output_spec": compute_output_spec,
            "_function": staticmethod(function),
            "_spec": staticmethod(spec),
            "_operands": operands,
            "_in_call": in_call,
            "_leads": operands == tuple(signature.parameters)[: len(operands)],
            "_masked_operands": getattr(spec, "masked_operands", 0),
            "_signature": signature,
            "_static_signature": static_signature,
        },
    )


# Symbolic rules


def shape_of(x):
    """Shape of a symbolic tensor, tensor, number or nested list."""
    shape = getattr(x, "shape", None)
    if shape is not None:
        return tuple(shape)
    if not isinstance(x, (list, tuple)):
        return ()
    return (len(x), *shape_of(x[0])) if x else (0,)


def dtype_of(x):
    """Dtype name of a tensor; the type of a Python number, which counts as weak."""
    dtype = getattr(x, "dtype", None)
    if dtype is not None:
        return dtypes.standardize(dtype)
    while isinstance(x, (list, tuple)) and x:
        x = x[0]
    if isinstance(x, (bool, int, float, complex)):
        return type(x)
    if not isinstance(x, (list, tuple)) and not hasattr(x, "dtype") and not hasattr(x, "__array__"):
        raise ValueError(f"Operands must be tensors, numbers or lists of these. Received: {x!r}")
    return dtype_of_or_floatx(x)


def dtype_of_or_floatx(x):
    """Dtype name of a tensor, `floatx()` for what has none."""
    return dtypes.standardize(getattr(x, "dtype", None))


def step_by_step(operands=1) -> Callable[[Function], Function]:
    """Marks a rule of functions that leave steps where they are: masks of their first operands hold for the result.

    Args:
        operands: Integer, how many operands have a say.
    """

    def mark(spec):
        spec.masked_operands = operands
        return spec

    return mark


def elementwise(rule=dtypes.same, sparse=False, moves=False):
    """Rule of functions of one tensor that keep its shape.

    Args:
        rule: Dtype rule of one dtype.
        sparse: Boolean, whether sparse tensors stay sparse, as they do where zero maps to zero.
        moves: Boolean, whether elements leave their places, so that a mask would not hold for the result.
    """

    def spec(x, **static):
        keeps_sparse = sparse and getattr(x, "sparse", False)
        return KerasTensor(shape_of(x), dtype=rule(dtype_of(x)), sparse=keeps_sparse)

    spec.tensors, spec.maps_values = 1, sparse
    return spec if moves else step_by_step(1)(spec)


def broadcast(rule=dtypes.promote, sparse=None):
    """Rule of functions of two tensors whose shapes are broadcast.

    Args:
        rule: Dtype rule of two dtypes.
        sparse: `all` or `any`: when the result is sparse, given whether the arguments are. Default: never.
    """

    def spec(x1, x2, **static):
        flags = (getattr(x1, "sparse", False), getattr(x2, "sparse", False))
        return KerasTensor(
            broadcast_shapes(shape_of(x1), shape_of(x2)),
            dtype=rule(dtype_of(x1), dtype_of(x2)),
            sparse=sparse is not None and sparse(flags),
        )

    spec.tensors = 2
    return step_by_step(2)(spec)


def reduction(rule=dtypes.same, sparse=False):
    """Rule of functions that reduce over `axis`, with `keepdims`.

    Args:
        rule: Dtype rule of one dtype.
        sparse: Boolean, whether the result of a sparse tensor is sparse.
    """

    def spec(x, axis=None, keepdims=False, **static):
        keeps_sparse = sparse and getattr(x, "sparse", False)
        shape = reduce_shape(shape_of(x), axis, keepdims)
        return KerasTensor(shape, dtype=rule(dtype_of(x)), sparse=keeps_sparse)

    spec.tensors = 1
    return spec
