from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomSaturation")
class RandomSaturation(PixelwiseLayer):
    """Raises or lowers the saturation of images by a random factor, in the HSV colour space.

    The saturation is multiplied by `s / (1 - s)`, where `s` is drawn for each image from the range of `factor`: 0
    makes it gray, 0.5 leaves it, 1 makes its colours full. Images are left alone with `training=False`.

    Args:
        factor: Number in [-1, 1], or pair of them; a number `x` stands for `(-x, x)`.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomSaturation((0.0, 0.0))
    >>> [round(float(x), 3) for x in layer(keras.ops.array([[[100.0, 0.0, 0.0]]]))[0, 0]]
    [100.0, 100.0, 100.0]
    """

    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs):
        super().__init__(factor=factor, data_format=data_format, **kwargs)
        self._set_seed(seed)
        self.value_range = sorted(factors.value_range(self, value_range))

    def get_random_transformation(self, data, training=True, seed=None):
        shape, (low, high) = (self._batch_size(self._images_of(data)),), self.factor
        factor = self.backend.random.uniform(shape, minval=low, maxval=high, seed=seed)
        return {"factor": factor / (1 - factor)}

    def transform_images(self, images, transformation=None, training=True):
        return self._in_hsv(images, transformation["factor"], self._saturated) if training else images

    def _saturated(self, hue, saturation, value, factor):
        return hue, self.backend.numpy.clip(saturation * factor, 0.0, 1.0), value
