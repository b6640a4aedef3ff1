from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing.geometric import GeometricLayer


@keras_export("keras.layers.RandomZoom")
class RandomZoom(GeometricLayer):
    """Zooms out of images and into them, by random amounts.

    Images are left alone with `training=False`.

    Args:
        height_factor: Number above -1 and up to 1, or pair of them: by which part more (positive: zooming out) or
            less of the height is seen. A number `x` stands for `(-x, x)`.
        width_factor: The same for the width. Default None: what is drawn for the height, which keeps the aspect ratio.
        fill_mode: What lies outside of the images: `"reflect"`, `"wrap"`, `"constant"` (`fill_value`) or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        seed: Integer to fix the draws, or None.
        fill_value: Number, for `fill_mode="constant"`. Default 0.0.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, channels)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomZoom((-0.5, -0.5))
    >>> keras.ops.convert_to_numpy(layer(keras.ops.array([[[1.0], [2.0], [3.0]]])))[0, :, 0].tolist()
    [1.5, 2.0, 2.5]
    """

    _CONFIG = ("height_factor", "width_factor", "fill_mode", "interpolation", "seed", "fill_value")

    def __init__(
        self, height_factor, width_factor=None, fill_mode="reflect", interpolation="bilinear",
        seed=None, fill_value=0.0, data_format=None, **kwargs,
    ):
        super().__init__(interpolation, fill_mode, fill_value, seed, data_format, **kwargs)
        self.height_factor = height_factor
        self.height_lower, self.height_upper = self._zoom_factor("height_factor", height_factor)
        self.width_factor = width_factor
        if width_factor is not None:
            self.width_lower, self.width_upper = self._zoom_factor("width_factor", width_factor)

    def _zoom_factor(self, name, factor):
        low, high = self._factor(name, factor)
        if factor == -1 or (low == -1 and not isinstance(factor, (int, float))):
            raise ValueError(f"Argument `{name}` of RandomZoom must be above -1. Received: {name}={factor}")
        return low, high

    def get_random_transformation(self, data, training=True, seed=None):
        if not training:
            return None
        random = self.backend.random
        shape, count, _, _ = self._sizes(data)
        low, high = 1.0 + self.height_lower, 1.0 + self.height_upper
        height_zoom = width_zoom = random.uniform((count, 1), minval=low, maxval=high, seed=seed)
        if self.width_factor is not None:
            low, high = 1.0 + self.width_lower, 1.0 + self.width_upper
            width_zoom = random.uniform((count, 1), minval=low, maxval=high, seed=seed)
        return {"height_zoom": height_zoom, "width_zoom": width_zoom, "input_shape": shape}

    def _matrix(self, transformation):
        numpy, cast = self.backend.numpy, self.backend.cast
        x, y = (cast(transformation[name][:, 0], self._float_dtype) for name in ("width_zoom", "height_zoom"))
        height, width = self._float_size(transformation["input_shape"])
        zero = numpy.zeros_like(x)
        to_x, to_y = (width - 1) / 2 * (1 - x), (height - 1) / 2 * (1 - y)
        return numpy.stack([x, zero, to_x, zero, y, to_y, zero, zero], axis=1)

    def get_clipped_bbox(self, bounding_boxes, h_end, h_start, w_end, w_start):
        """Boxes from corner to corner, cut to a window and counted from its corner."""
        numpy = self.backend.numpy
        x1, y1, x2, y2 = numpy.split(bounding_boxes["boxes"], 4, axis=-1)
        x1, x2 = (numpy.clip(x, w_start, w_end) - w_start for x in (x1, x2))
        y1, y2 = (numpy.clip(y, h_start, h_end) - h_start for y in (y1, y2))
        return {**bounding_boxes, "boxes": numpy.concatenate([x1, y1, x2, y2], axis=-1)}
