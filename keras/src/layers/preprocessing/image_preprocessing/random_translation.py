from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer


@keras_export("keras.layers.RandomTranslation")
class RandomTranslation(GeometricLayer):
    """Moves images up and down, left and right, by random parts of their size.

    Images are left alone with `training=False`.

    Args:
        height_factor: Number in [-1, 1], or pair of them, in parts of the height; positive is down. A number `x` stands
            for `(-x, x)`.
        width_factor: The same in parts of the width; positive is to the right.
        fill_mode: What lies outside of the images: `"reflect"`, `"wrap"`, `"constant"` (`fill_value`) or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        seed: Integer to fix the draws, or None.
        fill_value: Number, for `fill_mode="constant"`. Default 0.0.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomTranslation(0.0, (0.5, 0.5), fill_mode="constant")
    >>> keras.ops.convert_to_numpy(layer(keras.ops.array([[[1.0], [2.0]]])))[0, :, 0].tolist()
    [0.0, 1.0]
    """

    _CONFIG = ("height_factor", "width_factor", "fill_mode", "interpolation", "seed", "fill_value")

    def __init__(
        self, height_factor, width_factor, fill_mode="reflect", interpolation="bilinear", seed=None,
        fill_value=0.0, data_format=None, **kwargs,
    ):
        super().__init__(interpolation, fill_mode, fill_value, seed, data_format, **kwargs)
        self.height_factor = height_factor
        self.height_lower, self.height_upper = self._factor("height_factor", height_factor)
        self.width_factor = width_factor
        self.width_lower, self.width_upper = self._factor("width_factor", width_factor)

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        random = self.backend.random
        shape, count, height, width = self._sizes(data)
        down = random.uniform((count, 1), minval=self.height_lower, maxval=self.height_upper, seed=seed)
        right = random.uniform((count, 1), minval=self.width_lower, maxval=self.width_upper, seed=seed)
        translations = self.backend.numpy.concatenate([right * width, down * height], axis=1)
        return {"translations": self.backend.cast(translations, self._float_dtype), "input_shape": shape}

    def _matrix(self, transformation):
        x, y = (transformation["translations"][:, i] for i in range(2))
        one, zero = self.backend.numpy.ones_like(x), self.backend.numpy.zeros_like(x)
        return self.backend.numpy.stack([one, zero, -x, zero, one, -y, zero, zero], axis=1)

    def get_shifted_bbox(self, bounding_boxes, w_shift_factor, h_shift_factor):
        """Boxes from corner to corner, moved to the left and up."""
        return self._shift(bounding_boxes, w_shift_factor, h_shift_factor)
