"""Layers of the torch backend: each is a `torch.nn.Module`, its variables are parameters."""
import functools

import torch

from keras.src.backend.common.late import LateModule
from keras.src.backend.common.layer_hooks import LayerHooks
from keras.src.backend.common.variables import Variable

_torch_utils = LateModule("keras.src.utils.torch_utils")

TENSOR = torch.Tensor
_PARAMETERS = "_torch_params"
_PLAIN = frozenset((type(None), bool, int, float, str, tuple))  # torch takes long to tell that these are no parameters


class TorchLayer(LayerHooks, torch.nn.Module):
    """Makes a layer a `torch.nn.Module` that holds the variables of the layer and of the layers inside.

    The parameters are collected when torch asks for them, so layers built or changed later are seen. Their names
    are `_torch_params.<path of the variable>`.
    """

    @staticmethod
    def _prepare_instance(layer):
        torch.nn.Module.__init__(layer)

    def forward(self, *args, **kwargs):
        return self.call(*args, **kwargs)

    def __setattr__(self, name, value):
        may_be_held = type(value) not in _PLAIN and _may_be_held(type(value))
        if may_be_held and isinstance(value, (torch.nn.Module, torch.nn.Parameter)) and not _is_plain_layer(value):
            torch.nn.Module.__setattr__(self, name, value)
        else:
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        of_class = getattr(type(self), name, None)
        if isinstance(of_class, property):  # It raised an AttributeError, whose message torch would replace.
            return of_class.fget(self)
        return super().__getattr__(name)

    def __delattr__(self, name):
        if name in self.__dict__:
            object.__delattr__(self, name)
        else:
            torch.nn.Module.__delattr__(self, name)

    def _setattr_hook(self, name, value):
        """A raw torch module becomes a layer, so that its parameters are variables of this one."""
        is_raw = isinstance(value, torch.nn.Module) and not isinstance(value, TorchLayer)
        if is_raw and not isinstance(self, _torch_utils.TorchModuleWrapper):
            return name, _torch_utils.TorchModuleWrapper(value)
        return name, value

    # Parameters

    def _collect_parameters(self):
        """Keeps the variables' tensors as parameters of the module, under the variables' paths."""
        values = {v.path.replace(".", "_"): v._value for v in self.variables if _is_kept(v)}
        known = self._modules.get(_PARAMETERS)
        known = dict(known.items()) if known is not None else {}
        own = {id(p) for p in self._parameters.values()}
        own.update(id(p) for name, m in self._modules.items() if name != _PARAMETERS for p in m.parameters())
        values = {path: values[path] for path in sorted(values) if id(values[path]) not in own}
        if known.keys() == values.keys() and all(known[path] is values[path] for path in values):
            return
        self._modules[_PARAMETERS] = torch.nn.ParameterDict(values)

    @property
    def torch_params(self):
        """The `torch.nn.ParameterDict` of the variables of the layer and of those inside, by their paths."""
        self._collect_parameters()
        return self._modules.get(_PARAMETERS, torch.nn.ParameterDict())

    def named_parameters(self, *args, **kwargs):
        self._collect_parameters()
        return super().named_parameters(*args, **kwargs)

    def named_modules(self, *args, **kwargs):
        self._collect_parameters()
        return super().named_modules(*args, **kwargs)

    def state_dict(self, *args, **kwargs):
        self._collect_parameters()
        return super().state_dict(*args, **kwargs)

    def _load_from_state_dict(self, *args, **kwargs):
        self._collect_parameters()
        return super()._load_from_state_dict(*args, **kwargs)

    def _apply(self, *args, **kwargs):
        self._collect_parameters()
        return super()._apply(*args, **kwargs)

    # Hooks of torch around the call

    def register_forward_hook(self, *args, **kwargs):
        self._forget_short_way()
        return super().register_forward_hook(*args, **kwargs)

    def register_forward_pre_hook(self, *args, **kwargs):
        self._forget_short_way()
        return super().register_forward_pre_hook(*args, **kwargs)

    def register_full_backward_hook(self, *args, **kwargs):
        self._forget_short_way()
        return super().register_full_backward_hook(*args, **kwargs)

    def register_full_backward_pre_hook(self, *args, **kwargs):
        self._forget_short_way()
        return super().register_full_backward_pre_hook(*args, **kwargs)


BackendLayer = TorchLayer


@functools.lru_cache(1024)
def _may_be_held(kind):
    """Whether torch may want to hold values of a type; `torch.nn.Parameter` takes long to tell."""
    return issubclass(kind, (torch.nn.Module, torch.Tensor))


def _is_plain_layer(value):
    """Whether a value is a layer whose variables the layer around it collects; wrapped modules are torch's."""
    return isinstance(value, TorchLayer) and "module" not in value._modules


def _is_kept(variable):
    return isinstance(variable, Variable) and isinstance(variable._value, torch.nn.Parameter)


def has_hooks(layer):
    """Whether torch hooks were registered on the layer."""
    return bool(
        layer._forward_hooks or layer._forward_pre_hooks or layer._backward_hooks or layer._backward_pre_hooks
    )


def with_hooks(layer):
    """The layer's `call` with the torch hooks around it."""

    def call(*args, **kwargs):
        return torch.nn.Module.__call__(layer, *args, **kwargs)

    return call


def signature_of(x):
    """Shape and dtype of a tensor, hashable; None while `torch.compile` traces, where shapes may be symbols."""
    if torch.compiler.is_compiling():
        return None
    return x.shape, x.dtype


def in_graph():
    """Whether a graph is traced whose nodes take names from scopes."""
    return False
