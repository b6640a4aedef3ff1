"""What random functions of all backends share: seeds, their states, the shape of dropout noise."""
import numpy as np

from keras.src.backend.common.late import LateModule

_seeds = LateModule("keras.src.random.seed_generator")

# An unordered step is one of a linear congruential generator, in the arithmetic of the state's own dtype.
_MULTIPLIER, _MODULUS = 5387, 933199
STEP = np.array([0, 1])


def draw_seed(seed):
    """The pair of integers that a draw starts from; see `keras.src.random.seed_generator.draw_seed`."""
    return _seeds.draw_seed(seed)


def is_unseeded(seed):
    """Whether nobody chose the seed: it is None, or a SeedGenerator that was made without one."""
    return seed is None or getattr(seed, "_initial_seed", 0) is None


def advance(state, step, ordered):
    """The state of a SeedGenerator after a draw.

    Args:
        state: Integer tensor of shape `(2,)`.
        step: `[0, 1]` as a tensor of the same dtype.
        ordered: Boolean. Ordered states count up, so the sequence of draws is known; unordered ones jump, so
            that generators that began with near seeds do not meet.
    """
    return state + step if ordered else (state + 1) * _MULTIPLIER % _MODULUS


def noise_shape(shape, noise_shape):
    """Shape of a dropout mask: `shape`, or `noise_shape` with its `None` filled from `shape`."""
    if noise_shape is None:
        return shape
    return tuple(shape[i] if n is None else n for i, n in enumerate(noise_shape))
