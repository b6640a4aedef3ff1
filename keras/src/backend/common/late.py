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
