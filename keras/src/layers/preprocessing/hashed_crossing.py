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
    from_tf,
    needs_tf_ops,
    string_array,
    tf_preprocessing,
    to_backend,
)
from keras.src.utils import string_hash


@keras_export("keras.layers.HashedCrossing")
class HashedCrossing(Layer):
    """Puts tuples of categories, one of each of several features, into a fixed number of bins by their hash.

    A cross of features lets a linear model learn of their combinations. The bins are the same on every backend and
    platform, and the layer may be used inside `tf.data`.

    Args:
        num_bins: Integer, number of bins.
        output_mode: `"int"` (default) for the number of the bin, or `"one_hot"` for a vector.
        sparse: Boolean, whether to return sparse tensors; tensorflow only. Default False.
        name: String. Default None.
        dtype: Dtype of the output. Default `"int64"`, of vectors `keras.config.floatx()`.

    Input: list or tuple of at least two tensors of one shape, `()`, `(batch,)` or `(batch, 1)`, each of integers or
    strings.
    Output: integers of this shape, or vectors of shape `(batch, num_bins)`, where scalars are a batch of one.

    Raises:
        ValueError: For an unknown `output_mode`, or inputs of other shapes or dtypes.

    Example:

    >>> layer = keras.layers.HashedCrossing(num_bins=5)
    >>> layer((np.array(["A", "B", "A", "B", "A"]), np.array([101, 101, 101, 102, 102]))).tolist()
    [1, 4, 1, 1, 3]
    """

    def __init__(self, num_bins, output_mode="int", sparse=False, name=None, dtype=None, **kwargs):
        if dtype is None:
            dtype = "int64" if output_mode == "int" else None
        super().__init__(name=name, dtype=dtype, **kwargs)
        check_output_mode(self, output_mode, ("int", "one_hot"))
        check_sparse(self, sparse)
        self.num_bins = positive_integer(self, num_bins=num_bins)
        self.output_mode = output_mode
        self.sparse = sparse
        self._convert_input_args = False
        self._allow_non_tensor_positional_args = True
        self.supports_jit = False

    def call(self, inputs):
        if not isinstance(inputs, (list, tuple)) or len(inputs) < 2:
            raise ValueError(
                "A HashedCrossing takes a list or tuple of at least two tensors. "
                f"Received: {inputs if isinstance(inputs, (list, tuple)) else type(inputs).__name__}"
            )
        if needs_tf_ops(inputs):
            bins = tf_preprocessing.cross(inputs, self.num_bins)
            if self.output_mode == "one_hot" and bins.shape.rank == 0:
                bins = bins[None]
            return from_tf(
                tf_preprocessing.encode(
                    bins, self.output_mode, self.num_bins, as_sparse=self.sparse, dtype=self.compute_dtype
                )
            )
        features = [np.asarray(x if isinstance(x, (list, np.ndarray)) else _to_numpy(x)) for x in inputs]
        self._check_features(features)
        hashes = string_hash.cross([self._fingerprints(x) for x in features])
        bins = (hashes % np.uint64(self.num_bins)).astype(np.int64).reshape(features[0].shape)
        if self.output_mode == "int":
            return backend.convert_to_tensor(bins, dtype=self.compute_dtype)
        vectors = encode(bins.reshape(-1, 1), "one_hot", self.num_bins).astype(self.compute_dtype)
        return to_backend(vectors, sparse=self.sparse)

    def _check_features(self, features):
        shape = features[0].shape
        if any(x.shape != shape for x in features) or len(shape) > 2 or (len(shape) == 2 and shape[1] != 1):
            raise ValueError(
                "The inputs of a HashedCrossing must have one shape, (), (batch,) or (batch, 1). "
                f"Received: shapes {[x.shape for x in features]}"
            )
        if any(x.dtype.kind == "f" for x in features):
            raise ValueError(
                "The inputs of a HashedCrossing must be integers or strings. "
                f"Received: dtypes {[x.dtype.name for x in features]}"
            )

    def _fingerprints(self, x):
        if x.dtype.kind in "iub":
            return x.ravel().astype(np.int64).view(np.uint64)
        return string_hash.fingerprint64(as_bytes(string_array(x, repr(self.name)).ravel().tolist()))

    def compute_output_shape(self, input_shape):
        if not isinstance(input_shape, (list, tuple)) or not all(isinstance(s, (list, tuple)) for s in input_shape):
            raise ValueError(f"A HashedCrossing takes a list or tuple of shapes. Received: input_shape={input_shape}")
        shape = tuple(input_shape[0])
        return shape if self.output_mode == "int" else (*(shape[:1] or (1,)), self.num_bins)

    def compute_output_spec(self, inputs):
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(f"A HashedCrossing takes a list or tuple of tensors. Received: inputs={inputs}")
        shape = self.compute_output_shape([x.shape for x in inputs])
        return backend.KerasTensor(shape, dtype=self.compute_dtype)

    def get_config(self):
        return config_of(self, "num_bins", "output_mode", "sparse", "name", "dtype")


def _to_numpy(x):
    return x.numpy() if hasattr(x, "numpy") else backend.convert_to_numpy(x) if backend.is_tensor(x) else x
