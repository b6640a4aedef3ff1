from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomInvert")
class RandomInvert(PixelwiseLayer):
    """Turns a random part of the images into negatives: `output = low + high - image`.

    Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], the probability of an image, or pair of them, between which the probability is
            drawn; a number `x` stands for `(0, x)`. Default 1.0.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> float(keras.layers.RandomInvert((1.0, 1.0))(keras.ops.array([[[55.0]]]))[0, 0, 0])
    200.0
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor=1.0, value_range=(0, 255), seed=None, data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self._set_seed(seed)
        self.value_range = factors.value_range(self, value_range)

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        return {"apply_inversion": self._draw_chosen(self._images_of(data), seed)}

    def transform_images(self, images, transformation, training=True):
        if not training:
            return images
        images = self.backend.cast(images, self.compute_dtype)
        inverted = sum(self.value_range) - images
        return self._choose(transformation["apply_inversion"], inverted, images)
