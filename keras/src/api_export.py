"""Marks what is public. The namespace generator reads the marks from the source."""
from typing import TypeVar

Symbol = TypeVar("Symbol")  # So that type checkers see what was decorated.


class keras_export:  # reads as the decorator it is
    """Decorator that makes a class or function public under one or several paths.

    Args:
        path: A dotted path such as `"keras.layers.Dense"`, or a list of such paths. The first one is
            the canonical path; saved files name it.
    """

    def __init__(self, path):
        self.paths = (path,) if isinstance(path, str) else tuple(path)

    def __call__(self, symbol: Symbol) -> Symbol:
        symbol._keras_export_paths = self.paths
        return symbol


def export_path(symbol):
    """The canonical public path of `symbol`, or None. A subclass does not inherit its parent's."""
    paths = vars(symbol).get("_keras_export_paths") if hasattr(symbol, "__dict__") else None
    return paths[0] if paths else None
