from keras.src import ops
from keras.src.api_export import keras_export
from keras.src.layers.arguments import config_of, one_of
from keras.src.layers.reshaping.spatial_resize import BaseUpSampling
from keras.src.utils.argument_validation import standardize_tuple

_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")


@keras_export("keras.layers.UpSampling2D")
class UpSampling2D(BaseUpSampling):
    """Enlarges an image by whole factors.

    Args:
        size: Positive integer or two of them, the factors of height and width. Default `(2, 2)`.
        data_format: `"channels_last"` or `"channels_first"`. Default None, the one of `keras.config`.
        interpolation: `"nearest"`, `"bilinear"`, `"bicubic"`, `"lanczos3"` or `"lanczos5"`. Default `"nearest"`.

    Input: `(batch, height, width, channels)`. Output: the same with larger height and width.

    Raises:
        ValueError: If `size` has another form.

    Example:

    >>> keras.layers.UpSampling2D((2, 3))(keras.ops.ones((1, 2, 2, 1))).shape
    (1, 4, 6, 1)
    """

    _rank = 2

    def __init__(self, size=(2, 2), data_format=None, interpolation="nearest", **kwargs):
        super().__init__(data_format, **kwargs)
        self.size = standardize_tuple(size, 2, "size")
        self.interpolation = one_of(self, _INTERPOLATIONS, interpolation=str(interpolation).lower())
        self._factors = self.size

    def call(self, inputs):
        if self.interpolation == "nearest":
            return super().call(inputs)
        shape = ops.shape(inputs)
        new_size = tuple(shape[self._first_axis + index] * self.size[index] for index in (0, 1))
        return ops.image.resize(
            inputs, new_size, interpolation=self.interpolation, data_format=self.data_format
        )

    def get_config(self):
        return super().get_config() | config_of(self, "size", "data_format", "interpolation")
