"""Text to tokens, all strings of a batch at once. As in TensorFlow texts are bytes: case and whitespace are ASCII's."""
import re

_PUNCTUATION = rb"""!"#$%&()*+,-./:;<=>?@[\]^_`{|}~'"""
_LOWER = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_BETWEEN = b"\0"  # never in text; if it is, strings are treated one by one
_CHARACTER = re.compile(rb"[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*|[\x80-\xbf]")


def standardize(texts, how):
    """A list of bytes in lower case and without punctuation.

    Args:
        texts: List of bytes.
        how: `"lower"`, `"strip_punctuation"`, `"lower_and_strip_punctuation"` or None.
    """
    if how is None or not texts:
        return texts
    together = _translated(_BETWEEN.join(texts), how)
    if together.count(_BETWEEN) == len(texts) - 1:
        return together.split(_BETWEEN)
    return [_translated(text, how) for text in texts]


def _translated(text, how):
    table = _LOWER if how.startswith("lower") else None
    return text.translate(table, _PUNCTUATION if how.endswith("punctuation") else b"")


def all_words(texts, how):
    """The tokens between whitespace of all texts together, after `standardize`."""
    together = b" ".join(texts)
    return (together if how is None else _translated(together, how)).split()


def split(texts, how):
    """The tokens of each text: a list of lists of bytes.

    Args:
        texts: List of bytes.
        how: `"whitespace"`, `"character"` or None.
    """
    if how == "whitespace":
        return [text.split() for text in texts]
    return [_CHARACTER.findall(text) for text in texts] if how == "character" else [[text] for text in texts]


def ngrams(rows, sizes):
    """Each row of tokens as its n-grams of each size in turn, with spaces between tokens."""
    return [
        [b" ".join(row[i : i + size]) for size in sizes for i in range(len(row) - size + 1)]
        for row in rows
    ]
