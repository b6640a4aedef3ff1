from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer


@keras_export("keras.layers.RandomRotation")
class RandomRotation(GeometricLayer):
    """Turns images about their center by random angles.

    Images are left alone with `training=False`.

    Args:
        factor: Number in [-1, 1], or pair of them, in full turns; positive is counterclockwise. A number `x` stands for
            `(-x, x)`.
        fill_mode: What lies outside of the images: `"reflect"`, `"wrap"`, `"constant"` (`fill_value`) or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        seed: Integer to fix the draws, or None.
        fill_value: Number, for `fill_mode="constant"`. Default 0.0.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomRotation((0.5, 0.5))
    >>> x = layer(keras.ops.array([[[1.0], [2.0], [3.0]]]))
    >>> [round(float(v), 3) for v in x[0, :, 0]]
    [3.0, 2.0, 1.0]
    """

    _USE_BASE_FACTOR = True
    _CONFIG = ("factor", "fill_mode", "fill_value", "interpolation", "seed")

    def __init__(
        self, factor, fill_mode="reflect", interpolation="bilinear", seed=None, fill_value=0.0,
        data_format=None, **kwargs,
    ):
        super().__init__(interpolation, fill_mode, fill_value, seed, data_format, factor=factor, **kwargs)

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        shape, count, height, width = self._sizes(data)
        low, high = (turns * 360.0 for turns in self.factor)
        angle = self.backend.random.uniform((count,), minval=low, maxval=high, seed=seed)
        half, zero = self.backend.numpy.full_like(angle, 0.5), self.backend.numpy.zeros_like(angle)
        one = self.backend.numpy.ones_like(angle)
        matrix = self._compute_affine_matrix(half, half, angle, zero, zero, one, zero, zero, height, width)
        return {"angle": angle, "rotation_matrix": matrix, "input_shape": shape}

    def _matrix(self, transformation):
        return transformation["rotation_matrix"]
