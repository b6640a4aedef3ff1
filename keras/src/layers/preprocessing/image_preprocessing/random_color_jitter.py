from keras.src.api_export import keras_export
from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.pixelwise import PixelwiseLayer
from keras.src.layers.preprocessing.image_preprocessing.random_brightness import RandomBrightness
from keras.src.layers.preprocessing.image_preprocessing.random_contrast import RandomContrast
from keras.src.layers.preprocessing.image_preprocessing.random_hue import RandomHue
from keras.src.layers.preprocessing.image_preprocessing.random_saturation import RandomSaturation

_LAYERS = {
    "brightness": RandomBrightness,
    "contrast": RandomContrast,
    "saturation": RandomSaturation,
    "hue": RandomHue,
}


@keras_export("keras.layers.RandomColorJitter")
class RandomColorJitter(PixelwiseLayer):
    """Changes brightness, contrast, saturation and hue at random, one after the other.

    Images are left alone with `training=False`.

    Args:
        value_range: Pair of numbers, the lowest and the highest value of a pixel. Default `(0, 255)`.
        brightness_factor: The `factor` of `keras.layers.RandomBrightness`. Default None: not changed.
        contrast_factor: The same of `RandomContrast`.
        saturation_factor: The same of `RandomSaturation`.
        hue_factor: The same of `RandomHue`.
        seed: Integer to fix the draws, or None.
        data_format: `"channels_last"` or `"channels_first"`. Default: `keras.config.image_data_format()`.
        **kwargs: `bounding_box_format`, and the arguments of every layer.

    Input: image `(height, width, 3)`, batch of images, or dict with the key `images` and others.

    Output: the same shape, in the compute dtype.

    Example:

    >>> layer = keras.layers.RandomColorJitter(brightness_factor=0.2, hue_factor=0.1)
    >>> layer(keras.ops.ones((1, 2, 2, 3))).shape == (1, 2, 2, 3)
    True
    """

    _CONFIG = ("value_range", *(f"{name}_factor" for name in _LAYERS), "seed")

    def __init__(
        self, value_range=(0, 255), brightness_factor=None, contrast_factor=None,
        saturation_factor=None, hue_factor=None, seed=None, data_format=None, **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = factors.value_range(self, value_range)
        self.brightness_factor = brightness_factor
        self.contrast_factor = contrast_factor
        self.saturation_factor = saturation_factor
        self.hue_factor = hue_factor
        self._set_seed(seed)
        for name, kind in _LAYERS.items():
            factor = getattr(self, f"{name}_factor")
            common = {"value_range": value_range, "data_format": data_format, "seed": seed, "dtype": self.dtype_policy}
            setattr(self, f"random_{name}", None if factor is None else kind(factor, **common))

    def _inner(self):
        layers = (getattr(self, f"random_{name}") for name in _LAYERS)
        return [layer for layer in layers if layer is not None]

    def build(self, input_shape):
        self.built = True

    def transform_images(self, images, transformation, training=True):
        if not training:
            return images
        images = self.backend.cast(images, self.compute_dtype)
        seed = self._get_seed_generator(self.backend.name)
        for layer in self._inner():
            layer.backend = self.backend
            drawn = layer.get_random_transformation(images, training=training, seed=seed)
            images = layer.transform_images(images, drawn, training=training)
        return images
