"""Rank-generic bases of the layers that crop, pad and enlarge."""
from keras.src import backend, ops
from keras.src.layers.arguments import config_of
from keras.src.layers.input_spec import InputSpec
from keras.src.layers.layer import Layer


class SpatialResize(Layer):
    """A layer that changes the sizes of the spatial axes by a fixed rule, `_new_size(size, index)`.

    A subclass sets `_rank`, the number of spatial axes.
    """

    _rank = None

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = backend.standardize_data_format(data_format)
        self._first_axis = 2 if self.data_format == "channels_first" else 1
        self.input_spec = InputSpec(ndim=self._rank + 2)

    def compute_output_shape(self, input_shape):
        shape = list(input_shape)
        for index in range(self._rank):
            size = shape[self._first_axis + index]
            if size is not None:
                shape[self._first_axis + index] = self._new_size(size, index)
        return tuple(shape)


class BaseCropping(SpatialResize):
    """Drops rows at the ends of the spatial axes."""

    def _set_cropping(self, pairs):
        """`pairs` is one pair (before, after) for each spatial axis."""
        self._pairs = pairs
        stops = [(before, -after or None) for before, after in pairs]
        self._slices = (slice(None),) * self._first_axis + tuple(slice(*ends) for ends in stops)

    def _new_size(self, size, index):
        new_size = size - sum(self._pairs[index])
        if new_size <= 0:
            raise ValueError(
                f"Argument `cropping` of {type(self).__name__} takes away all {size} rows of a spatial axis. "
                f"Received: cropping={self.cropping}"
            )
        return new_size

    def call(self, inputs):
        outputs = inputs[self._slices]
        if 0 in outputs.shape:
            self.compute_output_shape(inputs.shape)  # raises if nothing is left
        return outputs

    def get_config(self):
        return super().get_config() | config_of(self, "cropping")


class BaseZeroPadding(SpatialResize):
    """Adds rows of zeros at the ends of the spatial axes."""

    def _set_padding(self, pairs):
        """`pairs` is one pair (before, after) for each spatial axis."""
        self._pairs = pairs
        none = ((0, 0),)
        before, after = (none * 2, ()) if self._first_axis == 2 else (none, none)
        self._all_pairs = (*before, *pairs, *after)

    def _new_size(self, size, index):
        return size + sum(self._pairs[index])

    def call(self, inputs):
        return ops.pad(inputs, self._all_pairs)

    def get_config(self):
        return super().get_config() | config_of(self, "padding", "data_format")


class BaseUpSampling(SpatialResize):
    """Repeats rows along the spatial axes; `_factors` holds how often."""

    def _new_size(self, size, index):
        return size * self._factors[index]

    def call(self, inputs):
        for index, factor in enumerate(self._factors):
            inputs = ops.repeat(inputs, factor, axis=self._first_axis + index)
        return inputs
