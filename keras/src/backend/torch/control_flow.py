"""Control flow, scattering and slicing, on PyTorch."""
import builtins
import functools
import inspect

import torch

from keras.src import tree
from keras.src.backend.common.formulas import control_flow
from keras.src.backend.torch import compiled_flow
from keras.src.backend.torch.core import convert_to_tensor, get_device
from keras.src.backend.torch.kernels import NUMPY, adopt
from keras.src.backend.torch.numpy_arrays import (
    as_tensor,
)


def cond(pred, true_fn, false_fn):
    if get_device() == "meta":  # Shapes are being computed: the branches agree in them.
        return true_fn()
    if compiled_flow.depends_on_tensors(pred):
        return compiled_flow.cond(pred, true_fn, false_fn)
    return true_fn() if pred else false_fn()


def switch(index, branches, *operands):
    if compiled_flow.depends_on_tensors(index):
        control_flow.check_switch(index, branches, operands)
        return compiled_flow.switch(index, branches, operands)
    return control_flow.switch(NUMPY, index, branches, *operands)


def while_loop(cond, body, loop_vars, maximum_iterations=None):
    values, _ = control_flow.as_structure(loop_vars)
    if torch.compiler.is_compiling() and compiled_flow.depends_on_tensors(cond(*values)):
        return compiled_flow.while_loop(cond, body, loop_vars, maximum_iterations)
    return control_flow.while_loop(NUMPY, cond, body, loop_vars, maximum_iterations)


def fori_loop(lower, upper, body_fun, init_val):
    if compiled_flow.depends_on_tensors(lower, upper):
        return compiled_flow.fori_loop(lower, upper, body_fun, init_val)
    return control_flow.fori_loop(NUMPY, lower, upper, body_fun, init_val)


scan = adopt(control_flow.scan)
associative_scan = adopt(control_flow.associative_scan)
map = adopt(control_flow.map)


def vectorized_map(function, elements):
    return torch.vmap(function)(tree.map_structure(convert_to_tensor, elements))


def _coordinates(indices):
    return tuple(as_tensor(indices).to(torch.int64).movedim(-1, 0))


def scatter(indices, values, shape):
    values = as_tensor(values)
    empty = torch.zeros(tuple(shape), dtype=values.dtype, device=values.device)
    return empty.index_put(_coordinates(indices), values, accumulate=True)


_REDUCTIONS = {"max": "amax", "min": "amin", "mul": "prod"}


def scatter_update(inputs, indices, updates, reduction=None):
    control_flow.check_reduction(reduction)
    inputs, places = as_tensor(inputs), _coordinates(indices)
    updates = as_tensor(updates).to(inputs.dtype)
    if reduction in (None, "add"):
        return inputs.index_put(places, updates, accumulate=reduction == "add")
    flat = 0
    for size, place in zip(inputs.shape, places):
        flat = flat * size + torch.where(place < 0, place + size, place)
    depth = len(places)
    rows = inputs.reshape(-1, *inputs.shape[depth:])
    updates = updates.reshape(-1, *inputs.shape[depth:])
    flat = flat.reshape(-1, *(1,) * (updates.ndim - 1)).expand_as(updates)
    return rows.scatter_reduce(0, flat, updates, _REDUCTIONS[reduction]).reshape(inputs.shape)


def _window(start_indices, sizes):
    return tuple(builtins.slice(int(s), int(s) + size) for s, size in zip(start_indices, sizes, strict=True))


def slice(inputs, start_indices, shape):
    return as_tensor(inputs)[_window(start_indices, shape)]


def slice_update(inputs, start_indices, updates):
    result, updates = as_tensor(inputs).clone(), as_tensor(updates)
    result[_window(start_indices, updates.shape)] = updates.to(result.dtype)
    return result


def unstack(x, num=None, axis=0):
    x = as_tensor(x)
    control_flow.check_num(num, x.shape, axis)
    return x.unbind(axis)


def stop_gradient(variable):
    return as_tensor(variable).detach()


def custom_gradient(f):
    """A function whose second output computes its gradient: `f(*args) -> outputs, grad(upstream)`."""

    @functools.wraps(f)
    def differentiable(*args):
        return _CustomGradient.apply(f, *args)

    return differentiable


class _CustomGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx, f, *args):
        outputs, ctx.grad_fn = f(*args)
        return outputs

    @staticmethod
    def backward(ctx, *upstream):
        by_name = "upstream" in inspect.signature(ctx.grad_fn).parameters
        if by_name:
            gradients = ctx.grad_fn(upstream=upstream[0] if len(upstream) == 1 else upstream)
        else:
            gradients = ctx.grad_fn(*upstream)
        return None, *(gradients if isinstance(gradients, (tuple, list)) else (gradients,))
