from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer


@keras_export("keras.layers.RandomShear")
class RandomShear(GeometricLayer):
    """Shears images by random amounts: rows are moved sideways in proportion to their height, columns up or down.

    The pixel at `(x, y)` is taken from `(x + a * y, y + b * x)`; `a` and `b` are drawn for each image, and both
    turned to the other sign with probability 1/2. Images are left alone with `training=False`.

    Args:
        x_factor: Number in [0, 1], or pair of numbers in [-1, 1], the range of `a`. A number `x` stands for `(-x, x)`.
            Default 0.0.
        y_factor: The same for `b`.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_mode: What lies outside of the images: `"reflect"`, `"wrap"`, `"constant"` (`fill_value`) or `"nearest"`.
        fill_value: Number, for `fill_mode="constant"`. Default 0.0.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        seed: Integer to fix the draws, or None.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> keras.layers.RandomShear(0.2, 0.1)(keras.ops.ones((1, 4, 4, 3))).shape == (1, 4, 4, 3)
    True
    """

    _FACTOR_BOUNDS = (0, 1)
    _CONFIG = ("x_factor", "y_factor", "fill_mode", "interpolation", "seed", "fill_value")

    def __init__(
        self, x_factor=0.0, y_factor=0.0, interpolation="bilinear", fill_mode="reflect",
        fill_value=0.0, data_format=None, seed=None, **kwargs,
    ):
        super().__init__(interpolation, fill_mode, fill_value, seed, data_format, **kwargs)
        self.x_factor = self._shear_factor("x_factor", x_factor)
        self.y_factor = self._shear_factor("y_factor", y_factor)

    def _shear_factor(self, name, factor):
        if factors.is_pair(factor):
            return factors.ordered_pair(self, name, factor, (-1, 1))
        high = self._factor(name, factor)[1]
        return -high, high

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        numpy, dtype = self.backend.numpy, self._float_dtype
        shape, count, _, _ = self._sizes(data)

        def draw(low, high):
            return self.backend.random.uniform((count, 1), minval=low, maxval=high, seed=seed, dtype=dtype)

        ones = numpy.ones((count, 1), dtype=dtype)
        sign = numpy.where(draw(0, 1) > 0.5, -ones, ones)
        along_y = draw(*self.y_factor) * sign
        along_x = draw(*self.x_factor) * sign
        return {"shear_factor": numpy.concatenate([along_x, along_y], axis=1), "input_shape": shape}

    def _matrix(self, transformation):
        x, y = (transformation["shear_factor"][:, i] for i in range(2))
        one, zero = self.backend.numpy.ones_like(x), self.backend.numpy.zeros_like(x)
        return self.backend.numpy.stack([one, x, zero, y, one, zero, zero, zero], axis=1)

    def get_shifted_bbox(self, bounding_boxes, w_shift_factor, h_shift_factor):
        """Boxes from corner to corner, moved to the left and up."""
        return self._shift(bounding_boxes, w_shift_factor, h_shift_factor)
