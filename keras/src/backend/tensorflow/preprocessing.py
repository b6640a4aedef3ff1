"""Strings and categories in graphs of TensorFlow, and in its ragged and sparse tensors."""
import numpy as np
import tensorflow as tf

_ABSENT = -2  # the index of tokens that are not in a vocabulary, before they get another one
_ERRORS = {"unadapted": tf.errors.FailedPreconditionError, "oov": tf.errors.InvalidArgumentError}


def error(kind):
    """A function that makes the error which TensorFlow raises in such a case, from its message."""
    return lambda message: _ERRORS[kind](None, None, message)


def strings(array):
    """A NumPy array of strings as a tensor."""
    return tf.constant(array.tolist(), tf.string, shape=array.shape)


def sparse(array):
    """A NumPy array as a sparse tensor."""
    return tf.sparse.from_dense(array)


def dense(x):
    """A ragged or sparse tensor filled up; another one as it is."""
    if isinstance(x, tf.RaggedTensor):
        return x.to_tensor()
    return tf.sparse.to_dense(x) if isinstance(x, tf.SparseTensor) else x


def _values(x):
    """All elements of a dense, ragged or sparse tensor."""
    if isinstance(x, tf.RaggedTensor):
        return x.flat_values
    return x.values if isinstance(x, tf.SparseTensor) else tf.convert_to_tensor(x)


def on_values(function, x):
    """Applies a function of each element to a dense, ragged or sparse tensor."""
    if isinstance(x, tf.RaggedTensor):
        return tf.ragged.map_flat_values(function, x)
    if isinstance(x, tf.SparseTensor):
        return tf.SparseTensor(x.indices, function(x.values), x.dense_shape)
    return function(tf.convert_to_tensor(x))


class VocabularyTable:
    """The vocabulary of an IndexLookup as tables of TensorFlow.

    Args:
        lookup: The layer.
    """

    def __init__(self, lookup):
        self._lookup = lookup
        self._dtype = tf.as_dtype(lookup.vocabulary_dtype)
        encoded = self._encoded
        tokens, first = encoded(lookup.get_vocabulary(include_special_tokens=False)), lookup._first_token_index
        places = list(range(first, first + len(tokens)))
        if lookup.mask_token is not None:
            tokens, places = [*tokens, *encoded([lookup.mask_token])], [*places, 0 if lookup._oov_start else -1]
        absent = lookup._oov_start if lookup.num_oov_indices == 1 else _ABSENT
        with tf.init_scope():
            keys, places = tf.constant(tokens, self._dtype), tf.constant(places, tf.int64)
            entries = [*lookup.get_vocabulary(), lookup.oov_token or self._dtype.as_numpy_dtype()]
            self._all = tf.constant(encoded(entries), self._dtype)
            self._table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, places), absent)

    def _encoded(self, tokens):
        encoding = getattr(self._lookup, "encoding", None)
        return [token.encode(encoding) if isinstance(token, str) else token for token in tokens]

    def indices(self, x):
        """The indices of tokens; -1 for masked tokens where encodings leave them out."""
        return on_values(self._indices, x)

    def _indices(self, x):
        lookup = self._lookup
        if x.dtype != self._dtype:
            x = tf.cast(x, self._dtype)
        found = self._table.lookup(x)
        if lookup.num_oov_indices == 1:
            return found
        missing = tf.equal(found, _ABSENT)
        if lookup.num_oov_indices == 0:
            message = f"The vocabulary of the layer {lookup.name!r} has not all tokens; set `num_oov_indices=1`."
            with tf.control_dependencies([tf.Assert(tf.logical_not(tf.reduce_any(missing)), [message])]):
                return tf.identity(found)
        return tf.where(missing, lookup._oov_start + self._buckets(x), found)

    def _buckets(self, x):
        lookup = self._lookup
        if self._dtype != tf.string and lookup.oov_method == "floormod":
            return tf.math.floormod(x, lookup.num_oov_indices)
        return hash_buckets(x, lookup.num_oov_indices, lookup.salt)

    def tokens(self, indices):
        """The tokens at indices."""
        return on_values(self._tokens, indices)

    def _tokens(self, indices):
        indices = tf.cast(indices, tf.int64)
        last = tf.size(self._all, tf.int64) - 1
        outside = tf.logical_or(indices < 0, indices > last)
        return tf.gather(self._all, tf.where(outside, last, indices))


def hash_buckets(x, num_buckets, salt=None):
    """The buckets of strings or numbers by their hash; see `keras.src.utils.string_hash`."""
    if x.dtype != tf.string:
        x = tf.as_string(x)
    if salt is None:
        return tf.strings.to_hash_bucket_fast(x, num_buckets)
    return tf.strings.to_hash_bucket_strong(x, num_buckets, list(salt))


def cross(columns, num_buckets):
    """The buckets of tuples of features, from one tensor of each feature."""
    flat = [tf.reshape(tf.cast(x, tf.int64) if x.dtype.is_integer else x, (-1, 1)) for x in columns]
    crossed = tf.sparse.cross_hashed(flat, num_buckets).values
    result = tf.reshape(crossed, tf.shape(columns[0]))
    result.set_shape(columns[0].shape)
    return result


def encode(indices, output_mode, depth, weights=None, as_sparse=False, dtype="int64", amounts=None):
    """Indices as vectors; what `keras.src.layers.preprocessing._categorical.encode` does with arrays.

    `amounts`, a tensor like `indices`, is what each index counts.
    """
    dtype = tf.as_dtype(dtype) if weights is None else tf.as_dtype(weights.dtype)
    if output_mode == "int":
        return on_values(lambda x: tf.cast(x, dtype), indices)
    if output_mode == "one_hot":
        if isinstance(indices, tf.SparseTensor):
            indices = tf.sparse.to_dense(indices, default_value=-1)
        vectors = on_values(lambda x: tf.one_hot(_squeezed(x), depth, dtype=dtype), indices)
    else:
        vectors = _counts(indices, output_mode, depth, dtype, amounts)
    if weights is not None:
        vectors = vectors * weights
    return tf.sparse.from_dense(vectors) if as_sparse else vectors


def _squeezed(x):
    return tf.squeeze(x, -1) if x.shape.rank is not None and x.shape.rank > 1 and x.shape[-1] == 1 else x


def _counts(indices, output_mode, depth, dtype, amounts=None):
    """A row of counts for each sample."""
    static = indices.shape[:-1] if indices.shape.rank else []
    if isinstance(indices, tf.RaggedTensor):
        rows, num_rows = indices.value_rowids(), indices.nrows()
        indices, shape = indices.flat_values, [num_rows]
    elif isinstance(indices, tf.SparseTensor):
        rows, num_rows = indices.indices[:, 0], indices.dense_shape[0]
        indices, shape = indices.values, [num_rows]
    else:
        shape = tf.shape(indices, tf.int64)[:-1] if indices.shape.rank else tf.zeros([0], tf.int64)
        num_rows = tf.reduce_prod(shape)
        indices = tf.reshape(indices, tf.stack([num_rows, -1]))
        rows = tf.repeat(tf.range(num_rows), tf.shape(indices, tf.int64)[1])
        indices = tf.reshape(indices, [-1])
    known = tf.where(tf.logical_and(indices >= 0, indices < depth))[:, 0]
    places = tf.stack([tf.gather(rows, known), tf.gather(tf.cast(indices, tf.int64), known)], axis=1)
    if amounts is None:
        amounts = tf.ones(tf.shape(known), dtype)
    else:
        amounts = tf.cast(tf.gather(tf.reshape(_values(amounts), [-1]), known), dtype)
    counts = tf.scatter_nd(places, amounts, tf.stack([num_rows, tf.constant(depth, tf.int64)]))
    if output_mode == "multi_hot":
        counts = tf.minimum(counts, tf.ones([], dtype))
    counts = tf.reshape(counts, tf.concat([tf.cast(shape, tf.int64), tf.constant([depth], tf.int64)], 0))
    counts.set_shape([*static, depth])
    return counts


# Text


_PUNCTUATION = r'[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']'


def tokenize(x, standardize_how, split_how, sizes):
    """Rows of tokens of each text, ragged if texts are split; of a single text a batch of one.

    Texts that are not split are tokens already.
    """
    if split_how is not None and x.shape.rank is not None and x.shape.rank != 1:
        x = tf.squeeze(x, -1) if x.shape.rank else tf.expand_dims(x, 0)
    x = split(standardize(x, standardize_how), split_how)
    return x if sizes is None else ngrams(x, sizes)


def standardize(x, how):
    """Strings in lower case (ASCII letters), without punctuation, or as a function makes them."""
    if callable(how):
        return how(x)
    if how in ("lower", "lower_and_strip_punctuation"):
        x = tf.strings.lower(x)
    if how in ("strip_punctuation", "lower_and_strip_punctuation"):
        x = tf.strings.regex_replace(x, _PUNCTUATION, "")
    return x


def split(x, how):
    """Strings as ragged rows of tokens."""
    if how == "whitespace":
        return tf.strings.split(x)
    if how == "character":
        return tf.strings.unicode_split(x, "UTF-8")
    return how(x) if callable(how) else x


def ngrams(tokens, sizes):
    """Rows of tokens followed by their n-grams."""
    return tf.strings.ngrams(tokens, ngram_width=sizes, separator=" ")


def first(x):
    """The first of a batch of one."""
    return tf.sparse.reshape(x, x.dense_shape[1:]) if isinstance(x, tf.SparseTensor) else x[0]


def pad(x, length):
    """Ragged rows filled up with zeros, to a length if there is one; dense ones padded or cut to it."""
    if isinstance(x, tf.RaggedTensor):
        return x.to_tensor() if length is None else x.to_tensor(shape=(*[None] * (x.shape.rank - 1), length))
    if length is None:
        return x
    x = x[..., :length]
    padding = length - tf.shape(x)[-1]
    x = tf.pad(x, [*([[0, 0]] * (x.shape.rank - 1)), [0, padding]])
    x.set_shape((*x.shape[:-1], length))
    return x


def ragged(values, lengths):
    """A ragged tensor from the values of all rows and the length of each."""
    return tf.RaggedTensor.from_row_lengths(np.asarray(values), np.asarray(lengths))


def as_text(x):
    """Numbers as their decimal digits, floats cut off; booleans as words; strings as they are."""
    if x.dtype == tf.string:
        return x
    return tf.as_string(x if x.dtype == tf.bool else tf.cast(x, tf.int64))


def where_not(x, value, result):
    """`result`, but 0 where `x` equals `value`."""
    return tf.where(tf.equal(x, value), tf.zeros_like(result), result)
