"""What the training loop feeds to a step on the jax backend: NumPy arrays, which a compiled call takes in.

A compiled call moves NumPy arrays to the device itself, and sooner than `jax.device_put` from Python does.
"""
import jax
import numpy as np

from keras.src import tree
from keras.src.trainers.data_adapters.conversions import numpy_array
from keras.src.trainers.data_adapters.rows import (  # noqa: F401
    READS_AHEAD,
    READS_LIKE_TF_DATA,
    NumpyRows,
    after_pass,
    before_pass,
    float_target,
    numpy_rows,
)
from keras.src.trainers.data_adapters.rows import NumpyOrder as Order  # noqa: F401


class JaxRows(NumpyRows):
    """Rows of a JAX array that lives on an accelerator: they stay there."""

    __slots__ = ()

    def take(self, index):
        part = self.array.take(np.asarray(index), axis=0)
        return part if self.dtype is None else part.astype(self.dtype)


def rows(array):
    """Rows of an array-like."""
    if type(array) is not np.ndarray and isinstance(array, jax.Array) and jax.default_backend() != "cpu":
        return JaxRows(array, float_target(array.dtype))
    return numpy_rows(array)


def batch(structure):
    """A batch of any framework's tensors in a form that compiled calls take."""
    if type(structure) is tuple:  # mostly of arrays, with nothing to walk or convert
        for part in structure:
            if type(part) is not np.ndarray:
                break
        else:
            return structure
    return tree.map_structure(_leaf, structure)


def _leaf(value):
    return value if isinstance(value, (jax.Array, np.ndarray)) else numpy_array(value)
