"""Name scopes: the path under which variables are made."""
from keras.src.backend.common.global_state import state


class name_scope:  # the reference's name
    """Context manager that prefixes the paths of variables created inside it.

    Args:
        name: String without `/`.
        **kwargs: `caller`, the object on whose behalf the scope opens: re-opening the innermost scope for the
            same caller does not nest, unless `deduplicate` is False. `override_parent`, a path that stands in for
            the outer scopes.

    Raises:
        ValueError: If `name` is not a string or holds a `/`.
        TypeError: If another keyword is given.

    Example:

    >>> with keras.name_scope("encoder"):
    ...     variable = keras.Variable(np.zeros(2), name="scale")
    >>> variable.path
    'encoder/scale'
    """

    def __init__(self, name, **kwargs):
        caller = kwargs.pop("caller", None)
        deduplicate = kwargs.pop("deduplicate", True)
        override_parent = kwargs.pop("override_parent", None)
        if kwargs:
            raise TypeError(f"name_scope got unexpected keyword arguments: {', '.join(kwargs)}")
        if not isinstance(name, str) or "/" in name:
            raise ValueError(f"Argument `name` of name_scope must be a string without `/`. Received: name={name!r}")
        self.name = name
        self.caller = caller
        self.deduplicate = deduplicate
        self.override_parent = override_parent

    def __enter__(self):
        self._outer = state.name_scope
        parent = self._outer
        repeats = (
            self.deduplicate
            and parent is not None
            and self.caller is not None
            and self.caller is parent.caller
            and self.name == parent.name
        )
        if not repeats:
            above = self.override_parent if self.override_parent is not None else current_path()
            self.path = f"{above}/{self.name}" if above else self.name
            state.name_scope = self
        return self

    def __exit__(self, *args):
        state.name_scope = self._outer


def current_path():
    """Path of the open name scopes, such as `"encoder/dense"`; empty outside of any."""
    scope = state.name_scope
    return scope.path if scope is not None else ""
