"""Variables of which every process holds a part.

All processes have their own rows of the batch. What is done with such a variable in a step is the matter of
`divided_products.py`; code that updates it works on the parts.
"""
import contextlib

import torch
from torch.distributed.tensor import DTensor
from torch.distributed.tensor import distribute_tensor as distribute
from torch.distributed.tensor.experimental import implicit_replication

from keras.src.backend.common.global_state import state
from keras.src.backend.torch import core, replicas
from keras.src.backend.torch.divided_products import Divided, Holders, Whole, divided_as, whole


class DividedVariable(core.Variable):
    """A variable of which this process holds a part; what reads `value` gets the whole, or what stands for it."""

    _in_parts = False  # of the class: while an optimizer works on the parts

    @property
    def value(self):
        if DividedVariable._in_parts:
            return self._value
        scope = state.stateless_scope
        scoped = None if scope is None else scope.get_current_value(self)
        return self._maybe_autocast(self._now() if scoped is None else scoped)

    def _now(self):
        if replicas.current is None or self._holders is None:
            return self._gathered()
        return Divided(self._value, self, self._holders)

    def _gathered(self):
        found = Whole.apply(self._value)
        if state.call_context is None and self._value.grad is not None:  # A training step may look for it there.
            found.grad = whole(self._value.grad)
        return found

    def _direct_assign(self, value):
        if not isinstance(value, DTensor):
            value = divided_as(value.detach(), self._value)
        with torch.no_grad():
            self._value.copy_(value)


def divide_variable(variable, value, layout):
    """Gives a variable its storage: a part of it in each process, if the layout divides it."""
    if not replicas.is_joined() or not any(layout.axes):
        return False
    variable.__class__ = DividedVariable
    parts = distribute(value, layout.device_mesh.backend_mesh, layout.backend_layout)
    variable._value = torch.nn.Parameter(parts, requires_grad=variable._trainable and value.is_floating_point())
    variable._holders = Holders.of(parts)
    return True


@contextlib.contextmanager
def in_parts():
    """Inside it the value of a divided variable is the DTensor, for code that updates it part by part."""
    DividedVariable._in_parts = True
    try:
        with implicit_replication():
            yield
    finally:
        DividedVariable._in_parts = False


def parts_of(gradients, variables):
    """Gradients in parts as their variables are, where some of them are whole."""
    return [
        divided_as(g, v._value) if isinstance(v, DividedVariable) and type(g) is torch.Tensor else g
        for g, v in zip(gradients, variables)
    ]
