"""Automatic names: `Dense` objects are called `dense`, `dense_1`, `dense_2`, ..."""
import functools
import re

from keras.src.api_export import keras_export
from keras.src.backend.common import global_state

# A word begins before `Xy` inside a name, and between a small and a capital letter.
_WORD_BOUNDARY = re.compile(r"(?<=.)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_NOT_A_WORD = re.compile(r"\W+")
_UIDS = "object_name_uids"


def auto_name(prefix):
    """A unique name in snake case: `auto_name("Dense")` gives `"dense"`, then `"dense_1"`."""
    return uniquify(to_snake_case(prefix))


def uniquify(name):
    """`name` itself the first time it is asked for, then `name_1`, `name_2`, ..."""
    uid = get_uid(name)
    return name if uid == 1 else f"{name}_{uid - 1}"


@functools.lru_cache(maxsize=1024)
def to_snake_case(name):
    """`"LayerNormalization"` becomes `"layer_normalization"`, `"Conv2DTranspose"` `"conv2d_transpose"`."""
    return _WORD_BOUNDARY.sub("_", _NOT_A_WORD.sub("", name)).lower()


@keras_export("keras.backend.get_uid")
def get_uid(prefix=""):
    """Counts the calls made with one prefix since the last `keras.utils.clear_session()`.

    Args:
        prefix: String. The counters of different prefixes are independent. Defaults to `""`.

    Returns:
        Integer, 1 on the first call.

    Example:

    >>> first = keras.backend.get_uid("block")
    >>> keras.backend.get_uid("block") - first
    1
    """
    uids = global_state.get_global_attribute(_UIDS)
    if uids is None:
        uids = {}
        global_state.set_global_attribute(_UIDS, uids)
    uids[prefix] = uid = uids.get(prefix, 0) + 1
    return uid


def reset_uids():
    """Starts all counters again."""
    global_state.set_global_attribute(_UIDS, {})


def get_object_name(obj):
    """The name of an object, a function or a class, else its class name in snake case."""
    name = getattr(obj, "name", None)
    if name:
        return name
    return to_snake_case(getattr(obj, "__name__", None) or type(obj).__name__)
