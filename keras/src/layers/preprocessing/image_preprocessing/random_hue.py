from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomHue")
class RandomHue(PixelwiseLayer):
    """Turns the hue of images by a random angle, in the HSV colour space.

    The hue, a number in [0, 1], moves by `±d / 2`, where `d` is drawn for each image from the range of `factor`: with
    0.5 by at most a quarter of the circle of colours. The result is cut to the range of values. Images are left alone
    with `training=False`.

    Args:
        factor: Number in [0, 1], or pair of them; a number `x` stands for `(0, x)`.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.RandomHue(0.2)(keras.ops.ones((1, 2, 2, 3))).shape == (1, 2, 2, 3)
    True
    """

    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs):
        super().__init__(factor=factor, data_format=data_format, **kwargs)
        self._set_seed(seed)
        self.value_range = factors.value_range(self, value_range)

    def get_random_transformation(self, data, training=True, seed=None):
        random, shape = self.backend.random, (self._batch_size(self._images_of(data)),)
        ones = self.backend.numpy.ones(shape)
        sign = self.backend.numpy.where(random.uniform(shape, seed=seed) > 0.5, -ones, ones)
        low, high = self.factor
        return {"factor": sign * random.uniform(shape, minval=low, maxval=high, seed=seed) * 0.5}

    def transform_images(self, images, transformation=None, training=True):
        return self._clipped(self._in_hsv(images, transformation["factor"], self._turned)) if training else images

    def _turned(self, hue, saturation, value, factor):
        where = self.backend.numpy.where
        hue = hue + factor
        hue = where(hue > 1.0, hue - 1.0, hue)
        return where(hue < 0.0, hue + 1.0, hue), saturation, value
