"""Logs: values of a step that become numbers when somebody reads them."""
import numpy as np

from keras.src import tree

_PLAIN = (float, int, str, bool, type(None))


def number(value):
    """A value on a device as a float; arrays of several values as NumPy arrays, structures leaf by leaf."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (list, tuple, dict)):
        return tree.map_structure(number, value)
    if len(getattr(value, "shape", ())) == 0:
        try:
            return float(value)
        except (TypeError, ValueError):
            return value
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    return np.asarray(value)


def _entries(values):
    """The pairs of a dict in the order of its keys, those of dicts inside in their place."""
    for key in sorted(values):
        value = values[key]
        if isinstance(value, dict):
            yield from _entries(value)
        else:
            yield key, value


class Logs(dict):
    """A dict that callbacks read as one of numbers.

    What it holds may still be computed on the device. Reading an entry waits for it; an entry that nobody reads
    costs nothing.

    Args:
        values: Dict of scalars and tensors. A dict in it, as the result of the compiled metrics, gives its entries.
    """

    __slots__ = ()

    def __init__(self, values=()):
        super().__init__(_entries(dict(values)))

    def __getitem__(self, key):
        value = super().__getitem__(key)
        if not isinstance(value, _PLAIN):
            value = number(value)
            super().__setitem__(key, value)
        return value

    def __iter__(self):
        # Overridden so that `dict(logs)` and `{**logs}` go through `__getitem__`.
        return super().__iter__()

    def get(self, key, default=None):
        return self[key] if key in self else default

    def values(self):
        return [self[key] for key in self.keys()]

    def items(self):
        return [(key, self[key]) for key in self.keys()]

    def copy(self):
        return dict(self.items())

    def pop(self, key, *default):
        value = super().pop(key, *default)
        return number(value)

    def __or__(self, other):
        return self.copy() | other

    def __ror__(self, other):
        return other | self.copy()

    def __eq__(self, other):
        return self.copy() == other

    def __ne__(self, other):
        return self.copy() != other

    __hash__ = None

    def __repr__(self):
        return repr(self.copy())

    def __reduce__(self):
        return (dict, (self.copy(),))


def numbers(values):
    """A plain dict of numbers, in the order of the names; a dict inside gives its entries."""
    return {key: number(value) for key, value in _entries(values)}
