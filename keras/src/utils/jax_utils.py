"""What is asked about jax where any backend may be active."""
from keras.src import backend
from keras.src.utils.module_utils import jax


def is_in_jax_tracing_scope(x=None):
    """Whether jax is the backend and traces: in general, or what `x` is made of."""
    if backend.backend() != "jax":
        return False
    return isinstance(backend.numpy.ones(()) if x is None else x, jax.core.Tracer)
