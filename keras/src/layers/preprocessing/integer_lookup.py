import numpy as np

from keras.src.api_export import keras_export
from keras.src.layers.preprocessing._categorical import integer_array
from keras.src.layers.preprocessing._vocabulary import IntegerTable
from keras.src.layers.preprocessing.index_lookup import IndexLookup


@keras_export("keras.layers.IntegerLookup")
class IntegerLookup(IndexLookup):
    """Maps integers to indices of a vocabulary, or indices back to integers.

    The vocabulary is given, or made of data by `adapt`, the most frequent integers first. The layer may be used inside
    `tf.data`, whichever backend is active.

    Args:
        max_tokens: Integer, the most entries that the vocabulary may have, special ones included. Default None.
        num_oov_indices: Integer, number of indices for integers out of the vocabulary. Default 1. With 0 such
            integers are errors.
        mask_token: Integer that stands for padding; its index is 0. Encodings leave it out. Default None.
        oov_token: Integer that stands for those out of the vocabulary when `invert` is True. Default -1.
        vocabulary: List or array of integers, or the path of a text file with one on each line. Default None.
        vocabulary_dtype: `"int64"`.
        idf_weights: List or array of a weight for each integer, with `output_mode="tf_idf"`. Default None.
        invert: Boolean, whether to map indices to integers. Default False.
        output_mode: `"int"` (default) for indices; `"one_hot"` for a vector for each integer; for a vector for each
            sample `"multi_hot"`, `"count"`, or `"tf_idf"`, the count times the weight.
        sparse: Boolean, whether to return sparse tensors; tensorflow only. Default False.
        pad_to_max_tokens: Boolean, whether vectors are `max_tokens` long also with a smaller vocabulary.
            Default False.
        oov_method: How integers out of the vocabulary are spread over their indices: `"floormod"` (default) by their
            remainder, `"farmhash"` by their hash.
        salt: Integer or two integers, the key of the hash, with `"farmhash"`. Default None, a hash without a key.
        name: String. Default None.

    Output: integers of the input's shape; vectors of `vocabulary_size()` numbers otherwise, integers but with
    `"tf_idf"`.

    Raises:
        ValueError: For arguments that do not fit together, or a vocabulary that repeats an integer.
        RuntimeError: If the layer is called without a vocabulary, or on an integer that has no index (on tensorflow
            errors of its own).

    Example:

    >>> layer = keras.layers.IntegerLookup(vocabulary=[12, 36, 1138])
    >>> layer([[12, 1138], [42, 36]]).tolist()
    [[1, 3], [0, 2]]
    """

    def __init__(
        self, max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None,
        vocabulary_dtype="int64", idf_weights=None, invert=False, output_mode="int", sparse=False,
        pad_to_max_tokens=False, oov_method="floormod", salt=None, name=None, **kwargs,
    ):
        if vocabulary_dtype != "int64":
            raise ValueError(
                "Argument `vocabulary_dtype` of IntegerLookup must be 'int64'. "
                f"Received: vocabulary_dtype={vocabulary_dtype!r}"
            )
        if salt is not None and oov_method != "farmhash":
            raise ValueError(
                "Argument `salt` of IntegerLookup goes with `oov_method='farmhash'`. "
                f"Received: salt={salt!r}, oov_method={oov_method!r}"
            )
        super().__init__(
            max_tokens=max_tokens, num_oov_indices=num_oov_indices,
            mask_token=None if mask_token is None else int(mask_token),
            oov_token=None if oov_token is None else int(oov_token), vocabulary=vocabulary,
            vocabulary_dtype=vocabulary_dtype, idf_weights=idf_weights, invert=invert, output_mode=output_mode,
            sparse=sparse, pad_to_max_tokens=pad_to_max_tokens, oov_method=oov_method, salt=salt, name=name, **kwargs,
        )

    def _read(self, inputs):
        return integer_array(inputs, repr(self.name))

    def _read_vocabulary(self, vocabulary):
        return list(np.array([int(token) for token in np.asarray(vocabulary).ravel().tolist()], np.int64))

    def _make_table(self, tokens, first_index):
        return IntegerTable(tokens, first_index)

    def _buckets(self, tokens):
        if self.oov_method == "floormod":
            return np.mod(tokens, self.num_oov_indices)
        return super()._buckets(tokens)

    def _hash_input(self, tokens):
        return tokens.astype("S21").tolist()

    def get_config(self):
        config = super().get_config()
        if config["vocabulary"] is not None:
            config["vocabulary"] = [int(token) for token in config["vocabulary"]]
        return config
