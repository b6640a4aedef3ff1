from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomBrightness")
class RandomBrightness(PixelwiseLayer):
    """Makes images brighter or darker: a random number is added to all pixels of an image.

    `output = clip(image + d)`, where `d` is drawn for each image from the range of `factor`, in units of the range of
    values. Images are left alone with `training=False`.

    Args:
        factor: Number in [-1, 1], or pair of them from lowest to highest; a number `x` stands for `(-x, x)`.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        seed: Integer to fix the draws, or None.
        **kwargs: `data_format`, `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomBrightness((0.5, 0.5), value_range=(0, 1))
    >>> float(keras.ops.max(layer(keras.ops.zeros((1, 2, 2, 3)))))
    0.5
    """

    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), seed=None, **kwargs):
        super().__init__(factor=factor, **kwargs)
        self._set_seed(seed)
        self.value_range = sorted(factors.value_range(self, value_range))

    def get_random_transformation(self, data, training=True, seed=None):
        shape = self._shape_per_image(self._images_of(data))
        if not training:
            return {"rgb_delta": self.backend.numpy.zeros(shape)}
        low, high = self.factor
        delta = self.backend.random.uniform(shape, minval=low, maxval=high, seed=seed)
        return {"rgb_delta": delta * (self.value_range[1] - self.value_range[0])}

    def transform_images(self, images, transformation, training=True):
        if not training:
            return images
        images = self.backend.cast(images, self.compute_dtype)
        delta = self.backend.cast(transformation["rgb_delta"], self.compute_dtype)
        return self._clipped(images + delta)
