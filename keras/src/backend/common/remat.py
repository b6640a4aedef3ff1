"""Rematerialization: activations are computed again in the backward pass instead of being kept."""
from keras.src.api_export import keras_export
from keras.src.backend.common.global_state import state
from keras.src.backend.common.late import LateModule

_backend = LateModule("keras.src.backend")
_MODES = ("full", "activations", "larger_than", "list_of_layers", None)


@keras_export("keras.RematScope")
class RematScope:
    """Layers that are built inside it trade computation for memory.

    Reference: [Chen et al., 2016](https://arxiv.org/abs/1604.06174).

    Args:
        mode: `"full"`: every layer; `"activations"`: only activation functions; `"larger_than"`: layers whose
            output has more than `output_size_threshold` elements; `"list_of_layers"`: the layers of
            `layer_names`; `None`: no layer, inside a scope that says otherwise.
        output_size_threshold: Integer, for `mode="larger_than"`.
        layer_names: List of strings, for `mode="list_of_layers"`.

    Raises:
        ValueError: If `mode` is unknown.

    Example:

    >>> with keras.RematScope(mode="full"):
    ...     layer = keras.layers.Dense(4)
    """

    def __init__(self, mode="full", output_size_threshold=1024, layer_names=None):
        if mode not in _MODES:
            raise ValueError(
                f"Argument `mode` of RematScope must be one of {', '.join(map(repr, _MODES))}. "
                f"Received: mode={mode!r}"
            )
        self.mode = mode
        self.output_size_threshold = output_size_threshold
        self.layer_names = layer_names or []

    def __enter__(self):
        self._outer = state.remat_scope
        state.remat_scope = self
        return self

    def __exit__(self, *args):
        state.remat_scope = self._outer


class RematMode:
    """What a layer remembers of the RematScope that it was made in."""

    def __init__(self, mode, output_size_threshold=1024, layer_names=()):
        self.mode = mode
        self.output_size_threshold = output_size_threshold
        self.layer_names = layer_names


def get_current_remat_mode():
    """The RematMode of the innermost RematScope, or None outside of any."""
    scope = state.remat_scope
    if scope is None:
        return None
    return RematMode(scope.mode, scope.output_size_threshold, scope.layer_names)


@keras_export("keras.remat")
def remat(f):
    """Wraps a function so that gradients compute its intermediate results again instead of keeping them.

    Args:
        f: Function of tensors.

    Returns:
        A function with the same results.

    Example:

    >>> f = keras.remat(lambda x: keras.ops.sin(keras.ops.exp(x)))
    >>> round(float(f(keras.ops.ones(()))), 3)
    0.411
    """
    return _backend.core.remat(f)
