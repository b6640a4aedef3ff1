"""Control flow in plain Python, for backends that run eagerly, and its argument checks for all.

Formulas take `nb` first, the backend's `numpy` module.
"""
import functools

import ml_dtypes
import numpy as np

from keras.src import tree
from keras.src.backend.common.backend_utils import canonicalize_axis

_MOST_TENSORS = 2**16


def check_scan(f, xs, length, unroll):
    """Refuses arguments that `scan` has no meaning for; returns the number of steps, or None if unknown."""
    if not callable(f):
        raise TypeError(f"Argument `f` of scan must be callable. Received: f={f}")
    if not isinstance(unroll, bool) and (not isinstance(unroll, int) or unroll < 1):
        raise ValueError(
            f"Argument `unroll` of scan must be a boolean or a positive integer. Received: unroll={unroll}"
        )
    if xs is None:
        if length is None:
            raise ValueError("Arguments `xs` and `length` of scan cannot both be None.")
        return int(length)
    leaves = tree.flatten(xs)
    sizes = {x.shape[0] for x in leaves} - {None}
    if length is not None:
        sizes.add(int(length))
    if len(sizes) > 1:
        raise ValueError(
            "Arguments `xs` and `length` of scan must agree in the number of steps. "
            f"Received: length={length}, shapes of xs={[tuple(x.shape) for x in leaves]}"
        )
    return sizes.pop() if sizes else None


def check_switch(index, branches, operands):
    """Refuses branches that are no functions."""
    if not branches or not all(callable(b) for b in branches):
        raise TypeError(f"Argument `branches` of switch must be a list of callables. Received: branches={branches}")


def as_structure(loop_vars):
    """Loop variables as tuple, and whether they came as one."""
    several = isinstance(loop_vars, (tuple, list))
    return (tuple(loop_vars) if several else (loop_vars,)), several


def while_loop(nb, cond, body, loop_vars, maximum_iterations=None):
    """Runs `body` while `cond` holds."""
    values, several = as_structure(loop_vars)
    step = 0
    while cond(*values) and (maximum_iterations is None or step < maximum_iterations):
        values, _ = as_structure(body(*values))
        step += 1
    values = tree.map_structure(nb.as_tensor, values)
    return values if several else values[0]


def fori_loop(nb, lower, upper, body_fun, init_val):
    """Runs `body_fun(i, value)` for each `i`."""
    value = init_val
    for i in range(int(lower), int(upper)):
        value = body_fun(i, value)
    return value


def switch(nb, index, branches, *operands):
    """Calls the branch at an index, which is brought into range."""
    check_switch(index, branches, operands)
    return branches[min(max(int(index), 0), len(branches) - 1)](*operands)


def _at(xs, i):
    """The step of a structure of arrays; None without one."""
    return None if xs is None else tree.map_structure(lambda x: x[i], xs)


def scan(nb, f, init, xs=None, length=None, reverse=False, unroll=1):
    """Carries a value along the steps of `xs` and stacks what each step gives out."""
    carry = tree.map_structure(nb.as_tensor, init)
    xs = None if xs is None else tree.map_structure(nb.as_tensor, xs)
    steps = check_scan(f, xs, length, unroll)
    outputs = []
    for i in reversed(range(steps)) if reverse else range(steps):
        carry, y = f(carry, _at(xs, i))
        outputs.append(y)
    if reverse:
        outputs.reverse()
    if not outputs:
        return carry, None
    return carry, tree.map_structure(lambda *ys: None if ys[0] is None else nb.stack(ys), *outputs)


def map(nb, f, xs):  # the operation's name
    """Applies `f` to each element along the first axis and stacks the results."""
    xs = tree.map_structure(nb.as_tensor, xs)
    count = tree.flatten(xs)[0].shape[0]
    results = [f(_at(xs, i)) for i in range(count)]
    return tree.map_structure(lambda *ys: nb.stack(ys), *results)


def associative_scan(nb, f, elems, reverse=False, axis=0):
    """All prefixes of an associative function, in logarithmically many vectorised steps."""
    check_associative(f)
    leaves = [nb.as_tensor(e) for e in tree.flatten(elems)]
    axis = check_elems(leaves, axis)
    if reverse:
        leaves = [nb.flip(e, axis) for e in leaves]

    def combine(a, b):
        joined = f(tree.pack_sequence_as(elems, a), tree.pack_sequence_as(elems, b))
        return [nb.as_tensor(x) for x in tree.flatten(joined)]

    leaves = _prefixes(nb, combine, leaves, axis)
    if reverse:
        leaves = [nb.flip(e, axis) for e in leaves]
    return tree.pack_sequence_as(elems, leaves)


def check_associative(f):
    """Refuses what is no function."""
    if not callable(f):
        raise TypeError(f"Argument `f` of associative_scan must be callable. Received: f={f}")


def check_elems(leaves, axis):
    """Refuses arrays whose sizes along an axis differ or are not known; returns the axis, counted from the front."""
    axis = axis + len(leaves[0].shape) if axis < 0 else axis
    sizes = {e.shape[axis] if axis < len(e.shape) else None for e in leaves}
    if len(sizes) != 1 or None in sizes:
        raise ValueError(
            "Argument `elems` of associative_scan must hold arrays of one known size along `axis`. "
            f"Received: axis={axis}, shapes={[tuple(e.shape) for e in leaves]}"
        )
    return axis


def _prefixes(nb, combine, leaves, axis):
    """Joins neighbours, scans the half as long list that results, and fills in the places between."""
    size = leaves[0].shape[axis]
    if size < 2:
        return leaves
    at = (slice(None),) * axis

    def part(xs, begin, end, step=2):
        return [x[(*at, slice(begin, end, step))] for x in xs]

    odd = _prefixes(nb, combine, combine(part(leaves, 0, size - 1), part(leaves, 1, size)), axis)
    before = odd if size % 2 else part(odd, 0, size // 2 - 1, 1)
    even = part(leaves, 0, 1, 1)
    if size > 2:
        later = combine(before, part(leaves, 2, size))
        even = [nb.concatenate([first, rest], axis) for first, rest in zip(even, later)]
    return [_interleave(nb, e, o, axis) for e, o in zip(even, odd)]


def _interleave(nb, even, odd, axis):
    """Puts the elements of two arrays in turn along an axis; the first may be longer by one."""
    at, pairs = (slice(None),) * axis, odd.shape[axis]
    paired = nb.stack([even[(*at, slice(0, pairs))], odd], axis + 1)
    shape = list(odd.shape)
    shape[axis] = 2 * pairs
    joined = nb.reshape(paired, shape)
    if even.shape[axis] > pairs:
        joined = nb.concatenate([joined, even[(*at, slice(pairs, pairs + 1))]], axis)
    return joined


def check_reduction(reduction):
    """Refuses an unknown way to join updates with what is there."""
    if reduction not in (None, "add", "max", "min", "mul"):
        raise ValueError(
            "Argument `reduction` of scatter_update must be None, 'add', 'max', 'min' or 'mul'. "
            f"Received: reduction={reduction!r}"
        )


def check_count(function, count):
    """Refuses to make millions of symbolic tensors, as a damaged file may ask for."""
    if count > _MOST_TENSORS:
        raise ValueError(f"{function} gives {_MOST_TENSORS} symbolic tensors at most. Received: {count} parts")


def check_num(num, shape, axis):
    """Refuses to unstack an axis into more or fewer parts than it has."""
    size = shape[canonicalize_axis(axis, len(shape))]
    if num is not None and size is not None and num != size:
        raise ValueError(
            f"Argument `num` of unstack must be the size of the axis. Received: num={num}, axis={axis}, "
            f"shape={tuple(shape)}"
        )


@functools.cache
def saturation_bounds(from_dtype, to_dtype):
    """What to clip values of one dtype to before a cast to another, exactly representable in the first.

    The bounds of a wide integer type round outwards as floats, and the cast would wrap around: the next float
    inwards is taken.
    """
    return _saturation_bound(from_dtype, to_dtype, 0), _saturation_bound(from_dtype, to_dtype, 1)


def _saturation_bound(from_dtype, to_dtype, side):
    """The lower bound (`side` 0) or the upper one (1)."""
    if to_dtype == "bool":
        return side
    source = (0, 1) if from_dtype == "bool" else _bounds(from_dtype)
    target = _bounds(to_dtype)
    bound = (max, min)[side](source[side], target[side])
    if side and "float" in from_dtype and "float" not in to_dtype:
        kind = np.dtype(getattr(ml_dtypes, from_dtype, from_dtype)).type
        bound = _representable(kind, bound)
    return bound


_saturation_bound._dynamo_marked_constant = True  # torch.compile cannot read NumPy's dtypes


def _bounds(dtype):
    info = ml_dtypes.finfo(dtype) if "float" in dtype else ml_dtypes.iinfo(dtype)
    number = float if "float" in dtype else int
    return number(info.min), number(info.max)


def _representable(kind, bound):
    """The greatest value of a float type that does not exceed an integer."""
    value = kind(bound)
    while int(value) > bound:
        value = np.nextafter(value, kind(0))
    return float(value)


def check_coordinates(function, indices, values, shape):
    """Refuses coordinates that `shape` lacks axes for, and values of which there are more or fewer."""
    depth = indices[-1] if indices else None
    places = zip(indices[:-1], values)
    if (
        not indices
        or depth is not None and depth > len(shape)
        or len(values) < len(indices) - 1
        or any(None not in (a, b) and b not in (1, a) for a, b in places)
    ):
        raise ValueError(
            f"The arguments of {function} do not fit: `indices` have coordinates along the last axis, and each has "
            f"its value. Received: indices.shape={indices}, values of shape {values}, for an array of shape {shape}"
        )


def check_window(function, inputs, starts, window):
    """Refuses a window of another rank than the array, or greater than it."""
    if (
        starts not in ((len(inputs),), (None,))
        or len(window) != len(inputs)
        or any(None not in (a, b) and a > b for a, b in zip(window, inputs))
    ):
        raise ValueError(
            f"{function} needs a start and a size for each axis, and a window within the array. "
            f"Received: {starts} starts and a window of shape {window} for an array of shape {inputs}"
        )


def check_elements(name, function, shapes):
    """Refuses what is no function, and tensors without one common first dimension."""
    if not callable(function):
        raise TypeError(f"The first argument of {name} must be a function. Received: {function!r}")
    if any(not shape for shape in shapes) or len({shape[0] for shape in shapes} - {None}) > 1:
        raise ValueError(f"{name} needs tensors of one first dimension. Received shapes: {shapes}")
