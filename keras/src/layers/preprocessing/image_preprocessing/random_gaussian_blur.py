from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomGaussianBlur")
class RandomGaussianBlur(PixelwiseLayer):
    """Blurs a random part of the images by a Gaussian.

    Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], the probability of an image, or pair of them, between which the probability is
            drawn; a number `x` stands for `(0, x)`. Default 1.0.
        kernel_size: Odd integer, or pair of them for width and height: the size of the window. Default 3.
        sigma: Positive number, or pair of them, between which the deviations along width and height are drawn; a number
            `x` stands for `(0, x)`. Default 1.0.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.RandomGaussianBlur(sigma=0.5)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "kernel_size", "sigma", "value_range", "seed")

    def __init__(
        self, factor=1.0, kernel_size=3, sigma=1.0, value_range=(0, 255), data_format=None,
        seed=None, **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self.kernel_size = self._odd_pair(kernel_size)
        self.sigma = factors.pair(self, "sigma", sigma, (0, float("inf")))
        self.value_range = factors.value_range(self, value_range)
        self._set_seed(seed)

    def _odd_pair(self, kernel_size):
        sizes = (kernel_size, kernel_size) if isinstance(kernel_size, int) else tuple(kernel_size)
        if len(sizes) != 2 or not all(isinstance(size, int) and size > 0 and size % 2 for size in sizes):
            raise ValueError(
                "Argument `kernel_size` of RandomGaussianBlur must be an odd positive integer or a pair of them. "
                f"Received: kernel_size={kernel_size}"
            )
        return sizes

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        chosen = self._draw_chosen(self._images_of(data), seed)
        low, high = self.sigma
        sigma = self.backend.random.uniform((2,), minval=low, maxval=high, seed=seed, dtype=self.compute_dtype)
        return {"should_apply_blur": chosen, "blur_factor": sigma}

    def transform_images(self, images, transformation=None, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if not training or transformation is None:
            return images
        blurred = self.backend.image.gaussian_blur(
            images, kernel_size=self.kernel_size, sigma=transformation["blur_factor"], data_format=self.data_format
        )
        return self._clipped(self._choose(transformation["should_apply_blur"], blurred, images))
