from keras.src.api_export import keras_export
from keras.src.backend.common.formulas.image_sampling import map_between
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer

_IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


@keras_export("keras.layers.RandomPerspective")
class RandomPerspective(GeometricLayer):
    """Shows images as if seen from another place: their corners are moved at random.

    Each coordinate of a corner is multiplied by a number drawn from `[1 - scale / 2, 1 + scale / 2]`, so that the upper
    left corner stays. Images are left alone with `training=False`.

    Args:
        factor: Number in [0, 1], the probability of an image, or pair of them, between which the probability is
            drawn; a number `x` stands for `(0, x)`. Default 1.0.
        scale: Number in [0, 1], how far corners are moved. Default 1.0.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_value: Number for what lies outside of the images. Default 0.0.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.RandomPerspective(scale=0.2)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("factor", "scale", "interpolation", "fill_value", "seed")

    def __init__(
        self, factor=1.0, scale=1.0, interpolation="bilinear", fill_value=0.0, seed=None,
        data_format=None, **kwargs,
    ):
        super().__init__(interpolation, "constant", fill_value, seed, data_format, **kwargs)
        self.factor = self._factor("factor", factor)
        if not 0 <= scale <= 1:
            raise ValueError(f"Argument `scale` of RandomPerspective must be between 0 and 1. Received: scale={scale}")
        self.scale = scale

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        numpy, dtype = self.backend.numpy, self._float_dtype
        shape, count, height, width = self._sizes(data)
        chosen = self._draw_chosen(self._images_of(data), seed)
        moved = self.backend.random.uniform(
            (count, 4, 2), minval=-self.scale / 2, maxval=self.scale / 2, seed=seed, dtype=dtype
        )
        corners = self.backend.convert_to_tensor([[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]], dtype=dtype)
        last = numpy.stack([self.backend.cast(size - 1, dtype) for size in (width, height)])
        start = numpy.tile(corners * last, (count, 1, 1))
        return {
            "apply_perspective": chosen,
            "start_points": start,
            "end_points": start + start * moved,
            "input_shape": shape,
        }

    def _matrix(self, transformation):
        numpy = self.backend.numpy
        points = (self.backend.cast(transformation[name], "float32") for name in ("start_points", "end_points"))
        matrix = map_between(numpy, *points, self.backend.linalg.solve)
        chosen = numpy.reshape(transformation["apply_perspective"], (-1, 1))
        return numpy.where(chosen, matrix, self.backend.convert_to_tensor(_IDENTITY, dtype=matrix.dtype))
