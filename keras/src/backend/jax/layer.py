"""Layers of the jax backend."""
from jax._src.array import ArrayImpl as TENSOR  # noqa: F401 - tracers have other classes

from keras.src.backend.common.layer_hooks import LayerHooks
from keras.src.backend.common.layer_hooks import no_hooks as has_hooks  # noqa: F401
from keras.src.backend.config import is_nnx_enabled


class JaxLayer(LayerHooks):
    """Nothing is special here."""


BackendLayer = JaxLayer
if is_nnx_enabled():
    from keras.src.backend.jax import core

    BackendLayer = core.nnx.NnxLayer


def signature_of(x):
    """Shape and dtype of an array, hashable."""
    return x.shape, x.dtype


def in_graph():
    """Whether a graph is traced whose nodes take names from scopes."""
    return False
