"""Other backends than the active one: preprocessing inside tf.data, and the choice at run time."""
import contextlib
import importlib
import os
import sys
import warnings

from keras.src import backend as active
from keras.src import tree
from keras.src.api_export import keras_export
from keras.src.backend import config
from keras.src.backend.common import global_state

_TF_SCOPE = "in_tf_graph_scope"


def in_tf_graph():
    """Whether the code runs while TensorFlow traces a graph, such as the function of a `tf.data` map."""
    if global_state.get_global_attribute(_TF_SCOPE):
        return True
    tensorflow = sys.modules.get("tensorflow")  # Without it there is no graph to be in.
    executing_eagerly = getattr(tensorflow, "executing_eagerly", None)
    return executing_eagerly is not None and not executing_eagerly()


def in_grain_data_pipeline():
    """Whether the code runs inside a pipeline of the grain library."""
    if "grain" not in sys.modules:
        return False
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("grain."):
            return True
        frame = frame.f_back
    return False


def outside_of_traces():
    """Context in which new tensors are real ones, and may be kept, also while the active backend traces a function."""
    name = active.backend()
    if name == "tensorflow":
        return importlib.import_module(name).init_scope()
    if name == "jax":
        return importlib.import_module(name).ensure_compile_time_eval()
    if name == "torch" and active.core.get_device() == "meta":
        return active.device_scope(active.core.DEFAULT_DEVICE)
    return contextlib.nullcontext()


class TFGraphScope:
    """Context in which `in_tf_graph()` is true."""

    def __enter__(self):
        self._outer = global_state.get_global_attribute(_TF_SCOPE)
        global_state.set_global_attribute(_TF_SCOPE, True)

    def __exit__(self, *exc_info):
        global_state.set_global_attribute(_TF_SCOPE, self._outer)


def convert_tf_tensor(outputs, dtype=None):
    """TensorFlow tensors as tensors of the active backend, except inside a TensorFlow graph."""
    if active.backend() == "tensorflow" or in_tf_graph():
        return outputs
    return tree.map_structure(lambda x: active.convert_to_tensor(x, dtype=dtype), outputs)


class DynamicBackend:
    """A backend that can be another than the active one, and be changed.

    Layers that must also work inside `tf.data` hold one and set it to tensorflow there. Functions are read
    from it as from `keras.src.backend`: `dynamic.numpy.mean`, `dynamic.convert_to_tensor`.

    Args:
        backend: Name of the backend. Defaults to the active one.
    """

    def __init__(self, backend=None):
        self._backend = backend or active.backend()

    @property
    def name(self):
        """Name of the backend it stands for."""
        return self._backend

    def set_backend(self, backend):
        """Stands for another backend from here on."""
        if backend not in config.PACKAGES:
            choices = ", ".join(map(repr, config.PACKAGES))
            raise ValueError(f"Argument `backend` must be one of {choices}. Received: backend={backend!r}")
        self._backend = backend

    def reset(self):
        """Stands for the active backend again."""
        self._backend = active.backend()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if self._backend == active.backend():
            return getattr(active, name)
        return getattr(importlib.import_module(f"keras.src.backend.{self._backend}"), name)


@keras_export("keras.config.set_backend")
def set_backend(backend):
    """Loads Keras again, on another backend, within the running program.

    Models, layers, tensors and functions made before belong to the old backend and must not be used any more;
    names imported with `from keras import ...` must be imported again. Prefer the environment variable
    `KERAS_BACKEND` where you can.

    Args:
        backend: String, `"jax"`, `"tensorflow"`, `"torch"` or `"numpy"`.

    Raises:
        ValueError: If there is no such backend, or it is not installed.

    Example:

    >>> keras.config.set_backend("abacus")
    Traceback (most recent call last):
    ValueError: Argument `backend` of set_backend must be one of ... Received: 'abacus'
    """
    try:
        config._choose_backend(backend, "Argument `backend` of set_backend")
    except ImportError as e:
        raise ValueError(str(e)) from e
    warnings.warn(
        "`keras.config.set_backend` loads Keras again. What was made before belongs to the old backend: "
        "make it anew, and import again what you imported from keras.",
        stacklevel=2,
    )
    os.environ["KERAS_BACKEND"] = backend
    old = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_ours(name)}
    new = importlib.import_module("keras")
    # The name `keras` that the program holds stands for the new backend as well.
    vars(old["keras"]).clear()
    vars(old["keras"]).update(vars(new))
    sys.modules["keras"] = old["keras"]


def _is_ours(module):
    return module == "keras" or module.startswith("keras.")
