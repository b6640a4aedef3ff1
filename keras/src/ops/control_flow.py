"""Control flow of `keras.ops`: conditions, loops, scans and maps."""
from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import control_flow as checks
from keras.src.backend.common.keras_tensor import KerasTensor, any_symbolic_tensors
from keras.src.backend.common.stateless_scope import StatelessScope
from keras.src.ops.declare import declare, dtype_of, shape_of
from keras.src.ops.operation import Operation

MODULE = "keras.src.ops.core"
op = declare(MODULE)


def _spec(x):
    """Shape and dtype of a tensor or number, as a symbolic tensor; other objects as they are."""
    if x is None or not (hasattr(x, "shape") or isinstance(x, (bool, int, float, complex))):
        return x
    dtype = dtype_of(x)
    return KerasTensor(
        shape_of(x), dtype=dtypes.promote(dtype) if isinstance(dtype, type) else dtype
    )


def _specs(structure):
    return tree.map_structure(_spec, structure)


def _element(x):
    """What is left of a tensor at one index of its first axis."""
    return KerasTensor(shape_of(x)[1:], dtype=_spec(x).dtype)


def _elements(xs):
    return None if xs is None else tree.map_structure(_element, xs)


def _stacked(structure, length):
    """Outputs of steps, stacked along a new first axis."""

    def stacked(y):
        return None if y is None else KerasTensor((length, *shape_of(y)), dtype=_spec(y).dtype)

    return tree.map_structure(stacked, structure)


def _traced(function, *args):
    """Symbolic outputs of a user's function."""
    return backend.core.compute_output_spec(function, *_specs(args))


def _branch(function):
    """Symbolic outputs of a function without arguments, which may use symbolic tensors from around it."""
    with StatelessScope():
        return _specs(function())


def _cond(pred, true_fn, false_fn):
    taken, other = _branch(true_fn), _branch(false_fn)
    _check_same("cond", taken, other)
    return taken


def _check_same(function, first, second):
    """Refuses branches whose outputs differ in structure, shape or dtype."""
    try:
        tree.assert_same_structure(first, second)
        same = all(_alike(a, b) for a, b in zip(tree.flatten(first), tree.flatten(second)))
    except (ValueError, TypeError):
        same = False
    if not same:
        raise ValueError(
            f"The branches of {function} must return the same structure of tensors, of equal shapes and dtypes. "
            f"Received: {first} and {second}"
        )


def _alike(a, b):
    if a is None or b is None:
        return a is b
    return shape_of(a) == shape_of(b) and dtype_of(a) == dtype_of(b)


@keras_export("keras.ops.cond")
@op(spec=_cond, tensors=3)
def cond(pred, true_fn, false_fn):
    """Calls one of two functions.

    Args:
        pred: Boolean or boolean scalar tensor.
        true_fn: Function without arguments, called if `pred` holds.
        false_fn: Function without arguments, called otherwise. In compiled code both are traced, and their
            outputs must have the same structure, shapes and dtypes.

    Returns:
        What the called function returns.

    Example:

    >>> x = keras.ops.array(3.0)
    >>> float(keras.ops.cond(x > 0, lambda: x + 1, lambda: x - 1))
    4.0
    """
    return backend.core.cond(pred, true_fn, false_fn)


Cond = cond.operation


class Switch(Operation):
    """Operation of `keras.ops.switch`."""

    def call(self, index, branches, *operands):
        return backend.core.switch(index, branches, *operands)

    def compute_output_spec(self, index, branches, *operands):
        checks.check_switch(index, branches, operands)
        outputs = [_traced(branch, *operands) for branch in branches]
        for other in outputs[1:]:
            _check_same("switch", outputs[0], other)
        return outputs[0]


Switch.__module__ = MODULE


@keras_export("keras.ops.switch")
def switch(index, branches, *operands):
    """Calls one of several functions.

    Args:
        index: Integer or integer scalar tensor; brought into range if it is beyond.
        branches: List of functions of `operands`.
        *operands: Tensors.

    Returns:
        What the called function returns.

    Raises:
        TypeError: If `branches` are no functions.

    Example:

    >>> int(keras.ops.switch(1, [lambda x: x, lambda x: 10 * x], keras.ops.array(3)))
    30
    """
    if any_symbolic_tensors((index, *operands)):
        return Switch().symbolic_call(index, branches, *operands)
    return backend.core.switch(index, branches, *operands)


switch.__module__ = MODULE


def _while_loop(cond, body, loop_vars, maximum_iterations=None):
    return _specs(loop_vars)


@keras_export("keras.ops.while_loop")
@op(spec=_while_loop, tensors=3, operands=["loop_vars"])
def while_loop(cond, body, loop_vars, maximum_iterations=None):
    """Repeats a function while a condition holds.

    Args:
        cond: Function of the loop variables that returns a boolean scalar.
        body: Function of the loop variables that returns their next values, of the same shapes and dtypes.
        loop_vars: Tensor, or list or tuple of (structures of) tensors: what the variables are at first.
        maximum_iterations: Integer. Default: no limit.

    Returns:
        The last values of the loop variables, a tuple if there are several.

    Example:

    >>> int(keras.ops.while_loop(lambda x: x < 10, lambda x: x * 2, 1))
    16
    """
    return backend.core.while_loop(cond, body, loop_vars, maximum_iterations)


WhileLoop = while_loop.operation


def _fori_loop(lower, upper, body_fun, init_val):
    return _specs(init_val)


@keras_export("keras.ops.fori_loop")
@op(spec=_fori_loop, tensors=4, operands=["init_val"])
def fori_loop(lower, upper, body_fun, init_val):
    """Repeats a function for each integer of a range.

    Args:
        lower: Integer or scalar tensor, the first.
        upper: Integer or scalar tensor, the one after the last.
        body_fun: Function `(i, value) -> value`.
        init_val: Structure of tensors: the value at first.

    Returns:
        The last value.

    Example:

    >>> int(keras.ops.fori_loop(0, 4, lambda i, total: total + i, 0))
    6
    """
    return backend.core.fori_loop(lower, upper, body_fun, init_val)


ForiLoop = fori_loop.operation


def _scan(f, init, xs=None, length=None, reverse=False, unroll=1):
    length = checks.check_scan(f, xs, length, unroll)
    carry, y = _traced(f, init, _elements(xs))
    return carry, _stacked(y, length)


@keras_export("keras.ops.scan")
@op(spec=_scan, tensors=3)
def scan(f, init, xs=None, length=None, reverse=False, unroll=1):
    """Carries a value along a sequence and collects an output at each step.

    Args:
        f: Function `(carry, x) -> (carry, y)`.
        init: Structure of tensors: the carry at first.
        xs: Structure of tensors whose first axis are the steps. Default: none, `x` is None.
        length: Integer, number of steps; needed without `xs`.
        reverse: Boolean, whether to go from the last step to the first.
        unroll: Positive integer or boolean, how many steps jax writes out at once.

    Returns:
        Tuple of the last carry and of the outputs, stacked along the first axis in the order of `xs`.

    Raises:
        TypeError: If `f` is no function.
        ValueError: If the number of steps is missing or differs.

    Example:

    >>> total, sums = keras.ops.scan(lambda c, x: (c + x, c + x), 0, keras.ops.array([1, 2, 3]))
    >>> int(total), keras.ops.convert_to_numpy(sums).tolist()
    (6, [1, 3, 6])
    """
    return backend.core.scan(f, init, xs, length, reverse, unroll)


Scan = scan.operation


def _associative_scan(f, elems, reverse=False, axis=0):
    return _specs(elems)


@keras_export("keras.ops.associative_scan")
@op(spec=_associative_scan, tensors=2)
def associative_scan(f, elems, reverse=False, axis=0):
    """All partial results of an associative function along an axis, in parallel.

    Args:
        f: Function of two structures like `elems` that returns one, with `f(f(a, b), c) == f(a, f(b, c))`.
            It works on many pairs at once.
        elems: Structure of tensors of one size along the axis.
        reverse: Boolean, whether to go from the end to the beginning.
        axis: Integer.

    Returns:
        Structure of tensors of the shapes of `elems`.

    Raises:
        TypeError: If `f` is no function.
        ValueError: If sizes differ.

    Example:

    >>> sums = keras.ops.associative_scan(lambda a, b: a + b, keras.ops.array([1, 2, 3]))
    >>> keras.ops.convert_to_numpy(sums).tolist()
    [1, 3, 6]
    """
    return backend.core.associative_scan(f, elems, reverse, axis)


AssociativeScan = associative_scan.operation


def _map(f, xs):
    return _stacked(_traced(f, _elements(xs)), shape_of(tree.flatten(xs)[0])[0])


@keras_export("keras.ops.map")
@op(spec=_map, tensors=2)
def map(f, xs):
    """Calls a function for each element along the first axis, one after the other.

    Args:
        f: Function of one element, a structure like `xs`.
        xs: Structure of tensors of one first dimension.

    Returns:
        What `f` returns, stacked along the first axis.

    Example:

    >>> keras.ops.convert_to_numpy(keras.ops.map(lambda x: 2 * x, keras.ops.array([1, 2]))).tolist()
    [2, 4]
    """
    checks.check_elements("map", f, [shape_of(x) for x in tree.flatten(xs)])
    return backend.core.map(f, xs)


Map = map.operation


@keras_export("keras.ops.vectorized_map")
@op(spec=lambda function, elements: _map(function, elements), tensors=2, operands=["elements"])
def vectorized_map(function, elements):
    """Calls a function for all elements along the first axis at once.

    Args:
        function: Function of one element, a structure like `elements`. It is traced once, on all of them.
        elements: Structure of tensors of one first dimension.

    Returns:
        What `function` returns, stacked along the first axis.

    Example:

    >>> x = keras.ops.array([[1, 2], [3, 4]])
    >>> keras.ops.convert_to_numpy(keras.ops.vectorized_map(keras.ops.sum, x)).tolist()
    [3, 7]
    """
    checks.check_elements("vectorized_map", function, [shape_of(x) for x in tree.flatten(elements)])
    return backend.core.vectorized_map(function, elements)


VectorizedMap = vectorized_map.operation
