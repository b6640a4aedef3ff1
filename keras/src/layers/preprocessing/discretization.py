import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, fraction
from keras.src.layers.preprocessing._adapting import batches
from keras.src.layers.preprocessing._categorical import (
    check_output_mode,
    check_sparse,
    encoded_shape,
    is_uneven,
    tf_preprocessing,
)
from keras.src.layers.preprocessing.data_layer import DataLayer
from keras.src.utils import numerical_utils


@keras_export("keras.layers.Discretization")
class Discretization(DataLayer):
    """Puts numbers into bins.

    The boundaries are given, or learnt from data such that the bins get equal shares of it. The layer may be used
    inside `tf.data`, whichever backend is active.

    Args:
        bin_boundaries: List of numbers in ascending order. `[0, 1, 2]` makes the bins `(-inf, 0)`, `[0, 1)`,
            `[1, 2)`, `[2, inf)`. Default None: learnt by `adapt`.
        num_bins: Integer, number of bins to learn; without `bin_boundaries`.
        epsilon: Float, how much the shares of learnt bins may be wrong; the summary of the data takes about
            `1 / epsilon` numbers. Default 0.01.
        output_mode: `"int"` (default) for the number of the bin; `"one_hot"` for a vector for each number;
            `"multi_hot"` and `"count"` for a vector for each sample.
        sparse: Boolean, whether to return sparse tensors; jax and tensorflow only. Default False.
        dtype: Dtype of the output's vectors. Default None.
        name: String. Default None.

    Output: int32 of the input's shape, or vectors with an entry for each bin.

    Raises:
        ValueError: If not exactly one of `bin_boundaries` and `num_bins` is given, or a value is out of range, or the
            layer is called without boundaries.

    Example:

    >>> layer = keras.layers.Discretization(bin_boundaries=[0.0, 1.0])
    >>> layer(np.array([[-1.5, 0.5], [1.0, 3.4]])).tolist()
    [[0, 1], [2, 2]]
    """

    def __init__(
        self, bin_boundaries=None, num_bins=None, epsilon=0.01, output_mode="int", sparse=False, dtype=None, name=None
    ):
        super().__init__(name=name, dtype=dtype)
        self.autocast = backend.is_float_dtype(self.compute_dtype)  # an integer dtype is the output's
        check_sparse(self, sparse, output_mode, backends=("jax", "tensorflow"))
        check_output_mode(self, output_mode, ("int", "one_hot", "multi_hot", "count"))
        if (bin_boundaries is None) == (num_bins is None):
            raise ValueError(
                "One of the arguments `bin_boundaries` and `num_bins` of Discretization must be given. "
                f"Received: bin_boundaries={bin_boundaries}, num_bins={num_bins}"
            )
        if num_bins is not None and num_bins < 0:
            raise ValueError(
                f"Argument `num_bins` of Discretization must not be negative. Received: num_bins={num_bins}"
            )
        self.input_bin_boundaries = bin_boundaries
        self.bin_boundaries = bin_boundaries
        self.num_bins = num_bins
        self.epsilon = fraction(self, epsilon=epsilon)
        self.output_mode = output_mode
        self.sparse = sparse
        self.reset_state()

    @property
    def output_dtype(self):
        return "int32" if self.output_mode == "int" else self.compute_dtype

    def adapt(self, data, steps=None):
        """Learns boundaries between bins of equal shares of the data.

        Args:
            data: Array or tensor, or an iterable of batches: `tf.data.Dataset`, `PyDataset`, generator.
            steps: Integer, how many batches of an iterable to take, or None for all.

        Raises:
            ValueError: If the layer was made with `bin_boundaries`.
        """
        if self.input_bin_boundaries is not None:
            raise ValueError(
                f"The layer {self.name!r} was made with `bin_boundaries` and cannot be adapted; use `num_bins`."
            )
        self.reset_state()
        for batch in batches(data, steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self):
        """Forgets the data that the layer has been adapted to so far."""
        if self.input_bin_boundaries is None:
            self.summary = np.zeros((2, 0), "float32")

    def update_state(self, data):
        """Takes a batch of numbers into the summary."""
        data = backend.convert_to_numpy(data) if backend.is_tensor(data) else np.asarray(data)
        self.summary = _merged(self.summary, _summary(data.astype("float32").ravel(), self.epsilon), self.epsilon)

    def finalize_state(self):
        """Makes the boundaries of the summary."""
        if self.input_bin_boundaries is None and self.summary.shape[1]:
            self.bin_boundaries = _compressed(self.summary, 1 / self.num_bins)[0, :-1].tolist()

    def compute_output_shape(self, input_shape):
        return encoded_shape(input_shape, self.output_mode, self._depth())

    def compute_output_spec(self, inputs):
        return backend.KerasTensor(self.compute_output_shape(inputs.shape), dtype=self.output_dtype, sparse=self.sparse)

    def _depth(self):
        return len(self.bin_boundaries) + 1 if self.bin_boundaries else self.num_bins

    def call(self, inputs):
        if not self.bin_boundaries and self.input_bin_boundaries is None:
            raise ValueError(
                f"The layer {self.name!r} has no boundaries yet: call `adapt`, or make it with `bin_boundaries`."
            )
        if is_uneven(inputs):
            bins = tf_preprocessing.on_values(self._bins, inputs)
            return tf_preprocessing.encode(
                bins, self.output_mode, self._depth(), as_sparse=self.sparse, dtype=self.output_dtype
            )
        bins = self._bins(self.backend.convert_to_tensor(inputs))
        return numerical_utils.encode_categorical_inputs(
            bins, output_mode=self.output_mode, depth=self._depth(), dtype=self.output_dtype,
            sparse=self.sparse, backend_module=self.backend,
        )

    def _bins(self, numbers):
        return self.backend.numpy.digitize(numbers, self.bin_boundaries)

    def get_config(self):
        options = config_of(self, "num_bins", "epsilon", "output_mode", "sparse", "name", "dtype")
        return {"bin_boundaries": self.bin_boundaries or None} | options

    def load_own_variables(self, store):
        """Takes over the summary of a file of Keras 2; others hold the boundaries in the config."""
        if self.input_bin_boundaries is None and "0" in store.keys():
            self.summary = np.asarray(store["0"])
            self.finalize_state()

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the layer that `get_config` described."""
        if config.get("bin_boundaries") is None or config.get("num_bins") is None:
            return cls(**config)
        layer = cls(**{**config, "bin_boundaries": None})
        layer.bin_boundaries = list(config["bin_boundaries"])
        return layer


# A summary is a row of numbers from the data in ascending order, and a row with how many numbers each stands for.


def _summary(values, epsilon):
    """About `1 / epsilon` of the values: the last of each group of equal size in their order."""
    step = max(1, int(len(values) * epsilon))
    chosen = np.sort(values)[step - 1 :: step]
    return np.stack([chosen, np.full(len(chosen), step, "float32")])


def _merged(first, second, epsilon):
    both = np.concatenate([first, second], axis=1)
    return _compressed(both[:, np.argsort(both[0], kind="stable")], epsilon)


def _compressed(summary, epsilon):
    """The summary at the quantiles `epsilon`, `2 * epsilon`, ..., by interpolation."""
    if summary.shape[1] * epsilon < 1:
        return summary
    quantiles = epsilon + np.arange(0, 1, epsilon)
    weights = summary[1].cumsum()
    shares = weights / weights[-1]
    numbers = np.interp(quantiles, shares, summary[0])
    weights = np.interp(quantiles, shares, weights)
    return np.stack([numbers, np.diff(weights, prepend=0)]).astype("float32")
