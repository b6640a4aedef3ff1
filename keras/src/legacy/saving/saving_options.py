"""Which notation configs are written in."""
import contextlib

from keras.src.backend.common import global_state


@contextlib.contextmanager
def keras_option_scope(use_legacy_config=True):
    """Inside it `use_legacy_config`, a global attribute, says that configs are those of `.h5` files."""
    before = global_state.get_global_attribute("use_legacy_config", None)
    global_state.set_global_attribute("use_legacy_config", use_legacy_config)
    try:
        yield
    finally:
        global_state.set_global_attribute("use_legacy_config", before)
