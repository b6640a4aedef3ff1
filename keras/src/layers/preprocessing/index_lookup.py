import collections
import os

import numpy as np

from keras.src import backend
from keras.src.layers.arguments import config_of
from keras.src.layers.layer import Layer
from keras.src.layers.preprocessing._adapting import batches
from keras.src.layers.preprocessing._categorical import (
    DROPPED,
    MISSING,
    check_output_mode,
    check_sparse,
    encode,
    encoded_shape,
    from_tf,
    integer_array,
    needs_tf_ops,
    standardize_salt,
    tf_preprocessing,
    to_backend,
)
from keras.src.layers.preprocessing._vocabulary import (
    check_vocabulary,
    read_vocabulary_assets,
    read_vocabulary_file,
    refuse_vocabulary_path,
    write_vocabulary_assets,
)
from keras.src.utils import string_hash

OUTPUT_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


class IndexLookup(Layer):
    """Base of the layers that map the tokens of a vocabulary to indices, or back.

    Indices count: the mask token if there is one (only with `output_mode="int"`), then the buckets of tokens out of
    the vocabulary, then the vocabulary. A subclass says how tokens are read (`_read`, `_read_vocabulary`) and found
    (`_make_table`, `_hash_input`).

    Args:
        max_tokens: Integer, the most entries that the vocabulary may have, special ones included, or None.
        num_oov_indices: Integer, number of indices for tokens out of the vocabulary. With 0 they are errors.
        mask_token: Token that stands for padding, or None.
        oov_token: Token that stands for those out of the vocabulary when `invert` is True.
        vocabulary_dtype: `"string"` or `"int64"`.
        vocabulary: List or array of tokens, or the path of a text file with one on each line.
        idf_weights: List or array of a weight for each token, with `output_mode="tf_idf"`.
        invert: Boolean, whether to map indices to tokens.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        sparse: Boolean, whether to return sparse tensors.
        pad_to_max_tokens: Boolean, whether encodings are `max_tokens` long also with a smaller vocabulary.
        oov_method: `"floormod"` or `"farmhash"`: how integers get their bucket.
        salt: Integer or two integers, the key of the hash, or None for the hash without a key.
    """

    def __init__(
        self, max_tokens, num_oov_indices, mask_token, oov_token, vocabulary_dtype, vocabulary=None, idf_weights=None,
        invert=False, output_mode="int", sparse=False, pad_to_max_tokens=False, oov_method="floormod", name=None,
        salt=None, **kwargs,
    ):
        kwargs.pop("dtype", None)  # The dtype is that of the tokens.
        restored_size = kwargs.pop("vocabulary_size", None)
        self.max_tokens = max_tokens
        self.num_oov_indices = num_oov_indices
        self.mask_token = mask_token
        self.oov_token = oov_token
        self.vocabulary_dtype = vocabulary_dtype
        self.invert = invert
        self.output_mode = output_mode
        self.sparse = sparse
        self.pad_to_max_tokens = pad_to_max_tokens
        self.oov_method = oov_method
        salt = standardize_salt(self, salt)
        self._check_arguments(idf_weights)
        super().__init__(name=name, **kwargs)
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True
        self.supports_jit = False
        self.salt = salt
        self.idf_weights = None  # of every entry, special ones included
        self.input_vocabulary = None
        self.input_idf_weights = None
        self._restored_size = restored_size
        self._set_tokens(None)
        self.reset_state()
        if vocabulary is not None:
            self.input_vocabulary = vocabulary  # From here on it goes into the config.
            self.set_vocabulary(vocabulary, idf_weights)

    def _check_arguments(self, idf_weights):
        owner = type(self).__name__
        if self.max_tokens is not None and self.max_tokens <= 1:
            raise ValueError(
                f"Argument `max_tokens` of {owner} must be greater than 1, or None. "
                f"Received: max_tokens={self.max_tokens!r}"
            )
        if self.pad_to_max_tokens and self.max_tokens is None:
            raise ValueError(
                f"Argument `max_tokens` of {owner} is needed with `pad_to_max_tokens=True`. Received: max_tokens=None"
            )
        if self.num_oov_indices < 0:
            raise ValueError(
                f"Argument `num_oov_indices` of {owner} must not be negative. "
                f"Received: num_oov_indices={self.num_oov_indices!r}"
            )
        check_output_mode(self, self.output_mode, OUTPUT_MODES)
        if self.invert and self.output_mode != "int":
            raise ValueError(
                f"Argument `output_mode` of {owner} must be 'int' with `invert=True`. "
                f"Received: output_mode={self.output_mode!r}"
            )
        check_sparse(self, self.sparse, self.output_mode)
        if self.oov_method not in ("floormod", "farmhash"):
            raise ValueError(
                f"Argument `oov_method` of {owner} must be 'floormod' or 'farmhash'. "
                f"Received: oov_method={self.oov_method!r}"
            )
        if self.output_mode != "tf_idf" and idf_weights is not None:
            raise ValueError(
                f"Argument `idf_weights` of {owner} goes with `output_mode='tf_idf'`. "
                f"Received: idf_weights={idf_weights!r}, output_mode={self.output_mode!r}"
            )

    # What a subclass says

    def _read(self, inputs):
        """The inputs of a call as a NumPy array of tokens."""
        raise NotImplementedError

    def _read_vocabulary(self, vocabulary):
        """Vocabulary entries in any container as a list of tokens."""
        raise NotImplementedError

    def _make_table(self, tokens, first_index):
        """An object whose `find(array)` gives the indices of tokens, `MISSING` for those it does not have."""
        raise NotImplementedError

    def _hash_input(self, tokens):
        """Tokens out of the vocabulary as a list of bytes, for their hash."""
        raise NotImplementedError

    # Dtypes

    @property
    def compute_dtype(self):
        return self.vocabulary_dtype

    @property
    def variable_dtype(self):
        return self.vocabulary_dtype

    # Vocabulary

    def get_vocabulary(self, include_special_tokens=True):
        """The entries of the vocabulary, in the order of their indices.

        Args:
            include_special_tokens: Boolean, whether the mask token and those for tokens out of the vocabulary are
                among them.

        Returns:
            List of tokens.
        """
        return (self._special_tokens() if include_special_tokens else []) + list(self._tokens or ())

    def vocabulary_size(self):
        """The number of entries in the vocabulary, special tokens included."""
        if self._tokens is None and self._restored_size is not None:
            return self._restored_size
        return self._first_token_index + len(self._tokens or ())

    def set_vocabulary(self, vocabulary, idf_weights=None):
        """Sets the vocabulary, in place of adapting to data.

        Args:
            vocabulary: List or array of tokens, or the path of a text file with one on each line. Special tokens
                are left out, or come first in their order.
            idf_weights: List or array of a weight for each token; with `output_mode="tf_idf"` only, and needed then.

        Raises:
            ValueError: If the vocabulary is empty, too long, repeats a token or has special tokens at other places,
                or if weights are missing or do not fit.
        """
        most = self.max_tokens
        if isinstance(vocabulary, (str, os.PathLike)):
            vocabulary = read_vocabulary_file(self, vocabulary)
            most = most if self.pad_to_max_tokens else None  # a file may hold more tokens, here and when it is restored
        elif most is not None and self._restored_size is not None:
            most = max(most, self._restored_size)
        if (self.output_mode == "tf_idf") != (idf_weights is not None):
            raise ValueError(
                f"Argument `idf_weights` of {type(self).__name__} is needed with `output_mode='tf_idf'`, and goes with "
                f"no other mode. Received: idf_weights={idf_weights!r}, output_mode={self.output_mode!r}"
            )
        given = self._read_vocabulary(vocabulary)
        tokens = check_vocabulary(self, given, self._special_tokens(), most)
        if idf_weights is not None:
            if len(idf_weights) != len(given):
                raise ValueError(
                    f"Argument `idf_weights` of {type(self).__name__} must have a weight for each token. "
                    f"Received: {len(idf_weights)} weights for {len(given)} tokens"
                )
            weights = np.asarray(idf_weights, backend.floatx())[len(given) - len(tokens) :]
            self._set_idf_weights(weights, oov_weights=None if len(given) == len(tokens) else idf_weights)
        self._set_tokens(tokens)
        if self.input_vocabulary is not None:
            self.input_vocabulary = given if isinstance(vocabulary, (list, tuple)) else np.array(given)
            self.input_idf_weights = _plain(idf_weights)

    def _special_tokens(self):
        return [self.mask_token] * self._oov_start + [self.oov_token] * self.num_oov_indices

    @property
    def _oov_start(self):
        return int(self.mask_token is not None and self.output_mode == "int")

    @property
    def _first_token_index(self):
        return self._oov_start + self.num_oov_indices

    def _set_tokens(self, tokens):
        """Takes the tokens of the vocabulary, without special ones; None for none yet."""
        table = None if tokens is None else self._make_table(tokens, self._first_token_index)
        # Plain attributes: a list of a million tokens is not for the tracker of layers and variables.
        vars(self).update(_tokens=tokens, _table=table, _tf_table=None)

    def _set_idf_weights(self, weights, oov_weights=None):
        """Takes the weights of the tokens. A token out of the vocabulary has the mean weight, if not one of its own."""
        count = self.num_oov_indices
        oov = np.full(count, weights.mean()) if oov_weights is None else np.asarray(oov_weights[:count])
        weights = np.concatenate([oov, weights]).astype(backend.floatx())
        padding = self._depth_for(len(weights)) - len(weights)
        self.idf_weights = np.pad(weights, (0, padding))

    # Adapting

    def adapt(self, data, steps=None):
        """Makes the vocabulary of the tokens in data, the most frequent first.

        Args:
            data: Array, tensor or list of tokens, or an iterable of them: `tf.data.Dataset`, `PyDataset`, generator.
            steps: Integer, how many batches of an iterable to take, or None for all.

        Raises:
            ValueError: If the layer was made with a vocabulary.
        """
        if self.input_vocabulary is not None:
            raise ValueError(
                f"The layer {self.name!r} was made with a vocabulary and cannot be adapted; leave out `vocabulary`."
            )
        self.reset_state()
        for batch in batches(data, steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self):
        """Forgets the data that the layer has been adapted to so far."""
        # Plain attributes, as those of `_set_tokens`.
        vars(self).update(_counts=collections.Counter(), _documents=collections.Counter(), _num_documents=0)

    def update_state(self, data):
        """Counts the tokens of a batch.

        Args:
            data: Array, tensor or list of tokens; of rank 2 with a document in each row.
        """
        if type(data).__name__ == "SparseTensor":
            data = data.values
        if type(data).__name__ == "RaggedTensor":
            tokens, rows = self._read(data.flat_values), data.value_rowids().numpy()
        else:
            tokens = self._read(data)
            rows = np.arange(tokens.size) // (tokens.shape[-1] if tokens.ndim > 1 else 1)
        self._count(tokens.ravel().tolist(), rows, (rows[-1] + 1) if len(rows) else 0)

    def _count(self, tokens, rows, num_documents):
        self._counts.update(tokens)
        if self.output_mode == "tf_idf":
            self._documents.update([token for _, token in set(zip(rows.tolist(), tokens))])
            self._num_documents += int(num_documents)

    def finalize_state(self):
        """Makes the vocabulary of what has been counted."""
        if self.input_vocabulary is not None or not self._counts:
            return
        counts, documents = self._merged(self._counts), self._merged(self._documents)
        room = None if self.max_tokens is None else max(self.max_tokens - self._first_token_index, 0)
        tokens = sorted(counts, key=lambda token: (counts[token], token), reverse=True)[:room]
        if self.output_mode == "tf_idf":
            frequency = np.array([documents[token] for token in tokens], "float64")
            self._set_idf_weights(np.log1p(self._num_documents / (1 + frequency)))
        self._set_tokens(self._read_vocabulary(tokens))

    def _merged(self, counts):
        """Counts by token as the vocabulary has it, special ones left out."""
        merged = collections.Counter()
        for token, count in zip(self._read_vocabulary(list(counts)), counts.values()):
            merged[token] += count
        merged.pop(self.mask_token, None)
        merged.pop(self.oov_token, None)
        return merged

    # Call

    def call(self, inputs):
        self._check_ready()
        if needs_tf_ops(inputs):
            return from_tf(self._call_in_tf(inputs))
        if self.invert:
            indices = np.asarray(inputs) if isinstance(inputs, (list, tuple, float)) else inputs
            return to_backend(self._tokens_at(integer_array(indices, repr(self.name))))
        indices = self._indices_of(self._read(inputs))
        vectors = encode(indices, self.output_mode, self._depth_for(self.vocabulary_size()), self._weights())
        return to_backend(vectors, sparse=self.sparse)

    def _check_ready(self):
        if self._tokens is None:
            raise self._error("unadapted")(
                f"The layer {self.name!r} has no vocabulary yet: call `adapt` or `set_vocabulary`, or make it with "
                "`vocabulary`."
            )

    def _error(self, kind):
        """The type of an error of the running call: TensorFlow has types of its own."""
        return tf_preprocessing.error(kind) if backend.backend() == "tensorflow" else RuntimeError

    def _weights(self):
        return self.idf_weights if self.output_mode == "tf_idf" else None

    def _indices_of(self, tokens):
        """The indices of an array of tokens."""
        found = self._table.find(tokens)
        missing = np.asarray(found == MISSING)
        if self.mask_token is not None and missing.any():  # The table does not hold the mask token.
            masked = missing.copy()
            masked[missing] = self._mask_places(tokens[missing])
            found[masked] = 0 if self._oov_start else DROPPED
            missing &= ~masked
        if not missing.any():
            return found
        if self.num_oov_indices == 0:
            sample = ", ".join(map(repr, tokens[missing][:10].tolist()))
            raise self._error("oov")(
                f"The vocabulary of the layer {self.name!r} has not all tokens; with `num_oov_indices=1` others may "
                f"come. Received: {sample}"
            )
        found[missing] = self._oov_start + self._buckets(tokens[missing])
        return found

    def _mask_places(self, tokens):
        return tokens == self.mask_token

    def _buckets(self, tokens):
        """The bucket of each token that is out of the vocabulary."""
        if self.num_oov_indices == 1:
            return 0
        return string_hash.bucket(self._hash_input(tokens), self.num_oov_indices, key=self.salt)

    def _tokens_at(self, indices):
        """The tokens at an array of indices."""
        tokens = np.array([*self.get_vocabulary(), self.oov_token])
        outside = (indices < 0) | (indices >= len(tokens))
        return tokens[np.where(outside, len(tokens) - 1, indices)]

    def _call_in_tf(self, inputs):
        if self._tf_table is None:
            vars(self)["_tf_table"] = tf_preprocessing.VocabularyTable(self)
        if self.invert:
            return self._tf_table.tokens(inputs)
        indices = self._tf_table.indices(inputs)
        depth = self._depth_for(self.vocabulary_size())
        return tf_preprocessing.encode(indices, self.output_mode, depth, self._weights(), self.sparse)

    def __call__(self, inputs, *args, **kwargs):
        if isinstance(inputs, (list, tuple, str, bytes, int)) and not needs_tf_ops(inputs) and not self.invert:
            inputs = self._read(inputs)  # One array, so that nothing walks through lists.
        return super().__call__(inputs, *args, **kwargs)

    # Symbolic

    def _depth_for(self, size):
        return self.max_tokens if self.pad_to_max_tokens else size

    def compute_output_shape(self, input_shape):
        depth = self._depth_for(self.vocabulary_size())
        known = self._tokens is not None or self._restored_size is not None or self.pad_to_max_tokens
        return encoded_shape(input_shape, self.output_mode, depth if known else None)

    def compute_output_spec(self, inputs):
        if self.output_mode == "int":
            dtype = self.vocabulary_dtype if self.invert else "int64"
        else:
            dtype = backend.floatx()
        return backend.KerasTensor(self.compute_output_shape(inputs.shape), dtype=dtype)

    # Files

    def get_build_config(self):
        return {}  # Nothing is built from a shape; the vocabulary is in the config or in the file's assets.

    def get_config(self):
        vocabulary = self.input_vocabulary
        size = None if self._tokens is None and self._restored_size is None else self.vocabulary_size()
        options = config_of(
            self, "invert", "max_tokens", "num_oov_indices", "oov_token", "mask_token",
            "output_mode", "sparse", "pad_to_max_tokens", "vocabulary_dtype",
        )
        return super().get_config() | options | {
            "idf_weights": self.input_idf_weights,
            "vocabulary": vocabulary.tolist() if isinstance(vocabulary, np.ndarray) else vocabulary,
            "vocabulary_size": size,
            "oov_method": self.oov_method,
            "salt": self.salt,
        }

    @classmethod
    def from_config(cls, config):
        """Makes the layer that `get_config` described."""
        refuse_vocabulary_path(cls, config)
        return cls(**config)

    def save_own_variables(self, store):
        """Writes the weights of the tokens."""
        if self.output_mode == "tf_idf" and self.idf_weights is not None:
            store["idf_weights"] = self.idf_weights

    def load_own_variables(self, store):
        """Reads what `save_own_variables` wrote."""
        if self.output_mode == "tf_idf" and "idf_weights" in store.keys():
            self.idf_weights = np.asarray(store["idf_weights"])

    def _check_load_own_variables(self, store):
        pass

    def save_assets(self, dir_path):
        """Writes the vocabulary into a folder, if the config does not have it.

        Args:
            dir_path: String, path of the folder.
        """
        if self.input_vocabulary is None:
            write_vocabulary_assets(self, dir_path)

    def load_assets(self, dir_path):
        """Reads what `save_assets` wrote.

        Args:
            dir_path: String, path of the folder.
        """
        if self.input_vocabulary is None:
            entries, special = self._read_vocabulary(read_vocabulary_assets(dir_path)), self._special_tokens()
            self._set_tokens(check_vocabulary(self, entries, special) if len(entries) > len(special) else None)


def _plain(weights):
    return None if weights is None else np.asarray(weights).tolist()
