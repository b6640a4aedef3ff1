"""IMDB: film reviews and whether they are positive."""
import json

import numpy as np

from keras.src.api_export import keras_export
from keras.src.datasets import _text
from keras.src.datasets.npz_utils import load_npz
from keras.src.datasets.sources import fetch


@keras_export("keras.datasets.imdb.load_data")
def load_data(
    path="imdb.npz", num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1, oov_char=2,
    index_from=3, **kwargs,
):
    """Loads 25,000 reviews to train on and 25,000 to test with, as lists of word indices.

    Words are numbered by frequency: with the defaults 4 is the most frequent one, 1 begins each review, 2 is a word
    that was left out, 0 and 3 are not used. The file holds pickled lists; they are read without running anything
    that a pickle may ask for.

    Args:
        path: Name of the file in the cache. Default `"imdb.npz"`.
        num_words: Integer, indices from here on are left out. Default None: only the largest one is.
        skip_top: Integer, indices below it are left out. Default 0.
        maxlen: Integer, reviews of that length or longer are left out. Default None: all are kept.
        seed: Integer that determines the order of the reviews. Default 113.
        start_char: Integer that begins each review, or None for nothing. Default 1.
        oov_char: Integer in place of a word that is left out, or None for nothing. Default 2.
        index_from: Integer added to each word's index. Default 3.
        **kwargs: Ignored.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: object arrays `(25000,)` of lists of integers, int64 labels
        `(25000,)` of 0 (negative) and 1 (positive).

    Raises:
        ValueError: If no review is shorter than `maxlen`, or the file is not what was published.

    Example:

    ```python
    (x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=10000)
    x_train = keras.utils.pad_sequences(x_train, maxlen=200)
    ```

    Reference:
        - [Maas et al., 2011](https://aclanthology.org/P11-1015/)
    """
    arrays = load_npz(fetch("imdb.npz", path))
    rng = np.random.RandomState(seed)
    texts, labels = [], []
    for part in ("train", "test"):
        x, y = _text.shuffled(arrays[f"x_{part}"], arrays[f"y_{part}"], rng)
        x, y = _text.shorter_than(maxlen, _text.shifted(x, start_char, index_from), y)
        texts.append(x)
        labels.append(y)
    train = len(texts[0])
    x = _text.limited(texts[0] + texts[1], num_words, skip_top, oov_char)
    return _text.as_pair(x[:train], labels[0]), _text.as_pair(x[train:], labels[1])


@keras_export("keras.datasets.imdb.get_word_index")
def get_word_index(path="imdb_word_index.json"):
    """Loads the numbers of the words of the reviews, before `index_from` of `load_data` is added.

    Args:
        path: Name of the file in the cache. Default `"imdb_word_index.json"`.

    Returns:
        Dict from word to index, from 1.

    Example:

    ```python
    words = {i + 3: word for word, i in keras.datasets.imdb.get_word_index().items()}
    " ".join(words.get(i, "?") for i in x_train[0])
    ```
    """
    with open(fetch("imdb_word_index.json", path), encoding="utf-8") as file:
        return json.load(file)
