"""What an error in the call of a layer says about the layer."""
import contextlib

from keras.src import tree


def explain(error, layer, args, kwargs):
    """Adds a note to an error that says which layer was called on what; only the innermost layer adds one."""
    if getattr(error, "_names_layer", False):
        return
    arguments = [_described(x) for x in args] + [f"{name}={_described(x)}" for name, x in kwargs.items()]
    error.add_note(f"In the call of layer {layer.name!r}: {type(layer).__name__}.call({', '.join(arguments)})")
    with contextlib.suppress(AttributeError):
        error._names_layer = True


def _described(value):
    if isinstance(value, (list, tuple, dict)):
        return str(tree.map_structure(_described, value))
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return f"tensor(shape={tuple(value.shape)}, dtype={value.dtype})"
    return repr(value)
