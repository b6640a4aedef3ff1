"""State of the running thread: open scopes, name counters, settings kept between calls."""
import gc
import threading

from keras.src.api_export import keras_export
from keras.src.backend import config


class _ThreadState(threading.local):
    """What the current thread is inside of. `None` everywhere on the plain path."""

    def __init__(self):
        self.stateless_scope = None  # StatelessScope: variables read and write through its mapping
        self.symbolic_scope = None  # SymbolicScope: shapes are being computed, nothing runs
        self.autocast_scope = None  # AutocastScope: float variables are read in another dtype
        self.name_scope = None  # name_scope: the innermost one; it knows its parent
        self.remat_scope = None  # RematScope: the innermost one
        self.deferred_variables = None  # list: variables made now get their storage later
        self.replica_share = None  # the part of the global batch that this replica has, where several take a step
        self.hands_masks_on = False  # operations look for masks on their operands
        self.graph_steps_left = None  # how many steps of inner graphs may be taken while a config is read
        self.metric_numbers_left = None  # how many numbers its metrics may keep
        self.call_context = None  # the running call of a layer: entry layer, arguments, depth
        self.attributes = {}


state = _ThreadState()


def get_global_attribute(name, default=None, set_to_default=False):
    """The value kept under `name` in this thread; optionally keeps `default` when there is none."""
    value = state.attributes.get(name)
    if value is None:
        value = default
        if set_to_default and default is not None:
            state.attributes[name] = default
    return value


def set_global_attribute(name, value):
    """Keeps `value` under `name` in this thread."""
    state.attributes[name] = value


# Settings survive `clear_session`; counters and caches do not.
SETTINGS = {"torch_device", "interactive_logging", "traceback_filtering"}


@keras_export(["keras.utils.clear_session", "keras.backend.clear_session"])
def clear_session(free_memory=True):
    """Forgets the names given out so far and other state that models leave behind.

    Call it between models in a loop or notebook, so that layer names begin again at `dense` and what old
    models held can be freed. The dtype policy becomes that of `floatx()` again, and flash attention is left to the
    backend; other settings stay.

    Args:
        free_memory: Boolean, whether to run Python's garbage collector afterwards.

    Example:

    >>> first = keras.layers.Dense(2).name
    >>> keras.utils.clear_session()
    >>> keras.layers.Dense(2).name
    'dense'
    """
    kept = {k: v for k, v in state.attributes.items() if k in SETTINGS}
    state.attributes = kept
    config.leave_flash_attention_to_backend()
    if free_memory:
        gc.collect()
