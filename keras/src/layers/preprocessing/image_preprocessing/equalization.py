from keras.src.api_export import keras_export
from keras.src.layers.arguments import positive_integer
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.histograms import HistogramLayer


@keras_export("keras.layers.Equalization")
class Equalization(HistogramLayer):
    """Equalizes the histogram of every channel of every image: all values become equally frequent, as far as can be.

    With `c(v)` the number of pixels that fall into the bin of `v` or a lower one, `n` the number of all pixels and `m`
    that of the lowest bin that is not empty, `output = round(255 * (c(v) - m) / (n - m))`, in the scale of 0 to 255. A
    channel that falls into one bin stays as it is.

    Args:
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        bins: Positive integer, the number of bins. Default 256.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> x = keras.layers.Equalization()(keras.ops.array([[[1.0], [2.0], [7.0]]]))
    >>> keras.ops.convert_to_numpy(x)[0, :, 0].tolist()
    [0.0, 128.0, 255.0]
    """

    _CONFIG = ("value_range", "bins")

    def __init__(self, value_range=(0, 255), bins=256, data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.bins = positive_integer(self, bins=bins)
        self.value_range = sorted(factors.value_range(self, value_range))

    def transform_images(self, images, transformation, training=True):
        if not training:
            return images
        numpy = self.backend.numpy
        images = self.backend.cast(images, self.compute_dtype)
        planes = self._to_planes(images)
        scaled = self._transform_value_range(planes, self.value_range, (0, 255), dtype="float32")
        scaled = numpy.clip(scaled, 0.0, 255.0)
        bins = self.backend.cast(scaled / 255.0 * (self.bins - 1), "int32")
        counts = self._histograms(bins, self.bins)
        total = numpy.sum(counts, axis=-1, keepdims=True)
        below = numpy.cumsum(counts, axis=-1)
        least = numpy.min(numpy.where(below > 0, below, total), axis=-1, keepdims=True)
        flat = total == least
        rest = numpy.where(flat, numpy.ones_like(total), total - least)
        table = numpy.round((below - least) / rest * 255.0)
        values = self._look_up(numpy.maximum(table, 0.0), bins)
        scaled = numpy.where(numpy.expand_dims(flat, -1), scaled, values)
        planes = self._transform_value_range(scaled, (0, 255), self.value_range, dtype="float32")
        return self.backend.cast(self._from_planes(planes, images.shape[self.channel_axis]), self.compute_dtype)

    def compute_output_spec(self, inputs, **kwargs):
        return super().compute_output_spec(inputs, **kwargs)
