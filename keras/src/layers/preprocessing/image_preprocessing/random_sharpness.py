from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomSharpness")
class RandomSharpness(PixelwiseLayer):
    """Sharpens or smooths images: each is blended with a smoothed version of itself.

    `output = clip(smooth + 2 * s * (image - smooth))`, where `s` is drawn for each image from the range of `factor`: 0
    gives the smoothed image, 0.5 the image, 1 a sharper one. Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], or pair of them; a number `x` stands for `(0, x)`.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.RandomSharpness(0.4)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self._set_seed(seed)
        self.value_range = sorted(factors.value_range(self, value_range))

    def get_random_transformation(self, data, training=True, seed=None):
        shape, (low, high) = (self._batch_size(self._images_of(data)),), self.factor
        return {"factor": self.backend.random.uniform(shape, minval=low, maxval=high, seed=seed)}

    def transform_images(self, images, transformation=None, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if not training:
            return images
        factor = self.backend.cast(transformation["factor"], self.compute_dtype) * 2
        factor = self.backend.numpy.reshape(factor, (-1, 1, 1, 1))
        smooth = self._smooth(images)
        return self._clipped(smooth + factor * (images - smooth))

    def _smooth(self, images):
        """Each pixel averaged with its neighbours, itself counting five times."""
        numpy = self.backend.numpy
        channels = images.shape[self.channel_axis]
        weights = [[1.0, 1.0, 1.0], [1.0, 5.0, 1.0], [1.0, 1.0, 1.0]]
        kernel = self.backend.convert_to_tensor(weights, dtype=self.compute_dtype) / 13
        kernel = numpy.tile(numpy.reshape(kernel, (3, 3, 1, 1)), (1, 1, channels, 1))
        return self.backend.nn.depthwise_conv(
            images, kernel, strides=1, padding="same", data_format=self.data_format
        )
