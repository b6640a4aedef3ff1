"""Imports all of Keras at once, on request: `KERAS_EAGER_IMPORT=1`."""
import importlib
import sys

from keras.src._namespace import NAMESPACE


def import_everything():
    """Resolves every public name, so that a missing one shows at the import and not at its first use."""
    for package, names in NAMESPACE.items():
        if package.startswith("keras.src"):
            continue
        module = importlib.import_module(package) if package != "keras" else sys.modules["keras"]
        for name in names:
            getattr(module, name)
