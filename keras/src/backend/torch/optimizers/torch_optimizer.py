"""What the optimizers do otherwise on torch: one fused call for all variables of a dtype."""
import numpy as np
import torch

from keras.src import backend
from keras.src.backend.common.global_state import state
from keras.src.backend.common.late import LateModule
from keras.src.backend.torch.optimizers import foreach
from keras.src.optimizers.base_optimizer import BaseOptimizer
from keras.src.utils.python_utils import is_default

_divided = LateModule("keras.src.backend.torch.divided")
# Dtypes in which the formulas run over groups of variables. The others run variable by variable, where
# every intermediate value is rounded as on the other backends.
_NUMBER_TYPES = {"float32": np.float32, "float64": np.float64}


class TorchOptimizer(BaseOptimizer):
    """Runs the formula of an optimizer over lists of tensors with `torch._foreach_*`."""

    # Whether the formula is elementwise, so that it may run over groups.
    _elementwise = False
    _has_parts = False  # whether variables are divided over processes

    def build(self, variables):
        super().build(variables)
        self._known_groups = {}
        self._has_parts = any(hasattr(v._value, "placements") for v in variables)

    def apply(self, grads, trainable_variables=None):
        with torch.no_grad():
            if not self.built and grads and trainable_variables is not None:
                trainable_variables = self._checked_variables(grads, list(trainable_variables))
            if not self._has_parts:
                return super().apply(grads, trainable_variables)
            if not self._elementwise:  # It needs whole variables.
                return super().apply(self._whole(grads), trainable_variables)
            grads = _divided.parts_of(grads, trainable_variables or self._trainable_variables)
            with _divided.in_parts():
                return super().apply(grads, trainable_variables)

    def _whole(self, grads):
        return [_divided.whole(g) for g in grads] if self._has_parts else grads

    def _when(self, condition, action, touched, otherwise=None):
        chosen = action if bool(condition) else otherwise
        if chosen is not None:
            chosen()

    def _count(self):
        if state.stateless_scope is not None:
            super()._count()
        else:
            self._iterations.value.add_(1)

    def _can_group(self):
        step = type(self).update_step
        is_own = step is BaseOptimizer.update_step or is_default(step)
        return self._elementwise and state.stateless_scope is None and is_own

    def _backend_update_step(self, grads, trainable_variables, learning_rate):
        if not self._can_group():
            super()._backend_update_step(grads, trainable_variables, learning_rate)
            return
        for group, positions in self._groups(trainable_variables):
            if group is None:
                for i in positions:
                    self.update_step(grads[i], trainable_variables[i], learning_rate)
                continue
            indices, variables = group
            number = _NUMBER_TYPES[variables[0].dtype]
            self._update(
                foreach,
                [_matching(grads[i], v) for i, v in zip(positions, variables)],
                foreach.Group(variables),
                [foreach.Group([slot[i] for i in indices]) for slot in self._slots],
                _scalar(learning_rate, number),
                _scalar(self.iterations, number) + 1,
            )

    def _decay_all(self, variables, learning_rate):
        if not self._can_group():
            super()._decay_all(variables, learning_rate)
            return
        for group, positions in self._groups(variables):
            if group is None:
                super()._decay_all([variables[i] for i in positions], learning_rate)
            else:
                rate = _scalar(learning_rate, _NUMBER_TYPES[group[1][0].dtype])
                self._decay(foreach, foreach.Group(group[1]), rate)

    def _beta(self, beta, step):
        return type(step)(beta) if isinstance(step, np.floating) else super()._beta(beta, step)

    def _approach(self, xp, slot, target, rate):
        if xp is foreach:
            torch._foreach_lerp_(slot.value, target, rate)
        else:
            super()._approach(xp, slot, target, rate)

    def _descend(self, xp, variable, direction, size, rate):
        if xp is foreach and not isinstance(rate, torch.Tensor):
            torch._foreach_addcdiv_(variable.value, direction, size, -float(rate))
        else:
            super()._descend(xp, variable, direction, size, rate)

    def _groups(self, variables):
        """`[((indices, variables), positions), ...]`: groups of one dtype and device; None for the rest."""
        key = tuple([id(v) for v in variables])
        groups = self._known_groups.get(key)
        if groups is None:
            groups = self._known_groups[key] = self._new_groups(variables)
        return groups

    def _new_groups(self, variables):
        found, rest = {}, []
        for position, v in enumerate(variables):
            if v.dtype in _NUMBER_TYPES:
                layout = getattr(v._value, "placements", None)
                found.setdefault((v.dtype, v.value.device, layout), []).append(position)
            else:
                rest.append(position)
        groups = []
        for positions in found.values():
            members = [variables[i] for i in positions]
            groups.append((([self._get_variable_index(v) for v in members], members), positions))
        if rest:
            groups.append((None, rest))
        return groups


def _matching(gradient, variable):
    """The gradient as a tensor of the variable's dtype, which it is after `backward`."""
    if isinstance(gradient, torch.Tensor) and gradient.dtype == variable._value.dtype:
        return gradient
    return backend.convert_to_tensor(gradient, variable.dtype)


def _scalar(x, number):
    """A number where reading it costs nothing, else a tensor, which does not wait for the device.

    Args:
        x: Variable, tensor or number.
        number: The type of the number: NumPy's of the dtype of the group, so that what is computed from it
            is rounded as in a tensor.
    """
    if isinstance(x, backend.Variable):
        x = x.value
    if not isinstance(x, torch.Tensor):
        return number(x)
    if x.device.type == "cpu" and not torch.compiler.is_compiling():
        return number(x.item())
    return x
