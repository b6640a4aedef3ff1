from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.AutoContrast")
class AutoContrast(PixelwiseLayer):
    """Stretches every channel of every image over the whole range of values.

    `output = (image - min) * range / (max - min) + low`; a channel of one value stays as it is.

    Args:
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        **kwargs: `data_format`, `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.AutoContrast()(keras.ops.array([[[2.0], [4.0], [3.0]]]))[0, :, 0].tolist()
    [0.0, 255.0, 127.5]
    """

    _USE_BASE_FACTOR = False
    _CONFIG = ("value_range",)

    def __init__(self, value_range=(0, 255), **kwargs):
        super().__init__(**kwargs)
        self.value_range = sorted(factors.value_range(self, value_range))

    def transform_images(self, images, transformation=None, training=True):
        numpy, axes = self.backend.numpy, (self.height_axis, self.width_axis)
        images = self.backend.cast(images, self.compute_dtype)
        images = self._transform_value_range(images, self.value_range, (0, 255), dtype=self.compute_dtype)
        low = numpy.min(images, axis=axes, keepdims=True)
        spread = numpy.max(images, axis=axes, keepdims=True) - low
        flat = spread == 0
        scale = 255.0 / numpy.where(flat, numpy.ones_like(spread), spread)
        stretched = numpy.clip(images * scale - low * scale, 0.0, 255.0)
        images = numpy.where(flat, images, stretched)
        images = self._transform_value_range(images, (0, 255), self.value_range, dtype=self.compute_dtype)
        return self.backend.cast(images, self.compute_dtype)
