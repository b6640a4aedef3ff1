import math

import numpy as np

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.layers.arguments import axis_list
from keras.src.layers.preprocessing._adapting import batches
from keras.src.layers.preprocessing.data_layer import DataLayer
from keras.src.utils.backend_utils import outside_of_traces


@keras_export("keras.layers.Normalization")
class Normalization(DataLayer):
    """Shifts and scales features to mean 0 and variance 1: `(inputs - mean) / sqrt(variance)`.

    Mean and variance are given, or those of data that the layer is adapted to. The layer may be used inside
    `tf.data`, whichever backend is active.

    Args:
        axis: Integer, tuple of integers or None: the axes along which each index has its own mean and variance.
            Default -1, for features in the last axis; with None there is one mean and one variance.
        mean: Number or array of them, of the sizes of `axis`. Default None: learnt by `adapt`.
        variance: The same; with `mean` only, and needed then.
        invert: Boolean, whether to go the other way: `inputs * sqrt(variance) + mean`. Default False.

    Output: the input's shape, in the compute dtype.

    Raises:
        ValueError: If one of `mean` and `variance` is missing, or an axis of the input is of unknown size or not there.

    Example:

    >>> layer = keras.layers.Normalization()
    >>> layer.adapt(np.array([[0.0, 7.0], [2.0, 9.0], [0.0, 7.0], [2.0, 9.0]]))
    >>> layer(np.array([[0.0, 7.0]])).tolist()
    [[-1.0, -1.0]]
    """

    def __init__(self, axis=-1, mean=None, variance=None, invert=False, **kwargs):
        super().__init__(**kwargs)
        self.axis = () if axis is None else tuple(axis_list(self, axis))
        if (mean is None) != (variance is None):
            raise ValueError(
                "Arguments `mean` and `variance` of Normalization must be given together. "
                f"Received: mean={mean}, variance={variance}"
            )
        self.input_mean = mean
        self.input_variance = variance
        self.mean = None  # until there are numbers to compute with
        self.invert = invert
        self.supports_masking = True

    def build(self, input_shape):
        if input_shape is None:
            return
        self._kept = kept = tuple(self._kept_axes(input_shape))
        self._broadcast_shape = tuple(size if axis in kept else 1 for axis, size in enumerate(input_shape))
        shape = tuple(input_shape[axis] for axis in kept)
        if self.input_mean is not None:
            self._check_rank("mean", self.input_mean)
            self._check_rank("variance", self.input_variance)
            self._use(self.input_mean, self.input_variance)
        else:
            self._given_shape = tuple(input_shape)
            self.adapt_mean = self.add_weight(name="mean", shape=shape, initializer="zeros", trainable=False)
            self.adapt_variance = self.add_weight(name="variance", shape=shape, initializer="ones", trainable=False)
            # Part of the file format.
            self.count = self.add_weight(name="count", shape=(), dtype="int", initializer="zeros", trainable=False)
            self._use(0.0, 1.0)

    def _kept_axes(self, input_shape):
        rank = len(input_shape)
        if any(not -rank <= axis < rank for axis in self.axis):
            raise ValueError(
                f"Argument `axis` of Normalization must have axes of the inputs. Received: axis={self.axis} for inputs "
                f"of shape {tuple(input_shape)}"
            )
        kept = sorted(axis % rank for axis in self.axis)
        if any(input_shape[axis] is None for axis in kept):
            raise ValueError(
                f"Argument `axis` of Normalization must have axes of known size. Received: axis={self.axis} for inputs "
                f"of shape {tuple(input_shape)}"
            )
        return kept

    def _check_rank(self, name, value):
        if np.ndim(value) > len(self.axis):
            raise ValueError(
                f"Argument `{name}` of Normalization must have at most the dimensions in `axis`. "
                f"Received: {name} of shape {np.shape(value)}, axis={self.axis}"
            )

    def _use(self, mean, variance):
        """Takes the mean and variance to compute with."""
        mean, variance = self._placed("mean", mean), self._placed("variance", variance)
        with outside_of_traces():
            self.mean = backend.convert_to_tensor(mean, dtype=self.compute_dtype)
            self.variance = backend.convert_to_tensor(variance, dtype=self.compute_dtype)

    def _placed(self, name, value):
        """Numbers for the kept axes at these axes; one for many indices stays one, whatever width a config declares."""
        value, shape = np.asarray(value, "float32"), [1] * len(self._broadcast_shape)
        kept = self._kept[len(self._kept) - value.ndim :]
        for axis, size in zip(kept, value.shape):
            if size not in (1, self._broadcast_shape[axis]):
                raise ValueError(
                    f"Argument `{name}` of Normalization must fit the inputs, whose axis {axis} has the size "
                    f"{self._broadcast_shape[axis]}. Received: {name} of shape {value.shape}"
                )
            shape[axis] = size
        return value.reshape(shape)

    def adapt(self, data):
        """Learns the mean and variance of data, in place of what was learnt before.

        Args:
            data: Array or tensor, or an iterable of batches: `tf.data.Dataset`, `PyDataset`, generator.

        Raises:
            ValueError: If the layer was made with a mean and variance, or the shape does not fit.
            TypeError: If batches are no arrays.
        """
        if self.input_mean is not None:
            raise ValueError(f"The layer {self.name!r} was made with `mean` and `variance` and cannot be adapted.")
        count, mean, moment = 0, 0.0, 0.0
        for batch in batches(data):
            batch = self._as_array(batch)
            if not self.built:
                self.build(_shape_of_inputs(data, batch.shape))
            self._check_shape(batch.shape)
            axes = tuple(axis for axis in range(batch.ndim) if axis not in self._kept_axes(batch.shape))
            number = math.prod(batch.shape[axis] for axis in axes)
            batch_mean = batch.mean(axes, dtype="float64")
            # Chan's rule for the squared deviations of two groups together.
            total = count + number
            shift = batch_mean - mean
            moment = moment + batch.var(axes, dtype="float64") * number + shift**2 * (count * number / max(total, 1))
            mean = mean + shift * (number / max(total, 1))
            count = total
        if self.built:
            self.adapt_mean.assign(np.asarray(mean, "float32"))
            self.adapt_variance.assign(np.asarray(moment / max(count, 1), "float32"))
            self.finalize_state()

    def _as_array(self, batch):
        if backend.is_tensor(batch):
            return backend.convert_to_numpy(batch)
        array = np.asarray(batch)
        if array.dtype.kind not in "iufb":
            raise TypeError(
                f"A Normalization adapts to arrays of numbers. Received: a batch of type {type(batch).__name__}"
            )
        return array

    def _check_shape(self, shape):
        if len(shape) != len(self._broadcast_shape) or any(
            wanted not in (1, found)
            for axis, (wanted, found) in enumerate(zip(self._given_shape, shape))
            if axis in self._kept_axes(self._given_shape)
        ):
            raise ValueError(
                f"The layer {self.name!r} was built for inputs of shape {self._given_shape}. "
                f"Received: data of shape {tuple(shape)}"
            )

    def finalize_state(self):
        """Takes over what the layer's weights say."""
        if self.input_mean is None and self.built:
            self._use(backend.convert_to_numpy(self.adapt_mean), backend.convert_to_numpy(self.adapt_variance))

    def call(self, inputs):
        numpy, dtype = self.backend.numpy, self.compute_dtype
        inputs = self.backend.convert_to_tensor(inputs, dtype=dtype)
        mean = self.backend.cast(self.convert_weight(self.mean), dtype)
        deviation = numpy.sqrt(self.backend.cast(self.convert_weight(self.variance), dtype))
        deviation = numpy.maximum(deviation, backend.epsilon())
        if self.invert:
            return numpy.add(mean, numpy.multiply(inputs, deviation))
        return numpy.divide(numpy.subtract(inputs, mean), deviation)

    def compute_output_shape(self, input_shape):
        return input_shape

    def load_own_variables(self, store):
        """Reads mean and variance, and goes over to them."""
        super().load_own_variables(store)
        self.finalize_state()

    def get_config(self):
        return super().get_config() | {
            "axis": self.axis,
            "invert": self.invert,
            "mean": _plain(self.input_mean),
            "variance": _plain(self.input_variance),
        }


def _plain(value):
    return value if value is None or isinstance(value, (int, float)) else np.asarray(value).tolist()


def _shape_of_inputs(data, first):
    """The shape to build for: that of an array, or of the first batch, whose size may be another next time."""
    if hasattr(data, "shape") or isinstance(data, (list, tuple)) or len(first) < 2:
        return first
    static = getattr(getattr(data, "element_spec", None), "shape", None)
    if static is None or static.rank is None:
        return (None, *first[1:])
    return tuple(static)
