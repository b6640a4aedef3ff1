"""What the two data sets of house prices share."""
import numpy as np

from keras.src.datasets.npz_utils import load_npz
from keras.src.datasets.sources import fetch


def load(published, path, test_split, seed, count=None):
    """Rows and targets of a file, shuffled and split; of the first `count` rows, or of all."""
    if not 0 <= test_split < 1:
        raise ValueError(f"Argument `test_split` must be at least 0 and below 1. Received: test_split={test_split}")
    arrays = load_npz(fetch(published, path))
    x, y = arrays["x"][:count], arrays["y"][:count]
    order = np.arange(len(x))
    np.random.RandomState(seed).shuffle(order)
    x, y = x[order], y[order]
    train = int(len(x) * (1 - test_split))
    return tuple((np.array(x[part]), np.array(y[part])) for part in (slice(train), slice(train, None)))
