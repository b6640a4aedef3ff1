"""The one hook by which low floors reach what loads after them."""
import importlib
import sys


class LateModule:
    """Stands for a module that is imported when one of its attributes is first read.

    Args:
        name: Dotted name of the module.
    """

    def __init__(self, name):
        self.__dict__["_late_name"] = name

    def __getattr__(self, attribute):
        # torch.compile reads `sys.modules`; it cannot look into an import.
        module = sys.modules.get(self._late_name) or importlib.import_module(self._late_name)
        if not hasattr(module, attribute):
            module = importlib.import_module(self._late_name)  # waits for a thread that is loading it
        value = getattr(module, attribute)
        self.__dict__[attribute] = value
        return value

    def __repr__(self):
        return f"<LateModule {self._late_name}>"


_MODULES = ("core", "image", "linalg", "math", "nn", "numpy", "random", "rnn")


def modules_and_core(package):
    """The `__getattr__` of a backend's package: its modules of primitives, and all that is in `core`."""

    def __getattr__(name):
        if name in _MODULES:
            return importlib.import_module(f"{package}.{name}")
        if name.startswith("_"):
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return _kept(package, name, f"{package}.core")

    return __getattr__


_ABOVE_CORE = {
    "control_flow": (
        "associative_scan", "cond", "custom_gradient", "fori_loop", "map", "scan", "scatter", "scatter_update",
        "slice", "slice_update", "stop_gradient", "switch", "unstack", "vectorized_map", "while_loop",
    ),
    "gradients": ("jvp", "value_and_grad", "vjp"),
}


def above_core(core):
    """The `__getattr__` of a backend's `core`: names whose modules need the array functions, which need `core`."""
    homes = {name: module for module, names in _ABOVE_CORE.items() for name in names}

    def __getattr__(name):
        if name not in homes:
            raise AttributeError(f"module {core!r} has no attribute {name!r}")
        return _kept(core, name, f"{core.rpartition('.')[0]}.{homes[name]}")

    return __getattr__


def _kept(user, name, home):
    """The attribute `name` of the module `home`, from now on one of `user`, too."""
    value = getattr(importlib.import_module(home), name)
    setattr(sys.modules[user], name, value)
    return value
