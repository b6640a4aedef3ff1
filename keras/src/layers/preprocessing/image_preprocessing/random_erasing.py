from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer


@keras_export("keras.layers.RandomErasing")
class RandomErasing(PixelwiseLayer):
    """Covers a random rectangle of an image with noise or with one value.

    Width and height of the rectangle are `sqrt(s)` of the image's, with an `s` drawn for each of them from `scale`.
    Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], the probability of an image, or pair of them, between which the probability is
            drawn; a number `x` stands for `(0, x)`. Default 1.0.
        scale: Number in [0, 1] or pair of them, from which the sizes are drawn; a number `x` stands for `(0, x)`.
            Default `(0.02, 0.33)`.
        fill_value: Number, or list of one for each channel. Default None: noise, normal with the highest value of a
            pixel as its deviation. Both are cut to the range of values.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Reference: Random Erasing Data Augmentation (Zhong et al., 2017), https://arxiv.org/abs/1708.04896

    Example:

    >>> layer = keras.layers.RandomErasing((1.0, 1.0), scale=(1.0, 1.0), fill_value=7.0)
    >>> keras.ops.convert_to_numpy(layer(keras.ops.zeros((1, 2, 1))))[0, :, 0].tolist()
    [7.0, 7.0]
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "scale", "fill_value", "value_range", "seed")

    def __init__(
        self, factor=1.0, scale=(0.02, 0.33), fill_value=None, value_range=(0, 255), seed=None,
        data_format=None, **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self.scale = self._factor("scale", scale)
        self.fill_value = fill_value
        self.value_range = factors.value_range(self, value_range)
        self._set_seed(seed)

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        images = self._images_of(data)
        low, high = self.scale
        parts = self.backend.random.uniform(
            (self._batch_size(images), 2), minval=low, maxval=high, seed=seed, dtype=self.compute_dtype
        )
        parts = self.backend.numpy.sqrt(parts)
        masks = self._draw_rectangles(images, parts[:, 0], parts[:, 1], seed)
        chosen = self._draw_chosen(images, seed)
        return {"apply_erasing": chosen, "batch_masks": masks, "fill_value": self._draw_fill(images, seed)}

    def _draw_fill(self, images, seed):
        if self.fill_value is None:
            fill = self.backend.random.normal(self.backend.shape(images), dtype=self.compute_dtype, seed=seed)
            fill = fill * self.value_range[1]
        else:
            fill = self.backend.convert_to_tensor(self.fill_value, dtype=self.compute_dtype)
            fill = self.backend.numpy.reshape(fill, (-1, 1, 1)) if self.channel_axis == -3 and fill.shape else fill
        return self._clipped(fill)

    def transform_images(self, images, transformation=None, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if not training or transformation is None:
            return images
        erased = self.backend.numpy.where(transformation["batch_masks"], transformation["fill_value"], images)
        return self._choose(transformation["apply_erasing"], erased, images)
