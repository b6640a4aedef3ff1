"""Reuters: newswires and which of 46 topics they are about."""
import json

import numpy as np

from keras.src.api_export import keras_export
from keras.src.datasets import _text
from keras.src.datasets.npz_utils import load_npz
from keras.src.datasets.sources import fetch

_TOPICS = """
    cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves ship cotton carcass
    crude nat-gas cpi money-fx interest gnp meal-feed alum oilseed gold tin strategic-metal livestock retail ipi
    iron-steel rubber heat jobs lei bop zinc orange pet-chem dlr gas silver wpi hog lead
"""


@keras_export("keras.datasets.reuters.load_data")
def load_data(
    path="reuters.npz", num_words=None, skip_top=0, maxlen=None, test_split=0.2, seed=113,
    start_char=1, oov_char=2, index_from=3,
):
    """Loads 11,228 newswires of 46 topics, as lists of word indices.

    Words are numbered as in `keras.datasets.imdb.load_data`. The file holds pickled lists; they are read without
    running anything that a pickle may ask for.

    Args:
        path: Name of the file in the cache. Default `"reuters.npz"`.
        num_words: Integer, indices from here on are left out. Default None: only the largest one is.
        skip_top: Integer, indices below it are left out. Default 0.
        maxlen: Integer, texts of that length or longer are left out. Default None: all are kept.
        test_split: Float, the fraction that is set apart to test with. Default 0.2.
        seed: Integer that determines the order of the texts. Default 113.
        start_char: Integer that begins each text, or None for nothing. Default 1.
        oov_char: Integer in place of a word that is left out, or None for nothing. Default 2.
        index_from: Integer added to each word's index. Default 3.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: object arrays of lists of integers, int64 labels from 0 to 45.

    Raises:
        ValueError: If no text is shorter than `maxlen`, or the file is not what was published.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.reuters.load_data(num_words=10000)
    ```
    """
    arrays = load_npz(fetch("reuters.npz", path))
    x, y = _text.shuffled(arrays["x"], arrays["y"], np.random.RandomState(seed))
    x, y = _text.shorter_than(maxlen, _text.shifted(x, start_char, index_from), y)
    x = _text.limited(x, num_words, skip_top, oov_char)
    train = int(len(x) * (1 - test_split))
    return _text.as_pair(x[:train], y[:train]), _text.as_pair(x[train:], y[train:])


@keras_export("keras.datasets.reuters.get_word_index")
def get_word_index(path="reuters_word_index.json"):
    """Loads the numbers of the words of the newswires, before `index_from` of `load_data` is added.

    Args:
        path: Name of the file in the cache. Default `"reuters_word_index.json"`.

    Returns:
        Dict from word to index, from 1.

    Example:

    ```python
    index = keras.datasets.reuters.get_word_index()
    ```
    """
    with open(fetch("reuters_word_index.json", path), encoding="utf-8") as file:
        return json.load(file)


@keras_export("keras.datasets.reuters.get_label_names")
def get_label_names():
    """The names of the topics, in the order of the labels.

    Returns:
        Tuple of 46 strings.

    Example:

    >>> keras.datasets.reuters.get_label_names()[3]
    'earn'
    """
    return tuple(_TOPICS.split())
