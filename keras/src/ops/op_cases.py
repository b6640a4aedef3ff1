"""The runner of the operation tables: one row is one call, checked in every way that applies to it.

    CASES = [case("add", [F, G], np.add, grad=True), case("sum", [F], np.sum, axis=0)]

    @parametrize(CASES)
    class TestAddition(OperationTests):
        pass
"""
import dataclasses
import functools
import json
import math

import numpy as np
import pytest

from keras.src import backend, ops, tree
from keras.src.backend.common.keras_tensor import KerasTensor

EAGER_TOLERANCE = {"rtol": 1e-5, "atol": 1e-6}
GRADIENT_TOLERANCE = {"rtol": 2e-3, "atol": 2e-3}


@dataclasses.dataclass(frozen=True)
class Case:
    """One call of a public operation and what it must give.

    Attributes:
        name: Name of the function in `keras.ops`.
        inputs: List of what the leading tensor parameters get: arrays, numbers, or lists of arrays.
        expected: Value or structure of values, or a function of `inputs` and `static` that gives it.
        static: The other arguments, by name.
        dtype: Dtype name (or tuple of them) of the result; None: not checked beyond the symbolic rule.
        grad: Boolean, whether the gradient in the floating inputs is compared with finite differences
            of `expected`. None: if `expected` is a function from floats to floats.
        jit: Boolean, whether the call can be compiled.
        xla: Boolean, whether XLA can compile it on tensorflow too; False where it lacks the kernel.
        graph: Boolean, whether torch can compile it into one graph; False where a size depends on values.
        dynamic: Boolean, whether the first dimension of the inputs may be unknown.
        symbolic: Boolean, whether the call has a symbolic form.
        tolerance: Relative tolerance of the value; None: that of float32.
        skip: Mapping from backend to the reason why the row does not apply there.
        table: The `Table` that the row stands in, and
        index: its place there; both set by `parametrize`.
    """

    name: str
    inputs: list
    expected: object
    static: dict
    dtype: object = None
    grad: bool | None = None
    jit: bool = True
    xla: bool = True
    graph: bool = True
    dynamic: bool = True
    symbolic: bool = True
    tolerance: float | None = None
    skip: dict = dataclasses.field(default_factory=dict)
    table: object = None
    index: int = 0

    @property
    def function(self):
        return getattr(ops, self.name)

    @property
    def arrays(self):
        """The inputs that are arrays: what a compiled function takes."""
        return [x for x in self.inputs if _is_array(x)]

    @property
    def floats(self):
        """Places of the inputs that can be differentiated."""
        return [i for i, x in enumerate(self.inputs) if _is_array(x) and x.dtype.kind == "f"]

    def oracle(self, inputs):
        return self.expected(*inputs, **self.static) if callable(self.expected) else self.expected

    def call(self, *arrays):
        """The operation as a function of the arrays alone."""
        rest = iter(arrays)
        return self.function(*(next(rest) if _is_array(x) else x for x in self.inputs), **self.static)

    def loss(self, *floats):
        """A number that depends on every element of the result, as a function of the floating inputs."""
        inputs = list(self.inputs)
        for place, tensor in zip(self.floats, floats):
            inputs[place] = tensor
        outputs = tree.flatten(self.function(*inputs, **self.static))
        return sum(ops.sum(ops.multiply(x, _weights(x.shape).astype("float32"))) for x in outputs)

    def expected_loss(self, inputs):
        return sum(np.sum(np.asarray(x) * _weights(np.shape(x))) for x in tree.flatten(self.oracle(inputs)))

    def wide(self):
        return [x.astype("float64") if i in self.floats else x for i, x in enumerate(self.inputs)]

    def has_gradient(self):
        if self.grad is False or not self.floats or not callable(self.expected):
            return False
        return all(np.asarray(x).dtype.kind == "f" for x in tree.flatten(self.oracle(self.wide())))

    def __str__(self):
        return "-".join([self.name, *map(_brief, self.inputs), *(f"{k}={v}" for k, v in self.static.items())])


_OPTIONS = {field.name for field in dataclasses.fields(Case)} - {"name", "inputs", "expected", "static"}


def case(name, inputs, expected, **options):
    """A row: the options of `Case` by name; every other name is an argument of the operation.

    An operation's own argument `dtype` is given as `dtype_`.
    """
    own = {k: options.pop(k) for k in list(options) if k in _OPTIONS}
    static = {k.removesuffix("_"): v for k, v in options.items()}
    return Case(name, inputs, expected, static, **own)


def parametrize(cases):
    """Decorator of the test class that runs the rows.

    Of each operation, the first row that can be is compiled, the first that asks for it differentiated.
    """
    table = Table(dataclasses.replace(row, index=i) for i, row in enumerate(cases))
    marked = [pytest.param(dataclasses.replace(row, table=table), marks=_marks(row)) for row in table.rows]
    return pytest.mark.parametrize("case", marked, ids=str)


def _marks(case):
    reason = case.skip.get(backend.backend())
    return [pytest.mark.skip(reason=f"{backend.backend()}: {reason}")] if reason else []


class OperationTests:
    """What holds for every row; subclasses are parametrized with `case`."""

    def test_value(self, case):
        inputs = _tensors(case.inputs)
        result = case.function(*inputs, **case.static)
        _compare(result, case.oracle(case.inputs), case)
        _check_dtype(result, case)

    def test_symbolic(self, case):
        if not case.symbolic:
            return
        eager = case.function(*_tensors(case.inputs), **case.static)
        exact = case.function(*_symbols(case.inputs, unknown=False), **case.static)
        _compare_specs(exact, eager, exact=True)
        if case.dynamic:
            loose = case.function(*_symbols(case.inputs, unknown=True), **case.static)
            _compare_specs(loose, eager, exact=False)

    def test_operation(self, case):
        """The recorded operation has the public class, and its config makes it anew."""
        if not case.symbolic:
            return
        output = tree.flatten(case.function(*_symbols(case.inputs, unknown=False), **case.static))[0]
        operation = output._keras_history.operation
        assert type(operation).__module__.startswith("keras.src.ops.")
        config = json.loads(json.dumps(operation.get_config()))
        again = type(operation).from_config(config)
        result = again(*_tensors(case.inputs))
        _compare(result, case.oracle(case.inputs), case)

    def test_compiled(self, case):
        if case.index not in case.table.to_compile or backend.backend() == "numpy":
            return
        for result in case.table.compiled(case):
            _compare(result, case.oracle(case.inputs), case)

    def test_gradient(self, case):
        if case.index not in case.table.to_differentiate or backend.backend() == "numpy":
            return
        wide = case.wide()
        for place, gradient in zip(case.floats, case.table.gradients(case)):
            wanted = _finite_differences(case.expected_loss, wide, place)
            np.testing.assert_allclose(gradient, wanted, **GRADIENT_TOLERANCE)


class Table:
    """The rows of a table, and of each operation the row to compile and the row to differentiate.

    On jax they are compiled all together, which takes a fraction of the time.
    """

    all = []

    def __init__(self, rows):
        self.rows = list(rows)
        self.all.append(self)

    @functools.cached_property
    def to_compile(self):
        return self._firsts(row for row in self.rows if row.jit)

    @functools.cached_property
    def to_differentiate(self):
        """Rows that ask for it come before those that may, and rows that compile before the others."""
        rows = sorted(self.rows, key=lambda row: (not row.grad, not row.jit))
        return self._firsts(row for row in rows if row.has_gradient())

    def _firsts(self, rows):
        """Index of the first row of each operation that applies to the backend."""
        found = {}
        for row in rows:
            if backend.backend() not in row.skip:
                found.setdefault(row.name, row.index)
        return set(found.values())

    def compiled(self, case):
        """The results of the ways in which the backend compiles a row."""
        if backend.backend() == "jax":
            return [self._on_jax[0][case.index]]
        return [compiled(case.call)(*_tensors(case.arrays)) for compiled in _compilers(case.arrays, case)]

    def gradients(self, case):
        """Gradients of a row's loss in its floating inputs."""
        if backend.backend() == "jax" and case.jit:
            return self._on_jax[1][case.index]
        return _gradients(case.loss, [case.inputs[i] for i in case.floats])

    @functools.cached_property
    def _on_jax(self):
        import jax

        results = {i: (self.rows[i].call, self.rows[i].arrays) for i in self.to_compile}
        gradients = {
            i: (functools.partial(_gradients_of, self.rows[i]), [self.rows[i].inputs[k] for k in self.rows[i].floats])
            for i in self.to_differentiate
            if self.rows[i].jit
        }

        def everything(*inputs):
            return [
                {i: function(*arrays[i]) for i, (function, _) in part.items()}
                for part, arrays in zip((results, gradients), inputs)
            ]

        inputs = ({i: arrays for i, (_, arrays) in part.items()} for part in (results, gradients))
        return jax.jit(everything)(*inputs)


def _weights(shape):
    return np.linspace(0.5, 1.5, math.prod(shape)).reshape(shape)


def _is_array(x):
    return isinstance(x, np.ndarray)


def _brief(x):
    if _is_array(x):
        return f"{x.dtype}{list(x.shape)}".replace(" ", "")
    return "[" + ",".join(map(_brief, x)) + "]" if isinstance(x, (list, tuple)) else str(x)


def _tensors(inputs):
    return tree.map_structure(lambda x: backend.convert_to_tensor(x) if _is_array(x) else x, inputs)


def _symbols(inputs, unknown):
    def symbol(x):
        if not _is_array(x):
            return x
        shape = (None, *x.shape[1:]) if unknown and x.ndim else x.shape
        return KerasTensor(shape, dtype=backend.standardize_dtype(x.dtype))

    return tree.map_structure(symbol, inputs)


def _compare(result, expected, case):
    tolerance = EAGER_TOLERANCE if case.tolerance is None else {"rtol": case.tolerance, "atol": case.tolerance}
    if not isinstance(result, (list, tuple, dict)):
        result, expected = [result], [np.asarray(expected)]
    results, wanted = tree.flatten(result), tree.flatten(expected)
    assert len(results) == len(wanted)
    for found, want in zip(results, wanted):
        found = _readable(backend.convert_to_numpy(found))
        want = _readable(np.asarray(want))
        assert found.shape == want.shape
        np.testing.assert_allclose(found, want, **tolerance)


def _readable(array):
    """NumPy compares no bfloat16, and subtracts no booleans."""
    if array.dtype.kind in "bV" or array.dtype.name == "bfloat16":
        return array.astype("float32")
    return array


def _check_dtype(result, case):
    if case.dtype is None:
        return
    found = tuple(backend.standardize_dtype(r.dtype) for r in _results(result))
    assert found == (case.dtype if isinstance(case.dtype, tuple) else (case.dtype,) * len(found))


def _results(result):
    """Flat list of tensors; `allclose` on numpy is a Python bool."""
    return [backend.convert_to_tensor(r) if isinstance(r, bool) else r for r in tree.flatten(result)]


def _compare_specs(spec, eager, exact):
    """The symbolic result foretells the eager one."""
    specs, results = tree.flatten(spec), _results(eager)
    assert len(specs) == len(results)
    for symbol, result in zip(specs, results):
        shape = tuple(result.shape)
        assert len(symbol.shape) == len(shape)
        if exact:
            assert all(a in (b, None) for a, b in zip(symbol.shape, shape))
        else:
            assert all(a is None or a == b for a, b in zip(symbol.shape, shape))
        assert symbol.dtype == backend.standardize_dtype(result.dtype)


def _compilers(arrays, case):
    """The ways in which the backend compiles a function of these arrays."""
    if backend.backend() == "torch":
        return [functools.partial(_compile_for_torch, graph=case.graph)]
    import tensorflow as tf

    unknown = [tf.TensorSpec((None,) * min(x.ndim, 1) + x.shape[1:], x.dtype) for x in arrays]
    plain = functools.partial(tf.function, input_signature=unknown)
    return [plain, functools.partial(tf.function, jit_compile=True)] if case.xla else [plain]


def _compile_for_torch(function, graph):
    """Traced by torch and run as it stands, since the code that its compiler makes is not what is tested."""
    import torch

    torch.compiler.reset()
    return torch.compile(function, backend="eager", fullgraph=graph)


def _gradients_of(case, *arrays):
    return _gradients(case.loss, arrays)


def _gradients(loss, arrays):
    """Gradients of a scalar function in all its arguments, as arrays."""
    if backend.backend() == "jax":
        import jax

        return jax.grad(loss, argnums=tuple(range(len(arrays))))(*map(backend.convert_to_tensor, arrays))
    tensors = [backend.convert_to_tensor(x) for x in arrays]
    if backend.backend() == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(tensors)
            value = loss(*tensors)
        found = tape.gradient(value, tensors, unconnected_gradients="zero")
        return [backend.convert_to_numpy(g) for g in found]
    import torch

    tensors = [x.clone().requires_grad_() for x in tensors]
    value = loss(*tensors)
    found = torch.autograd.grad(value, tensors, materialize_grads=True) if value.requires_grad else [None]
    return [np.zeros_like(x) if g is None else backend.convert_to_numpy(g) for x, g in zip(arrays, found)]


def _finite_differences(function, inputs, place, step=1e-5):
    """Central differences of a scalar function of NumPy arrays, in one of them."""
    point = inputs[place]
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        ends = []
        for sign in (1, -1):
            moved = point.copy()
            moved[index] += sign * step
            ends.append(function([*inputs[:place], moved, *inputs[place + 1 :]]))
        gradient[index] = (ends[0] - ends[1]) / (2 * step)
    return gradient
