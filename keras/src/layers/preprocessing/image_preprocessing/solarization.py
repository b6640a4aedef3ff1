from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.Solarization")
class Solarization(PixelwiseLayer):
    """Adds a number to the pixels, then turns those from a threshold on into negatives.

    `x = clip(image + a)`, `output = x where x < t, low + high - x elsewhere`. Addition `a` and threshold `t` are drawn
    for each image from the ranges of the factors, in units of the range of values. Images are left alone with
    `training=False`.

    Args:
        addition_factor: Number in [0, 1], or pair of them; a number `x` stands for `(0, x)`. Default 0.0.
        threshold_factor: The same for the threshold. Default 0.0.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        seed: Integer to fix the draws, or None.
        **kwargs: `data_format`, `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> float(keras.layers.Solarization()(keras.ops.array([[[55.0]]]))[0, 0, 0])
    200.0
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("value_range", "addition_factor", "threshold_factor", "seed")

    def __init__(self, addition_factor=0.0, threshold_factor=0.0, value_range=(0, 255), seed=None, **kwargs):
        super().__init__(**kwargs)
        self._set_seed(seed)
        self.addition_factor = self._factor("addition_factor", addition_factor)
        self.threshold_factor = self._factor("threshold_factor", threshold_factor)
        self.value_range = sorted(factors.value_range(self, value_range))

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        shape = self._shape_per_image(self._images_of(data))
        return {
            "additions": self._draw(shape, self.addition_factor, seed),
            "thresholds": self._draw(shape, self.threshold_factor, seed),
        }

    def _draw(self, shape, factor, seed):
        low, high = (bound * (self.value_range[1] - self.value_range[0]) for bound in factor)
        return self.backend.random.uniform(shape, minval=low, maxval=high, seed=seed, dtype=self.compute_dtype)

    def transform_images(self, images, transformation, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if transformation is None:
            return images
        images = self._clipped(images + transformation["additions"])
        negatives = sum(self.value_range) - images
        chosen = self.backend.numpy.where(images < transformation["thresholds"], images, negatives)
        return self.backend.cast(chosen, self.compute_dtype)
