from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)
from keras.src.random.seed_generator import SeedGenerator


class _SameSeed(SeedGenerator):
    """Gives one seed again and again, so that images and masks are moved alike."""

    def __init__(self, seed):
        self._seed = seed

    def next(self, ordered=True):
        return self._seed


@keras_export("keras.layers.RandomElasticTransform")
class RandomElasticTransform(BaseImagePreprocessingLayer):
    """Distorts images as if they were drawn on rubber: pixels move by smoothed random amounts.

    With a distortion `d` drawn for the call, the amounts are normal numbers smoothed by a Gaussian of deviation
    `0.05 * d * min(height, width)` and multiplied by `0.1 * d * max(height, width)`. A bounding box becomes the one
    around the pixels that come from within it. Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], the probability of an image, or pair of them, between which the probability is
            drawn; a number `x` stands for `(0, x)`. Default 1.0.
        scale: The same for the distortion `d`. Default 1.0.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_mode: What lies outside of the images: `"reflect"`, `"mirror"`, `"wrap"`, `"constant"` (`fill_value`) or
            `"nearest"`.
        fill_value: Number, for `fill_mode="constant"`. Default 0.0.
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: The arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Reference: Simard et al., 2003, Best practices for convolutional neural networks applied to visual document
    analysis.

    Example:

    >>> keras.layers.RandomElasticTransform(scale=0.5)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)
    _FILL_MODES = ("reflect", "mirror", "wrap", "constant", "nearest")
    _CONFIG = ("factor", "scale", "interpolation", "fill_mode", "fill_value", "value_range", "seed")

    def __init__(
        self, factor=1.0, scale=1.0, interpolation="bilinear", fill_mode="reflect", fill_value=0.0,
        value_range=(0, 255), seed=None, data_format=None, **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        self.scale = self._factor("scale", scale)
        self.interpolation = factors.known(self, factors.INTERPOLATIONS, interpolation=interpolation)
        self.fill_mode = factors.known(self, self._FILL_MODES, fill_mode=fill_mode)
        self.fill_value = fill_value
        self.value_range = factors.value_range(self, value_range)
        self._set_seed(seed)
        self.supports_jit = False  # The size of the Gaussian's window depends on what is drawn.

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        chosen = self._draw_chosen(self._images_of(data), seed)
        low, high = self.scale
        distortion = self.backend.random.uniform((), minval=low, maxval=high, seed=seed, dtype=self.compute_dtype)
        seed = _SameSeed(seed.next()) if isinstance(seed, SeedGenerator) else seed
        shape = self.backend.shape(self._images_of(data))
        return {"apply_transform": chosen, "distortion_factor": distortion, "seed": seed, "input_shape": shape}

    def get_elastic_transform_params(self, height, width, factor):
        """How far pixels move, and the deviation of the Gaussian that smooths it."""
        greater, smaller = (self._extreme(name, height, width) for name in ("maximum", "minimum"))
        return greater * 0.1 * factor, smaller * 0.05 * factor

    def transform_images(self, images, transformation, training=True):
        images = self.backend.cast(images, self.compute_dtype)
        if not training:
            return images
        return self._clipped(self._transform_images(images, transformation, self.interpolation))

    def _transform_images(self, images, transformation, interpolation, fill_value=None):
        size = self._float_size(self.backend.shape(images))
        distortion = self.backend.cast(transformation["distortion_factor"], "float32")
        alpha, sigma = self.get_elastic_transform_params(*size, distortion)
        moved = self.backend.image.elastic_transform(
            images,
            alpha=alpha,
            sigma=sigma,
            interpolation=interpolation,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value if fill_value is None else fill_value,
            seed=transformation["seed"],
            data_format=self.data_format,
        )
        return self._choose(transformation["apply_transform"], moved, images)

    def transform_labels(self, labels, transformation, training=True):
        return labels

    def transform_bounding_boxes(self, bounding_boxes, transformation, training=True):
        if not training:
            return bounding_boxes
        numpy, shape = self.backend.numpy, transformation["input_shape"]
        columns, rows = self._origins(shape, transformation)
        chosen = numpy.expand_dims(transformation["apply_transform"], -1)

        def move(*corners):
            x1, y1, x2, y2 = (numpy.expand_dims(corner, (-2, -1)) for corner in corners)
            across = numpy.logical_and(columns >= x1, columns < x2)
            inside = numpy.logical_and(across, numpy.logical_and(rows >= y1, rows < y2))
            (x1, x2), (y1, y2) = self._extent(numpy.any(inside, axis=-2)), self._extent(numpy.any(inside, axis=-1))
            return [numpy.where(chosen, new, old) for new, old in zip((x1, y1, x2, y2), corners)]

        return self._move_boxes(bounding_boxes, shape, move)

    def _origins(self, shape, transformation):
        """Column and row that each pixel comes from, `(batch, 1, height, width)`; -1 for those from nowhere."""
        numpy, (height, width) = self.backend.numpy, self._image_size(shape)
        places = (numpy.arange(0, size, dtype="float32") + 0.5 for size in (width, height))
        grid = numpy.stack(numpy.meshgrid(*places), axis=self.channel_axis)
        count = shape[0] if len(shape) == 4 else 1
        grid = numpy.repeat(numpy.expand_dims(grid, 0), count, axis=0)
        moved = self._transform_images(grid, transformation, "bilinear", fill_value=-1.0)
        return (numpy.expand_dims(numpy.take(moved, i, axis=self.channel_axis), 1) for i in (0, 1))
