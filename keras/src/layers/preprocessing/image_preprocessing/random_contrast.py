from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomContrast")
class RandomContrast(PixelwiseLayer):
    """Raises or lowers the contrast: each channel's distance from its mean is multiplied by a random number.

    `output = clip((image - mean) * c + mean)`, where `c` is drawn for each image from
    `[1 - factor[0], 1 + factor[1]]`. Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], or pair of them; a number `x` stands for `(0, x)`.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        seed: Integer to fix the draws, or None.
        **kwargs: `data_format`, `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.RandomContrast(0.2)(keras.ops.ones((1, 2, 2, 3))).shape == (1, 2, 2, 3)
    True
    """

    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), seed=None, **kwargs):
        super().__init__(factor=factor, **kwargs)
        self._set_seed(seed)
        self.value_range = factors.value_range(self, value_range)

    def get_random_transformation(self, data, training=True, seed=None):
        shape = self._shape_per_image(self._images_of(data))
        if not training:
            return {"contrast_factor": self.backend.numpy.zeros(shape)}
        low, high = 1.0 - self.factor[0], 1.0 + self.factor[1]
        factor = self.backend.random.uniform(shape, minval=low, maxval=high, seed=seed, dtype=self.compute_dtype)
        return {"contrast_factor": factor}

    def transform_images(self, images, transformation, training=True):
        if not training:
            return images
        images = self.backend.cast(images, self.compute_dtype)
        factor = self.backend.cast(transformation["contrast_factor"], self.compute_dtype)
        mean = self.backend.numpy.mean(images, axis=(self.height_axis, self.width_axis), keepdims=True)
        return self._clipped(images * factor + mean * (1 - factor))
