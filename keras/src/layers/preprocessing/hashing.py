import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, positive_integer
from keras.src.layers.layer import Layer
from keras.src.layers.preprocessing._categorical import (
    as_bytes,
    check_output_mode,
    check_sparse,
    encode,
    encoded_shape,
    from_tf,
    needs_tf_ops,
    standardize_salt,
    string_array,
    tf_preprocessing,
    to_backend,
)
from keras.src.utils import string_hash


@keras_export("keras.layers.Hashing")
class Hashing(Layer):
    """Puts strings or integers into a fixed number of bins, by their hash.

    No vocabulary is needed, at the price of different categories in one bin. The bins are the same on every
    backend and platform; integers are hashed as their decimal digits. The layer may be used inside `tf.data`.

    Args:
        num_bins: Integer, number of bins, that of masked values included.
        mask_value: Value that gets bin 0, which no other gets. Default None.
        salt: Integer or two integers, the key of SipHash. Default None: FarmHash, which has no key.
        output_mode: `"int"` (default) for the number of the bin; `"one_hot"` for a vector for each value; `"multi_hot"`
            and `"count"` for a vector for each sample.
        sparse: Boolean, whether to return sparse tensors; on tensorflow and inside `tf.data` only. Default False.

    Output: integers of the input's shape, or vectors of `num_bins` numbers.

    Raises:
        ValueError: For arguments out of their range.

    References:
        - [FarmHash](https://github.com/google/farmhash)
        - [Aumasson and Bernstein, 2012](https://131002.net/siphash)

    Example:

    >>> keras.layers.Hashing(3)([["A"], ["B"], ["C"], ["D"], ["E"]]).tolist()
    [[1], [0], [1], [1], [2]]
    """

    def __init__(self, num_bins, mask_value=None, salt=None, output_mode="int", sparse=False, **kwargs):
        if kwargs.get("dtype") is None:
            kwargs["dtype"] = "int64" if output_mode == "int" else backend.floatx()
        super().__init__(**kwargs)
        num_bins = positive_integer(self, num_bins=num_bins)
        check_output_mode(self, output_mode, ("int", "one_hot", "multi_hot", "count"))
        check_sparse(self, sparse, output_mode, backends=None)
        if output_mode == "int" and "int" not in self._own_policy.name:
            raise ValueError(
                "Argument `dtype` of Hashing must be an integer dtype with `output_mode='int'`. "
                f"Received: dtype={kwargs['dtype']!r}"
            )
        self.num_bins = num_bins
        self.salt = standardize_salt(self, salt)
        self.strong_hash = salt is not None
        self.mask_value = mask_value
        self.output_mode = output_mode
        self.sparse = sparse
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True
        self.supports_jit = False

    def call(self, inputs):
        if needs_tf_ops(inputs):
            bins = tf_preprocessing.on_values(self._bins_in_tf, inputs)
            vectors = tf_preprocessing.encode(
                bins, self.output_mode, self.num_bins, as_sparse=self.sparse, dtype=self.dtype
            )
            return from_tf(vectors)
        bins = self._bins(_values(inputs, repr(self.name)))
        vectors = encode(bins, self.output_mode, self.num_bins).astype(self.dtype, copy=False)
        return to_backend(vectors, sparse=self.sparse)

    def _bins(self, values):
        """The bins of a NumPy array of strings or integers."""
        flat = values.ravel()
        texts = flat.astype("S21").tolist() if values.dtype == np.int64 else as_bytes(flat.tolist())
        if self.mask_value is None:
            return string_hash.bucket(texts, self.num_bins, self.salt).reshape(values.shape)
        masked = np.fromiter((text == _text_of(self.mask_value) for text in texts), bool, len(texts))
        bins = np.zeros(len(texts), np.int64)
        if self.num_bins > 1:
            bins = np.where(masked, 0, 1 + string_hash.bucket(texts, self.num_bins - 1, self.salt))
        return bins.reshape(values.shape)

    def _bins_in_tf(self, values):
        values = tf_preprocessing.as_text(values)
        if self.mask_value is None:
            return tf_preprocessing.hash_buckets(values, self.num_bins, self.salt)
        bins = 1 + tf_preprocessing.hash_buckets(values, max(self.num_bins - 1, 1), self.salt)
        return tf_preprocessing.where_not(values, _text_of(self.mask_value), bins) % self.num_bins

    def compute_output_shape(self, input_shape):
        return encoded_shape(input_shape, self.output_mode, self.num_bins)

    def compute_output_spec(self, inputs):
        return backend.KerasTensor(self.compute_output_shape(inputs.shape), dtype=self.dtype)

    def get_config(self):
        return super().get_config() | config_of(
            self, "num_bins", "salt", "mask_value", "output_mode", "sparse"
        )


def _values(x, name):
    """Strings, numbers or booleans in any container as a NumPy array of strings or int64."""
    if backend.is_tensor(x) and not hasattr(x, "numpy"):
        x = backend.convert_to_numpy(x)
    x = np.asarray(x.numpy() if hasattr(x, "numpy") else x)
    if x.dtype == bool:
        return np.where(x, b"true", b"false")
    return x.astype(np.int64, copy=False) if x.dtype.kind in "iubf" else string_array(x, name)


def _text_of(value):
    return value if isinstance(value, bytes) else str(value).encode()
