"""What the two data sets of texts share: texts are lists of word indices, the most frequent word first."""
import numpy as np

from keras.src.utils.python_utils import remove_long_seq


def shuffled(texts, labels, rng):
    """Texts and labels in a random order, the same for both."""
    order = np.arange(len(texts))
    rng.shuffle(order)
    return texts[order], labels[order]


def shifted(texts, start_char, index_from):
    """The texts as lists, their indices raised by `index_from`, each behind `start_char`."""
    if start_char is not None:
        return [[start_char, *(word + index_from for word in text)] for text in texts]
    if index_from:
        return [[word + index_from for word in text] for text in texts]
    return list(texts)


def shorter_than(maxlen, texts, labels):
    """The texts shorter than `maxlen`, and their labels; all if it is None.

    Raises:
        ValueError: If none is.
    """
    if not maxlen:
        return texts, labels
    texts, labels = remove_long_seq(maxlen, texts, labels)
    if not texts:
        raise ValueError(f"Argument `maxlen` must leave some text, but none is shorter. Received: maxlen={maxlen}")
    return texts, labels


def limited(texts, num_words, skip_top, oov_char):
    """The texts without the `skip_top` most frequent words and those that are not among the `num_words`.

    `oov_char` takes their place, or nothing if it is None. `num_words=None` leaves out the rarest word only.
    """
    num_words = num_words or max(max(text, default=0) for text in texts)
    kept = range(skip_top, num_words)
    if oov_char is None:
        return [[word for word in text if word in kept] for text in texts]
    return [[word if word in kept else oov_char for word in text] for text in texts]


def as_pair(texts, labels):
    """Arrays of texts (of lists, or of two dimensions if all have one length) and of labels."""
    return np.array(texts, dtype="object"), np.array(labels)
