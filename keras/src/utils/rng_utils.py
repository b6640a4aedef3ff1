"""One seed for every random number generator in the process."""
import random
import sys

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import global_state
from keras.src.utils import module_utils

GLOBAL_RANDOM_SEED = "global_random_seed"
_GLOBAL_SEED_GENERATOR = "global_seed_generator"  # keras.src.random.seed_generator draws from it.


@keras_export("keras.utils.set_random_seed")
def set_random_seed(seed):
    """Seeds Python, NumPy, the backend's framework and Keras, so that a program gives the same numbers each run.

    Layers and initializers made afterwards draw their seeds from it, in order.

    Args:
        seed: Integer from 0 to 2**32 - 1.

    Raises:
        ValueError: If `seed` is no integer or outside of that range.

    Example:

    >>> keras.utils.set_random_seed(7)
    >>> a = keras.random.normal((2,))
    >>> keras.utils.set_random_seed(7)
    >>> bool(keras.ops.all(a == keras.random.normal((2,))))
    True
    """
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**32:
        raise ValueError(
            "Argument `seed` of set_random_seed must be an integer from 0 to 2**32 - 1. "
            f"Received: seed={seed!r}"
        )
    seed = int(seed)
    backend.core  # noqa: B018 - loads the active backend's framework first: imports draw from NumPy's generator.
    global_state.set_global_attribute(GLOBAL_RANDOM_SEED, seed)
    global_state.set_global_attribute(_GLOBAL_SEED_GENERATOR, None)
    random.seed(seed)
    np.random.seed(seed)
    _seed_frameworks(seed)


def _seed_frameworks(seed):
    """Seeds the generators of the frameworks at hand, which Keras itself does not use but models may."""
    if "tensorflow" in sys.modules:
        tensorflow_random = getattr(sys.modules["tensorflow"], "random", None)
        if tensorflow_random is not None:  # None while tensorflow is half imported.
            tensorflow_random.set_seed(seed)
    else:  # Data sets from files import it later, on any backend, and shuffle by its seed.
        module_utils.tensorflow.after_import = lambda tf: tf.random.set_seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


def get_random_seed():
    """The seed given to `set_random_seed` in this session, or None."""
    return global_state.get_global_attribute(GLOBAL_RANDOM_SEED)
