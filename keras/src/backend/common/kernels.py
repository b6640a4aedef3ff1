"""Makers of table lines: a framework function becomes a backend function of Keras by one line.

`sin = unary(torch.sin, dtypes.to_float)`. The result converts its tensor arguments, casts them to the dtype that the
rule asks for, and calls the framework. On tensors that already fit that costs two look-ups.
"""
import functools
import inspect

import numpy as np

from keras.src.backend.common import dtypes
from keras.src.backend.common.late import LateModule
from keras.src.backend.common.tables import CastTable

_SCALARS = frozenset((bool, int, float, complex))


class Kernels:
    """The makers, bound to one framework.

    Args:
        native: Types of the framework's own tensors, tested exactly.
        convert: `convert(x) -> tensor`, for everything else.
        cast: `cast(tensor, dtype) -> tensor`, with the framework's dtype.
        scalar: `scalar(number, dtype)`, the cheapest thing that the framework's binary functions take in the
            place of a number beside a tensor of `dtype`.
        scalar_tensor: `scalar_tensor(number, dtype)`, a number as a tensor.
        to_native: From a dtype name to the framework's dtype.
        numpy: Dotted name of the backend's `numpy` module, which shared formulas compute with.
        wide: Boolean, whether results keep 64 bits.
        table: Class of the tables of dtypes.
    """

    def __init__(self, *, native, convert, cast, scalar, scalar_tensor, to_native, numpy, wide, table=CastTable):
        self.native = frozenset(native)
        self.convert, self.cast, self.to_native = convert, cast, to_native
        self.scalar, self.scalar_tensor = scalar, scalar_tensor
        self.numpy = LateModule(numpy)
        self.wide, self._table = wide, table

    def table(self, rule):
        """The table of a dtype rule in this backend's width."""
        return self._table(getattr(rule, "wide", rule) if self.wide else rule, self.to_native)

    def unary(self, fn, rule=dtypes.same):
        """A function of one tensor."""
        native, convert, cast, table = self.native, self.convert, self.cast, self.table(rule)

        def kernel(x):
            if type(x) not in native:
                x = convert(x)
            dtype = x.dtype
            target = table.get(dtype)
            if target is None:
                target = table.fill(dtype)
            return fn(x if target is dtype else cast(x, target))

        return _named(kernel, fn)

    def leading(self, fn, rule=dtypes.same):
        """A function of one tensor and further arguments, which are passed on."""
        native, convert, cast, table = self.native, self.convert, self.cast, self.table(rule)

        def kernel(x, /, *args, **kwargs):
            if type(x) not in native:
                x = convert(x)
            dtype = x.dtype
            target = table.get(dtype)
            if target is None:
                target = table.fill(dtype)
            return fn(x if target is dtype else cast(x, target), *args, **kwargs)

        return functools.wraps(fn)(kernel)

    def reduction(self, fn, rule=dtypes.same):
        """A function `fn(x, axis=axis, keepdims=keepdims)`; `axis` is None, an integer, or a tuple."""
        native, convert, cast, table = self.native, self.convert, self.cast, self.table(rule)

        def kernel(x, axis=None, keepdims=False):
            if type(x) not in native:
                x = convert(x)
            dtype = x.dtype
            target = table.get(dtype)
            if target is None:
                target = table.fill(dtype)
            if type(axis) is list:
                axis = tuple(axis)
            try:
                return fn(x if target is dtype else cast(x, target), axis=axis, keepdims=keepdims)
            except Exception as e:
                _explain_axis(e, x, axis)
                raise

        return _named(kernel, fn)

    def binary(self, fn, rule=dtypes.promote, scalars=True, explain=None, scalar=None):
        """A function of two tensors that meet in one dtype.

        Args:
            fn: The framework's function.
            rule: Dtype rule of any number of dtypes, of which a second time the same changes nothing; Python
                numbers count by their type.
            scalars: Boolean, whether `fn` takes what `scalar` gives; else numbers become tensors.
            scalar: What takes the place of the framework's own `scalar`.
            explain: `explain(error, x1, x2)`, which may raise a clearer error than the framework's. Default: one
                about shapes that do not broadcast.
        """
        explain = explain or _explain_shapes
        native, cast, table = self.native, self.cast, self.table(rule)
        number = scalar or (self.scalar if scalars else self.scalar_tensor)
        operands = self._operands(table, number)

        def kernel(x1, x2):
            if type(x1) in native:
                d1, other = x1.dtype, type(x2)
                if other in native:
                    d2 = x2.dtype
                    key = d1 if d1 is d2 else (d1, d2)
                    target = table.get(key)
                    if target is None:
                        target = table.fill(key)
                    if d1 is not target:
                        x1 = cast(x1, target)
                    if d2 is not target:
                        x2 = cast(x2, target)
                    try:
                        return fn(x1, x2)
                    except Exception as e:
                        explain(e, x1, x2)
                        raise
                if other in _SCALARS:
                    target = table.get((d1, other))
                    if target is None:
                        target = table.fill((d1, other))
                    if d1 is not target:
                        x1 = cast(x1, target)
                    return fn(x1, number(x2, target))
            return fn(*operands(x1, x2))

        return _named(kernel, fn)

    def _operands(self, table, number):
        """`operands(x1, x2)`: both ready for the framework, whatever they were."""
        convert, cast, scalar_tensor = self.convert, self.cast, self.scalar_tensor

        def operands(x1, x2):
            number1, number2 = type(x1) in _SCALARS, type(x2) in _SCALARS
            x1 = x1 if number1 else convert(x1)
            x2 = x2 if number2 else convert(x2)
            key = (type(x1) if number1 else x1.dtype, type(x2) if number2 else x2.dtype)
            target = table.get(key)
            if target is None:
                target = table.fill(key)
            if number1:
                x1 = (scalar_tensor if number2 else number)(x1, target)
            elif key[0] is not target:
                x1 = cast(x1, target)
            if number2:
                x2 = (scalar_tensor if number1 else number)(x2, target)
            elif key[1] is not target:
                x2 = cast(x2, target)
            return x1, x2

        return operands

    def joining(self):
        """`common(xs)`: tensors in the dtype in which they meet; those already in it stay as they are."""
        native, convert, cast, table = self.native, self.convert, self.cast, self.table(dtypes.promote)

        def common(xs):
            shared = None
            xs = xs if type(xs) is list else list(xs)
            for x in xs:
                if type(x) not in native or (shared is not None and x.dtype is not shared):
                    break
                shared = x.dtype
            else:
                return xs
            xs = [x if type(x) in native else convert(x) for x in xs]
            key = tuple([x.dtype for x in xs])
            if key.count(key[0]) == len(key):
                return xs
            target = table.get(key) or table.fill(key)
            return [x if x.dtype is target else cast(x, target) for x in xs]

        return common

    def choice(self, fn, truth=None):
        """`where(condition, x1, x2)` of a framework.

        Args:
            fn: `fn(condition, x1, x2)` on tensors, of which the last two have one dtype.
            truth: `truth(condition) -> tensor` of booleans, for frameworks that do not take numbers as conditions.
        """
        native, convert, numpy = self.native, self.convert, self.numpy
        meet = self.binary(pair, scalars=False)

        def where(condition, x1=None, x2=None):
            if type(condition) not in native:
                condition = convert(condition)
            if x1 is None and x2 is None:
                return numpy.nonzero(condition)
            if truth is not None:
                condition = truth(condition)
            if type(x1) in native and type(x2) in native and x1.dtype is x2.dtype:
                return fn(condition, x1, x2)
            return fn(condition, *meet(x1, x2))

        return where

    def adopt(self, fn, *pieces):
        """A shared formula `fn(np, *pieces, ...)` that converts its arguments itself."""
        return functools.partial(fn, self.numpy, *pieces)

    def formula(self, fn, rule=dtypes.same, **pieces):
        """Adopts a shared formula `fn(np, x, ..., **pieces)`, `np` being the backend's own `numpy` module.

        `pieces` are what else of the backend the formula needs.
        """
        return adopted(self.leading(functools.partial(fn, self.numpy, **pieces), rule), fn, pieces)

    def binary_formula(self, fn, rule=dtypes.promote):
        """Adopts a shared formula `fn(np, x1, x2)` of two tensors that meet in one dtype."""
        return adopted(self.binary(functools.partial(fn, self.numpy), rule, False, _leave_error), fn)


def adopted(kernel, fn, pieces=()):
    """`kernel` with the name and the documentation of the formula `fn` that it computes, and its signature."""
    kernel = functools.wraps(fn)(kernel)
    kernel.__wrapped__ = _Seen(fn, pieces)
    return kernel


class _Seen:
    """What `inspect.signature` sees of an adopted formula: its parameters, less those that the backend fills in."""

    def __init__(self, fn, pieces):
        self.fn, self.pieces = fn, pieces

    def __call__(self, *args, **kwargs):
        return self.fn(*args, **kwargs)

    @property
    def __signature__(self):
        _, *parameters = inspect.signature(self.fn).parameters.values()
        return inspect.Signature([p for p in parameters if p.name not in self.pieces and p.kind is not p.KEYWORD_ONLY])


def _explain_axis(error, x, axis):
    """Says what was wrong in our words if it was the axis; the frameworks' errors differ in type too."""
    rank = len(x.shape)
    axes = (axis,) if isinstance(axis, int) else axis or ()
    if not all(isinstance(a, int) for a in axes):
        return
    fault = "is out of range" if not all(-rank <= a < rank for a in axes) else "repeats an axis"
    if fault == "is out of range" or len({a % rank for a in axes}) < len(axes):
        raise ValueError(
            f"Argument `axis` {fault} for a tensor of shape {tuple(x.shape)}. Received: axis={axis}"
        ) from error


def pair(x1, x2):
    """Both arguments as they are: made a kernel, it brings two tensors to one dtype."""
    return x1, x2


def _leave_error(error, x1, x2):
    """Formulas explain their errors themselves."""


def _explain_shapes(error, x1, x2):
    """Says what was wrong in our words if it was the shapes."""
    shapes = tuple(x1.shape), tuple(x2.shape)
    known = all(isinstance(size, int) for shape in shapes for size in shape)
    try:
        known and np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(f"The shapes {shapes[0]} and {shapes[1]} cannot be broadcast.") from error


def _named(kernel, fn):
    kernel.__name__ = kernel.__qualname__ = getattr(fn, "__name__", "kernel")
    return kernel
