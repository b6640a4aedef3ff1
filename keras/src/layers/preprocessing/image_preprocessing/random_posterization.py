from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomPosterization")
class RandomPosterization(PixelwiseLayer):
    """Keeps only the highest bits of every pixel, a random number of them for each image.

    Pixels are brought to 8 bits; the lower ones become 0. Images are left alone with `training=False`.

    Args:
        factor: Integer in [1, 8], or pair of them, how many bits stay; an integer `x` stands for `(1, x)`. The upper
            end is not drawn.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Reference: AutoAugment (Cubuk et al., 2018), https://arxiv.org/abs/1805.09501

    Example:

    >>> float(keras.layers.RandomPosterization((1, 2))(keras.ops.array([[[200.0]]]))[0, 0, 0])
    128.0
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (1, 8)
    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self._set_seed(seed)
        self.value_range = sorted(factors.value_range(self, value_range))

    def get_random_transformation(self, data, training=True, seed=None):
        shape, (low, high) = (self._batch_size(self._images_of(data)),), self.factor
        if low == high:
            bits = self.backend.numpy.full(shape, low, dtype="uint8")
        else:
            bits = self.backend.random.randint(shape, minval=low, maxval=high, seed=seed, dtype="uint8")
        return {"shift_factor": 8 - bits}

    def transform_images(self, images, transformation=None, training=True):
        if not training:
            return images
        numpy = self.backend.numpy
        images = self.backend.cast(images, self.compute_dtype)
        images = self._transform_value_range(images, self.value_range, (0, 255), dtype=self.compute_dtype)
        images = self.backend.cast(images, "uint8")
        shift = numpy.reshape(transformation["shift_factor"], (-1, 1, 1, 1))
        images = numpy.left_shift(numpy.right_shift(images, shift), shift)
        images = self.backend.cast(images, self.compute_dtype)
        return self._transform_value_range(images, (0, 255), self.value_range, dtype=self.compute_dtype)
