from keras.src.layers.preprocessing.image_preprocessing import factors
from keras.src.layers.preprocessing.image_preprocessing.auto_contrast import AutoContrast
from keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer import (
    BaseImagePreprocessingLayer,
)
from keras.src.layers.preprocessing.image_preprocessing.equalization import Equalization
from keras.src.layers.preprocessing.image_preprocessing.random_brightness import RandomBrightness
from keras.src.layers.preprocessing.image_preprocessing.random_color_degeneration import RandomColorDegeneration
from keras.src.layers.preprocessing.image_preprocessing.random_contrast import RandomContrast
from keras.src.layers.preprocessing.image_preprocessing.random_posterization import RandomPosterization
from keras.src.layers.preprocessing.image_preprocessing.random_rotation import RandomRotation
from keras.src.layers.preprocessing.image_preprocessing.random_sharpness import RandomSharpness
from keras.src.layers.preprocessing.image_preprocessing.random_shear import RandomShear
from keras.src.layers.preprocessing.image_preprocessing.random_translation import RandomTranslation
from keras.src.layers.preprocessing.image_preprocessing.solarization import Solarization

_MOST_BITS = 8


class AugmentationPolicy(BaseImagePreprocessingLayer):
    """Base of the layers that apply a random choice of other layers, all of one strength."""

    _USE_BASE_FACTOR = False
    _FACTOR_BOUNDS = (0, 1)

    def __init__(self, value_range, factor, interpolation, seed, data_format, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = factors.value_range(self, value_range)
        self.factor = self._factor("factor", factor)
        self.interpolation = factors.known(self, factors.INTERPOLATIONS, interpolation=interpolation)
        self._set_seed(seed)
        self._make_layers()

    def _make_layers(self):
        strength = self.factor
        common = {
            "seed": self.seed,
            "data_format": self.data_format,
            "bounding_box_format": self.bounding_box_format,
            "dtype": self.dtype_policy,
        }
        moving = {"interpolation": self.interpolation, **common}
        coloring = {"value_range": self.value_range, **common}
        plain = {name: value for name, value in coloring.items() if name != "seed"}
        bits = (1, max(1, int(_MOST_BITS * strength[1])))
        self.random_shear = RandomShear(strength, strength, **moving)
        self.random_translation = RandomTranslation(strength, strength, **moving)
        self.random_rotation = RandomRotation(strength, **moving)
        self.random_brightness = RandomBrightness(strength, **coloring)
        self.random_color_degeneration = RandomColorDegeneration(strength, **coloring)
        self.random_contrast = RandomContrast(strength, **coloring)
        self.random_sharpness = RandomSharpness(strength, **coloring)
        self.solarization = Solarization(strength, strength, **coloring)
        self.random_posterization = RandomPosterization(bits, **coloring)
        self.auto_contrast = AutoContrast(**plain)
        self.equalization = Equalization(**plain)

    def build(self, input_shape):
        self.built = True

    def _layer(self, name):
        """The layer of a name, on the backend that this one runs on."""
        layer = getattr(self, name)
        layer.backend = self.backend
        return layer

    def transform_labels(self, labels, transformation, training=True):
        return labels
