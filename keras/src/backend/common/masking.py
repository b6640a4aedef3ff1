"""Masks travel on the tensors that they belong to."""
import weakref

# Whether a mask was ever attached in this process. Layer calls look here before they look at tensors.
in_use = False
# Masks of tensors that take no attributes (NumPy arrays): {id: (weak reference, mask)}.
_beside = {}


def set_keras_mask(x, mask):
    """Attaches a mask to a tensor, or takes it away if `mask` is None."""
    global in_use
    if mask is None and get_keras_mask(x) is None:
        return
    in_use = True
    try:
        x._keras_mask = mask
    except AttributeError:
        _set_beside(x, mask)


def _set_beside(x, mask):
    key = id(x)
    if mask is None:
        _beside.pop(key, None)
    else:
        _beside[key] = (weakref.ref(x, lambda _: _beside.pop(key, None)), mask)


def get_keras_mask(x):
    """The mask attached to a tensor, or None."""
    mask = getattr(x, "_keras_mask", None)
    if mask is None and _beside:
        entry = _beside.get(id(x))
        if entry is not None and entry[0]() is x:
            return entry[1]
    return mask
