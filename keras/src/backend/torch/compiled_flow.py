"""Conditions and loops that depend on tensors as parts of one graph, while `torch.compile` traces.

They are torch's own `cond` and `while_loop`: results of all branches and steps must be tensors of one structure, shape
and dtype, and assignments to variables inside are refused. What depends on Python numbers alone is traced as it is: a
condition is the branch that it takes, a loop its steps one after the other.
"""
import torch

from keras.src import tree
from keras.src.backend.common.formulas.control_flow import as_structure
from keras.src.backend.torch.numpy_arrays import as_tensor


def depends_on_tensors(*values):
    """Whether a graph is being traced that does not know these values."""
    return torch.compiler.is_compiling() and any(isinstance(value, torch.Tensor) for value in values)


def _truth(x):
    return as_tensor(x).reshape(()).to(torch.bool)


def _fresh(structure):
    """Tensors of their own, as results may not be arguments."""
    return tree.map_structure(lambda x: as_tensor(x).clone(), structure)


def cond(pred, true_fn, false_fn):
    return torch.cond(_truth(pred), lambda: _fresh(true_fn()), lambda: _fresh(false_fn()))


def switch(index, branches, operands):
    """The first branch or one of the rest, and so on."""
    first, *rest = branches
    if not rest:
        return first(*operands)
    return cond(index <= 0, lambda: first(*operands), lambda: switch(index - 1, rest, operands))


def while_loop(cond, body, loop_vars, maximum_iterations):
    from torch._higher_order_ops.while_loop import (
        while_loop as loop,  # loads the compiler, which runs already
    )

    values, several = as_structure(loop_vars)
    values = _fresh(values)

    def goes_on(step, *values):
        more = _truth(cond(*values))
        return more if maximum_iterations is None else more & (step < maximum_iterations)

    def next_step(step, *values):
        return step + 1, *_fresh(as_structure(body(*values))[0])

    _, *values = loop(goes_on, next_step, (torch.zeros((), dtype=torch.int32), *values))
    return tuple(values) if several else values[0]


def fori_loop(lower, upper, body_fun, init_val):
    lower, upper = as_tensor(lower), as_tensor(upper)
    _, value = while_loop(
        lambda i, _: i < upper, lambda i, value: (i + 1, body_fun(i, value)), (lower, init_val), None
    )
    return value
