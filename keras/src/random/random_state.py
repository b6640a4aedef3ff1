"""The state of all random generators of a process, for training that goes on exactly."""
import random
import sys

import numpy as np

from keras.src import backend
from keras.src.backend.common import global_state
from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR, global_seed_generator


def random_state():
    """The state of every generator that training draws from: Python's, NumPy's, torch's and Keras's own.

    The seed generators of layers are variables of their layers and not part of it.

    Returns:
        Dict of numbers, lists and arrays for `restore_random_state`.
    """
    version, words, next_gauss = random.getstate()
    generator = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    return {
        "python": [version, np.asarray(words, "uint32"), next_gauss],
        "numpy": list(np.random.get_state()),
        "keras": None if generator is None else backend.convert_to_numpy(generator.state),
        "torch": sys.modules["torch"].get_rng_state().numpy() if backend.backend() == "torch" else None,
    }


def restore_random_state(state):
    """Puts the generators into a state that `random_state` gave.

    Args:
        state: The dict.
    """
    version, words, next_gauss = state["python"]
    random.setstate((version, tuple(int(word) for word in words), next_gauss))
    np.random.set_state(tuple(state["numpy"]))
    if state["keras"] is not None:
        global_seed_generator().state.assign(state["keras"])
    if state["torch"] is not None and backend.backend() == "torch":
        torch = sys.modules["torch"]
        torch.set_rng_state(torch.from_numpy(np.array(state["torch"])))
