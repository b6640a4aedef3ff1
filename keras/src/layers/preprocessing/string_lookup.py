from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.preprocessing._categorical import as_bytes, is_of_tf, string_array
from keras.src.layers.preprocessing._vocabulary import StringTable
from keras.src.layers.preprocessing.index_lookup import IndexLookup


@keras_export("keras.layers.StringLookup")
class StringLookup(IndexLookup):
    """Maps strings to indices of a vocabulary, or indices back to strings.

    The vocabulary is given, or made of data by `adapt`, the most frequent strings first. The layer works on lists and
    NumPy arrays of strings on every backend, needs no TensorFlow, and may be used inside `tf.data`.

    Args:
        max_tokens: Integer, the most entries that the vocabulary may have, special ones included. Default None.
        num_oov_indices: Integer, number of indices for strings out of the vocabulary, which are spread over them by
            their hash. Default 1. With 0 such strings are errors.
        mask_token: String that stands for padding; its index is 0. Encodings leave it out. Default None.
        oov_token: String that stands for those out of the vocabulary when `invert` is True. Default `"[UNK]"`.
        vocabulary: List or array of strings, or the path of a text file with one on each line. Default None.
        idf_weights: List or array of a weight for each string, with `output_mode="tf_idf"`. Default None.
        invert: Boolean, whether to map indices to strings. Default False.
        output_mode: `"int"` (default) for indices; `"one_hot"` for a vector for each string; for a vector for each
            sample `"multi_hot"`, `"count"`, or `"tf_idf"`, the count times the weight.
        pad_to_max_tokens: Boolean, whether vectors are `max_tokens` long also with a smaller vocabulary.
            Default False.
        sparse: Boolean, whether to return sparse tensors; tensorflow only. Default False.
        encoding: How the bytes of strings are encoded. Default `"utf-8"`.
        name: String. Default None.
        salt: Integer or two integers, the key of the hash. Default None, a hash without a key.

    Output: integers of the input's shape; vectors of `vocabulary_size()` numbers otherwise, integers but with
    `"tf_idf"`. With `invert` strings, which are NumPy arrays where the backend has no tensors of strings. Tensors of
    TensorFlow give tensors of TensorFlow on every backend.

    Raises:
        ValueError: For arguments that do not fit together, or a vocabulary that repeats a string.
        RuntimeError: If the layer is called without a vocabulary, or on a string that has no index (on tensorflow
            errors of its own).

    Example:

    >>> layer = keras.layers.StringLookup(vocabulary=["a", "b", "c"])
    >>> layer([["a", "c"], ["d", "b"]]).tolist()
    [[1, 3], [0, 2]]
    """

    def __init__(
        self, max_tokens=None, num_oov_indices=1, mask_token=None, oov_token="[UNK]", vocabulary=None,
        idf_weights=None, invert=False, output_mode="int", pad_to_max_tokens=False, sparse=False, encoding="utf-8",
        name=None, salt=None, **kwargs,
    ):
        self.encoding = encoding
        kwargs.pop("vocabulary_dtype", None)
        super().__init__(
            max_tokens=max_tokens, num_oov_indices=num_oov_indices, mask_token=mask_token, oov_token=oov_token,
            vocabulary=vocabulary, idf_weights=idf_weights, invert=invert, output_mode=output_mode,
            pad_to_max_tokens=pad_to_max_tokens, sparse=sparse, name=name, salt=salt, vocabulary_dtype="string",
            **kwargs,
        )

    def call(self, inputs):
        if is_of_tf(inputs) and backend.backend() != "tensorflow":  # strings of TensorFlow: indices of TensorFlow
            self._check_ready()
            return self._call_in_tf(inputs)
        return super().call(inputs)

    def _read(self, inputs):
        return string_array(inputs, repr(self.name))

    def _read_vocabulary(self, vocabulary):
        try:
            tokens = string_array(vocabulary, repr(self.name))
        except TypeError as e:
            raise ValueError(f"Argument `vocabulary` of {type(self).__name__} must hold strings. {e}") from e
        if tokens.ndim != 1:
            raise TypeError(
                f"Argument `vocabulary` of {type(self).__name__} must be a list of strings. "
                f"Received: an array of shape {tokens.shape}"
            )
        tokens = tokens.tolist()
        return [token.decode(self.encoding) if isinstance(token, bytes) else str(token) for token in tokens]

    def _make_table(self, tokens, first_index):
        return StringTable(tokens, first_index, self.encoding)

    def _hash_input(self, tokens):
        return as_bytes(tokens.ravel().tolist())

    def _mask_places(self, tokens):
        if tokens.dtype.kind == "U":
            return tokens == self.mask_token
        encoded = self.mask_token.encode(self.encoding)
        return (tokens == encoded) | (tokens == self.mask_token)

    def get_config(self):
        config = super().get_config() | {"encoding": self.encoding}
        del config["vocabulary_dtype"]
        return config


