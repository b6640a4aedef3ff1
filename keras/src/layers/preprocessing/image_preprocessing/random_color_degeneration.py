from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomColorDegeneration")
class RandomColorDegeneration(PixelwiseLayer):
    """Takes colour out of images: each is blended with its gray version, by a random share.

    `output = clip(image + s * (gray - image))`, where `s` is drawn for each image from the range of `factor`: 0
    leaves the image, 1 gives the gray one. Images are left alone with `training=False`.

    Args:
        factor: Number in [-1, 1], or pair of them; a number `x` stands for `(-x, x)`.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomColorDegeneration((1.0, 1.0))
    >>> [round(float(x), 3) for x in layer(keras.ops.array([[[100.0, 0.0, 0.0]]]))[0, 0]]
    [29.89, 29.89, 29.89]
    """

    _CONFIG = ("factor", "value_range", "seed")

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs):
        super().__init__(factor=factor, data_format=data_format, **kwargs)
        self._set_seed(seed)
        self.value_range = sorted(factors.value_range(self, value_range))

    def get_random_transformation(self, data, training=True, seed=None):
        shape = (self._batch_size(self._images_of(data)), 1, 1, 1)
        low, high = self.factor
        return {"factor": self.backend.random.uniform(shape, minval=low, maxval=high, seed=seed)}

    def transform_images(self, images, transformation=None, training=True):
        if not training:
            return images
        images = self.backend.cast(images, self.compute_dtype)
        factor = self.backend.cast(transformation["factor"], self.compute_dtype)
        gray = self.backend.image.rgb_to_grayscale(images, data_format=self.data_format)
        return self._clipped(images + factor * (gray - images))
