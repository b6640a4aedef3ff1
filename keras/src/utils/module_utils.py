"""Modules that are optional, or too slow to import before they are needed."""
import functools
import importlib
import importlib.util
import sys

import numpy as np


class LazyModule:
    """Stands for a module and imports it when one of its attributes is first read.

    Args:
        name: Dotted name of the module.
        pip_name: Name to install it by. Defaults to `name`.
        import_error_msg: Message of the ImportError raised when it is not there.

    Attributes:
        after_import: Function of the module, called when this is what imports it, or None.
    """

    after_import = None

    def __init__(self, name, pip_name=None, import_error_msg=None):
        self.name = name
        self.pip_name = pip_name or name
        self.import_error_msg = import_error_msg or (
            f"The module `{name}` is needed here and cannot be imported. "
            f"Install it with `pip install {self.pip_name}`."
        )
        self.module = None

    @property
    def available(self):
        """Whether the package is installed; looking does not import it."""
        return self.module is not None or _installed(self.name.partition(".")[0])

    def initialize(self):
        """Imports the module. NumPy's generator stays as it is, though some packages draw from it while they load."""
        is_new = self.name not in sys.modules
        state = np.random.get_state()
        try:
            self.module = _import(self.name)
        except ImportError as e:
            raise ImportError(self.import_error_msg) from e
        np.random.set_state(state)
        if is_new and self.after_import is not None:
            self.after_import(self.module)

    def __getattr__(self, attribute):
        # Probing for marks (`inspect`, `copy`, `keras_export`) must not import anything.
        if attribute.startswith("__") or attribute in ("_keras_export_paths", "_api_export_path"):
            raise AttributeError(attribute)
        if self.module is None:
            self.initialize()
        return getattr(self.module, attribute)

    def __repr__(self):
        return f"LazyModule({self.name})"


@functools.cache
def _installed(package):
    return importlib.util.find_spec(package) is not None


def _import(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        parent, _, attribute = name.rpartition(".")
        if not parent:
            raise
        module = _import(parent)  # `tensorflow.io.gfile` is an attribute, no file of that name.
        if not hasattr(module, attribute):
            raise
        return getattr(module, attribute)


tensorflow = LazyModule("tensorflow")
gfile = LazyModule("tensorflow.io.gfile", pip_name="tensorflow")
tensorflow_io = LazyModule("tensorflow_io")
scipy = LazyModule("scipy")
jax = LazyModule("jax")
h5py = LazyModule("h5py")
torch_xla = LazyModule("torch_xla")
optree = LazyModule("optree")
dmtree = LazyModule("tree", pip_name="dm-tree")
tf2onnx = LazyModule("tf2onnx")
jax2onnx = LazyModule("jax2onnx")
grain = LazyModule("grain")
litert = LazyModule("ai_edge_litert", pip_name="ai-edge-litert")
ocp = LazyModule("orbax.checkpoint", pip_name="orbax-checkpoint")
