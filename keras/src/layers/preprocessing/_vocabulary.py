"""Vocabularies: what they may hold, tables of their tokens, files."""
import itertools
import json
import os

import numpy as np

from keras.src.backend.common.late import LateModule
from keras.src.layers.preprocessing._categorical import MISSING, as_bytes

serialization_lib = LateModule("keras.src.saving.serialization_lib")
safety = LateModule("keras.src.saving.safety")
_TEXT, _JSON = "vocabulary.txt", "vocabulary.json"


def check_vocabulary(layer, entries, special, most=None):
    """The tokens of a vocabulary without its special ones.

    Args:
        layer: The IndexLookup that it is for.
        entries: List of tokens, which may begin with all special tokens.
        special: List of the layer's special tokens.
        most: Integer, how many entries there may be, special ones included, or None.

    Raises:
        ValueError: If it is empty, too long, repeats a token or has the mask token elsewhere.
    """
    owner = type(layer).__name__
    if not entries:
        raise ValueError(f"Argument `vocabulary` of {owner} must not be empty. Received: vocabulary=[]")
    tokens = entries[len(special) :] if entries[: len(special)] == special else entries
    if len(set(tokens)) != len(tokens):
        seen = set()
        repeated = [token for token in np.array(tokens).tolist() if token in seen or seen.add(token)]
        raise ValueError(
            f"Argument `vocabulary` of {owner} must have each token once. Received more than once: {repeated[:10]}"
        )
    if layer.mask_token is not None and layer.mask_token in tokens:
        raise ValueError(
            f"Argument `vocabulary` of {owner} must leave out special tokens or begin with them as {special}. "
            f"Received: the mask token {layer.mask_token!r} at index {entries.index(layer.mask_token)}"
        )
    size = len(special) + len(tokens)
    if most is not None and size > most:
        raise ValueError(
            f"Argument `vocabulary` of {owner} must fit into `max_tokens`, special tokens included. "
            f"Received: {size} entries, max_tokens={most}"
        )
    return tokens


class StringTable:
    """Indices of strings.

    Args:
        tokens: List of str.
        first_index: Integer, the index of the first.
        encoding: How bytes in arrays are encoded.
    """

    def __init__(self, tokens, first_index, encoding):
        self._of_str = dict(zip(tokens, itertools.count(first_index)))
        self._of_bytes = None
        self._encoding = encoding

    def find(self, array):
        """The indices of an array of str, bytes or both, as int64."""
        return self.find_all(array.ravel().tolist()).reshape(array.shape)

    def find_all(self, tokens):
        """The indices of a list of tokens."""
        kinds = set(map(type, tokens))
        if kinds <= {str, np.str_}:
            table = self._of_str
        else:
            if kinds != {bytes}:
                tokens = as_bytes(tokens)
            if self._of_bytes is None:
                self._of_bytes = {token.encode(self._encoding): index for token, index in self._of_str.items()}
            table = self._of_bytes
        return np.fromiter(map(table.get, tokens, itertools.repeat(MISSING)), np.int64, len(tokens))


class IntegerTable:
    """Indices of integers.

    Args:
        tokens: List of integers.
        first_index: Integer, the index of the first.
    """

    def __init__(self, tokens, first_index):
        tokens = np.array(tokens, np.int64)
        order = np.argsort(tokens)
        self._tokens, self._indices = tokens[order], first_index + order
        self._dense = None  # the index of each integer from the smallest on, where they lie close together
        span = int(self._tokens[-1]) - int(self._tokens[0]) + 1 if len(tokens) else 0
        if 0 < span <= 4 * len(tokens) + 1024:
            self._dense = np.full(span + 1, MISSING)
            self._dense[tokens - self._tokens[0]] = first_index + np.arange(len(tokens))

    def find(self, array):
        """The indices of an int64 array."""
        if not self._tokens.size:
            return np.full(array.shape, MISSING)
        if self._dense is not None:
            first, last = self._tokens[0], self._tokens[-1]
            return self._dense[np.where((array >= first) & (array <= last), array - first, -1)]
        places = np.minimum(np.searchsorted(self._tokens, array), self._tokens.size - 1)
        return np.where(self._tokens[places] == array, self._indices[places], MISSING)


def read_vocabulary_file(layer, path):
    """The lines of a text file as tokens.

    Raises:
        ValueError: If there is no such file.
    """
    if not os.path.exists(path):
        raise ValueError(
            f"Argument `vocabulary` of {type(layer).__name__} names a file that does not exist. "
            f"Received: vocabulary={os.fspath(path)!r}"
        )
    with open(path, encoding=getattr(layer, "encoding", "utf-8"), newline="\n") as file:
        return file.read().rstrip("\n").split("\n")


def refuse_vocabulary_path(cls, config):
    """Keeps a config that is being loaded from naming a file of this machine.

    Raises:
        ValueError: If it does, while loading is safe.
    """
    path = config.get("vocabulary")
    if isinstance(path, str) and serialization_lib.in_safe_mode():
        raise safety.Refused(
            f"The config of a {cls.__name__} names a vocabulary file, {path!r}. Files outside of the archive are not "
            "read while a model is loaded; if you trust its source, pass `safe_mode=False`."
        )


def write_vocabulary_assets(layer, folder):
    """Writes the vocabulary: a token on each line, and JSON beside it where a token has a line break in it."""
    tokens = [str(token) for token in layer.get_vocabulary()]
    with open(os.path.join(folder, _TEXT), "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(tokens))
    if any("\n" in token for token in tokens):
        with open(os.path.join(folder, _JSON), "w", encoding="utf-8") as file:
            json.dump(tokens, file)


def read_vocabulary_assets(folder):
    """The tokens that `write_vocabulary_assets` wrote."""
    path = os.path.join(folder, _JSON)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    with open(os.path.join(folder, _TEXT), encoding="utf-8", newline="\n") as file:
        return file.read().split("\n")
