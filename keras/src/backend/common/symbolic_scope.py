"""SymbolicScope: shapes are being worked out, nothing is computed."""
from keras.src.api_export import keras_export
from keras.src.backend.common.global_state import state


@keras_export("keras.SymbolicScope")
class SymbolicScope:
    """Marks that code runs only to find the shapes of its results.

    Variables made lazily inside it, such as random seeds, must not draw or change state.

    Example:

    >>> with keras.SymbolicScope():
    ...     spec = keras.KerasTensor((2, 3)) @ keras.KerasTensor((3, 4))
    >>> spec.shape
    (2, 4)
    """

    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        self._outer = state.symbolic_scope
        state.symbolic_scope = self
        return self

    def __exit__(self, *args):
        state.symbolic_scope = self._outer


def in_symbolic_scope():
    """Whether a SymbolicScope is open in this thread."""
    return state.symbolic_scope is not None


def get_symbolic_scope():
    """The innermost open SymbolicScope, or None."""
    return state.symbolic_scope
