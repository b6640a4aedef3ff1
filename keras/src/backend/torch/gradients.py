"""Gradients, on PyTorch's autograd."""
import contextlib
import threading

import torch

from keras.src import tree
from keras.src.backend.common.formulas.gradient_family import current_values


class _Depth(threading.local):
    """How many gradients are being computed around this one."""

    value = 0


_depth = _Depth()


def value_and_grad(call, tensors, variables):
    """Value, auxiliary output, and gradients with respect to tensors and variables."""
    if not variables and torch._C._functorch.peek_interpreter_stack() is not None:
        return *_transformed(call, tensors), []
    nested = _depth.value > 0 or any(t.requires_grad for t in tensors)
    inputs = [_input(t) for t in tensors]
    values = current_values(variables)
    with torch.enable_grad(), _requiring_gradients(values), _deeper():
        value, aux = call(inputs)
        gradients = _gradients(value, inputs + values, nested)
    if not nested:
        value, aux = value.detach(), tree.map_structure(_detached, aux)
    return value, aux, gradients[: len(inputs)], gradients[len(inputs) :]


def _transformed(call, tensors):
    """The same inside of `jvp` or `vjp`, where tensors have gradients by function transforms only."""
    rest = []

    def value_of(*inputs):
        value, aux = call(list(inputs))
        leaves = tree.flatten(aux)
        rest[:] = [aux, leaves]
        return value, tuple(x for x in leaves if isinstance(x, torch.Tensor))

    places = tuple(range(len(tensors)))
    gradients, (value, kept) = torch.func.grad_and_value(value_of, argnums=places, has_aux=True)(*tensors)
    aux, leaves = rest
    kept = iter(kept)
    leaves = [next(kept) if isinstance(x, torch.Tensor) else x for x in leaves]
    return value, tree.pack_sequence_as(aux, leaves), list(gradients)


def _input(tensor):
    """A tensor of its own to differentiate with respect to, connected to the graph around if there is one."""
    return tensor.view_as(tensor) if tensor.requires_grad else tensor.detach().requires_grad_()


def _detached(x):
    return x.detach() if isinstance(x, torch.Tensor) else x


@contextlib.contextmanager
def _requiring_gradients(values):
    """Values of variables that do not train require gradients for a while."""
    frozen = [v for v in values if not v.requires_grad]
    for value in frozen:
        value.requires_grad_(True)
    try:
        yield
    finally:
        for value in frozen:
            value.requires_grad_(False)


@contextlib.contextmanager
def _deeper():
    _depth.value += 1
    try:
        yield
    finally:
        _depth.value -= 1


def _gradients(value, inputs, nested):
    """Gradients; zeros for inputs that the value does not depend on."""
    if not inputs:
        return []
    if not value.requires_grad:
        return [torch.zeros_like(x) for x in inputs]
    found = torch.autograd.grad(value, inputs, create_graph=nested, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for g, x in zip(found, inputs)]


def vjp(fun, *primals, has_aux=False):
    return torch.func.vjp(fun, *primals, has_aux=has_aux)


def jvp(fun, primals, tangents, has_aux=False):
    return torch.func.jvp(fun, tuple(primals), tuple(tangents), has_aux=has_aux)
