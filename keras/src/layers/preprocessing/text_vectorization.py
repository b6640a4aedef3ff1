import itertools
import math

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.layers.layer import Layer
from keras.src.layers.preprocessing import _text
from keras.src.layers.preprocessing._adapting import batches, is_array
from keras.src.layers.preprocessing._categorical import (
    DROPPED,
    as_bytes,
    check_output_mode,
    encode,
    encode_rows,
    encoded_shape,
    from_tf,
    needs_tf_ops,
    string_array,
    tf_preprocessing,
    to_backend,
)
from keras.src.layers.preprocessing._vocabulary import refuse_vocabulary_path
from keras.src.layers.preprocessing.index_lookup import OUTPUT_MODES
from keras.src.layers.preprocessing.string_lookup import StringLookup
from keras.src.utils.module_utils import tensorflow

serialization_lib = LateModule("keras.src.saving.serialization_lib")
_STANDARDIZE = ("lower_and_strip_punctuation", "lower", "strip_punctuation")
_SPLIT = ("whitespace", "character")


@keras_export("keras.layers.TextVectorization")
class TextVectorization(Layer):
    """Turns texts into sequences of indices of a vocabulary, or into vectors of counts.

    Each text is standardized, split into tokens, put together to n-grams if wanted, and looked up. The vocabulary is
    given, or made of texts by `adapt`, the most frequent tokens first. The layer works on lists and NumPy arrays of
    strings on every backend, needs no TensorFlow, and may be used inside `tf.data`.

    Args:
        max_tokens: Integer, the most entries that the vocabulary may have, special ones included. Default None.
        standardize: `"lower_and_strip_punctuation"` (default), `"lower"`, `"strip_punctuation"`, None, or a function
            of a batch of strings: of a tensor of strings where TensorFlow is installed, else of a NumPy array.
        split: `"whitespace"` (default), `"character"`, None for one token, or a function from a batch of strings to
            rows of tokens.
        ngrams: Integer, the longest n-grams, or tuple of their sizes. Default None.
        output_mode: `"int"` (default) for indices, or `"multi_hot"`, `"count"`, `"tf_idf"` for a vector for each text.
        output_sequence_length: Integer, length that sequences are cut or padded with 0 to. Default None, the longest.
        pad_to_max_tokens: Boolean, whether vectors are `max_tokens` long also with a smaller vocabulary.
            Default False.
        vocabulary: List or array of tokens, or the path of a text file with one on each line. Default None.
        idf_weights: List or array of a weight for each token, with `output_mode="tf_idf"`. Default None.
        sparse: Boolean, whether to return sparse tensors; tensorflow only. Default False.
        ragged: Boolean, whether to return ragged sequences; tensorflow only. Default False.
        encoding: How the bytes of strings are encoded. Default `"utf-8"`.
        name: String. Default None.

    Input: strings of shape `(batch,)` or `(batch, 1)`.
    Output: integers of shape `(batch, length)` with 0 for padding and 1 for tokens out of the vocabulary; or vectors
    of shape `(batch, vocabulary_size())`.

    Raises:
        ValueError: For arguments that do not fit together, or a vocabulary that repeats a token.
        RuntimeError: If the layer is called without a vocabulary (on tensorflow an error of its own).

    Example:

    >>> layer = keras.layers.TextVectorization(vocabulary=["the", "cat", "sat"])
    >>> layer(["The cat sat.", "The dog?"]).tolist()
    [[2, 3, 4], [2, 1, 0]]
    """

    def __init__(
        self, max_tokens=None, standardize="lower_and_strip_punctuation", split="whitespace", ngrams=None,
        output_mode="int", output_sequence_length=None, pad_to_max_tokens=False, vocabulary=None, idf_weights=None,
        sparse=False, ragged=False, encoding="utf-8", name=None, **kwargs,
    ):
        restored_size = kwargs.pop("vocabulary_size", None)
        self._standardize = standardize
        self._split = split
        self._ngrams_arg = ngrams
        self._ngrams = tuple(range(1, ngrams + 1)) if isinstance(ngrams, int) else ngrams
        self._max_tokens = max_tokens
        self._output_mode = output_mode
        self._output_sequence_length = output_sequence_length
        self._ragged = ragged
        self._encoding = encoding
        self._check_arguments()
        super().__init__(name=name, **kwargs)
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True
        self.supports_jit = False
        self._lookup_layer = StringLookup(
            max_tokens=max_tokens, vocabulary=vocabulary, idf_weights=idf_weights, pad_to_max_tokens=pad_to_max_tokens,
            mask_token="", output_mode=output_mode, sparse=sparse, encoding=encoding, vocabulary_size=restored_size,
        )

    def _check_arguments(self):
        check_output_mode(self, self._output_mode, OUTPUT_MODES)
        for name, value, allowed in (("standardize", self._standardize, _STANDARDIZE), ("split", self._split, _SPLIT)):
            if value is not None and not callable(value) and value not in allowed:
                raise ValueError(
                    f"Argument `{name}` of TextVectorization must be one of {', '.join(map(repr, allowed))}, a "
                    f"function or None. Received: {name}={value!r}"
                )
        ngrams = self._ngrams_arg
        if not (ngrams is None or isinstance(ngrams, int) and ngrams > 0 or _are_sizes(ngrams)):
            raise ValueError(
                "Argument `ngrams` of TextVectorization must be a positive integer, a tuple of such or None. "
                f"Received: ngrams={ngrams!r}"
            )
        length, mode = self._output_sequence_length, self._output_mode
        if length is not None and (mode != "int" or not isinstance(length, int)):
            raise ValueError(
                "Argument `output_sequence_length` of TextVectorization must be an integer or None, and goes "
                f"with `output_mode='int'`. Received: output_sequence_length={length!r}, output_mode={mode!r}"
            )
        if self._ragged and (backend.backend() != "tensorflow" or mode != "int"):
            raise ValueError(
                "Argument `ragged` of TextVectorization can be True only with `output_mode='int'` on tensorflow. "
                f"Received: ragged=True, output_mode={mode!r} on {backend.backend()}"
            )

    def build(self, input_shape=None):
        self.built = True

    @property
    def compute_dtype(self):
        return "string"

    @property
    def variable_dtype(self):
        return "string"

    # Vocabulary

    def get_vocabulary(self, include_special_tokens=True):
        """The entries of the vocabulary, in the order of their indices.

        Args:
            include_special_tokens: Boolean, whether `""` and `"[UNK]"` are among them.

        Returns:
            List of strings.
        """
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self):
        """The number of entries in the vocabulary, special ones included."""
        return self._lookup_layer.vocabulary_size()

    def set_vocabulary(self, vocabulary, idf_weights=None):
        """Sets the vocabulary, in place of adapting to texts.

        Args:
            vocabulary: List or array of tokens, or the path of a text file with one on each line.
            idf_weights: List or array of a weight for each token; with `output_mode="tf_idf"` only, and needed then.

        Raises:
            ValueError: If the vocabulary is empty, too long or repeats a token, or weights do not fit.
        """
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights=idf_weights)

    def adapt(self, data, batch_size=None, steps=None):
        """Makes the vocabulary of the tokens in texts, the most frequent first.

        Args:
            data: Array, tensor or list of strings, or an iterable of them: `tf.data.Dataset`, `PyDataset`, generator.
            batch_size: Integer. With `steps`, how many strings of an array make a batch.
            steps: Integer, how many batches to take, or None for all.

        Raises:
            ValueError: If the layer was made with a vocabulary.
        """
        lookup = self._lookup_layer
        if lookup.input_vocabulary is not None:
            raise ValueError(
                f"The layer {self.name!r} was made with a vocabulary and cannot be adapted; leave out `vocabulary`."
            )
        if steps is not None and is_array(data) and not isinstance(data, str):
            data = data[: steps * (batch_size or 32)]
        self.reset_state()
        for batch in batches(data, steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self):
        """Forgets the texts that the layer has been adapted to so far."""
        self._lookup_layer.reset_state()

    def update_state(self, data):
        """Counts the tokens of a batch of texts."""
        if self._split == "whitespace" and self._ngrams is None and self._output_mode != "tf_idf":
            if not callable(self._standardize) and not hasattr(data, "flat_values"):
                texts = string_array(data, repr(self.name))
                self._batch_of(texts.shape)
                words = _text.all_words(as_bytes(texts.ravel().tolist()), self._standardize)
                self._lookup_layer._count(words, (), 0)  # Which text a word is of does not matter.
                return
        tokens, lengths, _ = self._tokens_of(data)
        self._lookup_layer._count(tokens, np.arange(len(lengths)).repeat(lengths), len(lengths))

    def finalize_state(self):
        """Makes the vocabulary of what has been counted."""
        self._lookup_layer.finalize_state()

    # Call

    def __call__(self, inputs, *args, **kwargs):
        if isinstance(inputs, (list, tuple, str, bytes)) and not needs_tf_ops(inputs):
            inputs = string_array(inputs, repr(self.name))  # One array, so that nothing walks through lists.
        return super().__call__(inputs, *args, **kwargs)

    def call(self, inputs):
        lookup = self._lookup_layer
        lookup._check_ready()
        if needs_tf_ops(inputs):
            return from_tf(self._call_in_tf(inputs))
        if type(self)._preprocess is not TextVectorization._preprocess:
            texts = tf_preprocessing.strings(string_array(inputs, repr(self.name)))
            return from_tf(self._call_in_tf(texts))
        tokens, lengths, shape = self._tokens_of(inputs)
        batch = self._batch_of(shape)
        indices = lookup._indices_of(np.array(tokens, dtype=object))
        depth = lookup._depth_for(lookup.vocabulary_size())
        if self._output_mode in ("int", "one_hot"):
            result = self._sequences(indices, lengths)
            if self._ragged:
                return result if shape else result[0]
            result = result.reshape(*batch, result.shape[-1])
            if self._output_mode == "one_hot":
                result = encode(result if self._split is None else result[..., None], "one_hot", depth)
            elif not shape and self._split is None and self._output_sequence_length is None:
                result = result[0]
        else:
            rows = np.arange(len(lengths)).repeat(lengths)
            result = encode_rows(rows, indices, len(lengths), self._output_mode, depth, lookup._weights())
            result = result.reshape(*batch, depth)
        return to_backend(result, sparse=lookup.sparse)

    def _batch_of(self, shape):
        """The shape of the rows of tokens in texts of a shape; what is not split are rows already."""
        if self._split is not None and len(shape) > 1 and shape[-1] != 1:
            raise ValueError(
                f"The layer {self.name!r} splits texts of shape (batch,) or (batch, 1). Received: inputs of shape "
                f"{tuple(shape)}"
            )
        return tuple(shape[:-1] if self._split is None or len(shape) > 1 else shape)

    def _sequences(self, indices, lengths):
        """Indices as the rows of a matrix, filled up with 0 (encodings: with nothing), or as a ragged tensor."""
        longest = self._output_sequence_length
        if self._ragged:
            rows = tf_preprocessing.ragged(indices, lengths)
            return rows if longest is None else rows[:, :longest]
        width = max(lengths, default=0) if longest is None else longest
        lengths = np.asarray(lengths, np.int64)
        columns = np.arange(len(indices)) - (lengths.cumsum() - lengths).repeat(lengths)
        rows = np.arange(len(lengths)).repeat(lengths)
        kept = columns < width
        matrix = np.full((len(lengths), width), 0 if self._output_mode == "int" else DROPPED)
        matrix[rows[kept], columns[kept]] = indices[kept]
        return matrix

    def _tokens_of(self, inputs):
        """All tokens of a batch in a list, the number of each row's, and the shape of the texts."""
        if self._has_function():
            rows, shape = self._rows_by_function(inputs)
        else:
            texts = string_array(inputs, repr(self.name))
            shape = texts.shape
            texts = _text.standardize(as_bytes(texts.ravel().tolist()), self._standardize)
            rows = self._unsplit(texts, shape) if self._split is None else _text.split(texts, self._split)
        if self._ngrams is not None:
            rows = _text.ngrams(rows, self._ngrams)
        return list(itertools.chain.from_iterable(rows)), list(map(len, rows)), shape

    def _unsplit(self, texts, shape):
        """The rows of texts that are tokens: those along the last axis."""
        width = shape[-1] if shape else 1
        return [texts[row * width : (row + 1) * width] for row in range(math.prod(shape[:-1]))]

    def _has_function(self):
        return callable(self._standardize) or callable(self._split)

    def _rows_by_function(self, inputs):
        """Rows of tokens where a function of the user's standardizes or splits."""
        texts = string_array(inputs, repr(self.name))
        shape = texts.shape
        if tensorflow.available:
            texts = tf_preprocessing.standardize(tf_preprocessing.strings(texts.ravel()), self._standardize)
            rows = tf_preprocessing.split(texts, self._split)
            rows = rows.to_list() if hasattr(rows, "to_list") else rows.numpy().tolist()
        else:
            texts = self._apply(self._standardize, _text.standardize, texts.ravel())
            rows = self._apply(self._split, _text.split, texts)
        if self._split is None:
            rows = self._unsplit(rows, shape)
        return [as_bytes(row) for row in rows], shape

    def _apply(self, how, by_name, texts):
        """What a step makes of texts, without TensorFlow: its function gets a NumPy array of str."""
        texts = as_bytes(list(texts))
        if callable(how):
            return how(np.array([text.decode(self._encoding) for text in texts]))
        return texts if how is None else by_name(texts, how)

    def _preprocess(self, inputs):
        """The tokens of a tensor of TensorFlow, a row for each text; subclasses may override it."""
        return tf_preprocessing.tokenize(inputs, self._standardize, self._split, self._ngrams)

    def _call_in_tf(self, inputs):
        """The same in a graph of TensorFlow."""
        lookup = self._lookup_layer
        tokens, is_one = self._preprocess(inputs), inputs.shape.rank == 0 and self._split is not None
        if self._output_mode == "int":
            result = lookup._call_in_tf(tokens)
            if not self._ragged:
                result = tf_preprocessing.pad(result, self._output_sequence_length)
        else:
            result = lookup._call_in_tf(tokens)
        return tf_preprocessing.first(result) if is_one else result

    # Symbolic

    def compute_output_shape(self, input_shape):
        shape = tuple(input_shape)
        if self._split is not None:
            shape = (*(shape[:-1] if len(shape) > 1 and shape[-1] == 1 else shape), None)
        elif self._ngrams is not None:
            shape = (*shape[:-1], None)
        if self._output_mode == "int":
            return shape if self._output_sequence_length is None else (*shape[:-1], self._output_sequence_length)
        if self._output_mode == "one_hot" and self._split is not None:
            shape = (*shape, 1)
        depth = self._lookup_layer.compute_output_shape((None,))[-1]
        return encoded_shape(shape, self._output_mode, depth)

    def compute_output_spec(self, inputs):
        dtype = "int64" if self._output_mode == "int" else backend.floatx()
        return backend.KerasTensor(self.compute_output_shape(inputs.shape), dtype=dtype)

    # Files

    def get_config(self):
        lookup = self._lookup_layer
        return super().get_config() | {
            "max_tokens": self._max_tokens,
            "standardize": self._standardize,
            "split": self._split,
            "ngrams": self._ngrams_arg,
            "output_mode": self._output_mode,
            "output_sequence_length": self._output_sequence_length,
            "pad_to_max_tokens": lookup.pad_to_max_tokens,
            "sparse": lookup.sparse,
            "ragged": self._ragged,
            **{name: lookup.get_config()[name] for name in ("vocabulary", "idf_weights")},
            "encoding": self._encoding,
            "vocabulary_size": self.vocabulary_size(),
        }

    @classmethod
    def from_config(cls, config):
        """Makes the layer that `get_config` described."""
        refuse_vocabulary_path(cls, config)
        functions = {
            name: serialization_lib.deserialize_keras_object(config[name])
            for name in ("standardize", "split")
            if isinstance(config.get(name), dict)
        }
        if isinstance(config.get("ngrams"), list):  # JSON has no tuples
            config = config | {"ngrams": tuple(config["ngrams"])}
        return cls(**{**config, **functions})

    def save_own_variables(self, store):
        """Writes the weights of the tokens."""
        self._lookup_layer.save_own_variables(store)

    def load_own_variables(self, store):
        """Reads what `save_own_variables` wrote."""
        self._lookup_layer.load_own_variables(store)

    def save_assets(self, dir_path):
        """Writes the vocabulary into a folder, if the config does not have it.

        Args:
            dir_path: String, path of the folder.
        """
        self._lookup_layer.save_assets(dir_path)

    def load_assets(self, dir_path):
        """Reads what `save_assets` wrote.

        Args:
            dir_path: String, path of the folder.
        """
        self._lookup_layer.load_assets(dir_path)


def _are_sizes(value):
    return isinstance(value, tuple) and all(isinstance(size, int) and size > 0 for size in value)
