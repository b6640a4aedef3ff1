"""Text preprocessing of Keras 2, which only `tf.keras` still has."""
import collections
import hashlib
import json
import math

import numpy as np

from keras.src.api_export import keras_export

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


@keras_export("keras._legacy.preprocessing.text.text_to_word_sequence")
def text_to_word_sequence(input_text, filters=FILTERS, lower=True, split=" "):
    """The words of a text, as a list.

    Args:
        input_text: String.
        filters: Characters that separate words as `split` does. Default: punctuation, tabs and newlines.
        lower: Boolean, whether letters become small. Default True.
        split: String between words. Default a space.
    """
    text = input_text.lower() if lower else input_text
    text = text.translate(str.maketrans(dict.fromkeys(filters, split)))
    return [word for word in text.split(split) if word]


@keras_export("keras._legacy.preprocessing.text.one_hot")
def one_hot(input_text, n, filters=FILTERS, lower=True, split=" ", analyzer=None):
    """The words of a text as integers from 1 to `n - 1`, by Python's `hash`. See `hashing_trick`."""
    return hashing_trick(input_text, n, hash, filters, lower, split, analyzer)


@keras_export("keras._legacy.preprocessing.text.hashing_trick")
def hashing_trick(
    text, n, hash_function=None, filters=FILTERS, lower=True, split=" ", analyzer=None
):
    """The words of a text as integers from 1 to `n - 1`; different words may share one.

    Args:
        text: String.
        n: Integer, size of the space.
        hash_function: Function from a word to an integer, or `"md5"`, which is the same in every process.
            Default None: Python's `hash`.
        filters, lower, split: See `text_to_word_sequence`.
        analyzer: Function from a text to its words, in place of that. Default None.
    """
    hash_function = {None: hash, "md5": _md5}.get(hash_function, hash_function)
    words = text_to_word_sequence(text, filters, lower, split) if analyzer is None else analyzer(text)
    return [hash_function(word) % (n - 1) + 1 for word in words]


def _md5(word):
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


@keras_export("keras._legacy.preprocessing.text.Tokenizer")
class Tokenizer:
    """Numbers the words of texts by how frequent they are, from 1 on.

    Args:
        num_words: Integer: only words numbered below it are used. Default None: all.
        filters, lower, split: See `text_to_word_sequence`.
        char_level: Boolean, whether characters count as words. Default False.
        oov_token: String that stands for unknown words; it gets number 1. Default None: they are left out.
        analyzer: Function from a text to its words. Default None.
    """

    def __init__(
        self, num_words=None, filters=FILTERS, lower=True, split=" ", char_level=False,
        oov_token=None, analyzer=None, **kwargs,
    ):
        self.document_count = kwargs.pop("document_count", 0)
        kwargs.pop("nb_words", None)
        if kwargs:
            raise TypeError(f"Tokenizer got unexpected keyword arguments: {', '.join(kwargs)}")
        self.num_words, self.filters, self.lower, self.split = num_words, filters, lower, split
        self.char_level, self.oov_token, self.analyzer = char_level, oov_token, analyzer
        self.word_counts = collections.OrderedDict()
        self.word_docs = collections.defaultdict(int)
        self.index_docs = collections.defaultdict(int)
        self.word_index, self.index_word = {}, {}

    def _words(self, text):
        if self.char_level or isinstance(text, list):
            if not self.lower:
                return text
            return [word.lower() for word in text] if isinstance(text, list) else text.lower()
        if self.analyzer is not None:
            return self.analyzer(text)
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts):
        """Counts the words of `texts`, an iterable of strings or of lists of words, and numbers them."""
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in set(words):
                self.word_docs[word] += 1
        ranked = sorted(self.word_counts, key=self.word_counts.get, reverse=True)
        ranked = ranked if self.oov_token is None else [self.oov_token, *ranked]
        self.word_index = {word: i for i, word in enumerate(ranked, 1)}
        self.index_word = {i: word for word, i in self.word_index.items()}
        for word, count in self.word_docs.items():
            self.index_docs[self.word_index[word]] = count

    def fit_on_sequences(self, sequences):
        """Counts in how many of `sequences`, lists of numbers, each number is."""
        self.document_count += len(sequences)
        for sequence in sequences:
            for number in set(sequence):
                self.index_docs[number] += 1

    def texts_to_sequences(self, texts):
        """Texts as lists of numbers."""
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts):
        """Yields each text as a list of numbers."""
        for text in texts:
            numbers = (self.word_index.get(word) for word in self._words(text))
            yield [n for n in map(self._known, numbers) if n is not None]

    def _known(self, number):
        """The number itself if its word is used, else that of unknown words."""
        if number is None or (self.num_words and number >= self.num_words):
            return self.word_index.get(self.oov_token)
        return number

    def sequences_to_texts(self, sequences):
        """Lists of numbers as texts."""
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences):
        """Yields each list of numbers as a text."""
        for sequence in sequences:
            numbers = (self._known(n if n in self.index_word else None) for n in sequence)
            yield " ".join(self.index_word[n] for n in numbers if n is not None)

    def texts_to_matrix(self, texts, mode="binary"):
        """One row per text; see `sequences_to_matrix`."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode=mode)

    def sequences_to_matrix(self, sequences, mode="binary"):
        """One row per sequence, one column per word.

        Args:
            sequences: List of lists of numbers.
            mode: `"binary"`, `"count"`, `"freq"` or `"tfidf"`. Default `"binary"`.
        """
        if not self.num_words and not self.word_index:
            raise ValueError("Tokenizer needs `num_words`, or texts to be fitted on first.")
        if mode == "tfidf" and not self.document_count:
            raise ValueError("Tokenizer must be fitted before `mode='tfidf'` is used.")
        if mode not in ("binary", "count", "freq", "tfidf"):
            raise ValueError(f"Argument `mode` must be 'binary', 'count', 'freq' or 'tfidf'. Received: mode={mode!r}")
        matrix = np.zeros((len(sequences), self.num_words or len(self.word_index) + 1))
        for row, sequence in zip(matrix, sequences, strict=True):
            for number, count in collections.Counter(n for n in sequence if n < len(row)).items():
                row[number] = self._weight(mode, number, count, len(sequence))
        return matrix

    def _weight(self, mode, number, count, length):
        if mode == "tfidf":
            rarity = math.log(1 + self.document_count / (1 + self.index_docs.get(number, 0)))
            return (1 + math.log(count)) * rarity
        return {"binary": 1, "count": count, "freq": count / length}[mode]

    def get_config(self):
        """The settings and what was counted, dicts as JSON."""
        names = ("num_words", "filters", "lower", "split", "char_level", "oov_token", "document_count")
        counted = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
        config = {name: getattr(self, name) for name in names}
        return config | {name: json.dumps(getattr(self, name)) for name in counted}

    def to_json(self, **kwargs):
        """The tokenizer as JSON, for `tokenizer_from_json`; `kwargs` go to `json.dumps`."""
        return json.dumps({"class_name": type(self).__name__, "config": self.get_config()}, **kwargs)


@keras_export("keras._legacy.preprocessing.text.tokenizer_from_json")
def tokenizer_from_json(json_string):
    """The tokenizer that `to_json` wrote.

    Args:
        json_string: String.
    """
    config = json.loads(json_string)["config"]
    counted = {name: json.loads(config.pop(name)) for name in ("word_counts", "word_docs", "word_index")}
    numbered = {name: json.loads(config.pop(name)) for name in ("index_docs", "index_word")}
    tokenizer = Tokenizer(**config)
    for name, values in counted.items():
        setattr(tokenizer, name, values)
    for name, values in numbered.items():
        setattr(tokenizer, name, {int(k): v for k, v in values.items()})
    return tokenizer
