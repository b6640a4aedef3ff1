"""Masks travel on the tensors that they belong to.

Operations that work step by step hand them on (`pass_on`): when they are recorded in a graph, when a functional model
runs them, and inside of `handed_on()`, where the calls of users' own layers run on masked tensors. Other calls of
operations do not look for masks.
"""
import contextlib
import threading
import weakref

from keras.src.backend.common.global_state import state
from keras.src.backend.common.keras_tensor import SPECIAL_TYPES
from keras.src.backend.common.late import LateModule

_ops = LateModule("keras.src.ops.numpy")

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
    if state.hands_masks_on:
        _watch(type(x))
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


def pass_on(operands, result):
    """Gives the result of an operation that works step by step the masks of its operands.

    A mask goes on where its axes are the first ones of operand and result both. Of several masks a step counts where it
    counts in one of them, as in `layers.Add`; operands without a mask have no say.

    Args:
        operands: The operands that count, tensors and others.
        result: Tensor.

    Returns:
        `result`.
    """
    mask = None
    for x in operands:
        found = get_keras_mask(x)
        if found is not None and found is not mask and _leads(found, x, result):
            mask = found if mask is None else _ops.logical_or(mask, found)
    if mask is not None and get_keras_mask(result) is None:
        set_keras_mask(result, mask)
    return result


def _leads(mask, x, result):
    shape, given = getattr(result, "shape", None), x.shape
    if None in (getattr(shape, "rank", 0), getattr(given, "rank", 0)) or shape is None:  # tf.Tensors of unknown rank
        return False
    count = len(mask.shape)
    return len(given) == len(shape) >= count and tuple(given[:count]) == tuple(shape[:count])


# Where operations look for masks in eager calls: the types of masked tensors count as special meanwhile.

_watched = set()
_runs = 0
_lock = threading.Lock()


def _watch(kind):
    if kind not in SPECIAL_TYPES:
        _watched.add(kind)
        SPECIAL_TYPES.add(kind)


@contextlib.contextmanager
def handed_on(tensors):
    """Operations called inside hand on the masks of their operands.

    Args:
        tensors: The masked tensors that there are. If there are none, operations inside do not look for masks.
    """
    global _runs
    outer, state.hands_masks_on = state.hands_masks_on, bool(tensors)
    with _lock:
        _runs += 1
        for x in tensors:
            _watch(type(x))
    try:
        yield
    finally:
        state.hands_masks_on = outer
        with _lock:
            _runs -= 1
            if not _runs:
                SPECIAL_TYPES.difference_update(_watched)
                _watched.clear()
