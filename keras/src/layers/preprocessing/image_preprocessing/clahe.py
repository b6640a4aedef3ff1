import numbers

from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.histograms import HistogramLayer

_BINS = 256


@keras_export("keras.layers.ContrastLimitedAdaptiveHistogramEqualization")
class ContrastLimitedAdaptiveHistogramEqualization(HistogramLayer):
    """Equalizes the histogram of images part by part, with a limit to how much contrast rises (CLAHE).

    Each channel is divided into tiles, of which each gets a table of new values from its own histogram; what the bins
    hold above the limit is spread evenly over all bins. A pixel's new value is interpolated between the tables of the
    tiles around it.

    Args:
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        clip_limit: Number: the most pixels in a bin, in units of what it would hold if all bins were equal. 0 or less
            for no limit. Default 4.0.
        tile_grid_size: Pair of positive integers, the number of tiles along height and width. Default `(8, 8)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape; in the dtype of the input.

    Reference: Zuiderveld, 1994, Contrast limited adaptive histogram equalization.

    Example:

    >>> layer = keras.layers.ContrastLimitedAdaptiveHistogramEqualization(tile_grid_size=(2, 2))
    >>> layer(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _CONFIG = ("value_range", "clip_limit", "tile_grid_size")

    def __init__(self, value_range=(0, 255), clip_limit=4.0, tile_grid_size=(8, 8), data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = factors.value_range(self, value_range)
        if not isinstance(clip_limit, numbers.Real):
            raise ValueError(
                f"Argument `clip_limit` of {type(self).__name__} must be a number. Received: clip_limit={clip_limit!r}"
            )
        self.clip_limit = clip_limit
        if not factors.is_pair(tile_grid_size) or not all(isinstance(n, int) and n > 0 for n in tile_grid_size):
            raise ValueError(
                f"Argument `tile_grid_size` of {type(self).__name__} must be a pair of positive integers. "
                f"Received: tile_grid_size={tile_grid_size!r}"
            )
        self.tile_grid_size = tile_grid_size

    def transform_images(self, images, transformation=None, training=True):
        numpy = self.backend.numpy
        planes = self._to_planes(images)
        planes = self._transform_value_range(planes, self.value_range, (0, 255), dtype="float32")
        bins = self.backend.cast(numpy.clip(planes, 0.0, 255.0), "int32")
        size = self.backend.shape(planes)[1:]
        tile = [-(-length // count) for length, count in zip(size, self.tile_grid_size)]
        tables = self._tables(bins, size, tile)
        planes = self._interpolate(tables, bins, size, tile)
        planes = self._transform_value_range(planes, (0, 255), self.value_range, dtype="float32")
        return self.backend.cast(self._from_planes(planes, images.shape[self.channel_axis]), images.dtype)

    def _tables(self, bins, size, tile):
        """New values by bin for every tile: `(planes * rows * columns, bins)`."""
        numpy, (rows, columns) = self.backend.numpy, self.tile_grid_size
        for axis in (0, 1):
            places = self._mirrored(size[axis], tile[axis] * self.tile_grid_size[axis])
            bins = numpy.take(bins, places, axis=axis + 1)
        tiles = numpy.reshape(bins, (-1, rows, tile[0], columns, tile[1]))
        tiles = numpy.reshape(numpy.transpose(tiles, (0, 1, 3, 2, 4)), (-1, tile[0], tile[1]))
        counts = self._histograms(tiles, _BINS)
        total = numpy.sum(counts, axis=-1, keepdims=True)
        if self.clip_limit > 0:
            limited = numpy.minimum(counts, total * (self.clip_limit / _BINS))
            counts = limited + numpy.sum(counts - limited, axis=-1, keepdims=True) / _BINS
        below = numpy.cumsum(counts, axis=-1)
        first = below[:, :1]
        rest = total - first
        return (below - first) / numpy.where(rest == 0, numpy.ones_like(rest), rest) * 255.0

    def _mirrored(self, length, longer):
        """Places on an axis, `longer` of them: the axis, then backwards, and so on."""
        places = self.backend.numpy.arange(0, longer, dtype="int32") % (2 * length)
        return self.backend.numpy.minimum(places, 2 * length - 1 - places)

    def _interpolate(self, tables, bins, size, tile):
        """Every pixel's new value out of the tables of the four tiles around it."""
        numpy, (rows, columns) = self.backend.numpy, self.tile_grid_size
        row, down = self._neighbours(size[0], tile[0], rows)
        column, across = self._neighbours(size[1], tile[1], columns)
        planes = numpy.arange(0, self.backend.shape(bins)[0], dtype="int32")
        planes = numpy.reshape(planes, (-1, 1, 1)) * (rows * columns)
        tables, total = numpy.reshape(tables, (-1,)), 0.0
        for i, vertical in zip(row, (1.0 - down, down)):
            for j, horizontal in zip(column, (1.0 - across, across)):
                tiles = planes + numpy.reshape(i * columns, (1, -1, 1)) + numpy.reshape(j, (1, 1, -1))
                weight = numpy.reshape(vertical, (1, -1, 1)) * numpy.reshape(horizontal, (1, 1, -1))
                total = total + weight * numpy.take(tables, tiles * _BINS + bins, axis=0)
        return total

    def _neighbours(self, length, tile, count):
        """For each place of an axis the tiles before and after it, and the share of the latter."""
        numpy = self.backend.numpy
        places = numpy.arange(0, length, dtype="float32") / self.backend.cast(tile, "float32") - 0.5
        before = numpy.floor(places)
        index = self.backend.cast(before, "int32")
        tiles = [numpy.clip(index + step, 0, count - 1) for step in (0, 1)]
        return tiles, places - before
