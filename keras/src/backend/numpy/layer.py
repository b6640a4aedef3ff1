"""Layers of the numpy backend."""
import numpy as np

from keras.src.backend.common.layer_hooks import LayerHooks
from keras.src.backend.common.layer_hooks import no_hooks as has_hooks  # noqa: F401

TENSOR = np.ndarray


class NumpyLayer(LayerHooks):
    """Nothing is special here."""


BackendLayer = NumpyLayer


def signature_of(x):
    """Shape and dtype of an array, hashable."""
    return x.shape, x.dtype


def in_graph():
    """Whether a graph is traced whose nodes take names from scopes."""
    return False
